"""How long a session lives, what ends it, and how it is listed (safety items 14 to 17 and 19)."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts import services
from contacts import services as contacts
from tests.factories import TeacherFactory, UserFactory
from tests.factories.accounts import PASSWORD
from tests.signing_in import enter

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
PAGE = "/en/welcome/"
SESSIONS = "/en/accounts/sessions/"


def is_in(client):
    return not client.get("/en/notifications/").headers.get("Location", "")


@pytest.fixture
def clock(time_machine):
    def after(**time):
        time_machine.move_to(START + timedelta(**time))

    after()
    return after


def test_a_session_is_listed_and_touched_once_in_five_minutes(client, clock):
    client.force_login(UserFactory())
    client.get(PAGE)
    first = UserSession.objects.get().last_seen_at

    clock(minutes=4)
    client.get(PAGE)
    assert UserSession.objects.get().last_seen_at == first

    clock(minutes=6)
    client.get(PAGE)
    assert UserSession.objects.get().last_seen_at > first


def test_a_page_view_writes_nothing(client, django_assert_num_queries):
    client.force_login(UserFactory())
    client.get(PAGE)
    with django_assert_num_queries(2):  # session, person with profile
        client.get(PAGE)


# --- item 15: how long ------------------------------------------------------------


def test_item_15_a_teacher_stays_for_two_weeks_without_use_and_no_longer(client, clock):
    client.force_login(TeacherFactory().user)
    assert is_in(client)
    clock(days=13, hours=23)
    assert is_in(client)
    clock(days=28, hours=1)
    assert not is_in(client)


def test_item_15_a_teacher_who_comes_daily_signs_in_once_a_month(client, clock):
    client.force_login(TeacherFactory().user)
    for day in range(30):
        clock(days=day)
        assert is_in(client), day
    clock(days=30, minutes=1)
    assert not is_in(client)


@pytest.mark.parametrize("role", ["staff_es", "central", "representative"])
def test_item_15_a_post_is_left_after_half_an_hour_without_use(house, client, clock, role):
    enter(client, getattr(house, role))
    assert is_in(client)
    clock(minutes=29)
    assert is_in(client)
    clock(minutes=60)
    answer = client.get("/en/notifications/", follow=True)
    assert answer.redirect_chain[0][0].startswith("/en/accounts/login/")
    assert "You were signed out to keep your account safe" in answer.content.decode()


def test_item_15_a_post_is_left_after_twelve_hours_of_work(house, client, clock):
    enter(client, house.staff_es)
    for minutes in range(0, 12 * 60, 20):
        clock(minutes=minutes)
        assert is_in(client), minutes
    clock(hours=12, minutes=1)
    assert not is_in(client)


def test_who_is_given_a_post_gets_its_lengths_without_signing_in_again(house, client, clock):
    enter(client, house.founder)
    assert is_in(client)
    unit = house.representative.held_posts[0].unit
    contacts.appoint(
        unit_id=unit.pk, user_id=house.founder.pk, role="representative", by=house.staff_es
    )
    clock(minutes=6)
    assert is_in(client)
    clock(minutes=40)
    assert not is_in(client)


# --- items 14, 16: what ends a session -------------------------------------------------


def test_item_14_the_session_gets_a_new_name_at_sign_in_and_the_old_one_is_dead(client):
    person = UserFactory(email="ana@demo.example")
    session = client.session
    session["before"] = "me"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key

    client.post("/en/accounts/login/", {"login": person.email, "password": PASSWORD})

    assert is_in(client)
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert not is_in(thief)


def signed_in_by_page(person):
    client = Client()
    client.post("/en/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert is_in(client)
    return client


def test_item_16_a_closed_account_is_out_at_once_and_stays_out(house):
    client = signed_in_by_page(house.founder)

    services.deactivate_person(user_id=house.founder.pk, by=house.central, reason="Left.")
    assert not is_in(client)
    services.activate_person(user_id=house.founder.pk, by=house.central)
    assert not is_in(client)


def test_item_16_a_post_that_ends_ends_the_sessions(house, client):
    enter(client, house.representative)
    assert client.get("/en/support/es/vc/edit/").status_code == 200

    post = house.representative.support_posts.get()
    contacts.end_post(post_id=post.pk, by=house.staff_es)

    assert not is_in(client)
    enter(client, house.representative)
    assert client.get("/en/support/es/vc/edit/").status_code == 403


def test_items_16_and_17_a_person_sees_their_sessions_and_ends_the_others(house):
    here, there = signed_in_by_page(house.founder), signed_in_by_page(house.founder)

    page = here.get(SESSIONS).content.decode()
    assert page.count("127.0.0.1") == 2
    here.post(SESSIONS)

    assert is_in(here)
    assert not is_in(there)


def test_item_7_a_new_password_ends_the_other_sessions(house):
    here, there = signed_in_by_page(house.founder), signed_in_by_page(house.founder)
    here.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    new = "slate-roofs-in-the-rain-7"

    here.post(
        "/en/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    house.founder.refresh_from_db()
    assert house.founder.check_password(new)
    assert not is_in(there)


# --- item 19: leaving -----------------------------------------------------------------


def test_item_19_leaving_is_a_post_and_takes_along_what_the_browser_keeps(client):
    client.force_login(UserFactory())
    assert is_in(client)

    asked = client.get("/en/accounts/logout/")
    assert asked.status_code == 200
    assert "Clear-Site-Data" not in asked
    assert is_in(client)

    left = client.post("/en/accounts/logout/")
    assert left["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)


def test_item_19_leaving_by_the_desks_own_button_does_the_same(house, client):
    enter(client, house.staff_es)

    assert client.post("/admin/logout/")["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)
