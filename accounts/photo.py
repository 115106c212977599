"""A person's photo: drawn anew, square and small, so that nothing but the face is left of the file."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from core import file_content, files
from core.files import CheckedFile, Kind

SIDE = 320  # points
LIMIT_MB = 5
PHOTOS = Kind(
    {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"},
    file_content.fresh_picture,
    LIMIT_MB,
)
# What a file that is two things at once has in it: a page, a script, a document.
SECOND_FACE = re.compile(rb"<(script|html|svg|body|\?php)|%PDF-|#!/", re.IGNORECASE)


def square_photo(upload: UploadedFile[Any]) -> CheckedFile:
    """Let a photo in as a square of 320 points, or raise a ValidationError that says why not."""
    checked = files.check(upload, [PHOTOS])
    _require_one_face(upload)
    checked.content.seek(0)
    with Image.open(checked.content) as picture:
        square = ImageOps.fit(picture.convert("RGB"), (SIDE, SIDE))
    target = io.BytesIO()
    square.save(target, "WEBP", quality=85)
    return CheckedFile("photo.webp", "image/webp", ContentFile(target.getvalue()))


def _require_one_face(upload: UploadedFile[Any]) -> None:
    """Drawing anew would make it harmless. Somebody who sends such a file is told all the same."""
    upload.seek(0)
    if zipfile.is_zipfile(upload) or SECOND_FACE.search(_whole(upload)):
        raise ValidationError(
            _(
                "This file is a picture and something else at the same time. Open it in a program "
                "for pictures, save it anew, and add the new file."
            ),
            code="two_faces",
        )


def _whole(upload: UploadedFile[Any]) -> bytes:
    upload.seek(0)
    return bytes(upload.read())
