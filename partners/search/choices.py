"""The values each filter offers, named in the reader's language."""

from django.utils.translation import gettext as _

from contacts.models import Country
from core import vocabularies
from core.models import Vocabulary
from core.search import folded
from partners.search.question import GROUPS, age_range

# From the youngest to the oldest pupils; a teacher is in every band that overlaps theirs.
AGE_BANDS = ("0-5", "6-8", "9-11", "12-14", "15-17", "18-30")
VOCABULARIES = {
    "subject": Vocabulary.SUBJECT,
    "language": Vocabulary.LANGUAGE,
    "level": Vocabulary.LEVEL,
    "role": Vocabulary.ROLE,
}


def choices() -> dict[str, dict[str, str]]:
    """Group, value, name: in the order in which a page shows them."""
    offered = {name: dict(vocabularies.choices(of)) for name, of in VOCABULARIES.items()}
    countries = sorted(Country.objects.all(), key=lambda country: folded(country.name))
    offered["country"] = {country.pk: country.name for country in countries}
    offered["age"] = {band: age_words(band) for band in AGE_BANDS}
    offered["available"] = {"yes": _("Looking for partners now")}
    return {group: offered[group] for group in GROUPS}


def age_words(value: str) -> str:
    """ "12-15" in words."""
    youngest, oldest = age_range(value)
    if youngest == oldest:
        return _("%(age)d years") % {"age": youngest}
    if youngest == 0:
        return _("up to %(age)d years") % {"age": oldest}
    if value == AGE_BANDS[-1]:
        return _("%(age)d years and older") % {"age": youngest}
    return _("%(youngest)d to %(oldest)d years") % {"youngest": youngest, "oldest": oldest}
