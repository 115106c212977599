"""From PostgreSQL to the bytes of an index: one reading of all rows, and one of each further order."""

import contextlib
import gc
import json
from array import array
from collections import defaultdict
from collections.abc import Iterator

from django.db import connection, transaction
from pyroaring import BitMap

from facets.index import reading, words
from facets.index.form import numbers, packed
from facets.row import Row
from facets.source import Source

# A list in another order than the rows' own is cut into so many parts, so that pages far inside
# are found by counting parts.
PARTS = 64


class Collected:
    """What is gathered while the rows pass by. Their numbers follow the usual order."""

    def __init__(self) -> None:
        self.ids = array("I")
        self.values: dict[str, array[int]] = defaultdict(_numbers)
        self.names: dict[str, array[int]] = defaultdict(_numbers)
        self.texts: dict[str, array[int]] = defaultdict(_numbers)
        self.shared: dict[tuple[int, str], array[int]] = defaultdict(_numbers)

    def add(self, row: Row) -> None:
        number = len(self.ids)
        self.ids.append(row.id)
        for having in map(self.values.__getitem__, row.values):
            having.append(number)
        for having in map(self.names.__getitem__, row.name.split()):
            having.append(number)
        for having in map(self.texts.__getitem__, row.text.split()):
            having.append(number)
        if row.shared_text:
            self.shared[row.shared_by, row.shared_text].append(number)

    def spread_shared(self) -> None:
        """Teachers are found by the name of their school, and many are at the same one."""
        for (_, text), rows in self.shared.items():
            for word in text.split():
                self.texts[word].extend(rows)
        self.shared.clear()


def _numbers() -> "array[int]":
    return array("I")


@contextlib.contextmanager
def one_moment() -> Iterator[str]:
    """A transaction that sees the database as it is now, and which transactions it sees."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_current_snapshot()::text")
        yield cursor.fetchone()[0]


def build(source: Source, snapshot: str) -> tuple[bytes, int]:
    """The bytes, and how many rows they hold. To be called within `one_moment`."""
    with _nothing_to_collect():
        collected = Collected()
        for row in reading.in_order(source):
            collected.add(row)
        rows = len(collected.ids)
        return packed(_sections(collected, _further_orders(source), snapshot)), rows


@contextlib.contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Millions of small things and no cycle among them: looking for one costs a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _further_orders(source: Source) -> "dict[str, array[int]]":
    """The ids of all rows in every order but the usual one."""
    orders = {}
    for sort in source.orders.keys() - {source.usual_order}:
        orders[sort] = reading.ids_in_order(source, sort)
    return orders


def _sections(
    collected: Collected, orders: "dict[str, array[int]]", snapshot: str
) -> Iterator[tuple[str, bytes]]:
    yield "facts", json.dumps({"snapshot": snapshot}).encode()
    ids = collected.ids
    yield "ids", ids.tobytes()
    by_id = sorted(range(len(ids)), key=ids.__getitem__)
    yield "known", BitMap(ids).serialize()
    yield "row_of_known", numbers(by_id)
    row_of = dict(zip(ids, range(len(ids)), strict=True))
    for sort, sorted_ids in orders.items():
        yield from _order(sort, array("I", [row_of[one] for one in sorted_ids]))
    del row_of, by_id
    for value, having in collected.values.items():
        yield f"value:{value}", _bitmap(having)
    yield from words.sections("names", collected.names)
    collected.spread_shared()
    yield from words.sections("texts", collected.texts)


def _order(sort: str, order: "array[int]") -> Iterator[tuple[str, bytes]]:
    yield f"order:{sort}", order.tobytes()
    places = array("I", bytes(order.itemsize * len(order)))
    for place, row in enumerate(order):
        places[row] = place
    yield f"place:{sort}", places.tobytes()
    length = max(1, -(-len(order) // PARTS))
    for start in range(0, len(order), length):
        yield f"part:{sort}:{start}", _bitmap(order[start : start + length])


def _bitmap(having: "array[int]") -> bytes:
    bitmap = BitMap(having)
    bitmap.run_optimize()
    return bitmap.serialize()
