"""What an app says of a noun that can be searched. Everything else follows from it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, NamedTuple, Self

from django.db.models import Model, Q, QuerySet

from facets.facet import Facet
from facets.row import Row

SOURCES: "dict[str, Source]" = {}


class Order(NamedTuple):
    """An order of the list. Its keys are never null, and the last one tells any two rows apart."""

    name: Any
    keys: tuple[str, ...]


class Source(ABC):
    """One noun, as plain SQL and the index see it.

    Whatever `row` reads must be noted by a trigger (see `facets` migration 0001), or the index
    does not see it change.
    """

    name: str
    model: type[Model]
    facets: Mapping[str, Facet]
    # The first one is the usual one, and the order of the rows of an index.
    orders: Mapping[str, Order]
    # Columns in PostgreSQL's normal form, and which rows let themselves be found by them.
    texts: Mapping[str, Q | None]
    # The one of them in whose words a letter may be wrong.
    near: str
    # The columns `row` reads.
    columns: tuple[str, ...]
    # Which notes of triggers matter: what changed, and how it leads to rows of this noun: a table, its
    # column that refers to what changed, and its column that names the row. None: it is the row itself.
    changes: Mapping[str, tuple[str, str, str] | None]

    def register(self) -> Self:
        if self.name in SOURCES:
            raise ValueError(f"There are two sources named {self.name}.")
        SOURCES[self.name] = self
        return self

    @abstractmethod
    def held(self) -> QuerySet[Any]:
        """The rows an index holds: all that anybody may find."""

    @abstractmethod
    def shown_to(self, user: Any) -> QuerySet[Any]:
        """The rows this person may find, count and be shown."""

    @abstractmethod
    def for_cards(self, rows: Any) -> Any:
        """With what a card of a row shows."""

    @abstractmethod
    def counted(self, number: int) -> str:
        """So many of them, in words."""

    @abstractmethod
    def row(self, *columns: Any) -> Row:
        """What the index knows of one row, from its columns as PostgreSQL writes them."""

    def is_whole_for(self, user: Any) -> bool:
        """May this person find all rows that are held, but for a few of `left_out`? If not, SQL answers."""
        return True

    def left_out(self, user: Any) -> list[int]:
        """The held rows that are left out for this person alone."""
        return []

    @property
    def usual_order(self) -> str:
        return next(iter(self.orders))

    def keys(self, sort: str) -> tuple[str, ...]:
        return self.orders[sort or self.usual_order].keys

    def choices(self) -> dict[str, dict[str, str]]:
        """Facet, value, name: in the order in which a page shows them."""
        return {name: dict(facet.offered()) for name, facet in self.facets.items()}
