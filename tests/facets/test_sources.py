"""Index and plain SQL agree about schools and projects too, whatever is asked and whatever changes."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from accounts.models import School, Teacher, User
from accounts.sources import SCHOOLS
from facets.index import current, refresh
from facets.question import Question
from facets.source import SOURCES
from projects.models import Project, ProjectStatus
from projects.sources import PROJECTS
from tests.facets.indexed import ROUNDS_WANTED, compared
from tests.facets.test_sql import COUNTRIES, LANGUAGES, LEVELS, SUBJECTS, TOWNS, some
from tests.factories import ProjectFactory, SchoolFactory, TeacherFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("transactional_db")]

ROUNDS = min(150, ROUNDS_WANTED // 4)
NAMES = ["Liceo Mar", "Βαρβάκειο", "Школа № 5", "Ilkokulu Işık", "École de la Mer"]
WORDS = ["mar", "LODZ", "varvakeio", "школа", "5", "isik", "mra", "lico", "bologna", "bread"]


@pytest.fixture(autouse=True)
def index_dir(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path
    current.forget()
    yield
    current.forget()


def any_of(rng, rows):
    return rng.choice(list(rows.order_by("pk")))


# --- Changes ---------------------------------------------------------------


def rename_school(rng):
    School.objects.filter(pk=any_of(rng, School.objects.all()).pk).update(
        name=rng.choice(NAMES), town=rng.choice(TOWNS), levels=some(rng, LEVELS)
    )


def add_school(rng):
    SchoolFactory(
        name=rng.choice(NAMES), country_id=rng.choice(COUNTRIES), levels=some(rng, LEVELS)
    )


def decide_on_school(rng):
    School.objects.filter(pk=any_of(rng, School.objects.all()).pk).update(
        status=rng.choice(["confirmed", "confirmed", "waiting", "closed", "refused"])
    )


def move_teacher(rng):
    school = any_of(rng, School.objects.all())
    Teacher.objects.filter(pk=any_of(rng, Teacher.objects.all()).pk).update(school=school)


def change_teacher(rng):
    Teacher.objects.filter(pk=any_of(rng, Teacher.objects.all()).pk).update(
        status=rng.choice(["validated", "suspended", "waiting"]),
        hidden_at=rng.choice([None, None, timezone.now()]),
    )


def switch_off_or_on(rng):
    User.objects.filter(pk=any_of(rng, User.objects.all()).pk).update(is_active=rng.random() < 0.6)


def add_teacher(rng):
    TeacherFactory(school=any_of(rng, School.objects.all()))


def change_project(rng):
    youngest = rng.randint(4, 17)
    Project.objects.filter(pk=any_of(rng, Project.objects.all()).pk).update(
        title=rng.choice(["Bread of the sea", "El pan", "Μαζί", "Robots, 100%"]),
        subjects=some(rng, SUBJECTS),
        languages=some(rng, LANGUAGES),
        age_from=youngest,
        age_to=youngest + rng.randint(0, 6),
    )


def close_or_open_project(rng):
    status = rng.choice([ProjectStatus.ACTIVE, ProjectStatus.CLOSED, ProjectStatus.REFUSED])
    Project.objects.filter(pk=any_of(rng, Project.objects.all()).pk).update(
        status=status, approved_at=timezone.now()
    )


def add_project(rng):
    ProjectFactory(active=True, subjects=some(rng, SUBJECTS))


def remove_project(rng):
    Project.objects.filter(pk=any_of(rng, Project.objects.all()).pk, twinspace=None).delete()


CHANGES = {
    SCHOOLS.name: (
        rename_school,
        add_school,
        decide_on_school,
        move_teacher,
        change_teacher,
        switch_off_or_on,
        add_teacher,
    ),
    PROJECTS.name: (change_project, close_or_open_project, add_project, remove_project),
}


def asked(rng, source, known):
    query = QueryDict(mutable=True)
    for name in rng.sample(list(source.facets), rng.randint(0, 2)):
        values = list(known[name])
        query.setlist(name, rng.sample(values, min(len(values), rng.randint(1, 3))))
    for name, common in (("country", COUNTRIES), ("level", LEVELS), ("subject", SUBJECTS)):
        if name in query:
            query.setlist(name, rng.sample(common, 2))
    if rng.random() < 0.5:
        query["q"] = rng.choice(WORDS)
    query["sort"] = rng.choice(list(source.orders))
    return Question.read(source, query, known)


@pytest.mark.long
@pytest.mark.parametrize("source", [SCHOOLS, PROJECTS], ids=lambda source: source.name)
def test_whatever_changes_index_and_sql_agree(house, source):
    rng, found = random.Random(source.name), 0
    for change in CHANGES[source.name] * 4:
        change(rng)
    known = source.choices()
    for number in range(ROUNDS):
        if number % 50 == 0:
            refresh.build_now(source)
        rng.choice(CHANGES[source.name])(rng)
        user = rng.choice([AnonymousUser(), house.founder, house.staff_es])
        question = asked(rng, source, known)
        got = compared(question, user, rng.randrange(200), source=source)
        found += bool(got.total)
    assert found > ROUNDS / 5


def test_a_source_names_what_it_reads_and_every_trigger_is_there():
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT encode(tgargs, 'escape') FROM pg_trigger WHERE tgnargs > 0")
        noted = {row[0].removesuffix("\\000") for row in cursor.fetchall()} | {"staff"}
    for source in SOURCES.values():
        assert set(source.changes) <= noted
        assert source.name in noted, "TRUNCATE makes it forget its builds."
