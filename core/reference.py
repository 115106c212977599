"""Reading data/*.csv into tables, as often as one likes, without undoing what people edited since.

A row of a table follows its line in the file as long as nobody else touches it. Whoever edits it
in the portal owns it from then on: a later change of the line is reported as kept, not written.
"""

import csv
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from core.models import LoadedRow

FOLDER: Path = settings.BASE_DIR / "data"
OUTCOMES = CREATED, CHANGED, UNCHANGED, KEPT = ("created", "changed", "unchanged", "kept")

Content = dict[str, Any]
Contents = Mapping[str, Content]
Write = Callable[[list[str], list[str]], None]


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sync(
    file: str, wanted: Contents, current: Contents, *, write: Write, owned: Collection[str] = ()
) -> Counter[str]:
    """Call `write(keys to create, keys to change)` and count what became of each row."""
    loaded = dict(LoadedRow.objects.filter(file=file).values_list("key", "content"))
    outcome = {
        key: _outcome(content, current.get(key), loaded.get(key), key in owned)
        for key, content in wanted.items()
    }
    write(
        [key for key, what in outcome.items() if what == CREATED],
        [key for key, what in outcome.items() if what == CHANGED],
    )
    news = {key for key, what in outcome.items() if what != KEPT and wanted[key] != loaded.get(key)}
    _remember(file, {key: wanted[key] for key in news})
    return Counter(outcome.values())


def _outcome(wanted: Content, current: Content | None, loaded: Content | None, owned: bool) -> str:
    if current is None:
        return CREATED
    if wanted in (loaded, current):
        return UNCHANGED
    touched = loaded is None or any(
        current[field] != value for field, value in loaded.items() if field in current
    )
    return KEPT if owned or touched else CHANGED


def _remember(file: str, contents: Contents) -> None:
    LoadedRow.objects.bulk_create(
        [LoadedRow(file=file, key=key, content=content) for key, content in contents.items()],
        update_conflicts=True,
        unique_fields=["file", "key"],
        update_fields=["content"],
    )


def sync_table(
    file: str,
    existing: models.QuerySet[Any],
    wanted: Contents,
    *,
    key: str,
    fixed: Content | None = None,
    owned: Collection[str] = (),
) -> Counter[str]:
    """Sync rows found by their `key` field. `fixed` is what all new rows have in common."""
    rows = {getattr(row, key): row for row in existing}
    fields = list(next(iter(wanted.values()), {}))
    current = {
        found: {field: getattr(row, field) for field in fields} for found, row in rows.items()
    }

    def write(new: list[str], changed: list[str]) -> None:
        model = existing.model
        for found in changed:
            for field, value in wanted[found].items():
                setattr(rows[found], field, value)
        model.objects.bulk_update([rows[found] for found in changed], fields)
        model.objects.bulk_create(
            [model(**(fixed or {}), **{key: found}, **wanted[found]) for found in new]
        )

    return sync(file, wanted, current, write=write, owned=set(owned))
