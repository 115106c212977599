"""Every piece of the interface, seen and used in a real browser."""

import pytest

from tests.browser.conftest import RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, LAPTOP = 360, 1280


@pytest.fixture
def look(chromium, live_server):
    """Open the page of pieces as a device would."""
    contexts = []

    def open_it(*, width=LAPTOP, theme="light", **settings):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=theme, **settings
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}/en/pieces/")
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_axe_finds_nothing_on_a_phone_or_a_laptop_by_day_or_by_night(window, width):
    one = window(viewport={"width": width, "height": 800}).go("/en/pieces/")
    assert one.violations_by_day_and_night([*RULES, "best-practice"]) == []


def test_nothing_sticks_out_sideways(look):
    page = look()
    for width in (320, PHONE, 768, LAPTOP):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width


def test_the_browser_keeps_to_the_content_policy_and_misses_no_file(chromium, live_server):
    page = chromium.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("response", lambda answer: answer.status >= 400 and complaints.append(answer.url))
    page.on("request", lambda r: live_server.url not in r.url and complaints.append(r.url))
    page.goto(f"{live_server.url}/en/pieces/", wait_until="networkidle")
    page.close()
    assert complaints == []


def test_the_theme_changes_at_once_and_stays(look):
    page = look()
    page.get_by_text("Light or dark").locator("..").click()
    with page.expect_response("**/theme/"):
        page.locator(".site-header__tools button[value=dark]").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_language_and_theme_work_without_javascript(look):
    page = look(width=PHONE, java_script_enabled=False)
    page.get_by_text("Menu", exact=True).click()
    page.locator(".menu--main button[value=dark]").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.locator(".menu--main > summary").click()
    page.locator(".menu--main button[value=es]").click()
    assert page.url.endswith("/es/pieces/")


def test_the_focus_goes_to_what_is_wrong_and_from_there_to_the_field(look):
    page = look()
    assert "error-summary" in page.evaluate("document.activeElement.className")
    page.get_by_role("link", name="Your full name: This field is required.").click()
    assert page.evaluate("document.activeElement.id") == "id_wrong-name"


def test_escape_closes_a_menu_and_gives_the_focus_back(look):
    page = look()
    page.locator(".site-header__tools summary").first.click()
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_leaving_with_unsaved_text_asks(look):
    page = look()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#id_fresh-name").fill("Ana")
    page.get_by_role("link", name="eTwinning").first.click()
    page.wait_for_load_state()
    assert asked == ["beforeunload"]
