"""How well another teacher fits, and why: one table of points, and the function that gives them.

Plain data in, plain data out, so that whoever finds the people (SQL, an index) is of no concern.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

POINTS = {
    "subjects": 30,  # a subject in common
    "further_subject": 8,  # each further one, two at most
    "ages": 25,  # all of my pupils' ages; a part of them, a part of the points
    "levels": 12,  # the same school level, where one of the two names no ages
    "languages": 15,  # a language in common
    "further_language": 6,  # each further one, two at most
    "available": 10,  # says that they are looking for partners
    "abroad": 10,  # works in another country
    "here_yesterday": 12,
    "here_this_week": 8,
    "here_this_month": 3,
    "new": 10,  # has joined lately
}
MOST_FURTHER = 2
NEW_FOR_DAYS = 45
# Each person of a country costs the next one of it so much; every third place is a newcomer's.
SAME_COUNTRY_AGAIN = 25
NEWCOMERS_TURN = 40
NEWCOMERS_PLACE = 3
SUBSTANCE = {"subjects", "ages", "levels"}


@dataclass(frozen=True, slots=True)
class Profile:
    """What fitting depends on. Nothing that the person shows to fewer than all members."""

    pk: int
    country: str
    subjects: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    ages: tuple[int, int] | None = None
    is_available: bool = False
    here_on: date = date.min
    joined_on: date = date.min


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody fits: `what` they share, as codes or numbers, still to be put into words."""

    name: str
    points: int
    what: tuple = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """One person and everything that speaks for them."""

    person: Profile
    reasons: tuple[Reason, ...]
    points: int
    is_new: bool

    @property
    def has_substance(self) -> bool:
        """Somebody who only was here lately is no partner."""
        return any(reason.name in SUBSTANCE for reason in self.reasons)


def fit(mine: Profile, other: Profile, today: date) -> Fit:
    """Everything that speaks for the other, in the order in which it is said."""
    found = [
        _shared("subjects", "further_subject", mine.subjects, other.subjects),
        _ages(mine, other),
        _shared("languages", "further_language", mine.languages, other.languages),
        Reason("available", POINTS["available"]) if other.is_available else None,
        Reason("abroad", POINTS["abroad"]) if other.country != mine.country else None,
        _here((today - other.here_on).days),
        Reason("new", POINTS["new"]) if (today - other.joined_on).days <= NEW_FOR_DAYS else None,
    ]
    reasons = tuple(reason for reason in found if reason)
    is_new = any(reason.name == "new" for reason in reasons)
    return Fit(other, reasons, sum(reason.points for reason in reasons), is_new)


def _shared(
    name: str, further: str, mine: Collection[str], theirs: Collection[str]
) -> Reason | None:
    both = tuple(code for code in mine if code in theirs)
    if not both:
        return None
    more = min(len(both) - 1, MOST_FURTHER)
    return Reason(name, POINTS[name] + more * POINTS[further], both)


def _ages(mine: Profile, other: Profile) -> Reason | None:
    """The ages both teach; the level where one of the two says nothing about ages."""
    if mine.ages is None or other.ages is None:
        both = tuple(level for level in mine.levels if level in other.levels)
        return Reason("levels", POINTS["levels"], both) if both else None
    youngest = max(mine.ages[0], other.ages[0])
    oldest = min(mine.ages[1], other.ages[1])
    years = oldest - youngest + 1
    if years < 1:
        return None
    share = years / (mine.ages[1] - mine.ages[0] + 1)
    return Reason("ages", round(POINTS["ages"] * share), (youngest, oldest))


def _here(days_ago: int) -> Reason | None:
    for most, name in ((1, "here_yesterday"), (7, "here_this_week"), (30, "here_this_month")):
        if days_ago <= most:
            return Reason(name, POINTS[name], (days_ago,))
    return None


def chosen(fits: Iterable[Fit], most: int) -> list[Fit]:
    """The best of them, of different countries, newcomers among them. The same fits, the same choice."""
    left = sorted(
        (one for one in fits if one.has_substance), key=lambda one: (-one.points, one.person.pk)
    )
    picked: list[Fit] = []
    countries: Counter[str] = Counter()
    while left and len(picked) < most:
        is_newcomers = len(picked) % NEWCOMERS_PLACE == NEWCOMERS_PLACE - 1
        best = max(left, key=partial(_worth, countries=countries, is_newcomers=is_newcomers))
        left.remove(best)
        picked.append(best)
        countries[best.person.country] += 1
    return picked


def _worth(one: Fit, countries: Mapping[str, int], *, is_newcomers: bool) -> int:
    """What somebody is worth beside those picked already, of so many from each country."""
    again = countries[one.person.country] * SAME_COUNTRY_AGAIN
    return one.points - again + (NEWCOMERS_TURN if is_newcomers and one.is_new else 0)
