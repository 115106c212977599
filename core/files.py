"""The one gate for files: what may come in, where it is kept, and how it goes out again."""

from __future__ import annotations

import errno
import logging
import os
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from core import file_content
from core.file_content import MB, NotWhatItSays

log = logging.getLogger(__name__)

LONGEST_NAME = 150
LONGEST_ENDING = 10
PICTURE_LIMIT_MB = 10
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class Kind:
    """One sort of file: its endings with their content types, and the check of its content."""

    content_types: dict[str, str]
    check: Callable[[File[Any], str], File[Any]]
    limit_mb: int | None = None

    @property
    def limit(self) -> int:
        """The largest size in bytes."""
        return (self.limit_mb or settings.UPLOAD_LIMIT_MB) * MB


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
PICTURES = Kind(
    {
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "png": "image/png",
        "gif": "image/gif",
        "webp": "image/webp",
    },
    file_content.fresh_picture,
    PICTURE_LIMIT_MB,
)
PDFS = Kind({"pdf": "application/pdf"}, file_content.a_pdf)
DOCUMENTS = Kind(
    {
        "docx": f"{_OFFICE}wordprocessingml.document",
        "xlsx": f"{_OFFICE}spreadsheetml.sheet",
        "pptx": f"{_OFFICE}presentationml.presentation",
        "odt": f"{_OPEN}text",
        "ods": f"{_OPEN}spreadsheet",
        "odp": f"{_OPEN}presentation",
    },
    file_content.an_office_file,
)
TEXTS = Kind(
    {"txt": "text/plain", "csv": "text/csv", "md": "text/markdown"}, file_content.plain_text
)
VIDEO_AND_SOUND = Kind(
    {"mp4": "video/mp4", "webm": "video/webm", "ogg": "application/ogg", "mp3": "audio/mpeg"},
    file_content.by_its_beginning,
)
MATERIALS = (PICTURES, PDFS, DOCUMENTS, TEXTS, VIDEO_AND_SOUND)


class StorageFull(ValidationError):  # noqa: N818 -- a fact
    """The disk has no room. Nothing of the file was kept."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The portal has no room for files at the moment, so yours was not saved. "
                "The people who run it have been told: please try again tomorrow."
            )
        )


@dataclass(frozen=True)
class CheckedFile:
    """A file that passed the gate, under a name that is safe to show and to send."""

    name: str
    content_type: str
    content: File[Any]

    @property
    def size(self) -> int:
        return int(self.content.size)


def endings(kinds: Sequence[Kind]) -> list[str]:
    return [ending for kind in kinds for ending in kind.content_types]


def check(upload: UploadedFile[Any], kinds: Sequence[Kind]) -> CheckedFile:
    """Let a file in, or raise a ValidationError that says why not and what to do."""
    name = safe_name(upload.name or "")
    ending = Path(name).suffix.lower().lstrip(".")
    kind = next((kind for kind in kinds if ending in kind.content_types), None)
    if kind is None:
        raise _forbidden(ending, kinds)
    if (upload.size or 0) > kind.limit:
        raise _too_large(upload.size or 0, kind.limit)
    try:
        content = kind.check(upload, ending)
    except NotWhatItSays as error:
        raise _not_what_it_says(name, ending) from error
    return CheckedFile(name, kind.content_types[ending], content)


def _forbidden(ending: str, kinds: Sequence[Kind]) -> ValidationError:
    allowed = {"allowed": ", ".join(endings(kinds)), "ending": ending[:LONGEST_ENDING]}
    if not ending:
        message = _(
            "The name of this file has no ending that tells its type. You can add: %(allowed)s."
        )
    else:
        message = _("Files of the type .%(ending)s cannot be added. You can add: %(allowed)s.")
    return ValidationError(message, code="type", params=allowed)


def _too_large(size: int, limit: int) -> ValidationError:
    return ValidationError(
        _(
            "This file has %(size)s; a file of this type can have %(limit)s at most. "
            "Make it smaller, or share a link to it instead."
        ),
        code="size",
        params={"size": filesizeformat(size), "limit": filesizeformat(limit)},
    )


def _not_what_it_says(name: str, ending: str) -> ValidationError:
    return ValidationError(
        _(
            "“%(name)s” is not what its name says: its content is damaged or is not that of "
            "a .%(ending)s file. Save it again in the program it was made with, and add the new file."
        ),
        code="content",
        params={"name": name, "ending": ending},
    )


def safe_name(name: str) -> str:
    """A file name without folders, control or direction characters, at most 150 characters long."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    name = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    name = re.sub(r'[<>:"|?*\s]+', " ", name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        return name[:LONGEST_NAME] or str(_("file"))
    stem = stem[: LONGEST_NAME - len(ending) - 1].strip(" .") or str(_("file"))
    return f"{stem}.{ending}"


def store(file: CheckedFile, folder: str) -> str:
    """Keep the file under a name of our own, and give that name. StorageFull leaves nothing behind."""
    key = uuid4().hex
    file.content.seek(0)
    return default_storage.save(f"{folder}/{key[:2]}/{key}", file.content)


class PrivateStorage(FileSystemStorage):
    """Files on disk that are there whole or not at all, and have no address of their own."""

    def _save(self, name: str, content: File[Any]) -> str:
        path = Path(self.path(name))
        part = path.with_name(f".{uuid4().hex}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("xb") as target:
                for chunk in content.chunks():
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            part.chmod(self.file_permissions_mode or 0o640)
            part.replace(path)
        except OSError as error:
            if error.errno in NO_ROOM:
                log.critical("No room left for uploaded files in %s.", self.location)
                raise StorageFull from error
            raise
        finally:
            part.unlink(missing_ok=True)
        return name


def send_private(
    file: Any, *, name: str, content_type: str, inline: bool = False
) -> HttpResponseBase:
    """Answer with a private file. The caller has made sure that the person may see it.

    Only pictures drawn anew by us may be shown in place; everything else is downloaded.
    """
    response: HttpResponseBase
    if settings.PRIVATE_MEDIA_LOCATION:
        response = HttpResponse(content_type=content_type)
        location = settings.PRIVATE_MEDIA_LOCATION.rstrip("/")
        response["X-Accel-Redirect"] = f"{location}/{quote(str(file.name))}"
    else:
        response = FileResponse(file.open("rb"), content_type=content_type)
    in_place = inline and content_type in PICTURES.content_types.values()
    response["Content-Disposition"] = str(content_disposition_header(not in_place, name))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
