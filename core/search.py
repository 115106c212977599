"""Text compared without accents and case, the same way everywhere.

`f_unaccent` and `f_words` are immutable SQL functions (core migrations 0001 and 0005), so that
generated columns and indexes can use them.
"""

import unicodedata
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat


class Normal(Func):
    """Lower case, without accents: "Ñandú" and "nandu" become one."""

    function = "f_unaccent"
    output_field = TextField()


class WordsOf(Func):
    """The words of a normal text, parted at blanks and punctuation. For indexes over whole words."""

    function = "f_words"
    output_field = ArrayField(TextField())


def normal_of(*fields: str) -> Normal:
    """The normal form of some text columns, joined by blanks. For generated columns."""
    if len(fields) == 1:
        return Normal(F(fields[0]))
    parts = []
    for field in fields:
        parts += [F(field), Value(" ")]
    return Normal(Concat(*parts[:-1], output_field=TextField()))


def words(text: str, *, most: int = 8) -> list[str]:
    """The words of what a person typed: control characters gone, bounded in number and length."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text[:200])
    return [word[:40] for word in printable.split()][:most]


def normal_words(typed: str) -> list[str]:
    """What somebody typed, as normal words."""
    return str(_of_typed("f_unaccent(%s)", typed)).split() if typed else []


def parted_words(typed: str) -> list[str]:
    """The same, parted as `WordsOf` parts texts: "Saint-Exupéry" are two."""
    return list(filter(None, _of_typed("f_words(f_unaccent(%s))", typed)))


def _of_typed(expression: str, typed: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {expression}", [" ".join(words(typed))])
        return cursor.fetchone()[0]


def having_words(rows: QuerySet, column: str, text: str) -> QuerySet:
    """The rows whose normal column holds every word of the text, accents and case forgiven."""
    for word in words(text):
        rows = rows.filter(**{f"{column}__contains": Normal(Value(word))})
    return rows


def folded(text: str) -> str:
    """Lower case without accents, in Python: for short lists that are already in memory."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
