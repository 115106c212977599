"""axe finds nothing on any page of the main job, in light and in dark, and no page is wider than a phone."""

import pytest
from django.conf import settings

from tests.factories import AnnouncementFactory, PageFactory
from tests.signing_in import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# role -> the pages that role sees on the way through the main job
PAGES = {
    "visitor": [
        "/en/", "/en/countries/", "/en/national/es/", "/en/national/es/join/", "/en/support/",
        "/en/support/es/", "/en/support/es/vc/", "/en/projects/", "/en/projects/rivers/",
        "/en/twinspaces/rivers/", "/en/accounts/login/", "/en/accounts/signup/",
        "/en/accounts/password/reset/", "/en/schools/mar-blau/", "/en/pieces/",
    ],
    "newcomer": ["/en/", "/en/welcome/next/", "/en/profile/", "/en/partners/"],
    "founder": [
        "/en/", "/en/partners/", "/en/partners/connections/", "/en/people/maja-nowak/",
        "/en/partners/connect/maja-nowak/", "/en/projects/new/", "/en/projects/mine/",
        "/en/projects/songs/", "/en/projects/bread/", "/en/projects/rivers/edit/", "/en/profile/",
        "/en/twinspaces/", "/en/twinspaces/rivers/", "/en/twinspaces/rivers/pages/",
        "/en/twinspaces/rivers/materials/", "/en/twinspaces/rivers/announcements/",
        "/en/twinspaces/rivers/members/", "/en/notifications/", "/en/notifications/preferences/",
    ],
    "cofounder": ["/en/projects/songs/"],
    "representative": ["/en/", "/en/support/es/vc/edit/"],
}  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("role", PAGES)
def test_axe_finds_nothing(house, window, client, role, theme):
    PageFactory(twinspace=house.space, published=True)
    AnnouncementFactory(twinspace=house.space)
    one = window(color_scheme=theme, viewport={"width": 360, "height": 740})
    _enter(one, client, getattr(house, role))

    found = {}
    for path in PAGES[role]:
        one.go(path)
        if problems := one.violations():
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
