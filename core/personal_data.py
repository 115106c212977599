"""What the portal keeps about a person, table by table: how it is handed over and how it is forgotten.

Each app registers its tables in its `personal_data.py`, discovered at start-up. A test fails while
a table refers to a person and is not registered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet

from core.models import Activity

# What happens to a person's rows when the person is forgotten: (rows, person).
Forget = Callable[[QuerySet[Any], Any], None]


@dataclass(frozen=True)
class Holding:
    """What one table holds about people. `paths` are the lookups that lead from a row to a person."""

    model: type[Model]
    paths: tuple[str, ...]
    fields: tuple[str, ...]
    files: tuple[str, ...]
    forget: Forget
    reason: str

    def rows(self, person: Any) -> QuerySet[Any]:
        wanted = Q()
        for path in self.paths:
            wanted |= Q(**{path: person.pk})
        return self.model._default_manager.filter(wanted).order_by("pk")

    def exported(self, person: Any) -> list[dict[str, Any]]:
        return list(self.rows(person).values(*self.fields)) if self.fields else []

    def stored_files(self, person: Any) -> Iterator[str]:
        """The names of the person's files in the storage."""
        for field in self.files:
            names = self.rows(person).values_list(field, flat=True)
            yield from (str(name) for name in names if name)


HOLDINGS: dict[str, Holding] = {}


def holds(
    model: type[Model],
    *,
    paths: list[str],
    export: list[str],
    forget: Forget,
    files: list[str] | None = None,
) -> None:
    """Register a table: what of it belongs to an export, and what an erasure does with it."""
    _register(model, paths, export, files or [], forget, "")


def keeps(
    model: type[Model],
    reason: str,
    *,
    paths: list[str],
    export: list[str],
    files: list[str] | None = None,
) -> None:
    """Register a table whose rows outlive the person, signed "former member", and say why."""
    _register(model, paths, export, files or [], _leave, reason)


def refers(model: type[Model], reason: str, *, paths: list[str]) -> None:
    """Register a table that says nothing about a person beyond the reference, and why that is so."""
    _register(model, paths, [], [], _leave, reason)


def _register(
    model: type[Model],
    paths: list[str],
    export: list[str],
    files: list[str],
    forget: Forget,
    reason: str,
) -> None:
    label = model._meta.label
    if label in HOLDINGS:
        raise ValueError(f"{label} is registered twice.")
    HOLDINGS[label] = Holding(model, tuple(paths), tuple(export), tuple(files), forget, reason)


def _leave(rows: QuerySet[Any], person: Any) -> None:
    """The rows stay as they are."""


def delete(rows: QuerySet[Any], person: Any) -> None:
    rows.delete()


def blank(**values: Any) -> Forget:
    """Forget by writing these values over what was there."""

    def write_over(rows: QuerySet[Any], person: Any) -> None:
        rows.update(**values)

    return write_over


def forget(person: Any) -> None:
    """Do what every table has registered for an erasure. Part of the step that erases.

    Files go after the commit: what is rolled back has lost nothing.
    """
    for holding in reversed(HOLDINGS.values()):
        if holding.forget is not _leave:
            drop_files(holding.stored_files(person))
            holding.forget(holding.rows(person), person)


def drop_files(names: Iterator[str] | list[str]) -> None:
    """Delete files from the storage once the change that drops them is final."""
    for name in list(names):
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
