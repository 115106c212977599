"""A search in plain SQL: exact, always there, slow when there are very many rows."""

from collections.abc import Mapping
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast

from core.search import normal_words
from facets import text
from facets.facet import Facet
from facets.found import Counts, Found, Keys
from facets.pages import further, turned_round
from facets.question import Question
from facets.source import Source


class Asked:
    """A question with its words read, and what matches it."""

    def __init__(self, source: Source, question: Question, user: Any) -> None:
        self.source = source
        self.question = question
        self.words = normal_words(question.q)
        # A letter may be wrong only where the words as typed find nothing at all.
        self.near = bool(self.words) and not self._are_anywhere()
        self._everything = source.shown_to(user)
        self.matching = self._narrowed()

    def but(self, facet: str) -> Any:
        """What matches what is said about the other facets."""
        return self._narrowed(facet) if facet in self.question.answered() else self.matching

    def _are_anywhere(self) -> bool:
        held = self.source.held()
        return bool(text.narrowed(self.source, held, self.words, near=False).exists())

    def _narrowed(self, but: str = "") -> Any:
        rows = self._everything
        if self.words and but != "q":
            rows = text.narrowed(self.source, rows, self.words, near=self.near)
        return narrowed(self.source, rows, self.question, but)


def narrowed(source: Source, rows: Any, question: Question, but: str = "") -> Any:
    """The rows that have what is chosen in every facet but one."""
    for name, values in question.chosen.items():
        if name != but:
            facet = source.facets[name]
            rows = rows.filter(facet.among).filter(facet.having(values))
    return rows


def find(source: Source, question: Question, user: Any) -> Found:
    """Two queries, two more when there are words, one more when nothing is found."""
    asked = Asked(source, question, user)
    found = counts(asked)
    total = found.pop("all").get("yes", 0)
    keys = source.keys(question.sort)

    def between(start: int, stop: int) -> list[Any]:
        return list(source.for_cards(asked.matching).order_by(*keys)[start:stop])

    def beyond(place: Keys, is_back: bool, most: int) -> list[Any]:
        return rows_beyond(source.for_cards(asked.matching), keys, place, is_back, most)

    without = {} if total else _without(asked)
    return Found(total, found, without, asked.near, between, beyond)


def rows_beyond(
    rows: QuerySet[Any], keys: tuple[str, ...], place: Keys, is_back: bool, most: int
) -> list[Any]:
    """Those next to a place, in the order of the list."""
    order = turned_round(keys) if is_back else keys
    found = list(rows.filter(further(order, place)).order_by(*order)[:most])
    return found[::-1] if is_back else found


# --- Counts: under which values a row stands ------------------------------


def counts(asked: Asked) -> Counts:
    """All counts in one query: {"country": {"IT": 12, …}, …, "all": {"yes": 310}}."""
    facets: Mapping[str, Facet] = asked.source.facets
    everything = _counted(asked.matching, "all", Value("yes"))
    others = (
        _counted(asked.but(name).filter(facet.among), name, facet.values())
        for name, facet in facets.items()
    )
    found: Counts = {name: {} for name in ("all", *facets)}
    for name, value, number in everything.union(*others, all=True):
        if value:
            found[name][value] = number
    return found


def _without(asked: Asked) -> dict[str, int]:
    """How many there would be without each filter; one query, and only filters that would help."""
    parts = [_counted(asked.but(name), name, Value("yes")) for name in asked.question.answered()]
    if not parts:
        return {}
    return {name: number for name, _, number in parts[0].union(*parts[1:], all=True)}


def _counted(rows: QuerySet[Any], facet: str, value: Any) -> Any:
    named = rows.annotate(facet_name=Value(facet), facet_value=Cast(value, CharField()))
    counted = named.values_list("facet_name", "facet_value").annotate(
        number=Count("pk", distinct=True)
    )
    return counted.order_by()
