"""From the idea to two founders: invite, accept, decline, withdraw."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Teacher, User
from core.errors import WrongState
from core.models import record
from core.rules import require
from core.slugs import new_slug
from notifications.services import notify, withdraw_notice
from partners.models import connected_teachers
from projects import moves, notices, rules
from projects.models import Project, ProjectStatus


@transaction.atomic
def found(*, cofounder_id: int, by: User, **text: Any) -> Project:
    """Found a project with one connection as co-founder, who is told. Twice at once founds one."""
    require(rules.can_found(by))
    founder = _lock_teacher(by.teacher_or_none.pk)
    project = Project(
        founder=founder, founder_school=founder.school, founder_country=founder.country, **text
    )
    _invite(project, cofounder_id, by)
    _require_new(project)
    project.status = ProjectStatus.WAITING_COFOUNDER
    project.slug = new_slug(project.title, fallback="project", longest=140)
    project.save()

    event = record("projects.founded", by=by, target=project, cofounder=project.cofounder.name)
    notify(notices.INVITED, to=[project.cofounder.user], about=project, by=by, again=str(event.pk))
    return project


@transaction.atomic
def accept(*, project_id: int, by: User) -> Project:
    """The co-founder says yes; the National Support Organisations of both are asked to approve."""
    project = moves.lock(project_id, while_in=[ProjectStatus.WAITING_COFOUNDER])
    require(rules.can_accept(by, project))

    moves.lay_on_the_desks(project, by=by)

    event = record("projects.accepted", by=by, target=project)
    notify(notices.ACCEPTED, to=[project.founder.user], about=project, by=by, again=str(event.pk))
    return project


@transaction.atomic
def decline(*, project_id: int, by: User, reason: str = "") -> Project:
    """The co-founder says no, with a word if they like; the founder may invite again."""
    project = moves.lock(project_id, while_in=[ProjectStatus.WAITING_COFOUNDER])
    require(rules.can_decline(by, project))

    moves.move(project, ProjectStatus.DRAFT)

    event = record("projects.declined", by=by, target=project, reason=reason.strip())
    notify(notices.DECLINED, to=[project.founder.user], about=project, by=by, again=str(event.pk))
    return project


@transaction.atomic
def withdraw(*, project_id: int, by: User) -> Project:
    """The founder takes the invitation back; the invited person is told, and cannot accept it later."""
    project = moves.lock(project_id, while_in=[ProjectStatus.WAITING_COFOUNDER])
    require(rules.can_withdraw(by, project))

    moves.move(project, ProjectStatus.DRAFT)

    event = record("projects.withdrawn", by=by, target=project)
    withdraw_notice(notices.INVITED, about=project, again=_last_invitation(project))
    notify(
        notices.WITHDRAWN, to=[project.cofounder.user], about=project, by=by, again=str(event.pk)
    )
    return project


@transaction.atomic
def invite_again(*, project_id: int, cofounder_id: int, by: User) -> Project:
    """Invite a connection, another one or the same, after an invitation came to nothing."""
    project = moves.lock(project_id, while_in=[ProjectStatus.DRAFT])
    require(rules.can_invite_again(by, project))

    _invite(project, cofounder_id, by)
    chosen = ("cofounder", "cofounder_school_id", "cofounder_country_id", "kind")
    changes = {field: getattr(project, field) for field in chosen}
    moves.move(project, ProjectStatus.WAITING_COFOUNDER, **changes)

    event = record("projects.invited", by=by, target=project, cofounder=project.cofounder.name)
    notify(notices.INVITED, to=[project.cofounder.user], about=project, by=by, again=str(event.pk))
    return project


def _lock_teacher(teacher_id: int) -> Teacher:
    """One founding at a time per person; keys stay free for rows that refer to them."""
    teachers = Teacher.objects.select_for_update(of=("self",), no_key=True).for_cards()
    return teachers.get(pk=teacher_id)


def _invite(project: Project, cofounder_id: int, by: User) -> None:
    """Set the co-founder, if these two may found a project together."""
    cofounder = Teacher.objects.for_cards().get(pk=cofounder_id)
    connected = connected_teachers(project.founder).filter(pk=cofounder_id).exists()
    pair = rules.Pair(project.founder, project.founder_school_id, cofounder, connected)
    require(rules.can_invite(by, pair))
    project.choose_cofounder(cofounder)


def _last_invitation(project: Project) -> str:
    """Which of the invitations is meant: its record tells one from the next."""
    sent = project.events().filter(verb__in=["projects.founded", "projects.invited"]).first()
    return str(sent.pk) if sent else ""


def _require_new(project: Project) -> None:
    """The same title with the same person is the same button pressed twice."""
    same = Project.objects.of(project.founder).of(project.cofounder)
    open_ones = same.exclude(status=ProjectStatus.CLOSED)
    if open_ones.filter(title__iexact=project.title).exists():
        raise WrongState(
            _("You have already founded “%(title)s” with %(name)s. You find it under My projects.")
            % {"title": project.title, "name": project.cofounder.name}
        )
