"""Everything about a person as one ZIP file: JSON for what is in tables, and the files themselves.

The row is the truth: a worker claims it, so running the task twice makes one export; what a dead
worker left behind is handed out again by the sweep.
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
import zipfile
from datetime import timedelta
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from accounts import notices
from accounts.models import Export, ExportState, User
from accounts.models.privacy import EXPORT_LASTS
from core import files
from core.files import CheckedFile
from core.personal_data import HOLDINGS, Holding
from notifications.services import notify

logger = logging.getLogger(__name__)

# Longer than a task may take (CELERY_TASK_TIME_LIMIT): after that its worker is dead.
CLAIM_LASTS = timedelta(minutes=15)
# A download that has begun is finished by then.
USED_LASTS = timedelta(hours=1)
KEPT = [ExportState.READY, ExportState.USED]


def nudge(export_id: int) -> None:
    """Tell a worker. If the broker does not answer, the sweep finds the row."""
    from accounts.tasks import make_export  # noqa: PLC0415 -- task

    make_export.apply_async([export_id], retry=False)


def make(export_id: int) -> None:
    """Make one export that waits, and tell the person. Running it twice makes one."""
    waiting = Export.objects.filter(pk=export_id, state=ExportState.WAITING)
    if not waiting.update(state=ExportState.MAKING, claimed_at=timezone.now()):
        return
    export = Export.objects.select_related("user").get(pk=export_id)
    try:
        name = _stored_archive(export.user)
    except Exception:
        # Whatever went wrong: the row must not look as if somebody were still at it.
        logger.exception("Export %s was not made.", export_id)
        Export.objects.filter(pk=export_id).update(state=ExportState.FAILED)
        return
    export.state, export.file, export.ready_at = ExportState.READY, name, timezone.now()
    export.save(update_fields=["state", "file", "ready_at"])
    notify(notices.EXPORT_READY, to=[export.user], about=export)


def sweep() -> list[int]:
    """Delete files that were fetched or are a day old; the ids of exports somebody should make."""
    now = timezone.now()
    old = Export.objects.filter(state=ExportState.READY, ready_at__lte=now - EXPORT_LASTS)
    old.update(state=ExportState.EXPIRED)
    used = Q(state=ExportState.USED, used_at__lte=now - USED_LASTS)
    for export in Export.objects.filter(used | Q(state=ExportState.EXPIRED)).exclude(file=""):
        default_storage.delete(export.file.name)
        export.file = ""
        export.save(update_fields=["file"])
    dead = Export.objects.filter(state=ExportState.MAKING, claimed_at__lt=now - CLAIM_LASTS)
    dead.update(state=ExportState.WAITING)
    waiting = Export.objects.filter(state=ExportState.WAITING).order_by("pk")
    return list(waiting.values_list("pk", flat=True))


def _stored_archive(person: User) -> str:
    with tempfile.TemporaryFile() as target:
        with override(person.language):
            write_archive(target, person)
        archive = CheckedFile("my-data.zip", "application/zip", File(target))
        return files.store(archive, "exports")


def write_archive(target: IO[bytes], person: User) -> None:
    """Write the ZIP: `my-data.json`, and below `files/` what the person has added."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        tables = {label: _table(archive, holding, person) for label, holding in HOLDINGS.items()}
        content = {
            "portal": settings.SITE_URL,
            "made_at": timezone.now(),
            "tables": {label: table for label, table in tables.items() if table},
        }
        text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        archive.writestr("my-data.json", text)


def _table(archive: zipfile.ZipFile, holding: Holding, person: User) -> dict[str, Any]:
    rows = holding.exported(person)
    if not rows:
        return {}
    table: dict[str, Any] = {"title": str(holding.model._meta.verbose_name_plural), "rows": rows}
    names = [_add_file(archive, *file) for file in holding.stored_files(person)]
    return table | {"files": names} if names else table


def _add_file(archive: zipfile.ZipFile, key: str, name: str) -> str:
    """Under its own name, made unique by a piece of the stored one; gone from the disk, it is named."""
    path = f"files/{key[-8:]}-{files.safe_name(name)}"
    try:
        with default_storage.open(key) as source, archive.open(path, "w") as copy:
            shutil.copyfileobj(source, copy)
    except FileNotFoundError:
        return f"{path} (missing)"
    return path
