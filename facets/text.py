"""Free text of a search: what it means to be found by it. `core.search` reads what was typed.

PostgreSQL's normal form (`f_unaccent`) decides what is equal. A word is found inside a word of the
source's texts; a word of one or two letters only as a whole. When nothing at all is found so, a word
may also be one of the source's `near` text with one letter wrong.
"""

import re
from typing import Any

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Concat

from facets.source import Source

SHORTEST_PART = 3
SHORTEST_NEAR = 4
# Everything at which Python's str.split() parts words.
BLANKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)


def near_pattern(word: str) -> str:
    """A regular expression, the same to Python and PostgreSQL: the word, or one letter away from it."""
    ways = {word[:i] + word[i + 1 :]: None for i in range(len(word))}
    swapped = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))
    alternatives = [re.escape(way) for way in (*ways, *swapped)]
    for i in range(len(word) + 1):
        before = re.escape(word[:i])
        alternatives.append(f"{before}[^ ]{re.escape(word[i:])}")
        alternatives.append(f"{before}[^ ]{re.escape(word[i + 1 :])}")
    return "|".join(dict.fromkeys(alternatives))


class _Blanked(Func):
    """A text with every blank a plain one, and one at each end."""

    function = "translate"
    output_field = TextField()


def _blanked(column: str) -> _Blanked:
    spaced = Concat(Value(" "), F(column), Value(" "), output_field=TextField())
    return _Blanked(spaced, Value(BLANKS), Value(" " * len(BLANKS)))


def narrowed(source: Source, rows: Any, normal: list[str], *, near: bool) -> Any:
    """The rows that the words find, in plain SQL; `near`: a letter may be wrong."""
    rows = rows.alias(**{f"{column}_blanked": _blanked(column) for column in source.texts})
    for word in normal:
        if len(word) < SHORTEST_PART:
            rows = rows.filter(_in_any(source, "_blanked__contains", f" {word} "))
        elif near and len(word) >= SHORTEST_NEAR:
            is_near = Q(**{f"{source.near}_blanked__regex": f" ({near_pattern(word)}) "})
            rows = rows.filter(_in_any(source, "__contains", word) | is_near)
        else:
            rows = rows.filter(_in_any(source, "__contains", word))
    return rows


def _in_any(source: Source, lookup: str, value: str) -> Q:
    wanted = Q()
    for column, among in source.texts.items():
        inside = Q(**{f"{column}{lookup}": value})
        wanted |= inside & among if among else inside
    return wanted
