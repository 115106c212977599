"""Subjects, vocational families, school levels, languages and roles, ready to show.

Read once a minute per process from the `Term` table, so that showing a name costs no query.
"""

import time
from collections.abc import Callable, Iterable

from django.utils.translation import get_language

from core.models import Term, Vocabulary
from core.search import folded

LIFETIME_SECONDS = 60
_kept: dict[str, tuple[float, dict[str, Term]]] = {}
# (vocabulary, language): the terms they were made of, and what is offered.
_offered: dict[tuple[str, str], tuple[dict[str, Term], list[tuple[str, str]]]] = {}
# The same, with the name of every term by its code.
_named: dict[tuple[str, str], tuple[dict[str, Term], dict[str, str]]] = {}


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
    known, language = terms(vocabulary), get_language() or ""
    of, pairs = _offered.get((vocabulary, language), ({}, []))
    if of is not known:
        pairs = [(code, term.name) for code, term in known.items() if term.is_active]
        if vocabulary not in {Vocabulary.LEVEL, Vocabulary.ROLE}:
            pairs.sort(key=lambda pair: folded(pair[1]))
        _offered[vocabulary, language] = (known, pairs)
    return list(pairs)


def offering(vocabulary: str) -> Callable[[], dict[str, str]]:
    """What to choose from, by code, asked for anew each time: for filters and forms."""
    return lambda: dict(choices(vocabulary))


def names(vocabulary: str, codes: Iterable[str]) -> list[str]:
    """The names of some codes in the reader's language; an unknown code shows as itself."""
    known, language = terms(vocabulary), get_language() or ""
    of, by_code = _named.get((vocabulary, language), ({}, {}))
    if of is not known:
        by_code = {code: term.name for code, term in known.items()}
        _named[vocabulary, language] = (known, by_code)
    return [by_code.get(code, code) for code in codes]


def forget() -> None:
    """Read the table again at the next call, in this process."""
    _kept.clear()
