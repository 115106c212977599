"""Doors for Celery."""

from celery import shared_task

from notifications import delivery


@shared_task
def deliver(email_id: int) -> None:
    """Send one waiting e-mail. Running it twice sends once."""
    delivery.deliver(email_id)


@shared_task
def requeue() -> None:
    """Hand out again what waits, and what a dead worker left behind."""
    for email_id in delivery.requeue():
        deliver.delay(email_id)
