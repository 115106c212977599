"""Meeting people, or not: suggestions, the map, hiding and blocking, in a real browser."""

import contextlib
import re

import pytest
from playwright.sync_api import Error

from accounts.models import Teacher, TeacherStatus
from partners.models import Dismissal
from tests.factories import SchoolFactory, TeacherFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("transactional_db"),
]
SEARCH = "/en/partners/"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def world(house):
    for name, country in [("Eleni", "GR"), ("Åsa", "SE"), ("Karm", "MT"), ("Aino", "FI")]:
        TeacherFactory(
            user__given_name=name, country_id=country, school=SchoolFactory(country_id=country)
        )
    return house


@pytest.fixture
def ana(window, world):
    def open_one(**options):
        return window(**options).enter(world.founder)

    return open_one


def count(one, words):
    one.page.locator("#found-count", has_text=re.compile(rf"^\s*{words}\s*$")).wait_for()


def names(one):
    return one.page.locator(".suggested h3").all_inner_texts()


def refuse(one, name):
    one.page.locator(".suggested li", has_text=name).get_by_role(
        "button", name=re.compile(f"Not for me.*{name}")
    ).click()


@pytest.mark.parametrize("path", ["/en/", SEARCH])
def test_a_suggestion_is_refused_and_taken_back_in_place(ana, path):
    one = ana().go(path)
    one.page.locator(".suggested li").first.wait_for()
    assert len(names(one)) == 3
    first = names(one)[0]

    refuse(one, first)
    one.see(f"{first} is not suggested to you any more")
    assert first not in names(one)
    assert len(names(one)) == 3
    assert Dismissal.objects.count() == 1
    assert one.page.evaluate("document.activeElement.hasAttribute('data-focus')")

    one.press("Undo")
    one.page.locator(".suggested h3", has_text=first).wait_for()
    assert not Dismissal.objects.exists()


def test_a_suggestion_is_refused_without_scripts(ana):
    one = ana(java_script_enabled=False, viewport=PHONE).go("/en/").follow("All suggestions")
    first = names(one)[0]

    refuse(one, first)
    one.see(f"{first} is not suggested to you any more")
    assert first not in names(one)
    one.press(re.compile(f"Suggest again.*{first}")).see(f"{first} can be suggested to you again")
    assert first in names(one)


def test_a_country_is_chosen_on_the_map(ana):
    one = ana().go(SEARCH)
    count(one, "6 teachers")
    one.page.locator(".map-drawer summary").click()
    one.page.locator(".europe__map").wait_for()

    one.page.locator(".europe__map a", has=one.page.locator("title", has_text="Sweden")).click()
    count(one, "1 teacher")
    assert one.page.url.endswith("?country=SE")
    one.page.locator(".europe__map .map-here").wait_for()
    assert one.page.locator("#filter-country-SE").is_checked()

    # The map is in step with a filter, and a row of its table does the same as the picture.
    one.page.locator("#filter-country-FI").check()
    count(one, "2 teachers")
    one.page.locator("#on-map-FI[aria-current]").wait_for()
    one.settle().page.locator("#on-map-SE").press("Enter")
    count(one, "1 teacher")
    assert one.page.url.endswith("?country=FI")
    one.page.locator("#on-map-SE:not([aria-current])").wait_for()

    one.page.go_back()
    count(one, "2 teachers")


def test_a_country_is_chosen_on_the_map_without_scripts(ana):
    one = ana(java_script_enabled=False).go(f"{SEARCH}?subject=biology")
    one.page.locator(".map-drawer summary").click()
    one.follow("See these teachers on a map").see("Teachers on the map")
    one.page.locator(".europe__table").get_by_role("link", name="Malta").click()

    count(one, "1 teacher")
    assert one.page.url.endswith("?country=MT&subject=biology")


def test_hidden_then_shown_then_blocked_seen_from_both_sides(ana, window, world):
    one, two = ana(), window().enter(world.stranger)
    ana_page, maja_page = world.ana.get_absolute_url(), world.maja.get_absolute_url()
    count(one.go(f"{SEARCH}?country=PL"), "1 teacher")
    maja = Teacher.objects.filter(pk=world.maja.pk)

    maja.update(status=TeacherStatus.SUSPENDED)
    count(one.go(f"{SEARCH}?country=PL"), "0 teachers")
    maja.update(status=TeacherStatus.VALIDATED)
    count(one.go(f"{SEARCH}?country=PL"), "1 teacher")

    one.go(maja_page).follow("Block Maja Nowak").see("Maja Nowak is not told")
    one.press("Block Maja Nowak").see("You have blocked Maja Nowak")
    count(one.go(f"{SEARCH}?country=PL"), "0 teachers")
    assert one.page.goto(maja_page).status == 404
    assert two.page.goto(ana_page).status == 404
    count(two.go(f"{SEARCH}?q=ferrer"), "0 teachers")

    one.go("/en/partners/connections/").follow("People you blocked")
    one.press(re.compile("Unblock.*Maja Nowak")).see("You have unblocked Maja Nowak")
    two.go(ana_page).see("Ana Ferrer")


def test_too_many_pages_say_so_in_place(ana, settings):
    one = ana().go(SEARCH)
    settings.DIRECTORY_PAGES = 1
    one.page.locator("#filter-country-SE").check()
    one.see("You can go on at")
    count(one, "6 teachers")


def test_axe_finds_nothing(ana, world):
    one = ana(viewport=PHONE)
    block = f"/en/partners/block/{world.maja.slug}/"
    for path in (
        "/en/partners/suggestions/",
        "/en/partners/map/?country=SE",
        block,
        SEARCH,
        "/en/",
    ):
        one.go(path)
        if path in {SEARCH, "/en/"}:
            one.page.locator(".suggested li").first.wait_for()
        assert one.violations_by_day_and_night() == [], path
        assert one.page.evaluate("document.documentElement.scrollWidth") <= 360, path
    one.go(block).press("Block Maja Nowak").see("You have blocked")
    assert one.violations_by_day_and_night() == []


def test_axe_finds_nothing_on_an_open_map(ana):
    one = ana(viewport=PHONE).go(SEARCH)
    one.page.locator(".map-drawer summary").click()
    one.page.locator(".europe__map").wait_for()
    assert one.violations() == []
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_map_follows_when_it_is_out_of_sight_and_answers_come_late(ana):
    """A row far below the picture is pressed, and an older map comes after a newer one."""
    one = ana(viewport={"width": 1280, "height": 400}).go(SEARCH)
    one.page.locator(".map-drawer summary").click()
    one.page.locator(".europe__map").wait_for()

    late = []

    def hold_back(route):
        if not late:
            late.append(route)
            return
        route.continue_()

    one.page.route("**/partners/map/**", hold_back)
    row = one.page.locator("#on-map-SE")
    row.scroll_into_view_if_needed()
    row.press("Enter")
    count(one, "1 teacher")
    one.page.locator("#filter-country-FI").check()
    count(one, "2 teachers")
    one.page.locator("#on-map-FI[aria-current]").wait_for()
    assert len(late) == 1, "The map of Sweden alone has not come yet."
    with contextlib.suppress(Error):  # given up for the newer one, as it should be
        late[0].continue_()
    one.page.wait_for_timeout(300)
    assert one.page.locator("#on-map-SE[aria-current]").count() == 1
    assert one.page.locator("#on-map-FI[aria-current]").count() == 1
