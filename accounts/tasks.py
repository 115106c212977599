"""Doors for Celery."""

from celery import shared_task


@shared_task
def make_export(export_id: int) -> None:
    """Make one export that waits. Running it twice makes one."""
    from accounts import export  # noqa: PLC0415 -- task

    export.make(export_id)


@shared_task
def sweep_exports() -> None:
    """Delete files whose time is over, and hand out again what waits."""
    from accounts import export  # noqa: PLC0415 -- task

    for export_id in export.sweep():
        make_export.delay(export_id)


@shared_task(soft_time_limit=3300, time_limit=3600)
def keep_no_longer() -> None:
    """Once a day: warn, hide and erase whoever has been away for long."""
    from accounts import retention  # noqa: PLC0415 -- task

    retention.carry_out()


@shared_task
def remind_heads() -> None:
    """Write once more to heads of school who have not answered. Running it twice writes once."""
    from accounts import services  # noqa: PLC0415 -- task

    services.remind_heads()
