from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from accounts import person_page
from accounts.models import Group, Relation, School, Teacher
from accounts.visibility import Shown

SHOWN = 24


@login_not_required
@require_GET
def school(request, slug):
    schools = School.objects.visible_to(request.user).select_related("country", "territory")
    found = schools.filter(slug=slug).first()
    if found is None:
        # An entry that was merged with another one leads there, for good.
        return redirect(get_object_or_404(schools.of(slug)), permanent=True)
    colleagues = Teacher.objects.visible_to(request.user).findable().showing(Group.SCHOOL)
    people = colleagues.filter(school=found).for_cards()[:SHOWN]
    context = {
        "school": found,
        "teachers": found.teachers.findable().count(),
        "colleagues": [Shown(person, Relation.MEMBER) for person in people],
        "sections": person_page.drawn(person_page.SCHOOL_SECTIONS, request, found),
    }
    return render(request, "accounts/school.html", context)
