from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Teacher
from core.rules import require
from partners import rules, services
from partners.suggesting import FEW, MOST, refused_by
from partners.suggesting import suggestions as suggested_to


@require_safe
def suggestions(request):
    """The whole page, or what stands in other pages: their section asks for it."""
    may_get = rules.can_get_suggestions(request.user)
    if not may_get:
        return render(request, "partners/not_yet.html", {"reason": may_get.reason}, status=403)
    if request.htmx:
        return _inside(request)
    context = {"suggested": suggested_to(request.user), "refused_people": refused_by(request.user)}
    return render(request, "partners/suggestions.html", context)


@require_POST
def dismiss(request, slug):
    person = _visible(request, slug)
    services.dismiss(teacher_id=person.pk, by=request.user)
    if request.htmx:
        return _inside(request, refused=person)
    said = _("%(name)s is not suggested to you any more. They have not been told.")
    messages.success(request, said % {"name": person.name})
    return redirect("partners:suggestions")


@require_POST
def suggest_again(request, slug):
    person = _visible(request, slug)
    services.suggest_again(teacher_id=person.pk, by=request.user)
    if request.htmx:
        return _inside(request)
    said = _("%(name)s can be suggested to you again.")
    messages.success(request, said % {"name": person.name})
    return redirect("partners:suggestions")


def _inside(request, refused=None):
    few = "few" in (request.POST or request.GET)
    context = {
        "suggested": suggested_to(request.user, FEW if few else MOST),
        "few": few,
        "refused": refused,
    }
    return render(request, "partners/_suggestions.html", context)


def _visible(request, slug):
    require(rules.can_get_suggestions(request.user))
    people = Teacher.objects.visible_to(request.user).findable().select_related("user")
    return get_object_or_404(people, slug=slug)
