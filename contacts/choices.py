"""The countries as values to choose from."""

from contacts.models import Country
from core.search import folded


def countries() -> dict[str, str]:
    """Code and name of every country, sorted by name in the reader's language."""
    found = sorted(Country.objects.all(), key=lambda country: folded(country.name))
    return {country.pk: country.name for country in found}
