"""Doors for Celery."""

from celery import shared_task

from partners.index import refresh


@shared_task
def refresh_search_index() -> None:
    """Build the index of partner search if it is due. Running it twice builds once."""
    refresh.build_if_due()
