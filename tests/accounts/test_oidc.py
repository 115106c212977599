"""National single sign-on against a real OpenID provider in a process of its own (safety item 11)."""

import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.conf import settings as django_settings
from django.test import Client

from accounts.models import User
from notifications.models import Email
from tests.factories import TeacherFactory, UserFactory
from tests.factories.accounts import PASSWORD
from tests.network import refused_port
from tests.openid_provider import CLIENT, SECRET
from tests.signing_in import app_code, give_app

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

EVA = {
    "sub": "eva-77",
    "email": "eva@school.example",
    "email_verified": True,
    "given_name": "Eva",
    "family_name": "Novák",
}


class AtProvider:
    """The provider's keyboard."""

    def __init__(self, url):
        self.url = url

    def sits(self, person, **wrong):
        requests.post(f"{self.url}/control", json={"claims": person, "wrong": wrong}, timeout=5)


@pytest.fixture(scope="session")
def provider_process():
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.openid_provider"],
        cwd=django_settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process.stdout.readline().strip()
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.fixture
def provider(provider_process, settings):
    configure(settings, provider_process)
    return AtProvider(provider_process)


def configure(settings, url):
    apps = [
        {
            "provider_id": name,
            "name": label,
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": url},
        }
        for name, label in [("national", "National login"), ("other", "Other login")]
    ]
    shared = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": shared | {"APPS": apps}}


def leave(client, name="national", process="login"):
    """Press the button; where the browser is sent."""
    address = f"/accounts/oidc/{name}/login/?process={process}&next=/es/"
    return client.post(address)["Location"]


def at_provider(address):
    """What the provider sends the browser back to."""
    answer = requests.get(address, allow_redirects=False, timeout=5)
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def come_back(client, name="national", process="login", **more):
    return client.get(at_provider(leave(client, name, process)), **more)


def signed_in_as(client):
    key = client.session.get("_auth_user_id")
    return User.objects.filter(pk=key).first() if key else None


def test_nothing_is_offered_where_nothing_is_configured(client):
    assert "Continue with" not in client.get("/en/accounts/login/").content.decode()
    assert client.post("/accounts/oidc/national/login/").status_code == 404


def test_a_new_person_comes_in_with_the_name_and_language_they_have(provider, client):
    provider.sits(EVA)
    page = client.get("/es/accounts/login/").content.decode()
    assert "National login" in page

    answer = come_back(client)

    assert answer["Location"] == "/es/"
    eva = signed_in_as(client)
    assert (eva.email, eva.given_name, eva.family_name) == (EVA["email"], "Eva", "Novák")
    assert eva.language == "es"
    assert not eva.has_usable_password()
    assert SocialAccount.objects.get(user=eva).uid == "eva-77"
    assert not SocialToken.objects.exists()


def test_the_account_is_the_providers_person_not_the_address(provider, client):
    provider.sits(EVA)
    come_back(client)
    eva = signed_in_as(client)

    provider.sits(EVA | {"email": "eva.new@school.example"})
    again = Client()
    come_back(again)
    assert signed_in_as(again) == eva

    provider.sits(EVA | {"sub": "somebody-else"})
    other = Client()
    assert come_back(other).status_code == 409
    assert signed_in_as(other) is None


def test_item_11_the_same_address_never_links(provider, client):
    ana = TeacherFactory(user__email=EVA["email"]).user
    provider.sits(EVA)

    answer = come_back(client)

    assert answer.status_code == 409
    assert "You already have an account here" in answer.content.decode()
    assert signed_in_as(client) is None
    assert not SocialAccount.objects.filter(user=ana).exists()


def test_an_address_the_provider_does_not_vouch_for_tells_nothing(provider):
    UserFactory(email="known@school.example")
    pages = []
    for email in ("known@school.example", "unknown@school.example"):
        provider.sits({"sub": email, "email": email, "email_verified": False})
        client = Client()
        answer = come_back(client, follow=True)
        pages.append(answer.content.decode().count("<h1"))
        assert answer.redirect_chain[-1][0].endswith("/accounts/confirm-email/")
        assert signed_in_as(client) is None
    assert pages[0] == pages[1]
    assert Email.objects.count() == 2


def test_connecting_is_done_from_ones_own_account_after_the_password(provider, client):
    ana = TeacherFactory(user__email=EVA["email"]).user
    provider.sits(EVA)
    client.post("/en/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert "National login" in client.get("/en/accounts/connected/").content.decode()

    answer = come_back(client, process="connect")
    assert "reauthenticate" in answer["Location"]
    assert not SocialAccount.objects.exists()
    client.post(answer["Location"], {"password": PASSWORD})
    assert SocialAccount.objects.get().user == ana

    other = Client()
    come_back(other)
    assert signed_in_as(other) == ana
    page = client.get("/en/accounts/connected/").content.decode()
    assert "Connected on" in page


def test_single_sign_on_is_one_factor(provider, client, house):
    SocialAccount.objects.create(user=house.staff_es, provider="national", uid="eva-77")
    give_app(house.staff_es)
    provider.sits(EVA)

    asked = come_back(client)

    assert "2fa/authenticate" in asked["Location"]
    client.post(asked["Location"], {"code": app_code()})
    assert client.get("/admin/").status_code == 200


def test_item_11_each_sign_in_sends_pkce_state_and_nonce(provider):
    one, two = (parse_qs(urlsplit(leave(Client())).query) for _ in range(2))

    assert one["code_challenge_method"] == ["S256"]
    assert one["redirect_uri"] == ["http://testserver/accounts/oidc/national/login/callback/"]
    for name in ("state", "nonce", "code_challenge"):
        assert one[name] != two[name]


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-portal"},
        {"iss": "https://evil.example"},
        {"exp": 1_000_000_000},
        {"signature": "foreign"},
        {"userinfo": {"sub": "somebody-else"}},
    ],
    ids=str,
)
def test_item_11_an_answer_that_cannot_be_verified_signs_nobody_in(provider, client, wrong):
    provider.sits(EVA, **wrong)

    answer = come_back(client)

    assert answer.status_code == 401
    assert "This way of signing in did not work" in answer.content.decode()
    assert not User.objects.exists()


def test_item_11_a_state_of_one_provider_is_refused_at_another(provider, client):
    provider.sits(EVA)
    address = at_provider(leave(client, "national"))

    answer = client.get(address.replace("/national/", "/other/"))

    assert answer.status_code == 401
    assert not User.objects.exists()


def test_item_11_an_answer_is_used_once_and_only_by_the_browser_that_asked(provider, client):
    provider.sits(EVA)
    address = at_provider(leave(client))

    assert Client().get(address).status_code == 401
    assert client.get(address).status_code == 302
    client.post("/en/accounts/logout/")
    assert client.get(address).status_code == 401


def test_leaving_takes_a_press(provider, client):
    page = client.get("/accounts/oidc/national/login/")

    assert page.status_code == 200
    assert "Continue with National login" in page.content.decode()


def test_item_60_a_provider_that_is_down_is_a_page_and_the_password_still_works(settings, client):
    configure(settings, f"http://127.0.0.1:{refused_port()}")
    ana = UserFactory()

    answer = client.post("/accounts/oidc/national/login/")
    assert answer.status_code == 401
    assert "did not answer as it should" in answer.content.decode()

    client.post("/en/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert signed_in_as(client) == ana


def test_a_refusal_at_the_provider_is_a_page(provider, client):
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    back = "/accounts/oidc/national/login/callback/"

    answer = client.get(f"{back}?error=access_denied&state={state}", follow=True)

    assert "You stopped signing in" in answer.content.decode()
