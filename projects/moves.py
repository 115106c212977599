"""A project on its way: locked, moved from one status to the next, laid on the desks."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from contacts.models import PostRole, SupportPost, UnitKind
from core.errors import WrongState
from notifications.services import notify
from projects import notices
from projects.models import MOVES, Approval, Project, ProjectStatus


def lock(project_id: int, *, while_in: Collection[str]) -> Project:
    """Read the row for update, so that two people cannot both take the step."""
    rows = Project.objects.select_for_update(of=("self",), no_key=True).for_cards()
    project = rows.get(pk=project_id)
    if project.status not in while_in:
        raise WrongState(what_happened(project))
    return project


def move(project: Project, status: ProjectStatus, **changes: Any) -> None:
    """Save the next status, with what changes along with it."""
    if status not in MOVES[project.status]:
        raise ValueError(f"No project goes from {project.status} to {status}.")
    changes |= {"status": status, "status_since": timezone.now()}
    for field, value in changes.items():
        setattr(project, field, value)
    project.save(update_fields=list(changes))


def what_happened(project: Project) -> str:
    """How a project stands, in a sentence, for somebody who came too late."""
    sentences = {
        ProjectStatus.DRAFT: _("The invitation to “%(title)s” is not open any more."),
        ProjectStatus.WAITING_COFOUNDER: _("“%(title)s” waits for the answer of its co-founder."),
        ProjectStatus.WAITING_APPROVAL: _(
            "Both founders have said yes to “%(title)s”: it is with the National Support Organisations."
        ),
        ProjectStatus.REFUSED: _(
            "“%(title)s” was refused: its founders can change it and try again."
        ),
        ProjectStatus.ACTIVE: _("“%(title)s” is approved and active."),
        ProjectStatus.CLOSED: _("“%(title)s” is closed."),
    }
    endings = {
        "projects.withdrawn": _("The invitation to “%(title)s” was withdrawn by %(founder)s."),
        "projects.declined": _("The invitation to “%(title)s” was declined by %(cofounder)s."),
    }
    sentence = sentences[ProjectStatus(project.status)]
    if project.status == ProjectStatus.DRAFT:
        last = project.events().filter(verb__in=endings).first()
        sentence = endings[last.verb] if last else sentence
    return sentence % {
        "title": project.title,
        "founder": project.founder.name,
        "cofounder": project.cofounder.name,
    }


def lay_on_the_desks(project: Project, *, by: User) -> None:
    """Ask every country of the project to decide: a new round, one approval each."""
    move(project, ProjectStatus.WAITING_APPROVAL, round=project.round + 1)
    for country in project.countries_to_approve:
        approval = Approval.objects.create(project=project, country_id=country, round=project.round)
        notify(notices.APPROVAL_WANTED, to=staff_of(country), about=approval, by=by)


def staff_of(country_id: str) -> list[User]:
    """The people at a country's desk; the Central Support Service where it has nobody."""
    posts = SupportPost.objects.current().filter(role=PostRole.STAFF, user__is_active=True)
    own = posts.filter(unit__kind=UnitKind.NSO, unit__territory__country=country_id)
    central = posts.filter(unit__kind=UnitKind.CSS)
    people = User.objects.filter(pk__in=own.values("user"))
    return list(people) or list(User.objects.filter(pk__in=central.values("user")))
