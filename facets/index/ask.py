"""A question answered from the index: the same rows, total and counts as in plain SQL."""

from collections.abc import Iterable, Mapping
from itertools import chain, count
from typing import Any

from pyroaring import BitMap

from core.search import normal_words
from facets.ages import age_range
from facets.found import Counts, Found, Keys
from facets.index import current
from facets.index.base import Base
from facets.index.changes import Changes
from facets.index.current import Present
from facets.pages import further
from facets.question import Question, Values
from facets.source import Source
from facets.sql import rows_beyond

# How many neighbours of a place are looked at together for one that has not changed.
NEIGHBOURS = 50


def find(source: Source, question: Question, user: Any) -> Found | None:
    """None when the index cannot answer this person now."""
    if not source.is_whole_for(user):
        return None
    present = current.present(source)
    if present is None:
        return None
    asked = Asked(source, question, user, present)
    old, new = asked.old, asked.new
    total = len(old.all) + len(new.all)
    without = {} if total else _without(question, old, new)
    return Found(total, counts(source, old, new), without, asked.near, asked.between, asked.beyond)


def first_of(
    source: Source, question: Question, user: Any, most: Mapping[str, int]
) -> list[int] | None:
    """The ids of the first rows in some orders, so many of each, and of all that have changed lately.

    A choice among millions that PostgreSQL can then order, narrow and read at once. None when the
    index cannot answer this person now.
    """
    present = current.present(source) if source.is_whole_for(user) else None
    if present is None:
        return None
    asked = Asked(source, question, user, present)
    old = (asked.base.ids(asked.old.all, sort, 0, number) for sort, number in most.items())
    return list({*chain.from_iterable(old), *asked.changes.ids(asked.new.all)})


class Asked:
    """A question with its words read, and what matches it: in the base, and among the changes."""

    def __init__(self, source: Source, question: Question, user: Any, present: Present) -> None:
        self.source = source
        self.question = question
        self.user = user
        self.base, self.changes = present.base, present.changes
        everything = (self.base.all - self.changes.outdated, self.changes.all)
        by_words, self.near = self._by_words(everything)
        hidden = BitMap(source.left_out(user))
        old, new = everything
        self.old = Matches(self.base, old - self.base.rows_of(hidden), question, by_words[0])
        self.new = Matches(self.changes, new - self.changes.rows_of(hidden), question, by_words[1])

    def _by_words(self, everything: tuple[BitMap, BitMap]) -> tuple[tuple[BitMap, BitMap], bool]:
        """What the words find. A letter may be wrong only where, as typed, they find nothing at all."""
        typed = normal_words(self.question.q)
        if not typed:
            return everything, False
        old, new = everything
        base, changes = self.base, self.changes
        exact = _together(old, map(base.having, typed)), _together(new, map(changes.having, typed))
        near = not any(exact)
        if near:
            exact = (
                _together(old, map(base.having_nearly, typed)),
                _together(new, map(changes.having_nearly, typed)),
            )
        base.let_go()
        return exact, near

    def between(self, start: int, stop: int) -> list[Any]:
        """Those of one page. Where the changed stand among the others is for PostgreSQL to say."""
        # So many of the changed may stand before the page.
        first = max(0, start - len(self.new.all))
        ordered = self._rows(self.candidates(first, stop)).order_by(
            *self.source.keys(self.question.sort)
        )
        return list(ordered[start - first : stop - first])

    def beyond(self, keys: Keys, is_back: bool, most: int) -> list[Any]:
        at = self._up_to(keys)
        # One more on the side of the place: the row there may be the first of the page.
        start, stop = (at - most - 1, at) if is_back else (at - 1, at + most)
        rows = self._rows(self.candidates(max(0, start), stop))
        return rows_beyond(rows, self.source.keys(self.question.sort), keys, is_back, most)

    def candidates(self, start: int, stop: int) -> list[int]:
        """Those of the base between two places, and all of the changed."""
        old = self.base.ids(self.old.all, self.question.sort, start, stop)
        return old + self.changes.ids(self.new.all)

    def _rows(self, ids: list[int]) -> Any:
        return self.source.for_cards(self.source.shown_to(self.user).filter(pk__in=ids))

    def _up_to(self, keys: Keys) -> int:
        """How many matching rows of the base stand before these keys or, at most one of them, there."""
        row = self._unchanged([keys[-1]])
        if row is None:
            row = self._first_unchanged_beyond(keys)
        if row is None:
            return len(self.old.all)
        return self.base.up_to(self.old.all, self.question.sort, row)

    def _first_unchanged_beyond(self, keys: Keys) -> int | None:
        """The row the keys come from has changed; the next one that has not still stands where it stood."""
        order = self.source.keys(self.question.sort)
        beyond = self.source.held().filter(further(order, keys)).order_by(*order)
        for start in count(0, NEIGHBOURS):
            ids = list(beyond.values_list("pk", flat=True)[start : start + NEIGHBOURS])
            row = self._unchanged(ids)
            if row is not None or not ids:
                return row
        return None

    def _unchanged(self, ids: list[int]) -> int | None:
        """The row of the first of these that stands in the base as it is now."""
        rows = map(self.base.row_of, ids)
        outdated = self.changes.outdated
        return next((row for row in rows if row is not None and row not in outdated), None)


class Matches:
    """What matches, in the base or among the changes: by everything, and by all facets but one."""

    def __init__(
        self, part: Base | Changes, everything: BitMap, question: Question, by_words: BitMap
    ) -> None:
        self.part = part
        self.everything = everything
        self.fitting = {
            facet: self._fitting(facet, values) for facet, values in question.chosen.items()
        }
        if question.q:
            self.fitting["q"] = by_words
        self.all = _together(everything, self.fitting.values())

    def but(self, facet: str) -> BitMap:
        """What matches what is said about the other facets."""
        if facet not in self.fitting:
            return self.all
        others = [rows for other, rows in self.fitting.items() if other != facet]
        return _together(self.everything, others)

    def _fitting(self, facet: str, values: Values) -> BitMap:
        if facet == "age":
            facet, values = "year", tuple(str(year) for value in values for year in _years(value))
        bitmaps = self.part.values.get(facet, {})
        return BitMap.union(BitMap(), *(bitmaps[one] for one in values if one in bitmaps))

    def count(self, facet: str) -> dict[str, int]:
        among = self.but(facet)
        return {
            value: among.intersection_cardinality(bitmap)
            for value, bitmap in self.part.values.get(facet, {}).items()
        }


def _years(value: str) -> range:
    youngest, oldest = age_range(value) or (1, 0)
    return range(youngest, oldest + 1)


def _together(everything: BitMap, narrowing: Iterable[BitMap]) -> BitMap:
    """The smallest set first: what follows only has to look at what is left."""
    together: BitMap = BitMap.intersection(*sorted([everything, *narrowing], key=len))
    return together


def counts(source: Source, old: Matches, new: Matches) -> Counts:
    """How many stand under each value, with the filters of all other facets."""
    found: Counts = {}
    for facet in source.facets:
        before, since = old.count(facet), new.count(facet)
        both = {value: before.get(value, 0) + since.get(value, 0) for value in {**before, **since}}
        found[facet] = {value: number for value, number in both.items() if number}
    return found


def _without(question: Question, old: Matches, new: Matches) -> dict[str, int]:
    numbers = {facet: len(old.but(facet)) + len(new.but(facet)) for facet in question.answered()}
    return {facet: number for facet, number in numbers.items() if number}
