"""Cookies, headers and the log, as real people get them (safety items 18, 40, 58, 59 and 76)."""

import json
import logging
import re
import runpy

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Email
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD
from tests.signing_in import CODE, app_code, enter, give_app
from tests.test_deployment import REQUIRED

pytestmark = pytest.mark.django_db

COOKIES = {"__Host-session", "__Host-csrf", "language", "theme", "messages"}
OURS = re.compile(r"^(SESSION|CSRF|SECURE|LANGUAGE)_(COOKIE|HSTS|SSL|PROXY|REFERRER|CROSS)")
PAGES = [
    "/en/",
    "/en/accounts/login/",
    "/en/notifications/",
    "/en/not-there/",
    "/static/js/portal.js",
]


@pytest.fixture
def production(settings, monkeypatch):
    """What production says about cookies and transport, on the tests' own portal."""
    for name, value in REQUIRED.items():
        monkeypatch.setenv(name, value)
    module = runpy.run_module("etwinning.settings.production")
    for name, value in module.items():
        if OURS.match(name):
            setattr(settings, name, value)
    settings.ALLOWED_HOSTS = module["ALLOWED_HOSTS"]
    settings.DEFAULT_FROM_EMAIL = module["DEFAULT_FROM_EMAIL"]


def browser():
    return Client(SERVER_NAME="portal.example.org", HTTP_X_FORWARDED_PROTO="https")


def test_item_18_every_cookie_is_bound_to_the_host_and_to_https(production):
    client = browser()
    person = UserFactory()
    answers = [client.get("/en/accounts/login/")]
    data = {"login": person.email, "password": PASSWORD}
    answers.append(client.post("/en/accounts/login/", data))
    answers.append(client.post("/language/", {"language": "es", "next": "/en/"}))
    answers.append(client.post("/theme/", {"theme": "dark", "next": "/en/"}))
    answers.append(client.post("/en/accounts/logout/"))

    seen = {
        name: cookie
        for answer in answers
        for name, cookie in answer.cookies.items()
        if cookie["max-age"] != 0
    }
    assert {"__Host-session", "__Host-csrf"} <= set(seen) <= COOKIES
    for name, cookie in seen.items():
        assert cookie["secure"], name
        assert cookie["samesite"] == "Lax", name
        assert (cookie["domain"], cookie["path"]) == ("", "/"), name
    assert seen["__Host-session"]["httponly"]


@pytest.mark.parametrize("page", PAGES)
def test_item_40_every_answer_tells_browsers_to_be_careful(production, page):
    answer = browser().get(page)
    answer.close()

    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Server" not in answer
    assert "X-Powered-By" not in answer


def policy_of(answer):
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: set(sources) for name, *sources in parts}


@pytest.mark.parametrize("page", ["/en/", "/admin/", "/en/not-there/", "/healthz", "breaks"])
def test_item_39_scripts_and_styles_are_ours_alone_on_every_answer(client, monkeypatch, page):
    monkeypatch.setattr("contacts.directory.national_units", None)
    client.raise_request_exception = False

    answer = client.get("/en/support/" if page == "breaks" else page, follow=True)
    policy = policy_of(answer)

    assert (answer.status_code == 500) == (page == "breaks")
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == {"'none'"}
    assert policy["frame-ancestors"] == {"'none'"}
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == {"'self'"}
    assert policy["form-action"] == {"'self'"}


def test_item_42_htmx_runs_nothing_asks_nobody_else_and_keeps_no_page(client):
    html = client.get("/en/").content.decode()
    settings_of_htmx = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", html)[1])

    wanted = {"allowEval": False, "selfRequestsOnly": True, "historyCacheSize": 0}
    assert wanted.items() <= settings_of_htmx.items()


def test_item_40_http_is_sent_to_https(production):
    answer = Client(SERVER_NAME="portal.example.org").get("/en/")

    assert (answer.status_code, answer["Location"]) == (301, "https://portal.example.org/en/")


def test_item_41_pages_of_a_person_are_kept_by_nobody(house, client):
    enter(client, house.staff_es)

    for page in ("/en/", "/en/accounts/sessions/", "/en/accounts/2fa/", "/admin/"):
        assert "no-store" in client.get(page)["Cache-Control"], page


# --- the log -----------------------------------------------------------------------


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


def test_item_58_no_secret_reaches_the_log(house, log, django_capture_on_commit_callbacks):
    give_app(house.staff_es)
    client, secret = Client(), "a-canary-that-must-not-sing"
    secrets = {PASSWORD, secret}

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/en/accounts/login/", {"login": house.founder.email, "password": secret})
        client.post(reverse("account_signup"), {"email": "n@demo.example", "password1": secret})
        client.post(reverse("account_request_login_code"), {"email": house.founder.email})
        secrets.add(CODE.search(Email.objects.latest("pk").text).group())
        staff, code = Client(), app_code()
        staff.post("/en/accounts/login/", {"login": house.staff_es.email, "password": PASSWORD})
        staff.post("/en/accounts/2fa/authenticate/", {"code": code})
        secrets |= {code, staff.session.session_key}
        client.get("/en/partners/not-there/")

    assert log.records
    text = "\n".join(logging.Formatter("%(name)s %(message)s").format(r) for r in log.records)
    assert [secret for secret in secrets if secret in text] == []


def test_item_58_nobody_writes_lines_into_the_log(client, log):
    client.get("/en/x%0D%0AERROR forged line/")

    assert log.records
    assert all("\n" not in r.getMessage() and "\r" not in r.getMessage() for r in log.records)


def test_item_59_an_error_tells_a_visitor_nothing(client, settings, monkeypatch):
    def breaks():
        raise RuntimeError("the secret name of a table")

    monkeypatch.setattr("contacts.directory.national_units", breaks)
    client.raise_request_exception = False

    answer = client.get("/en/support/")

    assert answer.status_code == 500
    assert settings.DEBUG is False
    assert "secret name" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
