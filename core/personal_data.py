"""What the portal keeps about a person, table by table: how it is handed over and how it is forgotten.

Each app registers its tables in its `personal_data.py`, discovered at start-up. A test fails while
a table refers to a person and is not registered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import F, Model, Q, QuerySet, Value

from core.models import Activity

# What happens to a person's rows when the person is forgotten: (rows, person).
Forget = Callable[[QuerySet[Any], Any], None]


@dataclass(frozen=True)
class Holding:
    """What one table holds about people.

    `paths` are the lookups that lead from a row to the person whose it is; `refs` name people
    whose row it is not. `files` gives each file field the name under which a file is handed over.
    """

    model: type[Model]
    paths: tuple[str, ...]
    fields: tuple[str, ...]
    forget: Forget
    refs: tuple[str, ...] = ()
    files: Mapping[str, F | Value] = field(default_factory=dict)
    reason: str = ""

    def rows(self, person: Any) -> QuerySet[Any]:
        wanted = Q(pk__in=[])
        for path in self.paths:
            wanted |= Q(**{path: person.pk})
        return self.model._default_manager.filter(wanted).order_by("pk")

    def exported(self, person: Any) -> list[dict[str, Any]]:
        return list(self.rows(person).values(*self.fields)) if self.fields else []

    def stored_files(self, person: Any) -> Iterator[tuple[str, str]]:
        """The person's files: the name in the storage, and the name to hand over."""
        for column, name in self.files.items():
            pairs = self.rows(person).values_list(column, name)
            yield from ((str(key), str(shown)) for key, shown in pairs if key)


HOLDINGS: dict[str, Holding] = {}


def holds(
    model: type[Model],
    *,
    paths: list[str],
    export: list[str],
    forget: Forget,
    refs: list[str] | None = None,
    files: dict[str, F | Value] | None = None,
) -> None:
    """Register a table: what of it belongs to an export, and what an erasure does with it."""
    _register(Holding(model, tuple(paths), tuple(export), forget, tuple(refs or []), files or {}))


def keeps(
    model: type[Model],
    reason: str,
    *,
    paths: list[str],
    export: list[str],
    refs: list[str] | None = None,
    files: dict[str, F | Value] | None = None,
) -> None:
    """Register a table whose rows outlive the person, signed "former member", and say why."""
    _register(
        Holding(model, tuple(paths), tuple(export), _leave, tuple(refs or []), files or {}, reason)
    )


def refers(model: type[Model], reason: str, *, refs: list[str]) -> None:
    """Register a table that says nothing about a person beyond the reference, and why that is so."""
    _register(Holding(model, (), (), _leave, tuple(refs), reason=reason))


def _register(holding: Holding) -> None:
    label = holding.model._meta.label
    if label in HOLDINGS:
        raise ValueError(f"{label} is registered twice.")
    HOLDINGS[label] = holding


def _leave(rows: QuerySet[Any], person: Any) -> None:
    """The rows stay as they are."""


def delete(rows: QuerySet[Any], person: Any) -> None:
    rows.delete()


def forget(person: Any) -> None:
    """Do what every table has registered for an erasure. Part of the step that erases.

    Files go after the commit: what is rolled back has lost nothing.
    """
    for holding in reversed(HOLDINGS.values()):
        if holding.forget is not _leave:
            drop_files(key for key, _name in holding.stored_files(person))
            holding.forget(holding.rows(person), person)


def drop_files(names: Iterable[str]) -> None:
    """Delete files from the storage once the change that drops them is final."""
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)


def empty_details(records: QuerySet[Activity]) -> None:
    """Take the details out of records about a person. Who did what, and when, stays.

    The only change the database lets anybody make to a record.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.erasing = 'on'")
        records.exclude(details={}).update(details={})
        cursor.execute("SET LOCAL portal.erasing = 'off'")


keeps(
    Activity,
    "The record of decisions names a person by number; details about them are emptied.",
    paths=["by"],
    export=["at", "verb", "target_type__model", "target_id", "details"],
)
