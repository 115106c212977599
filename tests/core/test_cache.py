"""The cache may be down or hang: nobody waits for it, and everything goes on."""

import time

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from core import cache as module
from core.cache import TolerantRedisCache
from tests.factories.accounts import PASSWORD, UserFactory
from tests.network import refused_port, silent_server


@pytest.fixture(autouse=True)
def _nothing_is_avoided():
    module._avoided_until.clear()
    yield
    module._avoided_until.clear()


@pytest.fixture(params=["refused", "silent"])
def address(request):
    """A cache server that does not work, in both ways."""
    if request.param == "refused":
        yield f"redis://127.0.0.1:{refused_port()}/0"
        return
    with silent_server() as port:
        yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture
def cache(address):
    return TolerantRedisCache(address, {})


def test_memory_serves_instead(cache):
    cache.clear()
    cache.set("a", 1)
    assert cache.get("a") == 1
    assert cache.add("a", 2) is False
    assert cache.incr("a") == 2
    assert cache.has_key("a")
    cache.set_many({"b": 2, "c": 3})
    assert cache.get_many(["b", "c"]) == {"b": 2, "c": 3}
    cache.delete_many(["b"])
    assert cache.touch("b") is False
    assert cache.delete("c") is True
    assert cache.get_or_set("d", 4) == 4


def test_only_the_first_call_waits_and_not_for_long(cache):
    start = time.monotonic()
    cache.get("first")
    assert time.monotonic() - start < 1

    start = time.monotonic()
    for number in range(100):
        cache.set(str(number), number)
    assert time.monotonic() - start < 0.2


def test_every_thread_profits_from_what_one_has_found_out(address, cache):
    cache.set("a", 1)
    start = time.monotonic()
    assert TolerantRedisCache(address, {}).get("a") == 1
    assert time.monotonic() - start < 0.05


def test_the_server_is_asked_again_after_the_pause(cache, monkeypatch):
    cache.get("a")
    (until,) = module._avoided_until.values()
    monkeypatch.setattr(time, "monotonic", lambda: until + 0.1)
    cache.get("a")
    assert module._avoided_until[cache.address] > until


def test_mistakes_of_ours_are_not_hidden(cache):
    with pytest.raises(ValueError, match="not found"):
        cache.incr("nothing")


@pytest.mark.django_db
def test_signing_in_works_without_a_cache(address, settings):
    settings.CACHES = {"default": {"BACKEND": "core.cache.TolerantRedisCache", "LOCATION": address}}
    user = UserFactory()
    assert EmailAddress.objects.get(user=user).verified

    start = time.monotonic()
    answer = Client().post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert answer.status_code == 302
    assert time.monotonic() - start < 2
