from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from accounts import person_page
from accounts.models import School, Teacher
from accounts.sources import SCHOOLS
from accounts.visibility import Shown, relation_to_anybody
from facets.view import shown

SHOWN = 24


@login_not_required
@require_safe
def schools(request):
    found = shown(SCHOOLS, request, reverse("accounts:schools"))
    if request.htmx:
        fragment = render(request, "accounts/schools.html#search", {"shown": found})
        return push_url(fragment, found.address_of(found.question))
    return render(request, "accounts/schools.html", {"shown": found})


@login_not_required
@require_safe
def school(request, slug):
    schools = School.objects.visible_to(request.user).select_related("country", "territory")
    found = schools.filter(slug=slug).first()
    if found is None:
        # An entry that was merged with another one leads there, for good.
        return redirect(get_object_or_404(schools.of(slug)), permanent=True)
    people = Teacher.objects.visible_to(request.user).listed_at(found, request.user)
    context = {
        "school": found,
        "teachers": found.teachers.findable().count(),
        "colleagues": [
            Shown(person, relation_to_anybody(request.user))
            for person in people.for_cards()[:SHOWN]
        ],
        "sections": person_page.drawn(person_page.SCHOOL_SECTIONS, request, found),
    }
    return render(request, "accounts/school.html", context)
