"""Finding a school in the register of a country: exact words first, similar ones after.

Both ways are answered by the trigram index on `School.text_normal` (name, town and official
number, without accents), so that a country of any size answers at once.
"""

import unicodedata

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Q, QuerySet, Value

from accounts.models import School
from core.search import Normal, having_words, words

# A search that finds fewer than this is given a second chance that forgives typos.
FEW = 5
# Words that half a register shares: rows read before the best are chosen. Keeps the answer quick.
CANDIDATES = 300
# The same for the second chance, where looking at a row costs more.
SIMILAR_CANDIDATES = 100
SHORTEST_WORD_WITH_TYPOS = 4
# How much of a word must be the same. Half forgives a wrong or swapped letter in a word of five.
ALIKE = "0.5"

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


def find_schools(country_id: str, text: str, *, most: int = 20) -> list[School]:
    """Schools one may join whose name, town or official number match what was typed, best first."""
    typed = words(text)
    if not typed:
        return []
    register = School.objects.open().filter(country=country_id).select_related("territory")
    exact = list(having_words(register, "text_normal", text).order_by()[:CANDIDATES])
    found = sorted(exact, key=lambda school: _rank(school, text))[:most]
    if len(found) < FEW and not (found and _has_number(found[0], text)):
        known = {school.pk for school in found}
        found += [school for school in _similar(register, typed, most) if school.pk not in known]
    return found[:most]


def likely_duplicates(country_id: str, *, name: str, town: str, official_id: str) -> list[School]:
    """Schools that may be the one a person is about to add."""
    found = find_schools(country_id, official_id, most=3) if official_id else []
    known = {school.pk for school in found}
    for text in (f"{name} {town}", name):
        found += [s for s in find_schools(country_id, text, most=5) if s.pk not in known]
        known |= {school.pk for school in found}
    return found[:5]


def _without_accents(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _rank(school: School, text: str) -> tuple:
    """The official number itself, then names that begin as typed, then the shortest name."""
    name = school.name.casefold()
    begins = name.startswith(text.strip().casefold())
    return (not _has_number(school, text), not begins, len(name), name, school.pk)


def _has_number(school: School, text: str) -> bool:
    return school.official_id.casefold() == text.strip().casefold()


def _similar(register: QuerySet[School], typed: list[str], most: int) -> list[School]:
    """Every telling word is in the row, or a letter or two away from a word of it."""
    telling = [word for word in typed if _without_accents(word) not in GENERIC] or typed
    rows = register
    for word in telling:
        normal = Normal(Value(word))
        alike = Q(text_normal__contains=normal)
        if len(word) >= SHORTEST_WORD_WITH_TYPOS:
            alike |= Q(text_normal__trigram_word_similar=normal)
        rows = rows.filter(alike)
    nearness = TrigramWordSimilarity(Normal(Value(" ".join(typed))), "text_normal")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [ALIKE])
        found = list(rows.annotate(nearness=nearness).order_by()[:SIMILAR_CANDIDATES])
    return sorted(found, key=lambda school: (-school.nearness, school.name, school.pk))[:most]
