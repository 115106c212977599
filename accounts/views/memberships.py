"""The schools a teacher works at."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import rules, services
from accounts.models import School, TeacherStatus
from accounts.school_search import find_schools
from core.rules import require

SHOWN = 10


@require_safe
def my_schools(request):
    teacher = request.user.teacher_or_none
    require(rules.can_join_school(request.user, teacher))
    text = request.GET.get("q", "")[:200]
    memberships = list(teacher.memberships.filter(ends=None).select_related("school"))
    here = {membership.school_id for membership in memberships}
    found = find_schools(teacher.country_id, text, most=SHOWN)
    context = {
        "teacher": teacher,
        "memberships": sorted(memberships, key=lambda one: one.school_id != teacher.school_id),
        "q": text,
        "schools": [school for school in found if school.pk not in here],
    }
    return render(request, "accounts/my_schools.html", context)


@require_POST
def join_school(request, school_id):
    try:
        membership = services.join_school(school_id=school_id, by=request.user)
    except School.DoesNotExist as error:
        raise Http404 from error
    messages.success(
        request, _("You are at %(school)s as well now.") % {"school": membership.school}
    )
    return redirect("accounts:my_schools")


@require_POST
def choose_main_school(request, membership_id):
    teacher = services.choose_main_school(membership_id=membership_id, by=request.user)
    said = _("%(school)s is your main school now.") % {"school": teacher.school}
    if teacher.status == TeacherStatus.WAITING:
        messages.success(request, said)
        return redirect("accounts:welcome_next")
    messages.success(request, said)
    return redirect("accounts:my_schools")


@require_POST
def leave_school(request, membership_id):
    membership = services.leave_school(membership_id=membership_id, by=request.user)
    messages.success(request, _("You have left %(school)s.") % {"school": membership.school})
    return redirect("accounts:my_schools")
