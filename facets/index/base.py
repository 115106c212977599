"""A loaded build: bitmaps in memory, everything long stays in the file. Nobody changes it."""

from collections import defaultdict
from itertools import islice
from typing import IO

from pyroaring import BitMap

from facets.index.form import Sections
from facets.index.words import Words
from facets.text import SHORTEST_NEAR

Values = dict[str, dict[str, BitMap]]


class Base:
    """The rows of a build, numbered in the usual order."""

    def __init__(self, file: IO[bytes]) -> None:
        index = Sections(file)
        self._ids = index.numbers("ids")
        self._known = BitMap.deserialize(index.bytes("known"))
        self._row_of_known = index.numbers("row_of_known")
        self.all = BitMap(range(len(self._ids)))
        self.values: Values = defaultdict(dict)
        for name in index.names("value:"):
            _, group, value = name.split(":", 2)
            self.values[group][value] = BitMap.deserialize(index.bytes(name))
        self._names = Words(index, "names")
        self._texts = Words(index, "texts")
        self._orders = {
            name.removeprefix("order:"): _Order(index, name.removeprefix("order:"))
            for name in index.names("order:")
        }
        self.let_go = index.let_go
        self.let_go()

    def having(self, word: str) -> BitMap:
        return self._names.having(word) | self._texts.having(word)

    def having_nearly(self, word: str) -> BitMap:
        exact = self.having(word)
        return exact | self._names.near(word) if len(word) >= SHORTEST_NEAR else exact

    def rows_of(self, ids: BitMap) -> BitMap:
        """The rows of those of these ids that are in this build."""
        return BitMap(self._row_of_known[self._known.rank(one) - 1] for one in ids & self._known)

    def ids(self, rows: BitMap, sort: str, start: int, stop: int) -> list[int]:
        """Those between two places of the rows, sorted."""
        if sort in self._orders:
            return [self._ids[row] for row in self._orders[sort].between(rows, start, stop)]
        return [self._ids[row] for row in rows[start:stop]]

    def row_of(self, one: int) -> int | None:
        return self._row_of_known[self._known.rank(one) - 1] if one in self._known else None

    def up_to(self, rows: BitMap, sort: str, row: int) -> int:
        """How many of the rows stand before this one or are it, sorted."""
        return self._orders[sort].up_to(rows, row) if sort in self._orders else rows.rank(row)


class _Order:
    """Another order than the rows' own, in parts whose members can be counted."""

    def __init__(self, index: Sections, sort: str) -> None:
        self._rows = index.numbers(f"order:{sort}")
        self._places = index.numbers(f"place:{sort}")
        beginning = f"part:{sort}:"
        self._parts = [
            (int(name.removeprefix(beginning)), BitMap.deserialize(index.bytes(name)))
            for name in index.names(beginning)
        ]

    def between(self, rows: BitMap, start: int, stop: int) -> list[int]:
        found: list[int] = []
        for first, part in self._parts:
            if stop <= 0:
                break
            among = rows & part
            if start < len(among):
                members = self._rows[first : first + len(part)]
                found += islice((row for row in members if row in among), max(0, start), stop)
            start, stop = start - len(among), stop - len(among)
        return found

    def up_to(self, rows: BitMap, row: int) -> int:
        place, number = self._places[row], 0
        for first, part in self._parts:
            if place < first + len(part):
                return number + len(rows & BitMap(self._rows[first : place + 1]))
            number += rows.intersection_cardinality(part)
        return number
