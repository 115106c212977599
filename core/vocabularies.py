"""Subjects, vocational families, school levels, languages and roles, ready to show.

Read once a minute per process from the `Term` table, so that showing a name costs no query.
"""

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.utils.translation import get_language

from core.models import Term, Vocabulary
from core.search import folded

LIFETIME_SECONDS = 60
_kept: dict[str, tuple[float, dict[str, Term]]] = {}
# By vocabulary and language.
_spoken: dict[tuple[str, str], "_Spoken"] = {}


class _Spoken(NamedTuple):
    """A vocabulary in one language, and the terms it was made of."""

    of: dict[str, Term]
    # Code and name: of every term, and of those that are offered, in the order of forms.
    names: dict[str, str]
    offered: list[tuple[str, str]]


def terms(vocabulary: str) -> dict[str, Term]:
    """All terms of a vocabulary by code, in their order; retired ones included."""
    kept = _kept.get(vocabulary)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    _read()
    return _kept[vocabulary][1] if vocabulary in _kept else {}


def _read() -> None:
    """All vocabularies in one query. An empty table is not kept: it is about to be filled."""
    until = time.monotonic() + LIFETIME_SECONDS
    found: dict[str, dict[str, Term]] = {}
    for term in Term.objects.all():
        found.setdefault(term.vocabulary, {})[term.code] = term
    _kept.update({vocabulary: (until, rows) for vocabulary, rows in found.items()})


def choices(vocabulary: str) -> list[tuple[str, str]]:
    """(code, name in the reader's language) of the terms offered in forms.

    Languages and subjects are sorted by name; levels and roles keep their own order.
    """
    return list(_in_the_readers_language(vocabulary).offered)


def offering(vocabulary: str) -> Callable[[], dict[str, str]]:
    """What to choose from, by code, asked for anew each time: for filters and forms."""
    return lambda: dict(choices(vocabulary))


def names(vocabulary: str, codes: Iterable[str]) -> list[str]:
    """The names of some codes in the reader's language; an unknown code shows as itself."""
    known = _in_the_readers_language(vocabulary).names
    return [known.get(code, code) for code in codes]


def _in_the_readers_language(vocabulary: str) -> _Spoken:
    """Made once for as long as the terms are kept."""
    known, language = terms(vocabulary), get_language() or ""
    spoken = _spoken.get((vocabulary, language))
    if spoken is None or spoken.of is not known:
        named = {code: term.name for code, term in known.items()}
        offered = [(code, named[code]) for code, term in known.items() if term.is_active]
        if vocabulary not in {Vocabulary.LEVEL, Vocabulary.ROLE}:
            offered.sort(key=lambda pair: folded(pair[1]))
        spoken = _spoken[vocabulary, language] = _Spoken(known, named, offered)
    return spoken


def forget() -> None:
    """Read the table again at the next call, in this process."""
    _kept.clear()
