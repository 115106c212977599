"""Two people, or one person twice, take the same step in the same moment."""

import pytest

from accounts.models import Block
from notifications.models import Notice
from partners import rules, services
from partners.models import Connection, ConnectionStatus, Dismissal
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


def test_asked_and_blocked_at_once(house):
    """Whichever comes first: in the end there is a block, and no request that waits."""

    def ask():
        services.connect(teacher_id=house.ana.pk, message=HELLO, by=fresh(house.stranger))

    def block():
        services.block(teacher_id=house.maja.pk, by=fresh(house.founder))

    assert at_once(ask, block) in (["done", "done"], ["PermissionDenied", "done"])
    assert Block.objects.count() == 1
    assert not Connection.objects.between(house.ana, house.maja).live().exists()


def test_accepted_and_blocked_at_once(house):
    one = ConnectionFactory(asker=house.maja, asked=house.ana)

    ended = at_once(
        lambda: services.accept(connection_id=one.pk, by=fresh(house.founder)),
        lambda: services.block(teacher_id=house.ana.pk, by=fresh(house.stranger)),
    )

    assert ended in (["done", "done"], ["done", "told"], ["PermissionDenied", "done"])
    one.refresh_from_db()
    assert one.status in {ConnectionStatus.ENDED, ConnectionStatus.WITHDRAWN}


def test_both_block_each_other_at_once(house):
    ended = at_once(
        lambda: services.block(teacher_id=house.maja.pk, by=fresh(house.founder)),
        lambda: services.block(teacher_id=house.ana.pk, by=fresh(house.stranger)),
    )
    assert ended == ["done", "done"]


def test_blocked_twice_at_once(house):
    def block():
        services.block(teacher_id=house.maja.pk, by=fresh(house.founder))

    assert at_once(block, block) == ["done", "told"]


def test_refused_twice_at_once(house):
    def dismiss():
        services.dismiss(teacher_id=house.maja.pk, by=fresh(house.founder))

    assert at_once(dismiss, dismiss) == ["done", "done"]
    assert Dismissal.objects.count() == 1
