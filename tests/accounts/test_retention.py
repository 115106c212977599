"""What is kept for how long, on a clock that can be set."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from accounts import presence, retention, services
from accounts.models import Absence, Teacher, User
from notifications.models import Email, EmailState, Notice
from tests.factories import SupportPostFactory, TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db
BEGIN = datetime(2030, 1, 1, 12, tzinfo=timezone.get_default_timezone())


def day(number):
    return time_machine.travel(BEGIN + timedelta(days=number), tick=False)


@pytest.fixture
def eva():
    with day(0):
        return TeacherFactory(user__given_name="Eva", last_active_at=BEGIN).user


def run_on(number):
    with day(number):
        return retention.carry_out()


def kinds_told():
    return list(Notice.objects.order_by("pk").values_list("kind", flat=True))


def is_found(person):
    return Teacher.objects.findable().filter(user=person).exists()


def test_a_year_away_is_warned_of_and_then_hidden(eva):
    run_on(334)
    assert kinds_told() == []
    run_on(336)
    assert kinds_told() == ["accounts.hiding_soon"]
    run_on(364)
    assert is_found(eva)
    run_on(367)
    assert not is_found(eva)
    assert kinds_told() == ["accounts.hiding_soon"]


def test_three_years_away_are_warned_of_and_then_erased(eva):
    run_on(336)
    run_on(367)
    run_on(1066)
    assert kinds_told()[-1] == "accounts.erasure_soon"
    run_on(1094)
    assert User.objects.get(pk=eva.pk).erased_at is None
    run_on(1097)
    gone = User.objects.get(pk=eva.pk)
    assert (gone.name, gone.is_active) == ("Former member", False)
    run_on(1098)


def test_nobody_is_hidden_or_erased_unwarned_even_when_this_runs_late(eva):
    done = run_on(2000)
    assert (done["warn-hiding"], done["warn-erasure"], done["hide"], done["erase"]) == (1, 1, 0, 0)
    run_on(2029)
    assert is_found(eva)
    assert run_on(2031)["erase"] == 1


def test_a_sign_in_begins_anew(eva, client):
    run_on(336)
    run_on(367)
    with day(368):
        client.force_login(eva)

    assert is_found(eva)
    assert not Absence.objects.exists()
    assert Teacher.objects.get(user=eva).last_active_at == BEGIN + timedelta(days=368)
    run_on(702)
    assert kinds_told() == ["accounts.hiding_soon"]
    run_on(704)
    assert kinds_told() == ["accounts.hiding_soon", "accounts.hiding_soon"]


def test_being_here_is_written_once_a_day(eva, django_assert_num_queries):
    with day(1), time_machine.travel(BEGIN + timedelta(hours=5), tick=False):
        presence.was_here(eva.pk)
    assert User.objects.get(pk=eva.pk).seen_at == BEGIN
    with day(2):
        presence.was_here(eva.pk)
    assert User.objects.get(pk=eva.pk).seen_at == BEGIN + timedelta(days=2)
    with day(2), django_assert_num_queries(3):
        presence.was_here(eva.pk)


@pytest.mark.parametrize("number", [400, 1200])
def test_a_legal_hold_stops_the_clock(eva, house, number):
    services.hold_person(user_id=eva.pk, by=house.central, reason="Court")
    User.objects.exclude(pk=eva.pk).update(seen_at=BEGIN + timedelta(days=number))
    done = run_on(number)
    assert {done[name] for name in ("warn-hiding", "hide", "warn-erasure", "erase")} == {0}


def test_a_hold_put_on_after_the_warning_is_respected(eva, house):
    run_on(1066)
    services.hold_person(user_id=eva.pk, by=house.central, reason="Court")
    with day(1097):
        assert services.erase_absent(user_id=eva.pk) is False


def test_who_works_for_an_organisation_is_left_alone():
    with day(0):
        staff = UserFactory(is_staff=True)
    SupportPostFactory(unit_code="nso-es", user=staff)
    done = run_on(1200)
    assert (done["warn-erasure"], done["erase"]) == (0, 0)


def test_somebody_without_a_profile_is_erased_as_well():
    with day(0):
        visitor = UserFactory()
    run_on(1066)
    run_on(1097)
    assert kinds_told() == []  # erased with the person
    assert User.objects.get(pk=visitor.pk).erased_at


def test_old_emails_leave_the_outbox_and_waiting_ones_stay(eva):
    with day(0):
        for state in (EmailState.SENT, EmailState.FAILED, EmailState.WAITING):
            Email.objects.create(to="a@demo.example", state=state, due_at=BEGIN, sent_at=BEGIN)
    assert run_on(29)["e-mails"] == 0
    assert run_on(31)["e-mails"] == 2
    assert Email.objects.get().state == EmailState.WAITING


def test_a_dry_run_lists_and_does_nothing(eva):
    said = StringIO()
    with day(336):
        call_command("retention", dry_run=True, verbosity=2, stdout=said)

    assert "warn-hiding: 1 people are told" in said.getvalue()
    assert f"\n  {eva.pk}\n" in said.getvalue()
    assert "Eva" not in said.getvalue()
    assert kinds_told() == []


def test_the_command_does_what_the_beat_does(eva):
    said = StringIO()
    with day(336):
        call_command("retention", stdout=said)
    assert "warn-hiding: 1" in said.getvalue()
    assert kinds_told() == ["accounts.hiding_soon"]
