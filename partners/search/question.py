"""What somebody asks of partner search: plain data, read from an address and written back to one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

# The filters of the page, in its order. Values of one group are alternatives; groups add up.
GROUPS = ("country", "subject", "language", "level", "age", "role", "available")
SORTS = {
    "active": _("Recently active"),
    "new": _("Newest members"),
    "name": _("Family name"),
}
MOST_TEXT = 200
MOST_VALUES = 60
MOST_PAGE = 100_000
OLDEST = 30
AGES = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """One search. Equal questions have equal addresses; what made no sense is not in it."""

    q: str = ""
    country: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    age: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    available: tuple[str, ...] = ()
    sort: str = "active"
    page: int = 1
    hints: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: QueryDict, known: Mapping[str, Mapping[str, object]]) -> "Question":
        """Read an address. `known` says which values each group has; others are left out."""
        groups = {name: _kept(query.getlist(name), known[name]) for name in GROUPS if name != "age"}
        ages, hints = _ages(query.getlist("age"))
        sort = query.get("sort", "")
        return cls(
            q=_text(query.get("q", "")),
            age=ages,
            sort=sort if sort in SORTS else cls().sort,
            page=_number(query.get("page", "")),
            hints=hints,
            **groups,
        )

    def chosen(self, group: str) -> tuple[str, ...]:
        return getattr(self, group)

    def answered(self) -> list[str]:
        """The groups that narrow this search, free text among them."""
        return [name for name in ("q", *GROUPS) if getattr(self, name)]

    def without(self, group: str, value: str = "") -> "Question":
        """The same search from its first page, without one value or without a whole group."""
        if group == "q":
            return replace(self, q="", page=1)
        left = tuple(one for one in self.chosen(group) if value and one != value)
        return replace(self, page=1, **{group: left})

    def query(self) -> QueryDict:
        """The shortest query string that asks the same."""
        query = QueryDict(mutable=True)
        if self.q:
            query["q"] = self.q
        for name in GROUPS:
            if self.chosen(name):
                query.setlist(name, self.chosen(name))
        if self.sort != "active":
            query["sort"] = self.sort
        if self.page > 1:
            query["page"] = self.page
        return query


def age_range(value: str) -> tuple[int, int] | None:
    """The ages "12-15" or "12" stand for; None when that cannot be the age of pupils."""
    found = AGES.fullmatch(value)
    if not found:
        return None
    youngest, oldest = int(found[1]), int(found[2] or found[1])
    return (youngest, oldest) if youngest <= oldest <= OLDEST else None


def _text(typed: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in typed[:MOST_TEXT])
    return " ".join(printable.split())


def _kept(values: list[str], known: Mapping[str, object]) -> tuple[str, ...]:
    wanted = set(values[:MOST_VALUES])
    return tuple(value for value in known if value in wanted)


def _ages(values: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    given = [value for value in values[:MOST_VALUES] if value.strip()]
    ranges = {age_range(value.strip()) for value in given}
    hints = ()
    if None in ranges:
        hints = (
            _("An age was left out: write ages between 0 and 30, youngest first, such as 12-15."),
        )
    found = sorted(ages for ages in ranges if ages)
    return tuple(f"{youngest}-{oldest}" for youngest, oldest in found), hints


def _number(typed: str) -> int:
    if typed.isascii() and typed.isdigit() and len(typed) < 10:
        return max(1, min(int(typed), MOST_PAGE))
    return 1
