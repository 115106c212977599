"""When a new build is due, and making it. One at a time, wherever the worker runs."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from facets.index import build, form, store
from facets.models import Build
from facets.source import Source

# Changes are read anew by every process, so they shall stay few.
DUE_AFTER_CHANGES = 500
DUE_AFTER = timedelta(days=1)
LOCK = 4_721_118

CHANGED = """
SELECT count(*) FROM facets_change
WHERE what = ANY(%s) AND NOT pg_visible_in_snapshot(transaction::text::xid8, %s::pg_snapshot)
"""
IS_FOREIGN = "SELECT pg_snapshot_xmax(pg_current_snapshot()) < pg_snapshot_xmax(%s::pg_snapshot)"


def build_if_due(source: Source) -> Build | None:
    """Build when there is none of our form, or enough has changed; None when there is nothing to do."""
    with build.one_moment() as snapshot:
        if not (_is_alone() and _is_due(source)):
            return None
        body, rows = build.build(source, snapshot)
    return store.save(source, body, snapshot, rows)


def build_now(source: Source) -> Build:
    with build.one_moment() as snapshot:
        body, rows = build.build(source, snapshot)
    return store.save(source, body, snapshot, rows)


def _is_due(source: Source) -> bool:
    mine = Build.objects.filter(source=source.name, form=form.FORM)
    newest = mine.order_by("-pk").first()
    if newest is None or _ask(IS_FOREIGN, newest.snapshot):
        return True
    changed = _ask(CHANGED, list(source.changes), newest.snapshot)
    is_old = newest.made_at < timezone.now() - DUE_AFTER
    return changed >= DUE_AFTER_CHANGES or bool(changed and is_old)


def _ask(sql: str, *parameters: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.fetchone()[0])


def _is_alone() -> bool:
    """Nobody else is building. Holds until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
