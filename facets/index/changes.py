"""The rows that changed since a base was built, as they are now. Never changed itself, only replaced."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from re import compile as pattern

from pyroaring import BitMap

from facets.index.base import Base, Values
from facets.row import Row
from facets.text import SHORTEST_NEAR, SHORTEST_PART, near_pattern


@dataclass(frozen=True)
class Changes:
    """Numbered in the order in which they were read; a number is used once, whatever changes later."""

    # The transactions that have been seen, as a pg_snapshot.
    snapshot: str
    # Rows of the base that no longer say what is true.
    outdated: BitMap = field(default_factory=BitMap)
    all: BitMap = field(default_factory=BitMap)
    values: Values = field(default_factory=lambda: defaultdict(dict))
    rows: tuple[Row, ...] = ()
    number_of: dict[int, int] = field(default_factory=dict)

    def with_more(self, snapshot: str, changed: list[int], now: list[Row], base: Base) -> "Changes":
        """The same with these rows read again; what is not in `now` cannot be found any more."""
        ids = BitMap(changed)
        numbers = {one: number for one, number in self.number_of.items() if one not in ids}
        values: Values = defaultdict(dict)
        for group, bitmaps in self.values.items():
            values[group] = {value: bitmap.copy() for value, bitmap in bitmaps.items()}
        for number, row in enumerate(now, start=len(self.rows)):
            numbers[row.id] = number
            for group, value in (one.split(":", 1) for one in row.values):
                values[group].setdefault(value, BitMap()).add(number)
        return Changes(
            snapshot=snapshot,
            outdated=self.outdated | base.rows_of(ids),
            all=BitMap(numbers.values()),
            values=values,
            rows=(*self.rows, *now),
            number_of=numbers,
        )

    def having(self, word: str) -> BitMap:
        if len(word) >= SHORTEST_PART:
            return self._where(
                lambda row: word in row.name or word in row.shared_text or word in row.text
            )
        return self._where(lambda row: word in f"{row.name} {row.shared_text} {row.text}".split())

    def having_nearly(self, word: str) -> BitMap:
        exact = self.having(word)
        if len(word) < SHORTEST_NEAR:
            return exact
        is_near = pattern(near_pattern(word)).fullmatch
        return exact | self._where(lambda row: any(map(is_near, row.name.split())))

    def _where(self, fits: Callable[[Row], bool]) -> BitMap:
        return BitMap(number for number in self.all if fits(self.rows[number]))

    def rows_of(self, ids: BitMap) -> BitMap:
        return BitMap(self.number_of[one] for one in ids if one in self.number_of)

    def ids(self, rows: BitMap) -> list[int]:
        return [self.rows[number].id for number in rows]
