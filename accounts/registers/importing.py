"""Importing a register: one file, one transaction, one record."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from accounts import notices
from accounts.models import School, User
from accounts.registers import RegisterError, copying, mapping, reading
from accounts.registers.mapping import Mapper, RejectedError
from accounts.registers.progress import Progress
from accounts.registers.reading import Layout
from accounts.registers.rejects import Rejects
from contacts.models import Country
from core import vocabularies
from core.models import Vocabulary, record
from notifications.services import notify

ROWS_BETWEEN_NEWS = 1000


@dataclass
class Report:
    """What became of a file's rows."""

    layout: Layout
    read: int = 0
    created: int = 0
    changed: int = 0
    adopted: int = 0
    rejected: int = 0
    unknown_levels: Counter[str] = field(default_factory=Counter)

    @property
    def unchanged(self) -> int:
        return self.read - self.rejected - self.created - self.changed

    def counts(self) -> dict[str, int]:
        names = ("read", "created", "changed", "unchanged", "rejected", "adopted")
        return {name: getattr(self, name) for name in names}


def import_register(
    path: Path,
    *,
    country: Country,
    register: str,
    given: Mapping[str, str],
    rejects_path: Path,
    encoding: str = "",
    progress: Progress,
) -> Report:
    """Take over every school of the file, or nothing. The same file again changes nothing.

    `given` are the columns somebody named; those kept for the register fill in the rest.
    """
    columns = {**mapping.saved_columns(register), **given}
    if lacking := [name for name in mapping.NEEDED if name not in columns]:
        raise RegisterError(
            f"Which column holds the {' and the '.join(lacking)}? Say it with --map id=… name=…"
        )
    layout = reading.layout_of(path, _single_columns(columns), encoding)
    mapper = Mapper(
        mapping.positions(columns, layout, given=given),
        width=len(layout.columns),
        country=country.pk,
        levels=mapping.level_table(register),
        order=vocabularies.terms(Vocabulary.LEVEL),
    )
    report = Report(layout)
    with Rejects(rejects_path, layout) as rejects, transaction.atomic():
        _stage(path, mapper, rejects, report, progress)
        progress.say("Comparing with the schools we have …")
        written = copying.write_staged(country.pk, mapper.fields)
        report.created, report.changed = written.created, written.changed
        report.adopted = written.adopted
        report.unknown_levels = mapper.unknown_levels
        _tell_of_confirmed(written.confirmed)
        record(
            "accounts.schools_imported",
            by=None,
            target=country,
            file=path.name,
            register=register,
            **report.counts(),
        )
    return report


def _tell_of_confirmed(school_ids: list[int]) -> None:
    """The people of a school that waited for confirmation learn that it is in the register."""
    for school in School.objects.filter(pk__in=school_ids).select_related("country"):
        record("accounts.confirmed_school", by=None, target=school)
        people = User.objects.filter(teacher__school=school)
        notify(
            notices.SCHOOL_CONFIRMED,
            to=people,
            about=school,
            again=school.status_since.isoformat(),
        )


def _single_columns(columns: Mapping[str, str]) -> set[str]:
    return {part for name in columns.values() for part in (name, *name.split("+"))}


def _stage(
    path: Path, mapper: Mapper, rejects: Rejects, report: Report, progress: Progress
) -> None:
    line_of: dict[str, int] = {}
    size = path.stat().st_size
    country = mapper.country
    with (
        reading.open_records(path, report.layout) as (records, raw),
        copying.staging(country) as copy,
    ):
        for line, cells in records:
            if not any(map(str.strip, cells)):
                continue
            report.read += 1
            try:
                row = mapper.school(cells)
                first = line_of.setdefault(row.official_id, line)
                if first != line:
                    raise RejectedError(
                        f"the official number {row.official_id} is on line {first} too"
                    )
                copying.stage(copy, row)
            except RejectedError as reason:
                rejects.add(line, cells, str(reason))
            if report.read % ROWS_BETWEEN_NEWS == 0:
                progress.rows(raw.tell() / size, report.read)
    report.rejected = rejects.count
