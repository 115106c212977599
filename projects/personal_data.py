"""What becomes of projects when a founder is forgotten: shared work stays, mere plans do not."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from core.models import Activity, record
from core.personal_data import empty_details, holds, keeps
from notifications.models import Notice
from notifications.services import notify
from projects import moves, notices, signals
from projects.models import BEFORE_COFOUNDER_ACCEPTS, Approval, Project, ProjectStatus


def _leave_projects(rows: QuerySet[Project], person: Any) -> None:
    """An idea nobody else has accepted goes; an invitation is declined; the rest is the co-founder's.

    An active project both of whose founders have left is closed, so that its room is archived.
    """
    _drop_ideas(rows.filter(founder__user=person, status__in=BEFORE_COFOUNDER_ACCEPTS))
    for project in rows.filter(cofounder__user=person, status=ProjectStatus.WAITING_COFOUNDER):
        moves.move(project, ProjectStatus.DRAFT)
        event = record("projects.declined", by=person, target=project)
        people = [project.founder.user]
        notify(notices.DECLINED, to=people, about=project, by=person, again=str(event.pk))
    alone = Q(founder__user=person, cofounder__user__erased_at__isnull=False)
    alone |= Q(cofounder__user=person, founder__user__erased_at__isnull=False)
    for project in rows.filter(alone, status=ProjectStatus.ACTIVE):
        moves.move(project, ProjectStatus.CLOSED)
        record("projects.closed", by=person, target=project)
        signals.project_closed.send(sender=Project, project=project)
    _forget_name_in_records(rows, person)


def _drop_ideas(ideas: QuerySet[Project]) -> None:
    ids = list(ideas.values_list("pk", flat=True))
    kind = ContentType.objects.get_for_model(Project)
    Notice.objects.filter(about_type=kind, about_id__in=ids).delete()
    Project.objects.filter(pk__in=ids).delete()


def _forget_name_in_records(rows: QuerySet[Project], person: Any) -> None:
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
    kind = ContentType.objects.get_for_model(Project)
    named = Activity.objects.filter(
        target_type=kind, target_id__in=ids, details__cofounder=person.name
    )
    empty_details(named)


holds(
    Project,
    paths=["founder__user", "cofounder__user"],
    export=[
        "title",
        "slug",
        "summary",
        "aims",
        "process",
        "results",
        "founder__slug",
        "cofounder__slug",
        "founder_school__name",
        "cofounder_school__name",
        "status",
        "created_at",
    ],
    forget=_leave_projects,
)
keeps(
    Approval,
    "A decision of an organisation about a project: the founders need it to stand.",
    paths=["decided_by"],
    export=["project__title", "decision", "reason", "decided_at"],
)
