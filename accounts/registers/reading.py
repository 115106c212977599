"""Reading a register's CSV file as it comes: any common encoding and delimiter, titles above the
header, damaged rows. Streams; the file is never in memory as a whole."""

import codecs
import csv
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from accounts.registers import RegisterError

DELIMITERS = ",;\t|"
# A title, a date and a blank line or two stand above the header of many an export.
MOST_LINES_ABOVE = 50
# A quoted cell may run over some lines; one that runs further is a stray quotation mark.
MOST_LINES_OF_A_CELL = 20
CHUNK = 1 << 20
UNREADABLE = "\ufffd"
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
ARCHIVE = b"PK\x03\x04"
# Bytes that mean nothing in cp1252.
NOT_WINDOWS = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])

Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Layout:
    """How a file is written: everything one must know to read its rows."""

    encoding: str
    delimiter: str
    header_line: int
    columns: list[str]


def layout_of(path: Path, wanted: Collection[str], encoding: str = "") -> Layout:
    """Find encoding, delimiter and the header: the line that holds most of the wanted columns."""
    encoding = encoding or _encoding_of(path)
    with _text(path, encoding) as file:
        lines = list(islice(file, MOST_LINES_ABOVE))
    if not any(line.strip() for line in lines):
        raise RegisterError(f"{path} is empty. Download it again.")
    sought = {column_key(name) for name in wanted}
    candidates = [
        Layout(encoding, delimiter, number, _cells(line, delimiter))
        for number, line in enumerate(lines, 1)
        for delimiter in DELIMITERS
    ]
    return max(
        candidates,
        key=lambda found: (
            len(sought & {column_key(name) for name in found.columns}),
            len(found.columns),
            -found.header_line,
        ),
    )


def column_key(name: str) -> str:
    """Column names are compared without regard to case and blanks."""
    return " ".join(name.split()).casefold()


@contextmanager
def open_records(path: Path, layout: Layout) -> Iterator[tuple[Iterator[Record], BinaryIO]]:
    """The records below the header, and the raw file, whose position tells how far one has read."""
    with _text(path, layout.encoding) as file:
        below = islice(file, layout.header_line, None)
        lines = _Lines(below, first=layout.header_line + 1)
        yield _records(lines, layout), file.buffer


@contextmanager
def _text(path: Path, encoding: str) -> Iterator[TextIO]:
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            yield file
    except LookupError:
        raise RegisterError(f"There is no encoding {encoding!r}. Try utf-8 or cp1250.") from None


# --- Encoding ---------------------------------------------------------------


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
        if start.startswith(ARCHIVE):
            raise RegisterError(f"{path} is a workbook or a zip archive. Save it as CSV first.")
        for mark, encoding in MARKS.items():
            if start.startswith(mark):
                return encoding
        if start[1::2].count(0) > len(start) // 4:
            return "utf-16-le"
        if start[::2].count(0) > len(start) // 4:
            return "utf-16-be"
        return "utf-8" if _reads_as_utf_8(file) else _western_encoding(file)


def _reads_as_utf_8(file: BinaryIO) -> bool:
    """A few damaged letters do not make a file Latin-1: that would spoil all the others."""
    letters = damaged = 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for chunk in _chunks(file):
        text = decoder.decode(chunk)
        if not text.isascii():
            letters += len(text) - len(text.encode("ascii", "ignore"))
            damaged += text.count(UNREADABLE)
    return not damaged or letters > 2 * damaged


def _western_encoding(file: BinaryIO) -> str:
    windows = all(len(chunk) == len(chunk.translate(None, NOT_WINDOWS)) for chunk in _chunks(file))
    return "cp1252" if windows else "latin-1"


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    return iter(partial(file.read, CHUNK), b"")


# --- Records ----------------------------------------------------------------


class _Lines:
    """Numbered lines, some of which can be put back."""

    def __init__(self, lines: Iterator[str], *, first: int):
        self._lines = enumerate(lines, first)
        self._put_back: deque[tuple[int, str]] = deque()

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return self

    def __next__(self) -> tuple[int, str]:
        return self._put_back.popleft() if self._put_back else next(self._lines)

    def put_back(self, lines: list[tuple[int, str]]) -> None:
        self._put_back.extendleft(reversed(lines))


def _records(lines: _Lines, layout: Layout) -> Iterator[Record]:
    """Each record with the number of its first line. A stray quotation mark costs its own row."""
    for number, line in lines:
        if line.count('"') % 2:
            yield number, _cells_over_lines(line, lines, layout)
        else:
            yield number, _cells(line, layout.delimiter)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader((line,), delimiter=delimiter), [])
    except csv.Error:
        return [line]


def _cells_over_lines(line: str, lines: _Lines, layout: Layout) -> list[str]:
    if alone := _well_formed([line], layout):
        return alone
    following = list(islice(lines, MOST_LINES_OF_A_CELL))
    for last, (_, end) in enumerate(following, 1):
        if '"' in end and (cells := _well_formed([line, *_texts(following[:last])], layout)):
            lines.put_back(following[last:])
            return cells
    lines.put_back(following)
    return _cells(line, layout.delimiter)


def _well_formed(lines: list[str], layout: Layout) -> list[str]:
    """The cells, when the lines are exactly one record of the right width; else nothing."""
    try:
        found = list(csv.reader(lines, delimiter=layout.delimiter, strict=True))
    except csv.Error:
        return []
    return found[0] if len(found) == 1 and len(found[0]) == len(layout.columns) else []


def _texts(lines: list[tuple[int, str]]) -> Iterator[str]:
    return (text for _, text in lines)
