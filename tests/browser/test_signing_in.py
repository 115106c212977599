"""Ways in, with a real browser: a passkey, an app, a lost phone, and a shared computer left behind."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.browser.conftest import PASSWORD
from tests.factories.accounts import UserFactory
from tests.signing_in import code_of, enter, give_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("transactional_db"),
]

COOKIES = {"sessionid", "csrftoken", "language", "theme", "messages"}
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def finger():
    """A device that knows its owner's finger, as Chromium's own tests have it."""

    def give(one):
        tools = one.context.new_cdp_session(one.page)
        tools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
        }
        tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    return give


def confirm_password(one):
    one.page.locator("main input[name=password]").fill(PASSWORD)
    one.page.locator("main .form-actions .btn-primary").click()


def test_a_passkey_is_added_and_then_signs_in_alone(window, finger):
    ana = UserFactory(email="ana@demo.example")
    one = window().sign_in(ana.email)
    finger(one)
    one.go("/en/accounts/2fa/webauthn/add/")
    confirm_password(one)
    one.page.get_by_label("Passwordless").check()
    one.press("Add").see("Recovery codes")
    assert Authenticator.objects.filter(user=ana, type="webauthn").count() == 1
    assert one.go("/en/accounts/2fa/webauthn/").violations() == []

    one.page.context.clear_cookies()
    one.go("/en/accounts/login/").press("Use a passkey")
    one.page.wait_for_url("**/en/")
    one.go("/en/accounts/sessions/").see("This one")


def test_staff_set_up_an_app_reach_the_desk_and_lose_the_phone(house, window):
    email = house.staff_es.email
    one = window(viewport=PHONE)
    one.go("/en/accounts/login/").fill("Email", email)
    one.page.locator("input[name=password]").fill(PASSWORD)
    one.page.locator("form:has(input[name=password]) button.btn-primary").click()
    one.see("One more step to your desk")
    assert one.violations() == []

    one.follow("Set up an app")
    confirm_password(one)
    one.page.get_by_text("I cannot scan it").click()
    assert one.violations() == []
    secret = one.page.locator("main details strong").inner_text()
    one.page.locator("input[name=code]").fill(code_of(secret))
    one.press("Switch on").see("Write these codes down")
    assert one.violations() == []
    codes = one.page.locator("main ul.panel li").all_inner_texts()
    assert len(codes) == 10
    one.follow("I have kept them")
    one.go("/admin/").see("What is waiting")

    lost = window()
    lost.go("/en/accounts/login/").fill("Email", email)
    lost.page.locator("input[name=password]").fill(PASSWORD)
    lost.page.locator("form:has(input[name=password]) button.btn-primary").click()
    lost.see("Your password was right")
    assert lost.violations() == []
    lost.page.locator("input[name=code]").fill(codes[0])
    lost.press("Sign in").page.wait_for_url("**/en/")
    lost.go("/admin/").see("What is waiting")


def test_after_leaving_the_back_button_shows_nobodys_pages(house, window):
    """Safety item 19: the next person at a shared computer goes back and finds the sign-in page."""
    one = window().sign_in("ana@demo.example").go("/en/notifications/").go("/en/profile/")
    one.page.locator("summary", has_text="Your menu").first.click()
    one.page.locator("form[action$='/logout/'] button:visible").click()
    one.page.wait_for_load_state()

    one.page.go_back()
    one.page.wait_for_url("**/accounts/login/**")
    assert "htmx-history-cache" not in one.page.evaluate("Object.keys(sessionStorage)")


def test_only_our_own_cookies_and_no_stranger(house, window):
    """Safety item 76. That no page asks another host is checked for every window of every journey."""
    one = window().sign_in("ana@demo.example")
    for path in ("/en/", "/en/partners/", "/en/projects/rivers/", "/en/accounts/2fa/"):
        one.go(path)
        assert one.page.evaluate("Object.keys(localStorage)") == [], path

    cookies = one.context.cookies()
    assert {cookie["name"] for cookie in cookies} <= COOKIES
    assert {cookie["domain"] for cookie in cookies} == {"localhost"}


def test_the_pages_of_the_account_on_a_phone(house, window):
    give_app(house.founder)
    one = window(viewport=PHONE)
    client = enter(Client(), house.founder)
    value = client.cookies["sessionid"].value
    one.context.add_cookies([{"name": "sessionid", "value": value, "url": one.url}])

    for path in (
        "/en/accounts/2fa/",
        "/en/accounts/sessions/",
        "/en/accounts/connected/",
        "/en/accounts/2fa/reauthenticate/",
        "/en/accounts/reauthenticate/",
    ):
        assert one.go(path).violations() == [], path
        assert one.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
