"""What opens at the desk, for whom, and that no page of it shows a secret."""

import pytest
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from tests.signing_in import SECRET, enter, give_app

pytestmark = pytest.mark.django_db

COUNTRY = {
    "accounts.School",
    "accounts.Teacher",
    "accounts.User",
    "accounts.ValidationRule",
    "contacts.Country",
    "contacts.SupportUnit",
    "projects.Approval",
}
EUROPE = COUNTRY | {"core.Activity", "core.Term", "notifications.Email"}
OPEN = {"staff_es": COUNTRY, "central": EUROPE, "superuser": EUROPE}
ADDED = {"staff_es": set(), "central": {"accounts.ValidationRule"}, "superuser": set()}


@pytest.fixture
def at_desk(house):
    """at_desk(role): somebody who has signed in with both factors."""
    superuser = UserFactory(is_staff=True, is_superuser=True)
    people = {**vars(house), "superuser": superuser}
    return lambda role: enter(Client(), people[role])


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("role", OPEN)
def test_item_33_what_opens_and_what_may_be_added_or_deleted(at_desk, role):
    desk = at_desk(role)
    models = {model._meta.label: model for model in admin.site._registry}
    one = {name: model.objects.first() for name, model in models.items()}

    def answering(page):
        return {name for name, model in models.items() if desk.get(page(model)).status_code == 200}

    assert answering(lambda model: address(model, "changelist")) == OPEN[role]
    assert answering(lambda model: address(model, "add")) == ADDED[role]
    models = {name: model for name, model in models.items() if one[name]}
    assert answering(lambda model: address(model, "delete", one[model._meta.label].pk)) == set()


def test_item_34_no_page_shows_a_secret(at_desk, house):
    """Not even to a superuser, who sees every page of the desk."""
    desk = at_desk("superuser")
    give_app(house.founder)
    secrets = [SECRET, house.founder.password]
    secrets += Session.objects.values_list("session_key", flat=True)
    for model in admin.site._registry:
        rows = [address(model, "change", one.pk) for one in model.objects.all()[:12]]
        for page in (address(model, "changelist"), *rows):
            text = desk.get(page, follow=True).content.decode()
            assert [secret for secret in secrets if secret in text] == [], page
