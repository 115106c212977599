"""The scoring, as a table: whom it prefers, and what it says for them. No database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from partners.fit import POINTS, Profile, chosen, fit

TODAY = date(2026, 3, 2)
LONG_AGO = TODAY - timedelta(days=400)
MINE = Profile(
    pk=1,
    country="ES",
    subjects=("biology", "music", "art"),
    languages=("en", "fr"),
    levels=("lower_secondary",),
    ages=(12, 15),
)
# Shares nothing at all; each row of the table adds one thing to it.
NOBODY = Profile(
    pk=2, country="ES", subjects=("history",), here_on=LONG_AGO, joined_on=LONG_AGO, ages=(3, 5)
)


def ago(days):
    return TODAY - timedelta(days=days)


TABLE = [
    ({}, {}),
    ({"subjects": ("biology",)}, {"subjects": 30}),
    ({"subjects": ("biology", "history")}, {"subjects": 30}),
    ({"subjects": ("music", "biology")}, {"subjects": 38}),
    ({"subjects": ("art", "music", "biology")}, {"subjects": 46}),
    ({"ages": (12, 15)}, {"ages": 25}),
    ({"ages": (10, 18)}, {"ages": 25}),
    ({"ages": (14, 18)}, {"ages": 12}),
    ({"ages": (15, 15)}, {"ages": 6}),
    ({"ages": (16, 18)}, {}),
    ({"ages": None, "levels": ("lower_secondary",)}, {"levels": 12}),
    ({"ages": None, "levels": ("primary",)}, {}),
    ({"languages": ("fr",)}, {"languages": 15}),
    ({"languages": ("fr", "en", "de")}, {"languages": 21}),
    ({"is_available": True}, {"available": 10}),
    ({"country": "IT"}, {"abroad": 10}),
    ({"here_on": ago(0)}, {"here_yesterday": 12}),
    ({"here_on": ago(1)}, {"here_yesterday": 12}),
    ({"here_on": ago(7)}, {"here_this_week": 8}),
    ({"here_on": ago(30)}, {"here_this_month": 3}),
    ({"here_on": ago(31)}, {}),
    ({"joined_on": ago(45)}, {"new": 10}),
    ({"joined_on": ago(46)}, {}),
]


@pytest.mark.parametrize(("change", "points"), TABLE)
def test_what_counts_and_how_much(change, points):
    found = fit(MINE, replace(NOBODY, **change), TODAY)

    assert {reason.name: reason.points for reason in found.reasons} == points
    assert found.points == sum(points.values())


def test_what_is_shared_is_named_in_my_order():
    found = fit(
        MINE,
        replace(NOBODY, subjects=("art", "biology"), languages=("fr", "en"), ages=(14, 18)),
        TODAY,
    )

    assert {reason.name: reason.what for reason in found.reasons} == {
        "subjects": ("biology", "art"),
        "ages": (14, 15),
        "languages": ("en", "fr"),
    }


def test_an_empty_profile_fits_nobody():
    empty = Profile(pk=3, country="ES")
    assert chosen([fit(empty, MINE, TODAY)], 6) == []


def test_the_same_subject_and_ages_outweigh_everything_small():
    small = ("available", "abroad", "here_yesterday", "new")
    assert POINTS["subjects"] + POINTS["ages"] > sum(POINTS[name] for name in small)


def person(pk, country, points_from=("biology",), joined=LONG_AGO):
    other = Profile(
        pk, country, subjects=points_from, here_on=LONG_AGO, joined_on=joined, ages=None
    )
    return fit(MINE, other, TODAY)


def picked(fits, most=6):
    return [one.person.pk for one in chosen(fits, most)]


def test_somebody_who_was_only_here_lately_is_not_chosen():
    idle = fit(MINE, replace(NOBODY, here_on=TODAY, country="IT", is_available=True), TODAY)
    assert idle.points > 0
    assert picked([idle]) == []


def test_countries_take_turns():
    italians = [person(pk, "IT", ("biology", "music")) for pk in (10, 11, 12)]
    pole = person(20, "PL")

    assert picked([*italians, pole], most=3) == [10, 20, 11]


def test_every_third_place_is_a_newcomers():
    known = [person(pk, country, ("biology", "music", "art")) for pk, country in
             [(10, "IT"), (11, "PL"), (12, "FR"), (13, "DE")]]  # fmt: skip
    new = person(30, "SE", joined=TODAY)

    assert picked([*known, new], most=4) == [10, 11, 30, 12]


def test_the_same_people_give_the_same_choice():
    fits = [person(pk, country) for pk, country in zip(range(10, 20), "ABCDEFGHIJ", strict=True)]
    assert picked(fits) == picked(reversed(fits)) == [10, 11, 12, 13, 14, 15]
