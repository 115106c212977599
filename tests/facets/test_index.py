"""The index and plain SQL say the same, whatever is asked and whatever changes in between."""

import random
import threading

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from accounts.models import Block, Teacher, TeacherStatus, User
from facets.answer import answer
from facets.index import ask, current, refresh
from facets.pages import keys_of
from facets.question import Question
from partners.sources import TEACHERS
from tests.at_once import fresh
from tests.facets.indexed import (
    CHANGES,
    ROUNDS_WANTED,
    block_or_meet_again,
    both,
    compared,
    compared_beyond,
    leave,
    someone,
)
from tests.facets.test_sql import populate, random_question
from tests.factories import SchoolFactory, TeacherFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("transactional_db")]

SEEDS = 4
ROUNDS = ROUNDS_WANTED // SEEDS
WORDS = [
    "jose",
    "NUNEZ",
    "ελενη",
    "lodz",
    "Chess",
    "a",
    "b",
    "5",
    "№",
    "mar",
    "nuñes",
    "eleni",
    "zk",
]


@pytest.fixture(autouse=True)
def index_dir(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path
    current.forget()
    yield tmp_path
    current.forget()


def read(address=""):
    return Question.read(TEACHERS, QueryDict(address), TEACHERS.choices())


def people(address, user):
    return set(answer(TEACHERS, read(address), user).rows)


def asked(rng, known):
    query = random_question(rng, known).query()
    if rng.random() < 0.3:
        query["q"] = " ".join(rng.sample(WORDS, rng.randint(1, 2)))
    query["sort"] = rng.choice(list(TEACHERS.orders))
    return Question.read(TEACHERS, query, known)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_changes_index_and_sql_agree(house, seed):
    rng = random.Random(seed)
    populate(rng, 40)
    refresh.build_now(TEACHERS)
    askers = [house.founder, house.staff_es, house.central]
    found, near, known, places = 0, 0, TEACHERS.choices(), {}
    for number in range(ROUNDS):
        if number % 100 == 99:
            refresh.build_now(TEACHERS)
        if rng.random() < 0.1:
            leave(rng, {house.ana.user_id})
        if rng.random() < 0.1:
            block_or_meet_again(rng, house.ana)
        rng.choice(CHANGES)(rng)
        Teacher.objects.filter(pk=house.ana.pk).update(status=TeacherStatus.VALIDATED)
        User.objects.filter(pk=house.founder.pk).update(is_active=True)
        asker = fresh(rng.choice(askers))
        start, with_people = rng.randrange(200), number % 3 == 0
        question = asked(rng, known)
        got, expected = both(question, asker, start, with_people=with_people)
        if with_people:
            # Where somebody stood before they changed, moved, left or were hidden.
            place = places.get(question.sort)
            if place:
                compared_beyond(got, expected, place, question)
            places[question.sort] = keys_of(someone(rng), TEACHERS.keys(question.sort))
        found, near = found + bool(got.total), near + got.near
    assert found > ROUNDS / 4
    assert near > ROUNDS / 150


# --- The very next request ------------------------------------------------


def test_a_change_is_seen_in_the_next_request_of_anybody(house):
    refresh.build_now(TEACHERS)
    assert people("", house.founder) == {house.luca, house.maja}

    Teacher.objects.filter(pk=house.luca.pk).update(status=TeacherStatus.SUSPENDED)
    assert people("", house.founder) == {house.maja}

    User.objects.filter(pk=house.stranger.pk).update(given_name="Zuzanna")
    assert people("q=zuza", house.founder) == {house.maja}
    assert people("q=maja", house.founder) == set()

    house.luca.school.town = "Ravenna"
    house.luca.school.save()
    Teacher.objects.filter(pk=house.luca.pk).update(status=TeacherStatus.VALIDATED)
    assert people("q=ravenna", house.founder) == {house.luca}


def test_a_transaction_that_began_before_the_build_and_ended_after_it_is_seen(house):
    begun, built = threading.Event(), threading.Event()

    def change_slowly():
        with transaction.atomic():
            Teacher.objects.filter(pk=house.maja.pk).update(subjects=["music"])
            begun.set()
            built.wait(timeout=10)
        connection.close()

    slow = threading.Thread(target=change_slowly)
    slow.start()
    begun.wait(timeout=10)
    Teacher.objects.filter(pk=house.luca.pk).update(subjects=["art"])
    refresh.build_now(TEACHERS)
    assert people("subject=music", house.founder) == set()
    built.set()
    slow.join()
    assert people("subject=music", house.founder) == {house.maja}
    assert compared(read("subject=music"), house.founder).total == 1


def test_a_school_renamed_while_somebody_joins_it_is_found_by_its_new_name(house):
    refresh.build_now(TEACHERS)
    compared(read(), house.founder)
    school = SchoolFactory(country_id="PL", name="Old")
    renamed, joined = threading.Event(), threading.Event()

    def rename_slowly():
        with transaction.atomic():
            type(school).objects.filter(pk=school.pk).update(name="Kopernik")
            renamed.set()
            joined.wait(timeout=10)
        connection.close()

    slow = threading.Thread(target=rename_slowly)
    slow.start()
    renamed.wait(timeout=10)
    Teacher.objects.filter(pk=house.maja.pk).update(school=school)
    assert people("q=kopernik", house.founder) == set()
    joined.set()
    slow.join()
    assert people("q=kopernik", house.founder) == {house.maja}


def test_a_transaction_sees_what_it_has_written_itself_and_nobody_else_does(house):
    refresh.build_now(TEACHERS)
    with transaction.atomic():
        Teacher.objects.filter(pk=house.luca.pk).update(subjects=["art"])
        assert ask.find(TEACHERS, read(), house.founder) is None
        assert people("subject=art", house.founder) == {house.luca}
        transaction.set_rollback(True)
    assert compared(read("subject=art"), house.founder).total == 0


def test_an_emptied_table_takes_the_index_with_it(house):
    refresh.build_now(TEACHERS)
    assert compared(read(), house.founder)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_teacher CASCADE")
    assert ask.find(TEACHERS, read(), house.central) is None


# --- Who is shown whom ----------------------------------------------------


def test_only_those_who_see_everybody_are_answered_from_the_index(house):
    refresh.build_now(TEACHERS)
    for role in ("founder", "staff_es", "representative", "central"):
        assert ask.find(TEACHERS, read(), getattr(house, role)), role
    for role in ("visitor", "newcomer"):
        assert ask.find(TEACHERS, read(), getattr(house, role)) is None, role


def test_two_who_blocked_each_other_do_not_meet_in_people_totals_and_counts(house):
    refresh.build_now(TEACHERS)
    Block.objects.create(blocker=house.ana, blocked=house.luca)

    for user, found in ((house.founder, {house.maja}), (house.cofounder, {house.maja})):
        got = compared(read(), fresh(user))
        assert set(got.between(0, 9)) == found
        assert got.counts["country"] == {"PL": 1}
    assert compared(read(), fresh(house.stranger)).total == 2


# --- Free text ------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("GARCIA", True),
        ("garcí", True),
        ("arcí", True),
        ("ga", False),
        ("so", True),
        ("IŞIK", True),
        ("isik", True),
        ("ışık", True),
        ("παπαδάκη", True),
        ("ΠΑΠΑΔΆΚΗ", True),
        ("шевченко", True),
        ("ШЕВЧЕНКО", True),
        ("garsia", True),
        ("gracia", True),
        ("grcia", True),
        ("garciaa", True),
        ("garxxia", False),
        ("garcia so isik", True),
        ("garcia bologna", False),
    ],
)
@pytest.mark.parametrize("is_new", [False, True], ids=["in the base", "changed"])
def test_text_forgives_accents_case_script_and_a_letter(house, typed, is_found, is_new):
    if is_new:
        refresh.build_now(TEACHERS)
    ana = UserFactory(given_name="Ana So", family_name="García Işık Παπαδάκη Шевченко")
    found = TeacherFactory(user=ana)
    if not is_new:
        refresh.build_now(TEACHERS)

    question = read(f"q={typed}")
    compared(question, house.founder)
    assert people(f"q={typed}", house.founder) == ({found} if is_found else set())


def test_a_letter_is_wrong_only_where_nobody_is_found_by_the_words(house):
    marta = TeacherFactory(user__given_name="Marta", user__family_name="Roig")
    maria = TeacherFactory(user__given_name="Maria", user__family_name="Roig")
    refresh.build_now(TEACHERS)

    assert people("q=marta", house.founder) == {marta}
    assert not answer(TEACHERS, read("q=marta"), house.founder).near
    assert people("q=marxa", house.founder) == {marta, maria}
    assert answer(TEACHERS, read("q=marxa"), house.founder).near
    # Filters do not decide how words are read.
    assert people("q=marta&country=IT", house.founder) == set()


# --- Pages ----------------------------------------------------------------


@pytest.mark.parametrize("sort", TEACHERS.orders)
def test_every_page_of_every_order_is_that_of_sql(house, sort):
    rng = random.Random(sort)
    populate(rng, 60)
    refresh.build_now(TEACHERS)
    for change in CHANGES * 2:
        change(rng)
    question = read(f"sort={sort}")
    total = compared(question, house.central).total
    for start in range(0, total, 7):
        compared(question, house.central, start=start)
