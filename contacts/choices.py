"""The countries as values to choose from. Read once a minute per process, like the vocabularies."""

import time

from django.utils.translation import get_language

from contacts.models import Country
from core import vocabularies
from core.search import folded

_kept: tuple[float, list[Country]] = (0, [])
# By language: the countries they were made of, and what is offered.
_offered: dict[str, tuple[list[Country], dict[str, str]]] = {}


def countries() -> dict[str, str]:
    """Code and name of every country, sorted by name in the reader's language."""
    known, language = _known(), get_language() or ""
    of, names = _offered.get(language, ([], {}))
    if of is not known:
        found = sorted(known, key=lambda country: folded(country.name))
        names = {country.pk: country.name for country in found}
        _offered[language] = (known, names)
    return names


def _known() -> list[Country]:
    global _kept
    until, known = _kept
    if until < time.monotonic() or not known:
        known = list(Country.objects.all())
        _kept = (time.monotonic() + vocabularies.LIFETIME_SECONDS, known)
    return known
