"""The bytes of an index: a head, a table of named sections, the sections.

magic, form, length of the table, length of everything, SHA-256 of everything after the head
"""

import hashlib
import json
import struct
from array import array
from collections.abc import Iterable
from mmap import ACCESS_READ, MADV_DONTNEED, mmap
from typing import IO

# Raise it whenever the same bytes would mean something else.
FORM = 2
MAGIC = b"FACETS\0\0"
HEAD = struct.Struct("<8sHxxxxxxQQ32s")
READ_AT_ONCE = 1 << 20
WIDTH = 8


class UnusableIndex(Exception):  # noqa: N818 -- what it is, in the words of the log
    """Cut short, changed, or of another form: nobody may answer from it."""


def packed(sections: Iterable[tuple[str, bytes]]) -> bytes:
    """The whole as bytes. Each section begins at a multiple of eight."""
    table: dict[str, tuple[int, int]] = {}
    body = bytearray()
    for name, content in sections:
        table[name] = (len(body), len(content))
        body += content
        body += bytes(-len(body) % WIDTH)
    written = json.dumps(table, separators=(",", ":")).encode()
    written += b" " * (-len(written) % WIDTH)
    checksum = hashlib.sha256(written)
    checksum.update(body)
    size = HEAD.size + len(written) + len(body)
    return HEAD.pack(MAGIC, FORM, len(written), size, checksum.digest()) + written + body


def checksum_of(packed_index: bytes) -> str:
    return bytes(HEAD.unpack_from(packed_index)[4]).hex()


def check(file: IO[bytes], checksum: str) -> None:
    """Read the file through once, outside our memory; UnusableIndex unless it is the expected one."""
    file.seek(0)
    head = file.read(HEAD.size)
    if len(head) < HEAD.size:
        raise UnusableIndex("it is cut short")
    magic, form, _, size, digest = HEAD.unpack(head)
    if magic != MAGIC or form != FORM:
        raise UnusableIndex(f"its form is {form}, ours is {FORM}")
    found, length = hashlib.sha256(), HEAD.size
    while piece := file.read(READ_AT_ONCE):
        found.update(piece)
        length += len(piece)
    if length != size:
        raise UnusableIndex(f"it has {length:,} of {size:,} bytes")
    if found.digest() != digest or digest.hex() != checksum:
        raise UnusableIndex("its checksum is wrong")


class Sections:
    """A checked file, read where it lies: processes of one machine share its pages."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = mmap(file.fileno(), 0, access=ACCESS_READ)
        self._map = memoryview(self._file)
        _, _, length, _, _ = HEAD.unpack_from(self._map)
        self._start = HEAD.size + length
        self._table: dict[str, tuple[int, int]] = json.loads(
            bytes(self._map[HEAD.size : self._start])
        )

    def let_go(self) -> None:
        """Give pages that were read back to the machine, which keeps them for all its processes."""
        self._file.madvise(MADV_DONTNEED)

    def names(self, beginning: str) -> list[str]:
        return [name for name in self._table if name.startswith(beginning)]

    def view(self, name: str) -> memoryview:
        start, length = self._table[name]
        return self._map[self._start + start : self._start + start + length]

    def bytes(self, name: str) -> bytes:
        return bytes(self.view(name))

    def numbers(self, name: str) -> memoryview:
        return self.view(name).cast("I")


def numbers(values: Iterable[int]) -> bytes:
    return array("I", values).tobytes()
