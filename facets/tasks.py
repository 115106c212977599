"""Doors for Celery."""

from celery import shared_task

from facets.index import refresh
from facets.source import SOURCES


@shared_task
def refresh_search_indexes() -> None:
    """Build each index that is due. Running it twice builds once."""
    for source in SOURCES.values():
        refresh.build_if_due(source)
