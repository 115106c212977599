"""Verbs on a project. What cannot be undone asks first."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.rules import require
from partners.models import connected_teachers
from projects import rules, services
from projects.forms import CofounderForm, DeclineForm
from projects.views.fetching import addressed, visible


@require_POST
def accept(request, slug):
    project = services.accept(project_id=addressed(request, slug).pk, by=request.user)
    messages.success(
        request,
        _("You are co-founder now. The National Support Organisations have been asked to approve."),
    )
    return redirect(project)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request, slug):
    project = addressed(request, slug)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.decline(project_id=project.pk, by=request.user, **form.cleaned_data)
        text = _("You have declined. %(founder)s has been told.") % {"founder": project.founder}
        messages.success(request, text)
        return redirect("projects:mine")
    require(rules.can_decline(request.user, project))
    context = {"project": project, "form": form}
    return render(request, "projects/decline.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, slug):
    project = visible(request, slug)
    if request.method == "POST":
        project = services.withdraw(project_id=project.pk, by=request.user)
        messages.success(request, _("The invitation is withdrawn. Your text is kept as a draft."))
        return redirect(project)
    require(rules.can_withdraw(request.user, project))
    return render(request, "projects/withdraw.html", {"project": project})


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, slug):
    project = visible(request, slug)
    require(rules.can_invite_again(request.user, project))
    people = (
        connected_teachers(request.user.teacher_or_none).for_cards().order_by("user__family_name")
    )
    form = CofounderForm(
        request.POST if request.method == "POST" else None,
        people=people,
        user=request.user,
        school_id=project.founder_school_id,
        initial={"cofounder": request.GET.get("with", "")},
    )
    if form.is_valid():
        project = services.invite_again(
            project_id=project.pk, cofounder_id=form.cleaned_data["cofounder"].pk, by=request.user
        )
        text = _("%(name)s has been invited.") % {"name": project.cofounder}
        messages.success(request, text)
        return redirect(project)
    context = {"project": project, "form": form}
    return render(request, "projects/invite.html", context, status=422 if form.is_bound else 200)


@require_POST
def resubmit(request, slug):
    project = services.resubmit(project_id=visible(request, slug).pk, by=request.user)
    text = _("Sent in again. The National Support Organisations have been asked to approve.")
    messages.success(request, text)
    return redirect(project)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request, slug):
    project = visible(request, slug)
    if request.method == "POST":
        project = services.close(project_id=project.pk, by=request.user)
        messages.success(
            request, _("The project is closed. Its card stays in the list of projects.")
        )
        return redirect(project)
    require(rules.can_close(request.user, project))
    return render(request, "projects/close.html", {"project": project})
