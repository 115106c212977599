"""How soon people usually answer: only where there is a basis, and in words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partners.answering import usual_answers, words
from partners.models import Connection, ConnectionStatus
from tests.factories import ConnectionFactory
from tests.partners.test_views import text_of

pytestmark = pytest.mark.django_db
DECLINED, ACCEPTED = ConnectionStatus.DECLINED, ConnectionStatus.ACCEPTED


def answered(teacher, *days, status=DECLINED, asked_days_ago=40):
    asked = timezone.now() - timedelta(days=asked_days_ago)
    for took in days:
        ConnectionFactory(
            asked=teacher, status=status, asked_at=asked, answered_at=asked + timedelta(days=took)
        )


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ([], ""),
        ([0.1, 0.2], ""),
        ([0.1, 0.2, 0.3], "Usually answers within a day"),
        ([0.1, 1.5, 1.9], "Usually answers within 2 days"),
        ([1, 2, 3, 30], "Usually answers within 3 days"),  # one long wait is not "usually"
        ([30, 30, 30], ""),
    ],
)
def test_the_words(house, days, says):
    answered(house.maja, *days)
    assert usual_answers([house.maja, house.luca]).get(house.maja.pk, "") == says
    assert house.luca.pk not in usual_answers([house.maja, house.luca])


def test_yes_and_no_count_alike_and_what_was_withdrawn_or_ended_does_not(house):
    answered(house.maja, 1, 1)
    answered(house.maja, 1, 1, status=ConnectionStatus.ENDED)
    answered(house.maja, 1, 1, status=ConnectionStatus.WITHDRAWN)
    assert usual_answers([house.maja]) == {}

    answered(house.maja, 1, status=ACCEPTED)
    assert house.maja.pk in usual_answers([house.maja])


def test_answers_of_long_ago_do_not_count(house):
    answered(house.maja, 1, 1, 1, asked_days_ago=400)
    assert usual_answers([house.maja]) == {}


def test_it_stands_on_the_card(house, as_role):
    answered(house.maja, 1, 1, 2)
    Connection.objects.filter(asker=house.maja).delete()
    assert words(2) in text_of(as_role("founder").get("/en/partners/?country=PL"))


def test_one_query_for_all(house, django_assert_num_queries):
    with django_assert_num_queries(1):
        usual_answers([house.maja, house.luca, house.ana])
