"""What is really in an uploaded file. Each check reads it whole and gives back what may be kept.

Pictures are drawn anew, so that nothing but their points survives: no place, no camera, no comment.
"""

from __future__ import annotations

import codecs
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

MB = 1024 * 1024
HEAD = 4096
TAIL = 2048
MAX_PICTURE_POINTS = 50_000_000
MAX_UNPACKED = 500 * MB
MAX_ZIP_ENTRIES = 10_000
PICTURE_FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
OPEN_DOCUMENTS = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
MACROS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|macrosheets/|Basic/|Scripts/)", re.I)
MACRO_TYPES = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.I)
MARKUP = re.compile(r"\s*<(!doctype|html|head|body|script|svg|\?xml|\?php)", re.I)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

# Pillow only warns above its limit; a picture that would fill the memory is refused before that.
Image.MAX_IMAGE_PIXELS = MAX_PICTURE_POINTS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class NotWhatItSays(Exception):  # noqa: N818 -- a fact, as the sentence says it
    """The content is not that of a file with this ending."""


def looks_like(head: bytes) -> set[str]:
    """The endings whose files begin like this one."""
    try:
        return {match.extension.lstrip(".") for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def by_its_beginning(upload: File[Any], ending: str) -> File[Any]:
    """Video and sound: taken as they are when they begin as they should."""
    upload.seek(0)
    if ending not in looks_like(upload.read(HEAD)):
        raise NotWhatItSays
    return upload


def fresh_picture(upload: File[Any], ending: str) -> File[Any]:
    """The same picture, drawn anew and upright; moving ones keep their frames."""
    picture_format = PICTURE_FORMATS[ending]
    try:
        upload.seek(0)
        with Image.open(upload, formats=[picture_format]) as picture:
            _require_a_size_we_can_draw(picture)
            frames = [_fresh(frame) for frame in ImageSequence.Iterator(picture)]
            pause = picture.info.get("duration", 100)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_points() from error
    # Pillow's decoders raise whatever a damaged file makes them stumble over.
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, EOFError, KeyError) as error:
        raise NotWhatItSays from error
    return ContentFile(_encoded(frames, picture_format, pause))


def _require_a_size_we_can_draw(picture: Image.Image) -> None:
    frames = getattr(picture, "n_frames", 1)
    if picture.width * picture.height * frames > MAX_PICTURE_POINTS:
        raise _too_many_points()


def _too_many_points() -> ValidationError:
    return ValidationError(
        _("This picture has more than 50 million points. Make it smaller and add it again.")
    )


def _fresh(frame: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(frame)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    fresh = Image.new(mode, upright.size)
    fresh.paste(upright.convert(mode))
    return fresh


def _encoded(frames: list[Image.Image], picture_format: str, pause: int) -> bytes:
    target = io.BytesIO()
    first, *others = frames
    if picture_format == "JPEG":
        first.convert("RGB").save(target, "JPEG", quality=90)
    elif others:
        first.save(
            target, picture_format, save_all=True, append_images=others, duration=pause, loop=0
        )
    else:
        first.save(target, picture_format)
    return target.getvalue()


def a_pdf(upload: File[Any], ending: str) -> File[Any]:
    """A PDF from its first byte to its end mark, and not an archive at the same time."""
    by_its_beginning(upload, ending)
    upload.seek(max(0, upload.size - TAIL))
    if b"%%EOF" not in upload.read() or zipfile.is_zipfile(upload):
        raise NotWhatItSays
    return upload


def an_office_file(upload: File[Any], ending: str) -> File[Any]:
    """A document without macros, of a sane size when unpacked."""
    upload.seek(0)
    if upload.read(4) != b"PK\x03\x04":
        raise NotWhatItSays
    try:
        with zipfile.ZipFile(upload) as package:
            _require_a_sane_package(package)
            if ending in OPEN_DOCUMENTS:
                _require_open_document(package, OPEN_DOCUMENTS[ending])
            else:
                _require_office_document(package, OFFICE_FOLDERS[ending])
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError) as error:
        raise NotWhatItSays from error
    return upload


def _require_a_sane_package(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    if len(entries) > MAX_ZIP_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise ValidationError(
            _("This document would be larger than 500 MB when opened. Add a smaller one.")
        )
    if any(MACROS.search(entry.filename) for entry in entries):
        raise _has_macros()


def _require_office_document(package: zipfile.ZipFile, folder: str) -> None:
    with package.open("[Content_Types].xml") as types:
        if MACRO_TYPES.search(types.read(MB)):
            raise _has_macros()
    if not any(name.startswith(folder) for name in package.namelist()):
        raise NotWhatItSays


def _require_open_document(package: zipfile.ZipFile, kind: str) -> None:
    with package.open("mimetype") as mimetype:
        said = mimetype.read(200)
    if said.strip() != f"application/vnd.oasis.opendocument.{kind}".encode():
        raise NotWhatItSays


def _has_macros() -> ValidationError:
    return ValidationError(
        _(
            "This document contains macros, which are small programs. "
            "Save it without macros and add it again."
        )
    )


def plain_text(upload: File[Any], ending: str) -> File[Any]:
    """Text that can be read as such, and is not a web page under another name."""
    try:
        for number, piece in enumerate(_decoded(upload)):
            if CONTROLS.search(piece) or (number == 0 and MARKUP.match(piece)):
                raise NotWhatItSays
    except UnicodeDecodeError as error:
        raise NotWhatItSays from error
    return upload


def _decoded(upload: File[Any]) -> Iterator[str]:
    """The text in pieces: UTF-8, UTF-16 with its mark, or the encoding of older Windows programs."""
    upload.seek(0)
    head = upload.read(HEAD)
    utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if utf16 else "utf-8-sig" if _is_utf8(upload) else "cp1252"
    decoder = codecs.getincrementaldecoder(encoding)()
    upload.seek(0)
    while piece := upload.read(MB):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def _is_utf8(upload: File[Any]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    upload.seek(0)
    try:
        while piece := upload.read(MB):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
