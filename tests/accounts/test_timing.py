"""Nobody finds out who has an account: same words, same mails, same time (safety item 4)."""

import re
import time

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from notifications.models import Email
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SAMPLES = 5
# A difference that the way through the network drowns, and that no hashing hides in.
NOISE_SECONDS = 0.008
DOORS = {
    "account_login": lambda email: {"login": email, "password": "wrong-every-time"},
    "account_signup": lambda email: {"email": email, "password1": "slate-roofs-in-the-rain"},
    "account_reset_password": lambda email: {"email": email},
    "account_request_login_code": lambda email: {"email": email},
}


class ShortHasher(PBKDF2PasswordHasher):
    """The real one in an eighth of its time, which is still many times the noise."""

    iterations = PBKDF2PasswordHasher.iterations // 8


def knock(door, email):
    """One request by a new visitor: (page it ends on, mails, seconds of work)."""
    cache.clear()
    client, mails = Client(), Email.objects.count()
    client.get(reverse(door))
    begin = time.thread_time()
    answer = client.post(reverse(door), DOORS[door](email))
    seconds = time.thread_time() - begin
    place = answer.headers.get("Location", "")
    page = (client.get(place) if place else answer).content.decode()
    page = re.sub(r'(value="|CSRFToken": ")[\w-]{64}', "", page).replace(email, "X")
    return (answer.status_code, place, page), Email.objects.count() - mails, seconds


@pytest.mark.parametrize("door", DOORS)
def test_item_4_known_and_unknown_addresses_look_the_same(door):
    UserFactory(email="known@demo.example")

    seen, mails, _ = knock(door, "known@demo.example")
    seen_unknown, mails_unknown, _ = knock(door, "other@demo.example")

    assert seen == seen_unknown
    assert mails == mails_unknown


@pytest.mark.parametrize("door", DOORS)
def test_item_4_known_and_unknown_addresses_take_the_same_time(door, settings):
    """The least work of this thread is measured: what else the machine does only adds to it."""
    settings.PASSWORD_HASHERS = [f"{__name__}.{ShortHasher.__name__}"]
    UserFactory(email="known@demo.example")
    knock(door, "warm@demo.example")
    knock(door, "known@demo.example")

    known, unknown = [], []
    for number in range(SAMPLES):
        known.append(knock(door, "known@demo.example")[2])
        unknown.append(knock(door, f"u{number}@demo.example")[2])

    one, other = min(known), min(unknown)
    assert abs(one - other) < max(0.2 * max(one, other), NOISE_SECONDS), (one, other)
