from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from environs import Env, EnvValidationError

from etwinning.settings.base import can_be_followed

SECURITY = "/.well-known/security.txt"


def test_item_77_a_finder_of_weaknesses_learns_whom_to_tell(client, settings):
    settings.SITE_URL = "https://portal.example.org"
    settings.SECURITY_CONTACT = [
        "mailto:security@portal.example.org",
        "https://portal.example.org/r",
    ]

    answer = client.get(SECURITY)

    told = [line.split(": ", 1) for line in answer.content.decode().splitlines()]
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert [value for name, value in told if name == "Contact"] == settings.SECURITY_CONTACT
    assert dict(told)["Canonical"] == "https://portal.example.org" + SECURITY
    assert dict(told)["Preferred-Languages"] == "en, es"
    left = datetime.fromisoformat(dict(told)["Expires"]) - timezone.now()
    assert timedelta(days=30) < left < timedelta(days=365)


@pytest.mark.django_db
def test_nobody_is_named_before_somebody_is_known(client, settings):
    settings.SECURITY_CONTACT = []

    assert client.get(SECURITY).status_code == 404


@pytest.mark.parametrize("text", ["security@portal.example.org", "http://portal.example.org/", "x"])
def test_a_contact_that_no_program_can_follow_stops_the_start(monkeypatch, text):
    monkeypatch.setenv("SECURITY_CONTACT", f"mailto:security@portal.example.org,{text}")

    with pytest.raises(EnvValidationError, match=r"SECURITY_CONTACT.*must begin with mailto:"):
        Env().list("SECURITY_CONTACT", [], validate=can_be_followed)


def test_search_engines_keep_out_of_the_desk_and_of_every_combination_of_filters(client):
    told = client.get("/robots.txt").content.decode()

    assert {"Disallow: /admin/", "Disallow: /*/accounts/", "Disallow: /*?"} <= {*told.splitlines()}
