"""Two rows that are one school, one teacher or one person: who moves what refers to them.

Each app registers its tables in its `movers.py`, discovered at start-up. A mover takes (kept, gone)
and makes what pointed at `gone` point at `kept`, or raises WrongState with the reason why these two
cannot become one. A test fails while a table refers to a school or a person and nobody moves it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef

SCHOOL, TEACHER, USER = "school", "teacher", "user"
Mover = Callable[[Any, Any], None]

MOVERS: dict[str, list[Mover]] = {SCHOOL: [], TEACHER: [], USER: []}
# The columns that are taken care of, as "app.model.field".
MOVED: set[str] = set()
# Columns that stay with the row that goes, and why.
STAYS: dict[str, str] = {}


def moves(kind: str, *columns: str) -> Callable[[Mover], Mover]:
    """Register a mover for these columns."""

    def register(mover: Mover) -> Mover:
        MOVERS[kind].append(mover)
        MOVED.update(columns)
        return mover

    return register


def moves_plainly(kind: str, *columns: str) -> None:
    """Register columns that can simply be pointed at the row that is kept."""

    def move(kept: Model, gone: Model) -> None:
        for column in columns:
            label, _dot, field = column.rpartition(".")
            rows = apps.get_model(label)._default_manager
            rows.filter(**{field: gone.pk}).update(**{field: kept.pk})

    moves(kind, *columns)(move)


def moves_once(kind: str, column: str, *same: str) -> None:
    """Register a column where the kept row may have the same already: that one is enough."""

    def move(kept: Model, gone: Model) -> None:
        label, _dot, field = column.rpartition(".")
        rows = apps.get_model(label)._default_manager
        there = rows.filter(**{field: kept.pk}, **{name: OuterRef(name) for name in same})
        rows.filter(~Exists(there), **{field: gone.pk}).update(**{field: kept.pk})

    moves(kind, column)(move)


def stays(reason: str, *columns: str) -> None:
    """Register columns that a merge leaves alone."""
    STAYS.update(dict.fromkeys(columns, reason))


def move_everything(kind: str, kept: Model, gone: Model) -> None:
    for mover in MOVERS[kind]:
        mover(kept, gone)


def undecided(targets: dict[str, type[Model]]) -> list[str]:
    """Columns that refer to one of these tables and that nobody has registered."""
    columns = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "many_to_one", False) or getattr(field, "one_to_one", False)
        if field.concrete and field.related_model in targets.values()
    }
    return sorted(columns - MOVED - set(STAYS))
