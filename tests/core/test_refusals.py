"""The pages that say no, and the one that says sorry."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.views import defaults


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html", "503.html"])
def test_these_need_nothing_but_themselves(name):
    html = render_to_string(name)
    assert "<h1>" in html
    assert "csrfmiddlewaretoken" not in html


def test_an_error_of_ours_is_shown_though_the_static_files_have_no_manifest(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    settings.DEBUG = False
    answer = defaults.server_error(RequestFactory().get("/en/"))
    assert answer.status_code == 500
    assert b"Something broke on our side" in answer.content


def test_a_page_that_is_not_there_says_what_to_do(client):
    answer = client.get("/en/no/such/page/")
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "<title>There is nothing at this address" in " ".join(html.split())
    assert 'href="/en/"' in html


def test_htmx_gets_a_sentence_instead_of_a_page(client):
    answer = client.get("/en/no/such/page/", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "<html" not in html
    assert 'role="alert"' in html


def test_a_refusal_gives_its_reason():
    html = render_to_string("403.html", {"exception": "Ask your country's staff."}, _request())
    assert "Ask your country&#x27;s staff." in html


def test_somebody_was_quicker():
    html = render_to_string("409.html", {"error": "Rivers is already active."}, _request())
    assert "Rivers is already active." in html
    assert "load the page again" in html


def _request():
    request = RequestFactory().get("/en/")
    request.htmx = False
    return request
