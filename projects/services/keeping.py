"""What founders do with their project: change what it says, and close it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Stale
from core.models import record
from core.rules import require
from notifications.services import notify
from projects import moves, notices, rules, signals
from projects.models import TEXT_FIELDS, Project, ProjectStatus

OPEN = set(ProjectStatus) - {ProjectStatus.CLOSED}


@transaction.atomic
def change_text(*, project_id: int, version: int, by: User, **text: Any) -> Project:
    """Change what the project says. Raises Stale if the other founder saved meanwhile."""
    project = moves.lock(project_id, while_in=OPEN)
    require(rules.can_change_text(by, project))
    if not text.keys() <= set(TEXT_FIELDS):
        raise TypeError(f"Not text of a project: {text.keys() - set(TEXT_FIELDS)}")
    if project.version != version:
        raise Stale(_("Your co-founder changed this project while you were writing."))

    changed = [name for name, value in text.items() if value != getattr(project, name)]
    if not changed:
        return project
    for field in changed:
        setattr(project, field, text[field])
    project.version += 1
    project.save(update_fields=[*changed, "version"])

    record("projects.text_changed", by=by, target=project, fields=changed)
    return project


@transaction.atomic
def close(*, project_id: int, by: User) -> Project:
    """End an active project for both founders; its card stays public."""
    project = moves.lock(project_id, while_in=[ProjectStatus.ACTIVE])
    require(rules.can_close(by, project))

    moves.move(project, ProjectStatus.CLOSED)
    event = record("projects.closed", by=by, target=project)
    signals.project_closed.send(sender=Project, project=project)
    other = project.other_founder(by.teacher_or_none)
    notify(notices.CLOSED, to=[other.user], about=project, by=by, again=str(event.pk))
    return project
