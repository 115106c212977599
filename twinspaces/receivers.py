"""What a TwinSpace does when its project begins and ends, or a member's registration is decided.

Same transaction: kept or lost together.
"""

from typing import Any

from django.dispatch import receiver

from accounts.models import Teacher
from accounts.signals import teacher_decided
from projects.models import Project
from projects.signals import project_approved, project_closed
from twinspaces import services


@receiver(project_approved)
def open_with_the_project(*, project: Project, **_: Any) -> None:
    services.open_space(project_id=project.pk)


@receiver(project_closed)
def archive_with_the_project(*, project: Project, **_: Any) -> None:
    services.archive(project_id=project.pk)


@receiver(teacher_decided)
def places_follow_the_decision(*, teacher: Teacher, **_: Any) -> None:
    services.follow_decision(teacher_id=teacher.pk)
