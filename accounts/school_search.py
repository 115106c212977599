"""Finding a school in the register of a country: exact words first, similar ones after.

Rows are found by the trigram index on `School.text_normal` (name, town and official number, without
accents). What somebody may have meant is looked up among the words of the country's schools first,
which are few: asking every row how much it resembles what was typed took 100 ms at 300,000 schools.
"""

import difflib
import re
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from accounts.models import School
from core.search import WordsOf, having_words, parted_words, words
from facets.text import SHORTEST_NEAR, near_pattern

# A search that finds fewer than this is given a second chance that forgives typos.
FEW = 5
# Words that half a register shares: rows read before the best are chosen. Keeps the answer quick.
CANDIDATES = 300
SHORTEST_TELLING_WORD = 3
# How much of a word must be the same. Short words have too few trigrams for that: they are also found
# with one letter wrong, missing, too many, or two swapped, and are then so much alike.
ALIKE = "0.5"
LONGEST_SHORT_WORD = 7
NEAR_ENOUGH = 0.8
# So many words of the register may be the one that was meant.
MOST_MEANT = 8

# How much of a general word must be the same: "institto", "colejio".
ALMOST_GENERIC = 0.85

# What schools are called in general. The second chance does without these words: people write
# "Instituto Ausiàs March" where the register says "IES Ausiàs March".
GENERIC = frozenset(
    {
        "ceip",
        "colegio",
        "college",
        "ecole",
        "escola",
        "escuela",
        "gimnazija",
        "gymnasium",
        "ies",
        "institut",
        "instituto",
        "istituto",
        "liceo",
        "liceum",
        "lycee",
        "primaria",
        "primary",
        "public",
        "publico",
        "scoala",
        "school",
        "schule",
        "scuola",
        "secondary",
        "skola",
        "szkola",
    }
)

ALIKE_WORDS = """
SELECT typed, alike.word, alike.likeness
FROM unnest(%(typed)s::text[], %(near)s::text[]) AS asked (typed, near) LEFT JOIN LATERAL (
    SELECT word, greatest(word_similarity(typed, word), (word ~ near)::int * %(near_enough)s)
        AS likeness
    FROM accounts_schoolword
    WHERE country_id = %(country)s AND (word %%> typed OR word ~ near)
        AND length(typed) >= %(shortest)s
    ORDER BY likeness DESC, similarity(typed, word) DESC, word
    LIMIT %(most)s
) AS alike ON true
"""

# The words of schools that may be what somebody meant, and how much each is like what they typed:
# from 0 to 1.
Meant = dict[str, float]
Rank = Callable[[Any], tuple]


def find_schools(country_id: str, text: str, *, most: int = 20) -> list[School]:
    """Schools one may join whose name, town or official number match what was typed, best first."""
    if not words(text):
        return []
    register = School.objects.open().filter(country=country_id)
    found = _exact(register, text, most)
    if len(found) < FEW and not (found and _has_number(found[0], text)):
        known = {school.pk for school in found}
        similar = _similar(register, country_id, text, most)
        found += [school for school in similar if school.pk not in known]
    return found[:most]


def likely_duplicates(country_id: str, *, name: str, town: str, official_id: str) -> list[School]:
    """Schools that may be the one a person is about to add."""
    found = find_schools(country_id, official_id, most=3) if official_id else []
    known = {school.pk for school in found}
    for text in (f"{name} {town}", name):
        found += [s for s in find_schools(country_id, text, most=5) if s.pk not in known]
        known |= {school.pk for school in found}
    return found[:5]


def _exact(register: QuerySet[School], text: str, most: int) -> list[School]:
    """The official number itself, then names that begin as typed, then the shortest name."""
    typed = text.strip().casefold()

    def rank(school: Any) -> tuple:
        begins = school.name.casefold().startswith(typed)
        return (not _has_number(school, text), not begins, len(school.name))

    return _best(having_words(register, "text_normal", text), rank, most)


def _has_number(school: Any, text: str) -> bool:
    return school.official_id.casefold() == text.strip().casefold()


def _similar(register: QuerySet[School], country_id: str, text: str, most: int) -> list[School]:
    """Every telling word is in the row, or a letter or two away from a word of it.

    The likest first, then the shortest name.
    """
    typed = parted_words(text)
    telling = list(filter(_is_telling, typed))
    meant = _meant(country_id, telling or typed)
    if not meant:
        return []
    rows = register.alias(words=WordsOf("text_normal"))
    for word, alike in meant.items():
        rows = rows.filter(_having(word, alike))

    def rank(school: Any) -> tuple:
        likeness = sum(_likeness(school, word, alike) for word, alike in meant.items())
        return (-likeness, len(school.name))

    return _best(rows, rank, most)


def _is_telling(word: str) -> bool:
    """Neither a short word nor what schools are called in general, well spelt or not."""
    if len(word) < SHORTEST_TELLING_WORD:
        return False
    return not difflib.get_close_matches(word, GENERIC, n=1, cutoff=ALMOST_GENERIC)


def _best(rows: QuerySet[School], rank: Rank, most: int) -> list[School]:
    """The first of these in an order: of the candidates only what ranks them is read."""
    columns = rows.order_by().values_list("pk", "official_id", "name", "text_normal", named=True)
    candidates = sorted(columns[:CANDIDATES], key=lambda row: (*rank(row), row.name, row.pk))
    found = School.objects.select_related("territory").in_bulk(
        [row.pk for row in candidates[:most]]
    )
    return [found[row.pk] for row in candidates[:most] if row.pk in found]


def _meant(country_id: str, typed: list[str]) -> dict[str, Meant]:
    """For each word those of the country's schools that resemble it."""
    meant: dict[str, Meant] = {word: {} for word in typed}
    near = [
        f"^({near_pattern(word)})$" if len(word) <= LONGEST_SHORT_WORD else None for word in typed
    ]
    asked = {
        "country": country_id,
        "typed": typed,
        "near": near,
        "near_enough": NEAR_ENOUGH,
        "shortest": SHORTEST_NEAR,
        "most": MOST_MEANT,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [ALIKE])
        cursor.execute(ALIKE_WORDS, asked)
        for word, alike, likeness in cursor.fetchall():
            meant[word] |= {alike: likeness} if alike else {}
    return meant


def _having(word: str, meant: Meant) -> Q:
    """A school has one of the words that may have been meant; when there is none, what was typed."""
    if meant:
        return Q(words__overlap=list(meant))
    if any(map(str.isdigit, word)):
        return Q(text_normal__contains=word) | Q(text_normal__regex=_one_letter_wrong(word))
    return Q(text_normal__contains=word)


def _likeness(school: Any, word: str, meant: Meant) -> float:
    if word in school.text_normal:
        return 1.0
    here = meant.keys() & re.findall(r"\w+", school.text_normal)
    return max((meant[one] for one in here), default=0.0)


def _one_letter_wrong(number: str) -> str:
    """A pattern for official numbers, which are as many as schools and so not among the words."""
    places = range(len(number))
    return "|".join(f"{re.escape(number[:i])}.{re.escape(number[i + 1 :])}" for i in places)
