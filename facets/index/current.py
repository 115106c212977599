"""An index as of this very moment: the newest base, and what has changed since."""

import logging
import threading
from typing import Any, NamedTuple

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection

from facets.index import form, reading, store
from facets.index.base import Base
from facets.index.changes import Changes
from facets.models import Build
from facets.source import Source

log = logging.getLogger(__name__)

# With more changes than this, reading them costs more than SQL; the next build is due long before.
MOST_CHANGES = 5_000

# `transaction` is compared with what has been seen, not with a clock or a counter: a transaction that
# began earlier and ends later is new when it ends.
NEWS = """
WITH seen AS (SELECT %(snapshot)s::pg_snapshot AS snapshot),
fresh AS (
    SELECT DISTINCT what, "row" FROM facets_change, seen
    WHERE transaction >= pg_snapshot_xmin(snapshot)::text::bigint
    AND NOT pg_visible_in_snapshot(transaction::text::xid8, snapshot)
    AND what = ANY(%(whats)s)
    LIMIT %(most)s
)
SELECT pg_current_snapshot()::text,
    pg_current_xact_id_if_assigned() IS NOT NULL
        OR pg_snapshot_xmax(pg_current_snapshot()) < (SELECT pg_snapshot_xmax(snapshot) FROM seen),
    (SELECT max(id) FROM facets_build WHERE source = %(source)s AND form = %(form)s),
    ARRAY({changed})
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
    """What this process holds of a source. Threads take turns at renewing it; what they got never changes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.present: Present | None = None
        # A build that could not be used is not tried again, and reported once.
        self.refused: int | None = None


_held: dict[str, _Held] = {}


def present(source: Source) -> Present | None:
    """The index, up to date with every transaction that has ended; None: ask SQL."""
    held = _held.setdefault(source.name, _Held())
    with held.lock:
        return _present(source, held)


def forget() -> None:
    """Hold nothing, as a process that has just begun."""
    _held.clear()


def _present(source: Source, held: _Held) -> Present | None:
    had = held.present
    news = _news(source, had.changes.snapshot if had else NOTHING_SEEN)
    if news.version is None or news.is_apart or news.version == held.refused:
        return None
    if had is None or had.version != news.version:
        held.present = _loaded(source, news.version)
        if held.present is None:
            held.refused = news.version
            return None
        news = _news(source, held.present.changes.snapshot)
        if news.is_apart:
            return None
    return _renewed(source, held, news)


def _news(source: Source, snapshot: str) -> News:
    # One more than may be, so that too many are noticed.
    most = 0 if snapshot == NOTHING_SEEN else MOST_CHANGES + 1
    asked: dict[str, Any] = {
        "snapshot": snapshot,
        "most": most,
        "form": form.FORM,
        "source": source.name,
        "whats": list(source.changes),
    }
    with connection.cursor() as cursor:
        cursor.execute(NEWS.format(changed=_changed(source)), asked)
        return News(*cursor.fetchone())


def _changed(source: Source) -> str:
    """SQL for the rows that the fresh notes lead to. Names of tables and columns are the source's own."""
    found = []
    for what, way in source.changes.items():
        if way is None:
            found.append(f"SELECT \"row\" FROM fresh WHERE what = '{what}'")  # noqa: S608
        else:
            table, column, row = way
            found.append(
                f"SELECT t.{row} FROM {table} t"  # noqa: S608
                f" JOIN fresh ON what = '{what}' AND t.{column} = \"row\""
            )
    return " UNION ".join(found)


def _loaded(source: Source, version: int) -> Present | None:
    try:
        snapshot = Build.objects.values_list("snapshot", flat=True).get(pk=version)
        with store.fetch(version) as file:
            return Present(version, Base(file), Changes(snapshot))
    except (form.UnusableIndex, ObjectDoesNotExist, OSError) as error:
        log.error(
            "Search of %s answers from SQL: index %s cannot be used, %s.",
            source.name,
            version,
            error,
        )
        return None


def _renewed(source: Source, held: _Held, news: News) -> Present | None:
    now = held.present
    if now is None or not news.changed:
        return now
    if len(now.changes.rows) + len(news.changed) > MOST_CHANGES:
        log.warning(
            "Search of %s answers from SQL: too many changes since index %s.",
            source.name,
            now.version,
        )
        return None
    rows = reading.of(source, news.changed)
    changes = now.changes.with_more(news.snapshot, news.changed, rows, now.base)
    held.present = now._replace(changes=changes)
    return held.present
