"""No page of the main job asks the database more than twelve questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import AnnouncementFactory, PageFactory
from tests.pages import PAGES

MOST = 12
CASES = [(role, path) for role, paths in PAGES.items() for path in paths]
CASES.append(("visitor", "/en/pieces/"))


@pytest.mark.parametrize(("role", "path"), CASES)
def test_a_page_asks_few_questions(house, as_role, role, path):
    PageFactory(twinspace=house.space, published=True)
    AnnouncementFactory(twinspace=house.space)
    client = as_role(role)
    client.get(path)  # the session's first request writes down that it began

    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code in {200, 302, 403}

    assert len(asked) <= MOST, [query["sql"][:120] for query in asked]
