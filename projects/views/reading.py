"""Pages that only show: the public list, my projects, one project."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from facets.view import shown
from projects import rules, standing
from projects.models import Project, ProjectStatus
from projects.sources import PROJECTS
from projects.views.fetching import visible

# The parts of "My projects", in their order: what waits for the person comes first.
PARTS = {
    "answer": lambda project, me: (
        project.status == ProjectStatus.WAITING_COFOUNDER and project.cofounder_id == me.pk
    ),
    "turn": lambda project, me: project.status in {ProjectStatus.DRAFT, ProjectStatus.REFUSED},
    "active": lambda project, me: project.status == ProjectStatus.ACTIVE,
    "waiting": lambda project, me: project.status != ProjectStatus.CLOSED,
    "closed": lambda project, me: True,
}


@login_not_required
@require_safe
def list_public(request):
    found = shown(PROJECTS, request, reverse("projects:list"))
    if request.htmx:
        fragment = render(request, "projects/list.html#search", {"shown": found})
        return push_url(fragment, found.address_of(found.question))
    return render(request, "projects/list.html", {"shown": found})


@require_safe
def mine(request):
    me = request.user.teacher_or_none
    parts = {name: [] for name in PARTS}
    if me is not None:
        own = Project.objects.visible_to(request.user).of(me).for_cards()
        for project in own:
            parts[_part_of(project, me)].append(project)
    return render(request, "projects/mine.html", {"parts": parts, "any": any(parts.values())})


def _part_of(project, me) -> str:
    return next(name for name, holds in PARTS.items() if holds(project, me))


@login_not_required
@require_safe
def detail(request, slug):
    project = visible(request, slug)
    context = {"project": project, "following": rules.can_follow(request.user, project)}
    if context["following"]:
        context |= _way_of(project)
    return render(request, "projects/detail.html", context)


def _way_of(project) -> dict:
    """Where the project stands and how it got there: for its founders and their desks."""
    countries = {c.pk: c for c in (project.founder_country, project.cofounder_country)}
    decisions = project.approvals.filter(round=project.round).select_related("country")
    approvals = list(decisions.order_by("pk"))
    return {
        "steps": standing.steps_of(project, approvals),
        "usual": standing.usual_time(project),
        "entries": standing.timeline_of(project.events(), countries),
    }
