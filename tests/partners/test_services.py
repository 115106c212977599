"""Asking, answering, parting: what each step changes, records and tells."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import WrongState
from core.models import Activity
from notifications.models import Email, Notice
from partners import rules, services
from partners.models import (
    ASK_AGAIN_AFTER,
    Connection,
    ConnectionStatus,
    connected_teachers,
)
from tests.factories import ConnectionFactory

pytestmark = pytest.mark.django_db
HELLO = "Shall our pupils write to each other in spring?"


@pytest.fixture
def request_to_ana(house):
    """Maja has asked Ana."""
    return services.connect(teacher_id=house.ana.pk, message=HELLO, by=house.stranger)


def news_of(user):
    return list(Notice.objects.filter(recipient=user).values_list("kind", flat=True))


def test_asking_writes_a_request_and_tells_the_other(house, request_to_ana):
    assert request_to_ana.status == ConnectionStatus.WAITING
    assert news_of(house.founder) == ["partners.connection_asked"]
    email = Email.objects.get(to=house.founder.email)
    assert HELLO in email.text
    assert request_to_ana.get_absolute_url() in email.text
    assert Activity.objects.of(request_to_ana).get().verb == "partners.connected"


def test_accepting_connects_both_and_tells_the_asker(house, request_to_ana):
    services.accept(connection_id=request_to_ana.pk, by=house.founder)

    assert news_of(house.stranger) == ["partners.connection_accepted"]
    assert house.maja in connected_teachers(house.ana)
    assert house.ana in connected_teachers(house.maja)


def test_connected_teachers_are_those_who_accepted_and_nobody_else(house, request_to_ana):
    assert set(connected_teachers(house.ana)) == {house.luca}
    assert set(connected_teachers(house.luca)) == {house.ana}
    assert set(connected_teachers(house.maja)) == set()


def test_declining_sends_the_answer(house, request_to_ana):
    services.decline(connection_id=request_to_ana.pk, by=house.founder, answer="Next year, gladly.")

    assert news_of(house.stranger) == ["partners.connection_declined"]
    assert "Next year, gladly." in Notice.objects.get(recipient=house.stranger).body


def test_declining_without_a_word(house, request_to_ana):
    services.decline(connection_id=request_to_ana.pk, by=house.founder)

    assert "Ana Ferrer" in Notice.objects.get(recipient=house.stranger).body


def test_withdrawing_takes_the_notice_back(house, request_to_ana):
    services.withdraw(connection_id=request_to_ana.pk, by=house.stranger)

    assert news_of(house.founder) == []


def test_accept_pressed_twice_says_so(house, request_to_ana):
    services.accept(connection_id=request_to_ana.pk, by=house.founder)

    with pytest.raises(WrongState, match="connected already"):
        services.accept(connection_id=request_to_ana.pk, by=house.founder)


def test_accept_after_a_withdrawal_says_what_happened(house, request_to_ana):
    services.withdraw(connection_id=request_to_ana.pk, by=house.stranger)

    with pytest.raises(WrongState, match="Maja Nowak has withdrawn"):
        services.accept(connection_id=request_to_ana.pk, by=house.founder)


@pytest.mark.parametrize("step", [services.decline, services.withdraw, services.end])
def test_what_has_ended_stays_ended(house, step):
    ended = ConnectionFactory(asker=house.maja, asked=house.ana, status=ConnectionStatus.ENDED)

    with pytest.raises(WrongState):
        step(connection_id=ended.pk, by=house.founder)


def test_a_request_cannot_be_ended_before_it_is_answered(house, request_to_ana):
    with pytest.raises(WrongState, match="not answered"):
        services.end(connection_id=request_to_ana.pk, by=house.founder)


def test_ending_tells_nobody_and_leaves_the_record(house):
    connection = Connection.objects.get(asker=house.ana, asked=house.luca)

    services.end(connection_id=connection.pk, by=house.cofounder)

    assert set(connected_teachers(house.ana)) == set()
    assert news_of(house.founder) == []
    assert Activity.objects.of(connection).get().by == house.cofounder


def test_nobody_asks_themselves(house):
    with pytest.raises(PermissionDenied, match="This is you"):
        services.connect(teacher_id=house.ana.pk, message=HELLO, by=house.founder)


def test_a_second_request_is_told_what_there_is(house, request_to_ana):
    with pytest.raises(WrongState, match="You have asked Ana"):
        services.connect(teacher_id=house.ana.pk, message=HELLO, by=house.stranger)
    with pytest.raises(WrongState, match="Accept their request"):
        services.connect(teacher_id=house.maja.pk, message=HELLO, by=house.founder)
    with pytest.raises(WrongState, match="connected already"):
        services.connect(teacher_id=house.luca.pk, message=HELLO, by=house.founder)


def test_the_database_keeps_one_live_connection_a_pair(house, request_to_ana):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConnectionFactory(asker=house.ana, asked=house.maja)


def test_the_twenty_first_request_of_a_day_is_refused(house):
    for _ in range(rules.ASKED_A_DAY):
        ConnectionFactory(asker=house.maja, status=ConnectionStatus.WITHDRAWN)

    with pytest.raises(PermissionDenied, match="most possible"):
        services.connect(teacher_id=house.ana.pk, message=HELLO, by=house.stranger)

    Connection.objects.filter(asker=house.maja).update(
        asked_at=timezone.now() - timezone.timedelta(hours=25)
    )
    assert services.connect(teacher_id=house.ana.pk, message=HELLO, by=house.stranger)


def test_after_a_no_only_the_other_may_ask_for_a_month(house, request_to_ana):
    services.decline(connection_id=request_to_ana.pk, by=house.founder)

    with pytest.raises(PermissionDenied, match="You can ask again from"):
        services.connect(teacher_id=house.ana.pk, message=HELLO, by=house.stranger)
    other_way = services.connect(teacher_id=house.maja.pk, message=HELLO, by=house.founder)
    services.withdraw(connection_id=other_way.pk, by=house.founder)

    Connection.objects.filter(pk=request_to_ana.pk).update(
        answered_at=timezone.now() - ASK_AGAIN_AFTER
    )
    assert services.connect(teacher_id=house.ana.pk, message=HELLO, by=house.stranger)
