"""Changing what a project says, also when both founders do so at once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import Stale
from core.rules import require
from projects import rules, services
from projects.forms import TextForm
from projects.models import TEXT_FIELDS
from projects.views.fetching import visible


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    project = visible(request, slug)
    require(rules.can_change_text(request.user, project))
    form = TextForm(
        request.POST if request.method == "POST" else None,
        instance=project,
        initial={"version": project.version},
    )
    if form.is_valid():
        try:
            services.change_text(project_id=project.pk, by=request.user, **form.cleaned_data)
        except Stale as stale:
            return _both_texts(request, slug, stale)
        messages.success(request, _("Saved."))
        return redirect("projects:detail", slug)
    context = {"form": form, "project": visible(request, slug) if form.is_bound else project}
    return render(request, "projects/edit.html", context, status=422 if form.is_bound else 200)


def _both_texts(request, slug, stale):
    """What the other founder saved beside what this one typed; saving again keeps the typed text."""
    project = visible(request, slug)
    typed = request.POST.copy()
    typed["version"] = project.version
    form = TextForm(typed, instance=visible(request, slug))
    form.is_valid()
    theirs = [
        (form.fields[name].label, _shown(getattr(project, name)))
        for name in TEXT_FIELDS
        if form.cleaned_data[name] != getattr(project, name)
    ]
    context = {"form": form, "project": project, "stale": stale, "theirs": theirs}
    return render(request, "projects/edit.html", context, status=409)


def _shown(value) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
