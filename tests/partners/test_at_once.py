"""Two people, or one person twice, take the same step in the same moment."""

import pytest

from notifications.models import Notice
from partners import rules, services
from partners.models import Connection, ConnectionStatus
from tests.at_once import at_once, fresh
from tests.factories import ConnectionFactory, TeacherFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("transactional_db")]
HELLO = "Shall our pupils write to each other in spring?"


def test_accepted_twice_at_once(house):
    one = ConnectionFactory(asker=house.maja, asked=house.ana)

    def accept():
        services.accept(connection_id=one.pk, by=fresh(house.founder))

    assert at_once(accept, accept) == ["done", "told"]
    assert Notice.objects.filter(recipient=house.stranger).count() == 1


def test_accepted_and_withdrawn_at_once(house):
    one = ConnectionFactory(asker=house.maja, asked=house.ana)

    ended = at_once(
        lambda: services.accept(connection_id=one.pk, by=fresh(house.founder)),
        lambda: services.withdraw(connection_id=one.pk, by=fresh(house.stranger)),
    )

    assert ended == ["done", "told"]


def test_two_people_who_ask_each_other_at_once(house):
    def ask(asked, by):
        services.connect(teacher_id=asked.pk, message=HELLO, by=fresh(by))

    ended = at_once(lambda: ask(house.ana, house.stranger), lambda: ask(house.maja, house.founder))

    assert ended == ["done", "told"]
    assert Connection.objects.between(house.ana, house.maja).count() == 1


def test_the_last_request_of_a_day_sent_twice_at_once(house):
    for _ in range(rules.ASKED_A_DAY - 1):
        ConnectionFactory(asker=house.maja, status=ConnectionStatus.WITHDRAWN)
    other = TeacherFactory(country_id="IT")

    def ask(asked):
        services.connect(teacher_id=asked.pk, message=HELLO, by=fresh(house.stranger))

    assert at_once(lambda: ask(house.ana), lambda: ask(other)) == ["PermissionDenied", "done"]
