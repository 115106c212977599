"""A limit counts, lets go after its while, and stops nobody when it cannot count."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache

from core import limits

ANA, LUCA = SimpleNamespace(pk=1), SimpleNamespace(pk=2)


@pytest.fixture
def clock(monkeypatch):
    now = SimpleNamespace(time=9_000.0)
    monkeypatch.setattr(limits.time, "time", lambda: now.time)
    return now


def ask(user=ANA, what="reading"):
    return limits.seconds_to_wait(what, user, most=2, seconds=900)


def test_it_counts_each_person_and_thing_apart(clock):
    assert [ask(), ask(), bool(ask())] == [0, 0, True]
    assert ask(LUCA) == ask(what="writing") == 0


def test_it_says_how_long_to_wait_and_then_lets_go(clock):
    clock.time += 600
    ask(), ask()
    wait = ask()
    assert 300 <= wait <= 301

    clock.time += wait
    assert ask() == 0


def test_a_cache_that_forgets_stops_nobody(clock, monkeypatch):
    def gone(key):
        raise ValueError

    monkeypatch.setattr(cache, "incr", gone)
    assert [ask() for _ in range(5)] == [0] * 5
