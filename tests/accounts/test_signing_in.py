"""Registering and signing in: codes used once, in time, by the right person; nothing betrayed."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from notifications.models import Email
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

VERIFY = "/en/accounts/confirm-email/"


def sign_up(client, email="new@demo.example"):
    data = {"email": email, "password1": PASSWORD}
    return client.post(reverse("account_signup"), data)


def code_in(email):
    return re.search(r"^[A-Z0-9-]{6,}$", email.text, re.MULTILINE).group()


def latest():
    return Email.objects.latest("pk")


def signed_in(client):
    return "_auth_user_id" in client.session


def test_a_code_leads_to_the_first_step(client):
    sign_up(client)

    answer = client.post(VERIFY, {"code": code_in(latest())})

    assert answer["Location"] == "/en/welcome/"
    assert signed_in(client)


def test_a_wrong_code_is_explained_and_five_of_them_end_it(client):
    sign_up(client)
    code = code_in(latest())

    first = client.post(VERIFY, {"code": "WRONG-CODE"})
    assert first.status_code in {200, 422}
    assert "Incorrect code." in first.content.decode()
    for _ in range(6):
        client.post(VERIFY, {"code": "WRONG-CODE"})
    client.post(VERIFY, {"code": code})
    assert not signed_in(client)


def test_a_code_works_once(client):
    sign_up(client)
    code = code_in(latest())
    client.post(VERIFY, {"code": code})
    client.post(reverse("account_logout"))

    client.post(VERIFY, {"code": code})

    assert not signed_in(client)


def test_a_code_expires(client, time_machine):
    now = timezone.now()
    time_machine.move_to(now)
    sign_up(client)
    code = code_in(latest())

    time_machine.move_to(now + timedelta(minutes=30))
    answer = client.post(VERIFY, {"code": code})

    assert answer.status_code < 500
    assert not signed_in(client)


def test_a_code_belongs_to_the_browser_that_asked_for_it(client):
    sign_up(client)
    thief = Client()

    thief.post(VERIFY, {"code": code_in(latest())})

    assert not signed_in(thief)


def test_the_pages_after_a_used_and_a_new_address_are_the_same(client):
    UserFactory(email="ana@demo.example")
    known, new = Client(), Client()
    sign_up(known, "ana@demo.example")
    sign_up(new, "eve@demo.example")

    def page(visitor):
        text = visitor.get(VERIFY).content.decode()
        text = re.sub(r'(value="|CSRFToken": ")[\w-]{64}', "", text)
        return text.replace("ana@demo.example", "X").replace("eve@demo.example", "X")

    assert page(known) == page(new)


@pytest.mark.parametrize(
    "email", ["", "x", "a@b", "a\x00@demo.example", "x" * 400 + "@demo.example"]
)
def test_a_wrong_address_is_explained(client, email):
    answer = sign_up(client, email)

    assert answer.status_code in {200, 422}
    assert "error-summary" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short", "password1234", "new@demo.example"])
def test_a_weak_password_is_explained(client, password):
    answer = client.post(
        reverse("account_signup"), {"email": "new@demo.example", "password1": password}
    )

    assert "error-summary" in answer.content.decode()
    assert not User.objects.exists()


def test_signing_in_with_password_and_with_a_code(client):
    UserFactory(email="ana@demo.example")
    client.post(reverse("account_login"), {"login": "ana@demo.example", "password": PASSWORD})
    assert signed_in(client)

    other = Client()
    other.post(reverse("account_request_login_code"), {"email": "ana@demo.example"})
    other.post(reverse("account_confirm_login_code"), {"code": code_in(latest())})
    assert signed_in(other)


def test_a_closed_account_does_not_sign_in(client):
    UserFactory(email="ana@demo.example", is_active=False)

    client.post(reverse("account_login"), {"login": "ana@demo.example", "password": PASSWORD})

    assert not signed_in(client)


ENTRANCES = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_request_login_code",
]
ROOMS = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "usersessions_list",
]


@pytest.mark.parametrize("name", ENTRANCES)
def test_every_entrance_wears_the_portals_page(client, name):
    page = client.get(reverse(name)).content.decode()

    assert 'class="site-main"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("name", ROOMS)
def test_every_room_of_the_account_wears_the_portals_page(client, name):
    client.force_login(UserFactory())

    page = client.get(reverse(name)).content.decode()

    assert 'class="site-main"' in page
    assert page.count("<h1") == 1
