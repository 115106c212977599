"""The index as of this very moment: the newest base, and everybody who changed since."""

import logging
import threading
from typing import NamedTuple

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection

from partners.index import form, rows, store
from partners.index.base import Base
from partners.index.changes import Changes
from partners.models import SearchIndex

log = logging.getLogger(__name__)

# With more changes than this, reading them costs more than SQL; the next build is due long before.
MOST_CHANGES = 5_000

# `transaction` is compared with what has been seen, not with a clock or a counter: a transaction that
# began earlier and ends later is new when it ends.
NEWS = """
WITH seen AS (SELECT %(snapshot)s::pg_snapshot AS snapshot),
fresh AS (
    SELECT DISTINCT what, "row" FROM partners_searchchange, seen
    WHERE transaction >= pg_snapshot_xmin(snapshot)::text::bigint
    AND NOT pg_visible_in_snapshot(transaction::text::xid8, snapshot)
    LIMIT %(most)s
)
SELECT pg_current_snapshot()::text,
    pg_current_xact_id_if_assigned() IS NOT NULL
        OR pg_snapshot_xmax(pg_current_snapshot()) < (SELECT pg_snapshot_xmax(snapshot) FROM seen),
    (SELECT max(id) FROM partners_searchindex WHERE form = %(form)s),
    ARRAY(
        SELECT "row" FROM fresh WHERE what = 'teacher'
        UNION SELECT t.id FROM accounts_teacher t JOIN fresh ON what = 'person' AND user_id = "row"
        UNION SELECT t.id FROM accounts_teacher t JOIN fresh ON what = 'school' AND school_id = "row"
    )
"""
NOTHING_SEEN = "1:1:"


class News(NamedTuple):
    """What the database says at the beginning of a request."""

    snapshot: str
    # We are inside a transaction that has written, or the base is from another cluster.
    is_apart: bool
    version: int | None
    changed: list[int]


class Present(NamedTuple):
    version: int
    base: Base
    changes: Changes


class _Held:
    """What this process holds. Threads take turns at renewing it; what they got never changes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.present: Present | None = None
        # A build that could not be used is not tried again, and reported once.
        self.refused: int | None = None


_held = _Held()


def present() -> Present | None:
    """The index, up to date with every transaction that has ended; None: ask SQL."""
    with _held.lock:
        return _present()


def forget() -> None:
    """Hold nothing, as a process that has just begun."""
    with _held.lock:
        _held.present, _held.refused = None, None


def _present() -> Present | None:
    held = _held.present
    news = _news(held.changes.snapshot if held else NOTHING_SEEN)
    if news.version is None or news.is_apart or news.version == _held.refused:
        return None
    if held is None or held.version != news.version:
        held = _held.present = _loaded(news.version)
        if held is None:
            return None
        news = _news(held.changes.snapshot)
        if news.is_apart:
            return None
    return _renewed(held, news)


def _news(snapshot: str) -> News:
    # One more than may be, so that too many are noticed.
    most = 0 if snapshot == NOTHING_SEEN else MOST_CHANGES + 1
    with connection.cursor() as cursor:
        cursor.execute(NEWS, {"snapshot": snapshot, "most": most, "form": form.FORM})
        return News(*cursor.fetchone())


def _loaded(version: int) -> Present | None:
    try:
        snapshot = SearchIndex.objects.values_list("snapshot", flat=True).get(pk=version)
        with store.fetch(version) as file:
            return Present(version, Base(file), Changes(snapshot))
    except (form.UnusableIndex, ObjectDoesNotExist, OSError) as error:
        log.error("Partner search answers from SQL: index %s cannot be used, %s.", version, error)
        _held.refused = version
        return None


def _renewed(held: Present, news: News) -> Present | None:
    if not news.changed:
        return held
    if len(held.changes.rows) + len(news.changed) > MOST_CHANGES:
        log.warning(
            "Partner search answers from SQL: too many changes since index %s.", held.version
        )
        return None
    changes = held.changes.with_more(news.snapshot, news.changed, rows.of(news.changed), held.base)
    _held.present = held._replace(changes=changes)
    return _held.present
