"""What somebody asks of a search: plain data, read from an address and written back to one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from facets.ages import age_range
from facets.source import Source

MOST_TEXT = 200
MOST_VALUES = 60
MOST_PAGE = 100_000
# A page's number, and where exactly it begins: see `facets.pages`.
PAGE = re.compile(r"(\d{1,9})(?:\.([A-Za-z0-9_-]{1,600}))?", re.ASCII)
Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One search. Equal questions have equal addresses; what made no sense is not in it."""

    q: str = ""
    # The chosen values of the facets that narrow it.
    chosen: Mapping[str, Values] = field(default_factory=dict)
    # Nothing: the usual order.
    sort: str = ""
    page: int = 1
    place: str = ""
    hints: tuple[Any, ...] = ()

    @classmethod
    def read(
        cls, source: Source, query: QueryDict, known: Mapping[str, Mapping[str, object]]
    ) -> "Question":
        """Read an address. `known` says which values each facet has; others are left out."""
        chosen: dict[str, Values] = {}
        hints: tuple[Any, ...] = ()
        for name in source.facets:
            given = query.getlist(name)
            if name == "age":
                chosen[name], hints = _ages(given)
            else:
                chosen[name] = _kept(given, known[name])
        sort = query.get("sort", "")
        page, place = _page(query.get("page", ""))
        return cls(
            q=_text(query.get("q", "")),
            chosen={name: values for name, values in chosen.items() if values},
            sort=sort if sort in source.orders and sort != source.usual_order else "",
            page=page,
            place=place,
            hints=hints,
        )

    def values(self, facet: str) -> Values:
        return self.chosen.get(facet, ())

    def answered(self) -> list[str]:
        """What narrows this search: the facets, and "q" for free text."""
        return [*(["q"] if self.q else []), *self.chosen]

    def first_page(self) -> "Question":
        return replace(self, page=1, place="")

    def having(self, facet: str, values: Values) -> "Question":
        """The same search from its first page with these values of a facet."""
        chosen = {**self.chosen, facet: values}
        if not values:
            del chosen[facet]
        return replace(self.first_page(), chosen=chosen)

    def without(self, facet: str, value: str = "") -> "Question":
        """The same search from its first page, without one value or without a whole facet."""
        if facet == "q":
            return replace(self.first_page(), q="")
        left = tuple(one for one in self.values(facet) if value and one != value)
        return self.having(facet, left)

    def query(self) -> QueryDict:
        """The shortest query string that asks the same."""
        query = QueryDict(mutable=True)
        if self.q:
            query["q"] = self.q
        for name in sorted(self.chosen):
            query.setlist(name, list(self.chosen[name]))
        if self.sort:
            query["sort"] = self.sort
        if self.page > 1:
            query["page"] = f"{self.page}.{self.place}" if self.place else str(self.page)
        return query


def _text(typed: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in typed[:MOST_TEXT])
    return " ".join(printable.split())


def _kept(values: list[str], known: Mapping[str, object]) -> Values:
    wanted = set(values[:MOST_VALUES])
    return tuple(value for value in known if value in wanted)


def _ages(values: list[str]) -> tuple[Values, tuple[Any, ...]]:
    given = [value for value in values[:MOST_VALUES] if value.strip()]
    ranges = {age_range(value.strip()) for value in given}
    hints: tuple[Any, ...] = ()
    if None in ranges:
        hints = (
            _("An age was left out: write ages between 0 and 30, youngest first, such as 12-15."),
        )
    found = sorted(ages for ages in ranges if ages)
    return tuple(f"{youngest}-{oldest}" for youngest, oldest in found), hints


def _page(typed: str) -> tuple[int, str]:
    found = PAGE.fullmatch(typed)
    if not found:
        return 1, ""
    number = max(1, min(int(found[1]), MOST_PAGE))
    return number, (found[2] or "") if number > 1 else ""
