"""Where builds are kept: in PostgreSQL for every machine, and in a file for the processes of one."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction

from facets.index import form
from facets.models import Build, BuildPiece
from facets.source import SOURCES, Source

PIECE = 4 << 20
# Who is about to load the build before the newest one still finds it.
KEPT = 2


@transaction.atomic
def save(source: Source, body: bytes, snapshot: str, rows: int) -> Build:
    """Keep a build, whole or not at all, and let go of those nobody needs."""
    build = Build.objects.create(
        source=source.name,
        form=form.FORM,
        snapshot=snapshot,
        rows=rows,
        size=len(body),
        checksum=form.checksum_of(body),
    )
    for number, start in enumerate(range(0, len(body), PIECE)):
        piece = memoryview(body)[start : start + PIECE]
        BuildPiece.objects.create(build=build, number=number, body=piece)
    mine = Build.objects.filter(source=source.name).order_by("-pk")
    kept = [one.pk for one in mine[:KEPT]]
    mine.exclude(pk__in=kept).delete()
    _forget_changes_seen_by_all()
    return build


def _forget_changes_seen_by_all() -> None:
    """Let go of each note that every kept build of the sources it matters to has seen.

    A source without a build may be about to have its first one: its notes stay.
    """
    built = set(Build.objects.values_list("source", flat=True))
    for what in {what for source in SOURCES.values() for what in source.changes}:
        concerned = [source.name for source in SOURCES.values() if what in source.changes]
        if not built.issuperset(concerned):
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM facets_change WHERE what = %s AND NOT EXISTS ("
                "SELECT 1 FROM facets_build WHERE source = ANY(%s)"
                " AND NOT pg_visible_in_snapshot(transaction::text::xid8, snapshot::pg_snapshot))",
                [what, concerned],
            )


def fetch(version: int) -> IO[bytes]:
    """A build as an open, checked file. UnusableIndex when it is not what it should be."""
    build = Build.objects.get(pk=version)
    name = f"{build.source}-{build.pk}-{build.checksum[:16]}.index"
    path = Path(settings.SEARCH_INDEX_DIR) / name
    with contextlib.suppress(OSError, form.UnusableIndex):
        return _checked(path, build)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _fetched_into(path, build)
    except OSError:
        # No place to share it: this process has a copy of its own, gone when it ends.
        return _filled(tempfile.TemporaryFile(), build)


def _checked(path: Path, build: Build) -> IO[bytes]:
    file = path.open("rb")
    try:
        form.check(file, build.checksum)
    except form.UnusableIndex:
        file.close()
        raise
    return file


def _fetched_into(path: Path, build: Build) -> IO[bytes]:
    earlier = [other for other in path.parent.glob(f"{build.source}-*.index") if other != path]
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
        try:
            _filled(beside, build)
            os.replace(beside.name, path)
        except BaseException:
            os.unlink(beside.name)
            raise
    # Whoever still reads an earlier one keeps its pages until the end.
    for other in earlier:
        other.unlink(missing_ok=True)
    return path.open("rb")


def _filled(file: IO[bytes], build: Build) -> IO[bytes]:
    for number in build.pieces.order_by("number").values_list("number", flat=True):
        file.write(build.pieces.get(number=number).body)
    file.flush()
    form.check(file, build.checksum)
    return file
