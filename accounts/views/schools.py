from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts import person_page
from accounts.models import School, Teacher

SHOWN = 24


@login_not_required
@require_GET
def school(request, slug):
    schools = School.objects.visible_to(request.user).select_related("country", "territory")
    found = get_object_or_404(schools, slug=slug)
    colleagues = Teacher.objects.visible_to(request.user).findable().filter(school=found)
    context = {
        "school": found,
        "teachers": found.teachers.findable().count(),
        "colleagues": colleagues.for_cards()[:SHOWN],
        "sections": person_page.drawn(person_page.SCHOOL_SECTIONS, request, found),
    }
    return render(request, "accounts/school.html", context)
