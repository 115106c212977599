"""What is written down about the ways into an account (safety item 56)."""

import logging

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.trail import network_of
from core.models import Activity
from notifications.models import Email
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD
from tests.signing_in import CODE, code_of, give_app

pytestmark = pytest.mark.django_db

LOGIN = "/en/accounts/login/"
NEW = "slate-roofs-in-the-rain-7"


@pytest.fixture
def ana():
    return UserFactory(email="ana@demo.example")


@pytest.fixture
def trail(caplog):
    caplog.set_level(logging.INFO, logger="accounts.trail")
    return lambda: [r.getMessage() for r in caplog.records if r.name == "accounts.trail"]


def signed_in(person, **meta):
    client = Client(**meta)
    client.post(LOGIN, {"login": person.email, "password": PASSWORD})
    return client


def verbs(person):
    return list(Activity.objects.of(person).filter(by=person).values_list("verb", "details"))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::77", "2001:db8:1::/48"),
        ("not an address", "?"),
        ("", "?"),
    ],
)
def test_of_an_address_only_the_network_is_kept(address, network):
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network
    assert network_of(None) == "?"


def test_who_comes_and_goes_stands_in_the_log_and_not_in_the_records(ana, trail):
    client = signed_in(ana, REMOTE_ADDR="203.0.113.77")
    client.post(reverse("account_logout"))

    assert trail() == [
        f"Person {ana.pk} signed in from 203.0.113.0/24.",
        f"Person {ana.pk} signed out from 203.0.113.0/24.",
    ]
    assert verbs(ana) == []


def test_who_is_refused_stands_there_without_a_name(ana, trail):
    data = {"login": ana.email, "password": "wrong-every-time"}
    Client(REMOTE_ADDR="203.0.113.77").post(LOGIN, data)

    assert trail() == ["A sign-in from 203.0.113.0/24 was refused."]


def test_a_wrong_code_of_the_app_stands_there(ana, trail):
    give_app(ana)
    client = signed_in(ana)
    client.post("/en/accounts/2fa/authenticate/", {"code": "000000"})

    assert trail() == [f"The second step of person {ana.pk} from 127.0.0.0/24 failed."]


def test_a_changed_password_is_a_record(ana):
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    signed_in(ana).post(reverse("account_change_password"), data)

    assert verbs(ana) == [("accounts.changed_password", {})]


def test_a_reset_password_is_a_record(ana):
    client = Client()
    client.post(reverse("account_reset_password"), {"email": ana.email})
    code = CODE.search(Email.objects.latest("pk").text).group()
    client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    data = {"password1": NEW, "password2": NEW}
    client.post(reverse("account_complete_password_reset"), data)

    assert verbs(ana) == [("accounts.changed_password", {})]


def proven(person):
    client = signed_in(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_a_factor_added_and_removed_is_a_record_without_its_secret(
    ana, django_capture_on_commit_callbacks
):
    client = proven(ana)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    code = code_of(secret)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code})
        client.post(reverse("mfa_deactivate_totp"))

    kept = verbs(ana)
    assert ("accounts.added_factor", {"factor": "totp"}) in kept
    assert ("accounts.removed_factor", {"factor": "totp"}) in kept
    assert secret not in str(kept)


def test_a_new_address_is_a_record_without_the_address(ana):
    client = proven(ana)
    client.post(reverse("account_email"), {"email": "new@demo.example", "action_add": ""})
    code = CODE.search(Email.objects.get(to="new@demo.example").text).group()
    client.post(reverse("account_email_verification_sent"), {"code": code})

    assert {verb for verb, details in verbs(ana) if not details} == {
        "accounts.added_address",
        "accounts.changed_addresses",
    }
