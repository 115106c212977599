"""Pages that stay in place while rows change: a page begins after a row, not at a number.

The address of a further page holds the number the reader sees and, sealed, the keys of the row it
begins after. Sealed, because keys are names and times of people, and addresses are written into logs
and sent around. The seal fits one search only; with any other, and as a plain number, a page is
counted from the beginning.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.db.models import Model, Q

from facets.found import Found, Keys
from facets.question import Question
from facets.source import Source

SIZE = 18
# Nobody counts further; a narrower question is quicker.
MOST_COUNTED = 300


class Place(NamedTuple):
    """Where a page begins: after the row with these keys, or `is_back`, where it ends before one."""

    is_back: bool
    keys: Keys


@dataclass(frozen=True, slots=True)
class Page:
    """One page as its links see it; it looks like a page of Django's paginator."""

    number: int
    num_pages: int
    previous_page_number: str = ""
    next_page_number: str = ""

    @property
    def has_previous(self) -> bool:
        return bool(self.previous_page_number)

    @property
    def has_next(self) -> bool:
        return bool(self.next_page_number)

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def paginator(self) -> "Page":
        return self


def turned(source: Source, question: Question, found: Found) -> tuple[Page, list[Any]]:
    """The page a question asks for, and its rows."""
    place = place_of(source, question)
    if place and (rows := found.beyond(place.keys, place.is_back, SIZE + 1)):
        return _next_to(source, question, found, place, rows)
    return _counted(source, question, found)


def _counted(source: Source, question: Question, found: Found) -> tuple[Page, list[Any]]:
    last = min(_pages(found.total), MOST_COUNTED)
    number = min(question.page, last)
    start = (number - 1) * SIZE
    rows = found.between(start, start + SIZE) if found.total else []
    has_next = found.total > start + SIZE
    return _page(source, question, found, number, rows, has_next=has_next), rows


def _next_to(
    source: Source, question: Question, found: Found, place: Place, rows: list[Any]
) -> tuple[Page, list[Any]]:
    has_more = len(rows) > SIZE
    if place.is_back and not has_more:
        # There is no whole page before this one: it is the first.
        return _counted(source, question.first_page(), found)
    rows = rows[-SIZE:] if place.is_back else rows[:SIZE]
    has_next = place.is_back or has_more
    return _page(source, question, found, question.page, rows, has_next=has_next), rows


def _page(
    source: Source,
    question: Question,
    found: Found,
    number: int,
    rows: Sequence[Model],
    *,
    has_next: bool,
) -> Page:
    before = after = ""
    if rows and number > 1:
        before = _link(source, question, number - 1, rows[0], is_back=True)
    if rows and has_next:
        after = _link(source, question, number + 1, rows[-1], is_back=False)
    return Page(number, max(_pages(found.total), number + has_next), before, after)


def _pages(total: int) -> int:
    return max(1, -(-total // SIZE))


def _link(source: Source, question: Question, number: int, row: Model, *, is_back: bool) -> str:
    number = max(number, 2) if is_back else number
    place = Place(is_back, keys_of(row, source.keys(question.sort)))
    return f"{number}.{sealed(source, question, place)}"


# --- Sealing --------------------------------------------------------------


def sealed(source: Source, question: Question, place: Place) -> str:
    """A place as letters for an address; nobody else can read or make it. Equal places, equal letters."""
    plain = json.dumps([place.is_back, *map(_written, place.keys)], ensure_ascii=False).encode()
    letters = _seal().encrypt(plain, _which(source, question))
    return base64.urlsafe_b64encode(letters).decode().rstrip("=")


def place_of(source: Source, question: Question) -> Place | None:
    """Where the page of a question begins; None when that is not a place of this search."""
    if not question.place:
        return None
    try:
        letters = base64.urlsafe_b64decode(question.place + "=" * (-len(question.place) % 4))
        is_back, *written = json.loads(_seal().decrypt(letters, _which(source, question)))
    except (ValueError, InvalidTag):
        return None
    columns = source.keys(question.sort)
    keys = zip(columns, written, strict=True)
    return Place(is_back, tuple(_field(source, column).to_python(key) for column, key in keys))


def _which(source: Source, question: Question) -> list[bytes]:
    """A place fits the search it was made for, and no other."""
    return [source.name.encode(), question.first_page().query().urlencode().encode()]


@lru_cache(maxsize=2)
def _seal_with(secret: str) -> AESSIV:
    return AESSIV(blake2b(secret.encode(), person=b"facets.pages").digest())


def _seal() -> AESSIV:
    return _seal_with(settings.SECRET_KEY)


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _field(source: Source, column: str) -> Any:
    model: Any = source.model
    parts = column.lstrip("-").split("__")
    for part in parts[:-1]:
        model = model._meta.get_field(part).related_model
    return model._meta.pk if parts[-1] == "pk" else model._meta.get_field(parts[-1])


# --- Keys -----------------------------------------------------------------


def keys_of(row: Model, columns: tuple[str, ...]) -> Keys:
    return tuple(attrgetter(column.lstrip("-").replace("__", "."))(row) for column in columns)


def turned_round(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The opposite order."""
    return tuple(c.removeprefix("-") if c.startswith("-") else f"-{c}" for c in columns)


def further(columns: tuple[str, ...], keys: Keys) -> Q:
    """The rows that come after these keys in this order."""
    wanted, equal = Q(), Q()
    for column, key in zip(columns, keys, strict=True):
        name = column.lstrip("-")
        comes_after = "lt" if column.startswith("-") else "gt"
        wanted |= equal & Q(**{f"{name}__{comes_after}": key})
        equal &= Q(**{name: key})
    first = columns[0].lstrip("-")
    # Says nothing new, but lets PostgreSQL begin in the middle of an index.
    at_least = "lte" if columns[0].startswith("-") else "gte"
    return Q(**{f"{first}__{at_least}": keys[0]}) & wanted
