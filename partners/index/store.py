"""Where builds are kept: in PostgreSQL for every machine, and in a file for the processes of one."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction

from partners.index import form
from partners.models import SearchIndex, SearchIndexPiece

PIECE = 4 << 20
# Who is about to load the build before the newest one still finds it.
KEPT = 2


@transaction.atomic
def save(body: bytes, snapshot: str, people: int) -> SearchIndex:
    """Keep a build, whole or not at all, and let go of those nobody needs."""
    index = SearchIndex.objects.create(
        form=form.FORM,
        snapshot=snapshot,
        people=people,
        size=len(body),
        checksum=form.checksum_of(body),
    )
    for number, start in enumerate(range(0, len(body), PIECE)):
        piece = memoryview(body)[start : start + PIECE]
        SearchIndexPiece.objects.create(index=index, number=number, body=piece)
    kept = list(SearchIndex.objects.order_by("-pk")[:KEPT])
    SearchIndex.objects.exclude(pk__in=[one.pk for one in kept]).delete()
    _forget_changes_seen_by(kept[-1].snapshot)
    return index


def _forget_changes_seen_by(snapshot: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM partners_searchchange"
            " WHERE pg_visible_in_snapshot(transaction::text::xid8, %s::pg_snapshot)",
            [snapshot],
        )


def fetch(version: int) -> IO[bytes]:
    """A build as an open, checked file. UnusableIndex when it is not what it should be."""
    index = SearchIndex.objects.get(pk=version)
    path = Path(settings.SEARCH_INDEX_DIR) / f"{index.pk}-{index.checksum[:16]}.index"
    with contextlib.suppress(OSError, form.UnusableIndex):
        return _checked(path, index)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _fetched_into(path, index)
    except OSError:
        # No place to share it: this process has a copy of its own, gone when it ends.
        return _filled(tempfile.TemporaryFile(), index)


def _checked(path: Path, index: SearchIndex) -> IO[bytes]:
    file = path.open("rb")
    try:
        form.check(file, index.checksum)
    except form.UnusableIndex:
        file.close()
        raise
    return file


def _fetched_into(path: Path, index: SearchIndex) -> IO[bytes]:
    earlier = [other for other in path.parent.glob("*.index") if other != path]
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
        try:
            _filled(beside, index)
            os.replace(beside.name, path)
        except BaseException:
            os.unlink(beside.name)
            raise
    # Whoever still reads an earlier one keeps its pages until the end.
    for other in earlier:
        other.unlink(missing_ok=True)
    return path.open("rb")


def _filled(file: IO[bytes], index: SearchIndex) -> IO[bytes]:
    for number in index.pieces.order_by("number").values_list("number", flat=True):
        file.write(index.pieces.get(number=number).body)
    file.flush()
    form.check(file, index.checksum)
    return file
