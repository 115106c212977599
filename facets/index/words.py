"""A vocabulary: every word once, sorted, and the rows that have it.

The words lie in one text, a line each, so that looking inside all of them is one search for a part of
that text. Rows of a frequent word are a bitmap, those of a rare one plain numbers.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from pyroaring import BitMap

from facets.index.form import Sections, numbers
from facets.text import SHORTEST_PART, near_pattern

MOST_RARE = 64
Rows = dict[str, "array[int]"]


def sections(name: str, rows: Rows) -> Iterator[tuple[str, bytes]]:
    """The parts of an index that hold this vocabulary. Uses `rows` up."""
    lines, common, posted = bytearray(b"\n"), BitMap(), bytearray()
    starts, bounds = array("I"), array("I", [0])
    for number, word in enumerate(sorted(rows, key=str.encode)):
        starts.append(len(lines))
        lines += word.encode() + b"\n"
        having = rows.pop(word)
        if len(having) > MOST_RARE:
            common.add(number)
            posted += BitMap(having).serialize()
        else:
            posted += numbers(sorted(set(having)))
        bounds.append(len(posted))
    yield f"{name}.lines", bytes(lines)
    yield f"{name}.starts", starts.tobytes()
    yield f"{name}.common", common.serialize()
    yield f"{name}.rows", bytes(posted)
    yield f"{name}.bounds", bounds.tobytes()


class Words:
    """A vocabulary of a loaded index. The lines are in memory, the rows stay in the file."""

    def __init__(self, index: Sections, name: str) -> None:
        self._lines = index.bytes(f"{name}.lines")
        self._starts = index.numbers(f"{name}.starts")
        self._common = BitMap.deserialize(index.bytes(f"{name}.common"))
        self._rows = index.view(f"{name}.rows")
        self._bounds = index.numbers(f"{name}.bounds")

    def having(self, word: str) -> BitMap:
        """The rows with a word that contains this one; a short one is only found whole."""
        part = word.encode()
        return self._rows_of(self._with(part if len(word) >= SHORTEST_PART else b"\n%b\n" % part))

    def near(self, word: str) -> BitMap:
        """The rows with this word, one letter of it wrong, missing, too many or swapped."""
        is_near = re.compile(near_pattern(word)).fullmatch
        half = len(word) // 2
        first, second = word[:half].encode(), word[half:].encode()
        # What is wrong in one half leaves the other as it is; only a swap in the middle touches both.
        swapped = word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :]
        parts = (b"\n" + first, second + b"\n", b"\n%b\n" % swapped.encode())
        candidates = BitMap.union(*map(self._with, parts))
        return self._rows_of(number for number in candidates if is_near(self._word(number)))

    def _with(self, part: bytes) -> BitMap:
        found, starts, lines = BitMap(), self._starts, self._lines
        at, last = lines.find(part), len(starts) - 1
        while at >= 0:
            number = bisect_right(starts, at + 1) - 1
            found.add(number)
            at = lines.find(part, starts[number + 1] - 1) if number < last else -1
        return found

    def _word(self, number: int) -> str:
        start = self._starts[number]
        return self._lines[start : self._lines.index(b"\n", start)].decode()

    def _rows_of(self, numbers: Iterable[int]) -> BitMap:
        wanted = BitMap(numbers)
        common = [BitMap.deserialize(self._posted(number)) for number in wanted & self._common]
        rare = array("I")
        rare.frombytes(b"".join([self._posted(number) for number in wanted - self._common]))
        return BitMap.union(BitMap(rare), *common)

    def _posted(self, number: int) -> bytes:
        return bytes(self._rows[self._bounds[number] : self._bounds[number + 1]])
