"""axe finds nothing on any page of the main job, in light and in dark, and no page is wider than a phone."""

import pytest
from django.conf import settings

from tests.factories import AnnouncementFactory, PageFactory
from tests.pages import PAGES
from tests.signing_in import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("role", PAGES)
def test_axe_finds_nothing(house, window, client, role):
    PageFactory(twinspace=house.space, published=True)
    AnnouncementFactory(twinspace=house.space)
    one = window(viewport={"width": 360, "height": 740})
    _enter(one, client, getattr(house, role))

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


def _enter(one, client, person):
    """Sign in without the page: the journeys test that."""
    if not person.is_authenticated:
        return
    enter(client, person)
    name = settings.SESSION_COOKIE_NAME
    one.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": one.url}])
