"""Pages stay in place: nobody twice, nobody left out, whoever changes while one reads."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Teacher
from facets.answer import answer
from facets.index import current, refresh
from facets.pages import SIZE, Place, place_of, sealed
from facets.question import Question
from partners.sources import TEACHERS
from tests.conftest import make_house
from tests.facets.test_sql import populate
from tests.partners.test_views import text_of
from tests.signing_in import enter


@pytest.fixture(params=["sql", "index"])
def engine(request, settings, tmp_path):
    """Every test runs with plain SQL, and with an index."""
    settings.SEARCH_INDEX_DIR = tmp_path
    request.getfixturevalue("transactional_db")
    current.forget()
    yield request.param
    current.forget()


pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


def read(address=""):
    return Question.read(TEACHERS, QueryDict(address), TEACHERS.choices())


def go(question, number):
    """Follow a link "Previous" or "Next"."""
    query = question.query()
    query["page"] = number
    return Question.read(TEACHERS, query, TEACHERS.choices())


@pytest.fixture(scope="session")
def ninety(new_cast):
    """The house, and ninety more."""

    def make():
        house = make_house()
        populate(random.Random(3), 90)
        return house

    return new_cast("ninety", make)


@pytest.fixture
def crowd(engine, ninety):
    house = ninety.enter()
    if engine == "index":
        refresh.build_now(TEACHERS)
    return house.founder


def walked(question, user):
    """Every page from the first to the last."""
    pages = [answer(TEACHERS, question, user)]
    while pages[-1].page.has_next:
        question = go(question, pages[-1].page.next_page_number)
        pages.append(answer(TEACHERS, question, user))
    return pages


@pytest.mark.parametrize("sort", TEACHERS.orders)
def test_all_pages_together_are_the_list_forwards_and_backwards(crowd, sort):
    question = read(f"sort={sort}")
    pages = walked(question, crowd)

    expected = list(TEACHERS.shown_to(crowd).order_by(*TEACHERS.keys(sort)))
    assert [row for page in pages for row in page.rows] == expected
    assert [page.page.number for page in pages] == list(range(1, len(pages) + 1))
    assert {page.page.num_pages for page in pages} == {len(pages)}
    assert len(pages) > 3

    at = pages[-1]
    for before in pages[-2::-1]:
        at = answer(TEACHERS, go(question, at.page.previous_page_number), crowd)
        assert (at.rows, at.page.number) == (before.rows, before.page.number)
    assert not at.page.has_previous


def test_whoever_comes_back_while_one_reads_moves_nobody_onto_the_next_page(crowd):
    first = answer(TEACHERS, read(), crowd)
    following = list(TEACHERS.shown_to(crowd).order_by(*TEACHERS.keys("")))[SIZE : 2 * SIZE]
    back = following[-1]
    Teacher.objects.filter(pk=back.pk).update(last_active_at=timezone.now())

    second = answer(TEACHERS, go(read(), first.page.next_page_number), crowd)
    assert second.rows[: SIZE - 1] == following[:-1]
    assert not {*first.rows} & {*second.rows}


def test_the_last_of_a_page_may_leave_or_move_and_the_next_page_is_still_there(crowd):
    first = answer(TEACHERS, read(), crowd)
    following = list(TEACHERS.shown_to(crowd).order_by(*TEACHERS.keys("")))[SIZE : 2 * SIZE]
    for change in ({"hidden_at": timezone.now()}, {"last_active_at": timezone.now()}):
        Teacher.objects.filter(pk=first.rows[-1].pk).update(**change)
        second = answer(TEACHERS, go(read(), first.page.next_page_number), crowd)
        assert second.rows == following


def test_when_all_behind_have_left_the_last_page_is_shown(crowd):
    *_, before, last = walked(read(), crowd)
    Teacher.objects.filter(pk__in=[row.pk for row in last.rows]).update(status="suspended")

    at = answer(TEACHERS, go(read(), before.page.next_page_number), crowd)
    assert at.rows == before.rows
    assert not at.page.has_next


def test_a_plain_number_still_opens_its_page(crowd):
    pages = walked(read(), crowd)
    for number in (2, len(pages), 99_999):
        at = answer(TEACHERS, read(f"page={number}"), crowd)
        assert at.rows == pages[min(number, len(pages)) - 1].rows
        assert not at.hints


@pytest.mark.parametrize(
    "address",
    [
        "country=ES&page={}",
        "sort=name&page={}",
        "q=mar&page={}",
        "page={}x",
        "page=2.AAAA",
        "page=2._",
    ],
)
def test_a_page_of_another_search_is_counted_anew_with_a_hint(crowd, address):
    number = answer(TEACHERS, read(), crowd).page.next_page_number
    at = answer(TEACHERS, read(address.format(number)), crowd)
    assert ["another search" in hint for hint in at.hints] == [True]
    assert at.page.number <= 2


def test_no_name_and_no_time_of_anybody_is_in_an_address(crowd):
    page = answer(TEACHERS, read("sort=name"), crowd)
    place = place_of(TEACHERS, go(read("sort=name"), page.page.next_page_number))
    assert place.keys[0] == page.rows[-1].user.sort_name

    question, at = read(), timezone.now()
    letters = {sealed(TEACHERS, question, Place(False, (at, pk))) for pk in (1, 1, 2)}
    assert len(letters) == 2, "Equal places have equal addresses."
    assert sealed(TEACHERS, replace(question, q="mar"), Place(False, (at, 1))) not in letters
    exact = Place(False, (at - timedelta(microseconds=1), 7))
    told = replace(question, page=2, place=sealed(TEACHERS, question, exact))
    assert place_of(TEACHERS, told) == exact


def test_the_page_says_so(crowd, client):
    page = enter(client, crowd).get("/en/partners/?page=3.nonsense")
    assert page.status_code == 200
    assert "Pages are counted anew" in text_of(page)
    assert "Page 3 of" in text_of(page)
