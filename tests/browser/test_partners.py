"""Partner search in a real browser: with and without JavaScript, by keyboard, on a phone."""

import re

import pytest

from tests.factories import SchoolFactory, TeacherFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("transactional_db"),
]
SEARCH = "/en/partners/"


@pytest.fixture
def world(house):
    """Ana, and twelve teachers of three countries around her."""
    for number, country in enumerate(["GR", "SE", "MT"] * 4):
        TeacherFactory(
            user__given_name=["Eleni", "Åsa", "Karm"][number % 3],
            country_id=country,
            school=SchoolFactory(country_id=country),
            subjects=["music", "biology"] if number % 2 else ["history"],
            languages=["en", "fr"],
        )
    return house


@pytest.fixture
def ana(window, world):
    def open_one(**options):
        return window(**options).enter(world.founder)

    return open_one


def count(one, words):
    one.page.locator("#found-count", has_text=re.compile(rf"^\s*{words}\s*$")).wait_for()


def option(one, group, value):
    return one.page.locator(f"#filter-{group}-{value}")


def test_results_and_counts_change_in_place_and_the_back_button_is_right(ana):
    one = ana().go(SEARCH)
    count(one, "14 teachers")
    one.page.locator(".filter-group summary", has_text="Role at school").click()

    option(one, "subject", "music").focus()
    one.page.keyboard.press("Space")
    count(one, "6 teachers")
    # The place where one works stays as it was: the focus, and a group unfolded by hand.
    assert one.page.evaluate("document.activeElement.id") == "filter-subject-music"
    assert option(one, "role", "teacher").is_visible()
    assert one.page.url.endswith("/en/partners/?subject=music")

    option(one, "country", "MT").check()
    count(one, "2 teachers")
    assert one.page.url.endswith("?country=MT&subject=music")
    beside = one.page.locator("label[for=filter-role-teacher] .filter-group__count")
    assert beside.inner_text() == "2"

    one.page.go_back()
    count(one, "6 teachers")
    assert option(one, "subject", "music").is_checked()
    assert not option(one, "country", "MT").is_checked()

    one.page.get_by_role("link", name="Remove: Music").click()
    count(one, "14 teachers")
    assert not option(one, "subject", "music").is_checked()


FIVE = {
    "country": "GR",
    "subject": "music",
    "language": "fr",
    "age": "12-14",
    "available": "yes",
}


def test_five_filters_by_keyboard_alone(ana):
    """Tab to each question, unfold it with Enter, choose with the space bar."""
    one = ana().go(SEARCH)
    for group, value in FIVE.items():
        for _ in range(400):
            one.page.keyboard.press("Tab")
            at = one.page.evaluate("document.activeElement.id || document.activeElement.innerText")
            if at == f"filter-{group}-{value}":
                break
            summary = one.page.evaluate(
                """start => document.activeElement.matches(".filter-group:not([open]) > summary")
                    && !!document.activeElement.parentElement.querySelector(`[id^=${start}]`)""",
                f"filter-{group}-",
            )
            if summary:
                one.page.keyboard.press("Enter")
        else:
            raise AssertionError(f"{group} cannot be reached by keyboard.")
        one.page.keyboard.press("Space")
        one.page.wait_for_url(f"**{group}={value}**")
        assert one.page.evaluate("document.activeElement.id") == f"filter-{group}-{value}"
    count(one, "2 teachers")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_five_filters_on_a_phone_with_and_without_scripts(ana, scripts):
    one = ana(java_script_enabled=scripts, viewport={"width": 360, "height": 740}).go(SEARCH)
    one.page.locator(".drawer > summary").click()
    for group, value in FIVE.items():
        details = one.page.locator(f".filter-group:has(#filter-{group}-{value})")
        if not option(one, group, value).is_visible():
            details.locator("summary").click()
        option(one, group, value).check()
        if scripts:
            one.page.wait_for_url(f"**{group}={value}**")
    if not scripts:
        one.press("Show results")
    count(one, "2 teachers")
    assert all(f"{group}={value}" in one.page.url for group, value in FIVE.items())


def test_words_are_sent_with_enter(ana):
    one = ana().go(SEARCH)
    one.page.locator("#q").fill("asa")
    one.page.keyboard.press("Enter")
    count(one, "4 teachers")
    assert one.page.url.endswith("?q=asa")


def test_nobody_fits_and_one_filter_less_does(ana):
    one = ana().go(f"{SEARCH}?country=MT&q=eleni")
    one.follow("Leave out country: Malta")
    count(one, "4 teachers")


def test_it_is_a_plain_form_without_scripts(ana):
    one = ana(java_script_enabled=False, viewport={"width": 360, "height": 740}).go(SEARCH)
    one.page.locator(".drawer > summary").click()
    option(one, "country", "SE").check()
    one.press("Show results")
    count(one, "4 teachers")
    assert "country=SE" in one.page.url
    assert option(one, "country", "SE").is_checked()


def test_on_a_phone_the_drawer_leads_back_to_the_results(ana):
    one = ana(viewport={"width": 360, "height": 740}).go(SEARCH)
    one.page.locator(".drawer > summary").click()
    option(one, "country", "GR").check()
    jump = one.page.get_by_role("link", name="4 teachers")
    jump.wait_for()
    assert one.page.locator(".drawer__chosen").inner_text() == "1"
    jump.click()
    assert one.page.locator("#found-count").is_visible()
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_nothing(ana, world):
    one = ana()
    for path in (
        SEARCH,
        f"{SEARCH}?country=MT&q=eleni&age=400",
        "/en/partners/connections/?show=connected",
    ):
        assert one.go(path).violations_by_day_and_night() == [], path


def test_from_asking_to_being_connected(ana, window, world):
    one = ana().go(f"/en/partners/connect/{world.maja.slug}/")
    one.fill("Your message", "Shall our pupils compare their rivers in spring?")
    one.press("Send my request").see("Your request has been sent to Maja Nowak")
    one.see("You have asked, no answer yet")

    two = window().enter(world.stranger).go("/en/partners/connections/")
    two.see("Shall our pupils compare their rivers").press("Accept")
    two.see("You and Ana Ferrer are connected")
    one.go("/en/partners/connections/?show=connected").see("Maja Nowak")
