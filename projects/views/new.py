"""Founding a project in three steps. What was typed waits in the session until the last one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.rules import require
from partners.models import connected_teachers
from projects import rules, services
from projects.forms import CofounderForm, IdeaForm, PlanForm
from projects.models import Project

KEPT_AS = "new_project"
STEPS = ("partner", "idea", "plan")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    require(rules.can_found(request.user))
    kept = request.session.get(KEPT_AS, {})
    people = list(
        connected_teachers(request.user.teacher_or_none)
        .for_cards()
        .order_by("user__family_name", "pk")
    )
    cofounder = next((one for one in people if one.slug == kept.get("partner")), None)
    step = _step(request.GET.get("step", ""), kept, cofounder)
    form = _form(request, step, kept, people, cofounder)
    if form.is_valid():
        kept[step] = form.typed()
        request.session[KEPT_AS] = kept
        if step != STEPS[-1]:
            return redirect(_address(STEPS[STEPS.index(step) + 1]))
        return _found(request, kept, cofounder)
    context = {
        "form": form,
        "step": step,
        "number": STEPS.index(step) + 1,
        "back": _address(STEPS[max(STEPS.index(step) - 1, 0)]),
        "cofounder": cofounder,
    }
    status = 422 if form.is_bound else 200
    return render(request, f"projects/new_{step}.html", context, status=status)


def _step(asked: str, kept: dict, cofounder) -> str:
    """The step asked for, or the first one that has to come before it."""
    if cofounder is None or asked not in STEPS:
        return "partner"
    if asked == "plan" and "idea" not in kept:
        return "idea"
    return asked


def _form(request, step, kept, people, cofounder):
    me = request.user.teacher_or_none
    data = request.POST if request.method == "POST" else None
    if step == "partner":
        chosen = request.GET.get("with") or kept.get("partner", "")
        return CofounderForm(
            data,
            people=people,
            user=request.user,
            school_id=me.school_id,
            initial={"cofounder": chosen},
        )
    proposal = Project(founder=me, founder_school=me.school, founder_country=me.country)
    proposal.choose_cofounder(cofounder)
    if step == "idea":
        return IdeaForm(
            data, instance=proposal, initial=kept.get("idea") or _suggested(me, cofounder)
        )
    for name, value in kept["idea"].items():
        setattr(proposal, name, value)
    return PlanForm(data, instance=proposal, initial=kept.get("plan"))


def _suggested(me, cofounder) -> dict:
    """What both have in common is ticked already."""
    return {
        "subjects": [code for code in me.subjects if code in cofounder.subjects],
        "languages": [code for code in me.languages if code in cofounder.languages],
        "age_from": me.age_from,
        "age_to": me.age_to,
    }


def _found(request, kept, cofounder):
    project = services.found(
        cofounder_id=cofounder.pk, by=request.user, **kept["idea"], **kept["plan"]
    )
    del request.session[KEPT_AS]
    text = _("Founded. %(name)s has been invited as co-founder.") % {"name": cofounder}
    messages.success(request, text)
    return redirect(project)


def _address(step: str) -> str:
    return f"{reverse('projects:new')}?step={step}"
