"""The cast, and the reference data every test of the database may rely on."""

import time
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client, TransactionTestCase
from django.urls import reverse
from django.utils import translation

from accounts.sessions import HOUR, SEEN
from contacts.choices import countries
from contacts.models import PostRole
from core import vocabularies
from core.models import Vocabulary
from tests.factories import (
    ConnectionFactory,
    ProjectFactory,
    SchoolFactory,
    SupportPostFactory,
    TeacherFactory,
    TwinSpaceFactory,
    UserFactory,
)
from tests.signing_in import enter
from tests.snapshots import Beginning, Cast

ROLES = (
    "visitor",
    "stranger",
    "founder",
    "cofounder",
    "newcomer",
    "staff_es",
    "staff_it",
    "staff_pl",
    "representative",
    "central",
)


def pytest_configure(config):
    """The translations are compiled once, before the processes that run the tests begin."""
    if hasattr(config, "workerinput"):
        return
    try:
        call_command("compile_catalogues", verbosity=0)
    except CommandError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_collection_modifyitems(items):
    """The long ones begin first, so that no process is left alone with them at the end."""
    long = ("browser", "servers", "long")
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in long))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The real countries, support units and vocabularies are in the test database from the start.

    Tests that commit leave nothing: Django would empty every table, here those they changed are
    put back as they were.
    """
    # Read once, not once a minute: the numbers of queries must not depend on the clock.
    vocabularies.LIFETIME_SECONDS = 24 * 3600
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)
        vocabularies.terms(Vocabulary.SUBJECT)
        countries()
        for model in apps.get_models():
            ContentType.objects.get_for_model(model, for_concrete_model=False)
        beginning = Beginning()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: beginning.restore())
        yield beginning
    with django_db_blocker.unblock():
        beginning.send_others_away()


@pytest.fixture(scope="session")
def new_cast(django_db_setup, django_db_blocker):
    """new_cast("house", make_house): what is made once, for as many tests as enter it."""

    def made(name, make):
        with django_db_blocker.unblock():
            return Cast(name, django_db_setup, make)

    return made


@pytest.fixture(scope="session")
def cast(new_cast):
    return new_cast("house", make_house)


@pytest.fixture(autouse=True)
def _nothing_left_over():
    """What an earlier test of this process has cached, and the language of its last page."""
    cache.clear()
    translation.deactivate()


@pytest.fixture
def house(db, cast):
    """One person of every role, the same in every test.

    Ana (Spain) and Luca (Italy) are connected and founded `proposal` (at approval) and `project`
    (active, with `space`). Maja (Poland) is a stranger to both. Carmen waits for validation in Spain.
    """
    return cast.enter()


@pytest.fixture(scope="session")
def everybody(new_cast):
    """The house, with everybody in it signed in."""

    def make():
        house = make_house()
        house.cookies = {role: cookies_of(getattr(house, role)) for role in ROLES}
        return house

    return new_cast("everybody", make)


def cookies_of(person):
    """Of somebody who has opened a page before: the first page of a session writes down who it is."""
    client = Client()
    if person.is_authenticated:
        enter(client, person).get(reverse("portal:home"))
        # As if seen in an hour: however slow the machine, no page has to write it down again.
        session = client.session
        session[SEEN] = int(time.time()) + HOUR
        session.save()
    return client.cookies


def make_house():
    ana = TeacherFactory(
        user__given_name="Ana",
        user__family_name="Ferrer",
        user__email="ana@demo.example",
        slug="ana-ferrer",
        school=SchoolFactory(name="IES Mar Blau", town="València", slug="mar-blau"),
    )
    luca = TeacherFactory(
        user__given_name="Luca",
        user__family_name="Conti",
        user__email="luca@demo.example",
        slug="luca-conti",
        country_id="IT",
        school=SchoolFactory(name="Liceo Galilei", town="Bologna", country_id="IT", slug="galilei"),
    )
    maja = TeacherFactory(
        user__given_name="Maja",
        user__family_name="Nowak",
        user__email="maja@demo.example",
        slug="maja-nowak",
        country_id="PL",
        school=SchoolFactory(name="Szkoła nr 5", town="Łódź", country_id="PL", slug="szkola-5"),
    )
    carmen = TeacherFactory(
        user__given_name="Carmen",
        user__family_name="Ruiz",
        user__email="carmen@demo.example",
        slug="carmen-ruiz",
        waiting=True,
        school=ana.school,
    )
    ConnectionFactory(asker=ana, asked=luca, accepted=True)
    project = ProjectFactory(
        founder=ana, cofounder=luca, active=True, title="Rivers that meet", slug="rivers"
    )
    return SimpleNamespace(
        visitor=AnonymousUser(),
        stranger=maja.user,
        founder=ana.user,
        cofounder=luca.user,
        newcomer=carmen.user,
        staff_es=_staff("nso-es", "staff.es@demo.example"),
        staff_it=_staff("nso-it", "staff.it@demo.example"),
        staff_pl=_staff("nso-pl", "staff.pl@demo.example"),
        representative=_staff(
            "reg-es-vc", "rep@demo.example", role=PostRole.REPRESENTATIVE, is_staff=False
        ),
        central=_staff("css", "css@demo.example"),
        ana=ana,
        luca=luca,
        maja=maja,
        carmen=carmen,
        proposal=ProjectFactory(
            founder=ana, cofounder=luca, at_approval=True, title="Bread and salt", slug="bread"
        ),
        invited=ProjectFactory(founder=ana, cofounder=luca, title="Songs of home", slug="songs"),
        project=project,
        space=TwinSpaceFactory(project=project),
    )


def _staff(unit_code, email, role=PostRole.STAFF, is_staff=True):
    user = UserFactory(email=email, is_staff=is_staff)
    SupportPostFactory(unit_code=unit_code, user=user, role=role)
    return user


@pytest.fixture
def as_role(client, house):
    """Sign in as one of the cast and get the client."""

    def login(role):
        person = getattr(house, role)
        if person.is_authenticated:
            enter(client, person)
        return client

    return login
