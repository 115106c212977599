"""What a TwinSpace does when its project begins and ends. Same transaction: kept or lost together."""

from typing import Any

from django.dispatch import receiver

from projects.models import Project
from projects.signals import project_approved, project_closed
from twinspaces import services


@receiver(project_approved)
def open_with_the_project(*, project: Project, **_: Any) -> None:
    services.open_space(project_id=project.pk)


@receiver(project_closed)
def archive_with_the_project(*, project: Project, **_: Any) -> None:
    services.archive(project_id=project.pk)
