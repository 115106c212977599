"""A question answered from the index: the same people, total and counts as in plain SQL."""

from collections.abc import Iterable
from typing import Any

from pyroaring import BitMap

from accounts.models import Teacher
from partners.index import current
from partners.index.base import Base
from partners.index.changes import Changes
from partners.index.current import Present
from partners.search import text, visibility
from partners.search.found import ORDERS, Counts, Found
from partners.search.question import GROUPS, Question, age_range


def find(question: Question, user: Any) -> Found | None:
    """None when the index cannot answer this person now."""
    if not visibility.sees_everybody(user):
        return None
    present = current.present()
    if present is None:
        return None
    old, new, near = matches(question, user, present)
    total = len(old.all) + len(new.all)

    def people(start: int, stop: int) -> list[Teacher]:
        return _people(question, user, present, (old.all, new.all), start, stop)

    without = {} if total else _without(question, old, new)
    return Found(total, counts(old, new), without, people, near)


def matches(question: Question, user: Any, present: Present) -> tuple["Matches", "Matches", bool]:
    """Who matches in the base and among the changes, and whether a letter had to be wrong for it."""
    base, changes = present.base, present.changes
    everybody = (base.everybody - changes.outdated, changes.everybody)
    by_words, near = _by_words(question, present, everybody)
    hidden = BitMap(visibility.never_shown_to(user))
    old, new = everybody
    return (
        Matches(base, old - base.rows_of(hidden), question, by_words[0]),
        Matches(changes, new - changes.rows_of(hidden), question, by_words[1]),
        near,
    )


def _by_words(
    question: Question, present: Present, everybody: tuple[BitMap, BitMap]
) -> tuple[tuple[BitMap, BitMap], bool]:
    """Whom the words find. A letter may be wrong only where, as typed, they find nobody at all."""
    typed = text.read(question.q)
    if not typed:
        return everybody, False
    old, new = everybody
    base, changes = present.base, present.changes
    exact = _together(old, map(base.having, typed)), _together(new, map(changes.having, typed))
    near = not any(exact)
    if near:
        exact = (
            _together(old, map(base.having_nearly, typed)),
            _together(new, map(changes.having_nearly, typed)),
        )
    base.let_go()
    return exact, near


class Matches:
    """Who matches, in the base or among the changes: by everything, and by all groups but one."""

    def __init__(
        self, part: Base | Changes, everybody: BitMap, question: Question, by_words: BitMap
    ) -> None:
        self.part = part
        self.everybody = everybody
        self.fitting = {
            group: by_words if group == "q" else self._fitting(group, question.chosen(group))
            for group in question.answered()
        }
        self.all = _together(everybody, self.fitting.values())

    def but(self, group: str) -> BitMap:
        """Those who match what is said about the other groups."""
        if group not in self.fitting:
            return self.all
        others = [rows for other, rows in self.fitting.items() if other != group]
        return _together(self.everybody, others)

    def _fitting(self, group: str, values: Iterable[str]) -> BitMap:
        if group == "age":
            group, values = "year", [str(year) for value in values for year in _years(value)]
        bitmaps = self.part.values.get(group, {})
        return BitMap.union(BitMap(), *(bitmaps[one] for one in values if one in bitmaps))

    def count(self, group: str) -> dict[str, int]:
        among = self.but(group)
        return {
            value: among.intersection_cardinality(bitmap)
            for value, bitmap in self.part.values.get(group, {}).items()
        }


def _years(value: str) -> range:
    youngest, oldest = age_range(value) or (1, 0)
    return range(youngest, oldest + 1)


def _together(everybody: BitMap, narrowing: Iterable[BitMap]) -> BitMap:
    """The smallest set first: what follows only has to look at what is left."""
    together: BitMap = BitMap.intersection(*sorted([everybody, *narrowing], key=len))
    return together


def counts(old: Matches, new: Matches) -> Counts:
    """How many stand under each value, with the filters of all other groups."""
    found: Counts = {}
    for group in GROUPS:
        before, since = old.count(group), new.count(group)
        both = {value: before.get(value, 0) + since.get(value, 0) for value in {**before, **since}}
        found[group] = {value: number for value, number in both.items() if number}
    return found


def _without(question: Question, old: Matches, new: Matches) -> dict[str, int]:
    numbers = {group: len(old.but(group)) + len(new.but(group)) for group in question.answered()}
    return {group: number for group, number in numbers.items() if number}


def candidates(
    question: Question, present: Present, matching: tuple[BitMap, BitMap], first: int, stop: int
) -> list[int]:
    """The teachers of the base between two places, and all of the changed."""
    old, new = matching
    return present.base.ids(old, question.sort, first, stop) + present.changes.ids(new)


def _people(
    question: Question,
    user: Any,
    present: Present,
    matching: tuple[BitMap, BitMap],
    start: int,
    stop: int,
) -> list[Teacher]:
    """Those of one page. Where the changed stand among the others is for PostgreSQL to say."""
    # So many of the changed may stand before the page.
    first = max(0, start - len(matching[1]))
    ids = candidates(question, present, matching, first, stop)
    ordered = (
        visibility.shown_to(user).filter(pk__in=ids).for_cards().order_by(*ORDERS[question.sort])
    )
    return list(ordered[start - first : stop - first])
