"""axe finds nothing on any page of the main job, in light and in dark, and no page is wider than a phone."""

import pytest

from tests.factories import AnnouncementFactory, PageFactory
from tests.pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("role", PAGES)
def test_axe_finds_nothing(house, window, role):
    PageFactory(twinspace=house.space, published=True)
    AnnouncementFactory(twinspace=house.space)
    one = window(viewport={"width": 360, "height": 740})
    person = getattr(house, role)
    if person.is_authenticated:
        one.enter(person)

    found = {}
    for path in PAGES[role]:
        # A page that says "not yet" is a page as well.
        assert one.page.goto(path).status in {200, 403}, path
        if problems := one.violations_by_day_and_night():
            found[path] = problems
        wide = one.page.evaluate("document.documentElement.scrollWidth")
        if wide > 360:
            found[f"{path} is too wide"] = wide

    assert found == {}
