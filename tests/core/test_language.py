"""One click, the same page in another language."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize("browser", ["en", "es", "fr"])
@pytest.mark.parametrize(("here", "there"), [("en", "es"), ("es", "en")])
def test_the_same_page_comes_in_the_other_language(client, here, there, browser):
    response = client.post(
        reverse("set_language"),
        {"language": there, "next": f"/{here}/pieces/?page=2"},
        headers={"accept-language": browser},
    )
    assert response.url == f"/{there}/pieces/?page=2"
    assert response.cookies["language"].value == there


def test_nobody_is_sent_elsewhere(client):
    response = client.post(
        reverse("set_language"), {"language": "es", "next": "https://elsewhere.example/"}
    )
    assert response.url == "/"


def test_a_link_cannot_change_it(client):
    assert client.get(reverse("set_language")).status_code == 405
