"""When a new build is due, and making it. One at a time, wherever the worker runs."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from partners.index import build, form, store
from partners.models import SearchIndex

# Changes are read anew by every process, so they shall stay few.
DUE_AFTER_CHANGES = 500
DUE_AFTER = timedelta(days=1)
LOCK = 4_721_118

CHANGED = """
SELECT count(*) FROM partners_searchchange
WHERE NOT pg_visible_in_snapshot(transaction::text::xid8, %s::pg_snapshot)
"""
IS_FOREIGN = "SELECT pg_snapshot_xmax(pg_current_snapshot()) < pg_snapshot_xmax(%s::pg_snapshot)"


def build_if_due() -> SearchIndex | None:
    """Build when there is none of our form, or enough has changed; None when there is nothing to do."""
    with build.one_moment() as snapshot:
        if not (_is_alone() and _is_due()):
            return None
        body, people = build.build(snapshot)
    return store.save(body, snapshot, people)


def build_now() -> SearchIndex:
    with build.one_moment() as snapshot:
        body, people = build.build(snapshot)
    return store.save(body, snapshot, people)


def _is_due() -> bool:
    newest = SearchIndex.objects.filter(form=form.FORM).order_by("-pk").first()
    if newest is None or _ask(IS_FOREIGN, newest.snapshot):
        return True
    changed = _ask(CHANGED, newest.snapshot)
    is_old = newest.made_at < timezone.now() - DUE_AFTER
    return changed >= DUE_AFTER_CHANGES or bool(changed and is_old)


def _ask(sql: str, snapshot: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, [snapshot])
        return int(cursor.fetchone()[0])


def _is_alone() -> bool:
    """Nobody else is building. Holds until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
