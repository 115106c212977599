"""Doors for Celery."""

from celery import shared_task


@shared_task
def tell_invited() -> None:
    """Every minute: whoever is invited and registered by now is told. Running it twice tells once."""
    from twinspaces import services  # noqa: PLC0415 -- task

    services.tell_invited()


@shared_task
def end_places() -> None:
    """Tidy limited places whose days are over. Running it twice ends them once."""
    from twinspaces import services  # noqa: PLC0415 -- task

    services.end_places()
