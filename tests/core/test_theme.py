"""Light or dark is a choice that works without JavaScript."""

import pytest
from django.urls import reverse


@pytest.fixture
def choose(client):
    def post(**data):
        return client.post(reverse("set_theme"), data)

    return post


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_choice_is_kept_and_one_comes_back(choose, theme):
    response = choose(theme=theme, next="/en/pieces/?page=2")
    assert response.url == "/en/pieces/?page=2"
    assert response.cookies["theme"].value == theme


@pytest.mark.parametrize("theme", ["auto", "purple", ""])
def test_anything_else_leaves_it_to_the_device(choose, theme):
    choose(theme="dark")
    assert choose(theme=theme).cookies["theme"].value == ""


@pytest.mark.parametrize(
    "away",
    ["https://elsewhere.example/", "//elsewhere.example/", "javascript:1", "portal:home", "x"],
)
def test_nobody_is_sent_elsewhere(choose, away):
    assert choose(theme="dark", next=away).url == "/"


def test_a_link_cannot_change_it(client):
    assert client.get(reverse("set_theme")).status_code == 405
