"""Two people who shall not meet do not meet through the index either, from the very next request on."""

import pytest

from facets.index import current, refresh
from facets.question import Question
from partners import services
from partners.sources import TEACHERS
from tests.at_once import fresh
from tests.facets.indexed import compared

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("transactional_db")]


@pytest.fixture(autouse=True)
def built_index(house, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path
    current.forget()
    refresh.build_now(TEACHERS)
    yield
    current.forget()


@pytest.mark.parametrize(("seer", "gone"), [("founder", "PL"), ("stranger", "ES")])
def test_blocked_and_unblocked_without_a_new_index(house, seer, gone):
    user = getattr(house, seer)
    assert compared(Question(), fresh(user)).total == 2

    made = services.block(teacher_id=house.maja.pk, by=fresh(house.founder))
    found = compared(Question(), fresh(user))
    assert found.total == 1
    assert gone not in found.counts["country"]

    services.unblock(block_id=made.pk, by=fresh(house.founder))
    assert compared(Question(), fresh(user)).total == 2
