"""What the tests of the search index share: a world that changes, and comparing with plain SQL."""

import os

from django.db import connection
from django.utils import timezone

from accounts.models import Block, School, Teacher, TeacherStatus, User
from accounts.models.visibility import Group
from facets import sql
from facets.index import ask
from facets.pages import SIZE, keys_of
from partners.sources import TEACHERS
from tests.facets.test_sql import (
    COUNTRIES,
    LANGUAGES,
    LEVELS,
    NAMES,
    SUBJECTS,
    TOWNS,
    some,
)
from tests.factories import TeacherFactory, UserFactory

# Each a change and a question. Continuous integration asks for 2,000 of teachers (`.ci/run`).
ROUNDS_WANTED = int(os.environ.get("PORTAL_SEARCH_ROUNDS", "100"))


def compared(*args, **kwargs):
    """What the index finds, after it was seen to equal what SQL finds."""
    return both(*args, **kwargs)[0]


def both(question, user, start=0, *, with_people=True, source=TEACHERS):
    """What the index and what SQL finds, after the two were seen to be equal."""
    got, expected = ask.find(source, question, user), sql.find(source, question, user)
    assert got is not None, "The index did not answer."
    assert (got.total, got.near) == (expected.total, expected.near), question
    assert got.counts == expected.counts, question
    assert got.without == expected.without, question
    if expected.total and with_people:
        start %= expected.total
        stop = start + SIZE
        assert got.between(start, stop) == expected.between(start, stop), (start, question)
        there = expected.between(start, start + 1)[0]
        compared_beyond(got, expected, keys_of(there, source.keys(question.sort)), question)
    return got, expected


def compared_beyond(got, expected, keys, question):
    """The same neighbours of a place on both sides, whether or not there is a row with these keys."""
    for is_back in (False, True):
        mine, theirs = got.beyond(keys, is_back, SIZE), expected.beyond(keys, is_back, SIZE)
        assert mine == theirs, (is_back, keys, question)


def someone(rng):
    return Teacher.objects.order_by("pk")[rng.randrange(Teacher.objects.count())]


def change_profile(rng):
    youngest = rng.randint(0, 17)
    Teacher.objects.filter(pk=someone(rng).pk).update(
        subjects=some(rng, SUBJECTS),
        languages=some(rng, LANGUAGES),
        levels=some(rng, LEVELS),
        age_from=rng.choice([None, youngest]),
        age_to=youngest + rng.randint(0, 8),
        is_available=rng.random() < 0.6,
        looking_for=rng.choice(["", "Rivers and seas", "Chess,\n100% fun", "a b"]),
        last_active_at=timezone.now(),
    )


def decide(rng):
    teacher = someone(rng)
    teacher.status = rng.choice([TeacherStatus.VALIDATED] * 3 + list(TeacherStatus)[1:])
    teacher.save(update_fields=["status"])


def rename(rng):
    given, family = rng.choice(NAMES).split()
    User.objects.filter(teacher=someone(rng)).update(given_name=given, family_name=family)


def switch_off_or_on(rng):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET is_active = %s WHERE id = %s",
            [rng.random() < 0.7, someone(rng).user_id],
        )


def rename_a_school(rng):
    name = rng.choice(["Liceo Mar", "Βαρβάκειο", "Школа № 5", "Ilkokulu"])
    School.objects.filter(country_id=rng.choice(COUNTRIES)).update(
        name=name, town=rng.choice(TOWNS)
    )


def move(rng):
    school = rng.choice(School.objects.order_by("pk"))
    Teacher.objects.filter(pk=someone(rng).pk).update(school=school, country=school.country_id)


def arrive(rng):
    given, family = rng.choice(NAMES).split()
    user = UserFactory(given_name=given, family_name=family, verified=False)
    TeacherFactory(user=user, school=someone(rng).school, subjects=some(rng, SUBJECTS))


def block_or_meet_again(rng, asker):
    other = someone(rng)
    if other != asker and not Block.objects.filter(blocked=other).delete()[0]:
        Block.objects.create(blocker=asker, blocked=other)


def leave(rng, staying):
    gone = someone(rng)
    if gone.user_id not in staying and not gone.projects_founded.exists():
        gone.memberships.all().delete()
        Teacher.objects.filter(pk=gone.pk, projects_cofounded=None).delete()


def hide_or_show(rng):
    hidden = rng.sample(list(Group.values), rng.randint(0, 2))
    limits = {group: rng.choice(["connections", "nobody"]) for group in hidden}
    Teacher.objects.filter(pk=someone(rng).pk).update(limits=limits)


def rest_or_return(rng):
    at = timezone.now() if rng.random() < 0.4 else None
    Teacher.objects.filter(pk=someone(rng).pk).update(hidden_at=at)


CHANGES = (
    change_profile,
    decide,
    rename,
    switch_off_or_on,
    rename_a_school,
    move,
    arrive,
    hide_or_show,
    rest_or_return,
)
