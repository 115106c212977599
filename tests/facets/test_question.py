"""What an address asks for, and that no address can do harm. No database."""

import pytest
from django.http import QueryDict

from facets.ages import AGE_BANDS, age_range, age_words
from facets.question import MOST_TEXT, MOST_VALUES, Question
from partners.sources import TEACHERS

KNOWN = {
    "country": {"ES": "Spain", "IT": "Italy"},
    "subject": {"biology": "Biology", "music": "Music"},
    "language": {"en": "English"},
    "level": {"primary": "Primary"},
    "age": dict.fromkeys(AGE_BANDS, ""),
    "role": {"teacher": "Teacher"},
    "available": {"yes": "Looking for partners now"},
}


def asked(address):
    return Question.read(TEACHERS, QueryDict(address), KNOWN)


def test_values_repeat_and_unknown_ones_are_left_out():
    question = asked("country=IT&country=ES&country=XX&country=IT&subject=alchemy&colour=red")
    assert question.values("country") == ("ES", "IT")
    assert question.values("subject") == ()
    assert question.answered() == ["country"]


def test_an_address_and_its_question_are_the_same_thing():
    address = (
        "q=mar+blau&age=6-8&available=yes&country=ES&country=IT&subject=music&sort=name&page=3"
    )
    assert asked(address).query().urlencode() == address
    assert asked("").query().urlencode() == ""
    assert asked("sort=active&page=1&q=").query().urlencode() == ""


def test_leaving_out_goes_back_to_the_first_page():
    question = asked("q=mar&country=ES&country=IT&page=7")
    assert question.without("country", "ES").query().urlencode() == "q=mar&country=IT"
    assert question.without("country").query().urlencode() == "q=mar"
    assert question.without("q").query().urlencode() == "country=ES&country=IT"


@pytest.mark.parametrize(
    ("value", "ages"),
    [
        ("12", (12, 12)),
        ("12-15", (12, 15)),
        ("0-5", (0, 5)),
        ("15-12", None),
        ("300", None),
        ("12-99", None),
        ("-3", None),
        ("12-", None),
        ("twelve", None),
        ("١٢", None),
        ("1e1", None),
    ],
)
def test_ages(value, ages):
    assert age_range(value) == ages


def test_absurd_ages_are_left_out_with_a_hint():
    question = asked("age=12&age=400&age=abc")
    assert question.values("age") == ("12-12",)
    assert len(question.hints) == 1
    assert asked("age=12-15").hints == ()
    assert asked("age=").hints == ()


@pytest.mark.parametrize("band", AGE_BANDS)
def test_every_band_has_words(band):
    assert age_range(band)
    assert "years" in age_words(band)


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("", 1),
        ("0", 1),
        ("-4", 1),
        ("7", 7),
        ("1.5", 1),
        ("٣", 1),
        ("9" * 400, 1),
        ("9" * 9, 100_000),
    ],
)
def test_page_numbers(typed, page):
    assert asked(f"page={typed}").page == page


def test_text_is_cleaned_and_bounded():
    assert asked("q=%00mar%0A%09blau%1b").q == "mar blau"
    assert len(asked("q=" + "a" * 10_000).q) == MOST_TEXT


def test_thousands_of_values_are_not_all_read():
    many = "&".join(f"age={n % 30}" for n in range(1900))
    assert len(asked(many).values("age")) <= MOST_VALUES
