"""The engine against plain Python: the same people, totals and counts, whatever is asked."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from accounts.models import Teacher, TeacherStatus
from core.search import folded
from facets.ages import AGE_BANDS, age_range
from facets.answer import answer
from facets.pages import SIZE
from facets.question import Question
from partners.sources import TEACHERS
from tests.factories import SchoolFactory, TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db

FACETS = tuple(TEACHERS.facets)
SUBJECTS = ["biology", "music", "history", "art"]
LANGUAGES = ["en", "es", "it", "pl"]
LEVELS = ["primary", "lower_secondary", "upper_secondary"]
COUNTRIES = ["ES", "IT", "PL"]
NAMES = ["José Núñez", "Łucja Żak", "Zoë Çelik", "Ana Mar", "Ελένη Μάρκου", "Марија Илић"]
TOWNS = ["Łódź", "València", "Bologna"]
WORDS = ["jose", "NUNEZ", "zoë", "ελενη", "lodz", "valencia", "mar", "rivers", "Chess", "100%", "_"]


def some(rng, values):
    return rng.sample(values, rng.randint(0, len(values)))


def populate(rng, number):
    schools = {
        c: SchoolFactory(country_id=c, town=t) for c, t in zip(COUNTRIES, TOWNS, strict=True)
    }
    for _ in range(number):
        country = rng.choice(COUNTRIES)
        given, family = rng.choice(NAMES).split()
        youngest = rng.randint(0, 17)
        TeacherFactory(
            user=UserFactory(given_name=given, family_name=family, verified=False),
            country_id=country,
            school=schools[country],
            role=rng.choice(["teacher", "head", "librarian"]),
            subjects=some(rng, SUBJECTS) + rng.choice([[], ["biology"]]),
            languages=some(rng, LANGUAGES),
            levels=some(rng, LEVELS),
            age_from=rng.choice([None, youngest]),
            age_to=youngest + rng.randint(0, 8),
            is_available=rng.random() < 0.6,
            looking_for=rng.choice(["", "Rivers and seas", "Chess, 100% fun"]),
            status=rng.choice([TeacherStatus.VALIDATED] * 6 + list(TeacherStatus)[1:]),
        )


def random_question(rng, known=None):
    query = QueryDict(mutable=True)
    if rng.random() < 0.4:
        query["q"] = " ".join(rng.sample(WORDS, rng.randint(1, 2)))
    values = {
        "country": COUNTRIES,
        "subject": SUBJECTS,
        "language": LANGUAGES,
        "level": LEVELS,
        "age": [*AGE_BANDS, "12", "7-13"],
        "role": ["teacher", "head", "librarian"],
        "available": ["yes"],
    }
    for group in rng.sample(FACETS, rng.randint(0, 4)):
        query.setlist(group, rng.sample(values[group], min(len(values[group]), rng.randint(1, 2))))
    return Question.read(TEACHERS, query, known or TEACHERS.choices())


def values_of(teacher):
    """Under which values of each group a teacher stands."""
    return {
        "country": {teacher.country_id},
        "subject": set(teacher.subjects),
        "language": set(teacher.languages),
        "level": set(teacher.levels),
        "age": {band for band in AGE_BANDS if overlaps(teacher, band)},
        "role": {teacher.role},
        "available": {"yes"} if teacher.is_available else set(),
    }


def overlaps(teacher, value):
    youngest, oldest = age_range(value)
    if teacher.age_from is None:
        return False
    return teacher.age_from <= oldest and teacher.age_to >= youngest


def fits(teacher, question, but=""):
    for group in question.answered():
        if group == but:
            continue
        if group == "q":
            text = folded(f"{teacher.name}|{teacher.school.name}|{teacher.school.town}|")
            text = (text + folded(f"{teacher.looking_for} {teacher.interests}")).replace("ł", "l")
            if not all(folded(word) in text for word in question.q.split()):
                return False
        elif group == "age":
            if not any(overlaps(teacher, value) for value in question.values("age")):
                return False
        elif not values_of(teacher)[group] & set(question.values(group)):
            return False
    return True


def counted(people, group):
    counts = {}
    for teacher in people:
        for value in values_of(teacher)[group]:
            counts[value] = counts.get(value, 0) + 1
    return counts


@pytest.mark.parametrize("seed", range(3))
def test_people_totals_and_counts_are_those_of_plain_python(house, seed):
    rng = random.Random(seed)
    populate(rng, 45)
    everybody = [
        teacher
        for teacher in Teacher.objects.select_related("user", "school")
        if teacher.status == TeacherStatus.VALIDATED and teacher != house.ana
    ]
    found_some, found_none = 0, 0

    for _ in range(40):
        question = random_question(rng)
        got = answer(TEACHERS, question, house.founder)
        fitting = [teacher for teacher in everybody if fits(teacher, question)]

        fitting.sort(key=lambda teacher: (teacher.last_active_at, teacher.pk), reverse=True)
        assert got.total == len(fitting), question
        assert got.rows == fitting[:SIZE], question
        for group in FACETS:
            others = [teacher for teacher in everybody if fits(teacher, question, but=group)]
            assert got.counts[group] == counted(others, group), (group, question)
        if fitting:
            found_some += 1
            assert got.without == {}
        else:
            found_none += 1
            expected = {
                group: sum(fits(teacher, question, but=group) for teacher in everybody)
                for group in question.answered()
            }
            assert got.without == {group: n for group, n in expected.items() if n}, question
    assert found_some > 5
    assert found_none > 1


def read(address=""):
    return Question.read(TEACHERS, QueryDict(address), TEACHERS.choices())


def test_one_finds_whom_one_may_see_and_never_oneself(house):
    TeacherFactory(user__is_active=False)

    def found_by(user):
        return set(answer(TEACHERS, read(), user).rows)

    assert found_by(house.founder) == {house.luca, house.maja}
    assert found_by(house.staff_es) == {house.ana, house.luca, house.maja}
    assert found_by(house.representative) == {house.ana, house.luca, house.maja}
    assert found_by(house.central) == {house.ana, house.luca, house.maja}
    assert found_by(house.newcomer) == set()
    assert answer(TEACHERS, read(), house.newcomer).counts["country"] == {}
    assert answer(TEACHERS, read(), AnonymousUser()).total == 0


@pytest.mark.parametrize(("sort", "order"), [("name", "LN"), ("active", "NL"), ("new", "NL")])
def test_orders(house, sort, order):
    """Luca Conti was active and registered before Maja Nowak."""
    people = answer(TEACHERS, read(f"sort={sort}"), house.founder).rows
    assert "".join(person.user.family_name.replace("Conti", "L")[0] for person in people) == order


def test_pages_follow_each_other_and_an_absurd_page_is_the_last(house):
    populate(random.Random(9), 30)
    total = answer(TEACHERS, read(), house.founder).total
    assert total > SIZE

    first = answer(TEACHERS, read(), house.founder)
    second = answer(TEACHERS, read("page=2"), house.founder)
    beyond = answer(TEACHERS, read("page=99999"), house.founder)

    assert len(first.rows) == SIZE
    assert len({*first.rows, *second.rows}) == min(total, 2 * SIZE)
    assert beyond.page.number == beyond.page.paginator.num_pages
    assert beyond.rows
