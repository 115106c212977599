"""Ages of pupils as a filter: the bands a page offers, and ranges people write themselves."""

import re

from django.utils.translation import gettext as _

OLDEST = 30
# From the youngest to the oldest pupils; a row is in every band that overlaps its ages.
AGE_BANDS = ("0-5", "6-8", "9-11", "12-14", "15-17", "18-30")
AGES = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)


def age_range(value: str) -> tuple[int, int] | None:
    """The ages "12-15" or "12" stand for; None when that cannot be the age of pupils."""
    found = AGES.fullmatch(value)
    if not found:
        return None
    youngest, oldest = int(found[1]), int(found[2] or found[1])
    return (youngest, oldest) if youngest <= oldest <= OLDEST else None


def age_bands() -> dict[str, str]:
    return {band: age_words(band) for band in AGE_BANDS}


def age_words(value: str) -> str:
    """ "12-15" in words."""
    youngest, oldest = age_range(value) or (0, OLDEST)
    if youngest == oldest:
        return _("%(age)d years") % {"age": youngest}
    if youngest == 0:
        return _("up to %(age)d years") % {"age": oldest}
    if value == AGE_BANDS[-1]:
        return _("%(age)d years and older") % {"age": youngest}
    return _("%(youngest)d to %(oldest)d years") % {"youngest": youngest, "oldest": oldest}
