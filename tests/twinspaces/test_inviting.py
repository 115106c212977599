"""Invitations by address: to whom, what they tell, and how they are answered."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import services as accounts
from accounts.models import Block, TeacherStatus
from core.errors import WrongState
from notifications.models import Email, Notice
from projects import signals
from projects.models import Project
from tests.at_once import fresh
from tests.factories import (
    InvitationFactory,
    LimitedFactory,
    TeacherFactory,
)
from tests.twinspaces.invited import invite, pass_days, room, told, verbs
from twinspaces import services
from twinspaces.models import Invitation, InvitationState, Member, MemberRole

pytestmark = pytest.mark.django_db


class TestInviting:
    def test_the_clock_tells_whoever_waits(self, house):
        sent = invite(house, " Carmen@Demo.example ")
        assert sent.address == "carmen@demo.example"
        assert not Notice.objects.filter(kind="twinspaces.invited").exists()

        assert [services.tell_invited(), services.tell_invited()] == [1, 0]

        assert told("invited") == {house.newcomer}
        assert Email.objects.get(notice__kind="twinspaces.invited").to == house.newcomer.email
        assert verbs() == ["twinspaces.invited", "twinspaces.told_invited"]

    def test_in_their_own_language(self, house):
        house.newcomer.language = "es"
        house.newcomer.save()
        invite(house, house.newcomer.email)
        services.tell_invited()
        assert Notice.objects.get(kind="twinspaces.invited").path.startswith("/es/")

    def test_somebody_who_registers_later_is_told_then(self, house):
        invite(house, "later@demo.example")
        assert services.tell_invited() == 0
        later = TeacherFactory(user__email="later@demo.example", waiting=True)
        assert services.tell_invited() == 1
        assert told("invited") == {later.user}

    @pytest.mark.parametrize("status", [TeacherStatus.INCOMPLETE, TeacherStatus.REFUSED])
    def test_whoever_could_not_accept_is_not_told_yet(self, house, status):
        house.carmen.status = status
        house.carmen.save()
        invite(house, house.newcomer.email)
        assert services.tell_invited() == 0

    def test_an_address_that_was_never_confirmed_is_nobodys(self, house, invitation):
        house.newcomer.emailaddress_set.update(verified=False)
        assert services.tell_invited() == 0
        assert not Invitation.objects.of(fresh(house.newcomer)).exists()

    def test_somebody_who_blocked_the_inviting_founder_is_left_in_peace(self, house, invitation):
        Block.objects.create(blocker=house.carmen, blocked=house.ana)
        assert services.tell_invited() == 0
        assert not Invitation.objects.of(fresh(house.newcomer)).exists()

    def test_a_member_is_not_invited_into_their_own_room(self, house):
        invite(house, house.cofounder.email)
        assert services.tell_invited() == 0
        assert not Invitation.objects.of(house.cofounder).answerable_by(house.cofounder).exists()

    def test_only_founders_of_an_open_room(self, house):
        with pytest.raises(PermissionDenied, match="Only members"):
            invite(house, "x@demo.example", by=house.stranger)
        signals.project_closed.send(sender=Project, project=house.project)
        with pytest.raises(PermissionDenied, match="archived"):
            invite(house, "x@demo.example")

    def test_what_the_founders_know_anyway_is_said(self, house, place):
        for address, said in [
            (house.founder.email, "your own address"),
            (house.newcomer.email, "Carmen Ruiz has accepted"),
        ]:
            with pytest.raises(WrongState, match=said):
                invite(house, address)
        invite(house, "x@demo.example")
        with pytest.raises(WrongState, match="invited already"):
            invite(house, "x@demo.example", by=house.cofounder)

    def test_nobody_tries_addresses_by_the_dozen(self, house):
        for number in range(10):
            invite(house, f"x{number}@demo.example")
        with pytest.raises(WrongState, match="Go on tomorrow"):
            invite(house, "x10@demo.example")
        invite(house, "x10@demo.example", by=house.cofounder)

    def test_an_unanswered_one_makes_room_for_another(self, house, invitation):
        pass_days(31)
        again = invite(house, invitation.address)
        invitation.refresh_from_db()
        assert invitation.state == InvitationState.WITHDRAWN
        assert again.is_open

    def test_the_database_keeps_one_open_invitation_per_address(self, house, invitation):
        with pytest.raises(IntegrityError), transaction.atomic():
            InvitationFactory(twinspace=house.space, address=invitation.address)


class TestWhoHasAnAddress:
    """An inviting founder cannot tell from anything whether an address is registered, and how."""

    KINDS = {
        "waiting": lambda house: house.newcomer.email,
        "unknown": lambda house: "unknown@demo.example",
        "validated": lambda house: house.stranger.email,
        "a member": lambda house: house.cofounder.email,
        "staff": lambda house: house.staff_es.email,
    }

    @pytest.fixture
    def asked(self, house):
        def ask(kind):
            by, address = fresh(house.founder), self.KINDS[kind](house)
            with CaptureQueriesContext(connection) as queries, transaction.atomic():
                sent = services.invite(twinspace_id=house.space.pk, address=address, by=by)
                seen = (sent.standing, sent.is_answered, len(queries))
                services.withdraw(invitation_id=sent.pk, by=by)
                seen += (len(queries),)
                transaction.set_rollback(True)
            return seen

        ask("unknown")  # the content types are known from here on
        return ask

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_address_is_the_same_work_and_the_same_answer(self, asked, kind):
        assert asked(kind) == asked("unknown")

    def test_nothing_changes_for_the_founder_when_somebody_was_told(self, house, invitation):
        before = (invitation.standing, invitation.is_answered)
        services.tell_invited()
        invitation.refresh_from_db()
        assert (invitation.standing, invitation.is_answered) == before
        assert (
            Notice.objects.filter(recipient=house.founder, kind__startswith="twinspaces").count()
            == 0
        )


class TestAnswering:
    def test_who_waits_gets_a_limited_place_for_fourteen_days(self, house, place):
        assert place.role == MemberRole.WAITING
        assert 13.9 < (place.limited_until - timezone.now()) / timedelta(days=1) < 14.1
        assert told("accepted") == {house.founder, house.cofounder}
        assert verbs() == ["twinspaces.accepted"]
        assert room(house).roles[house.newcomer.pk] == MemberRole.WAITING

    def test_who_is_validated_meanwhile_gets_a_full_one(self, house, invitation):
        accounts.validate_teacher(teacher_id=house.carmen.pk, by=fresh(house.staff_es))
        place = services.accept(invitation_id=invitation.pk, by=fresh(house.newcomer))
        assert (place.role, place.limited_until) == (MemberRole.TEACHER, None)

    def test_declining_leads_nowhere_and_tells_the_founders(self, house, invitation):
        services.decline(invitation_id=invitation.pk, by=fresh(house.newcomer))
        invitation.refresh_from_db()
        assert (invitation.state, invitation.user) == ("declined", house.newcomer)
        assert told("declined") == {house.founder, house.cofounder}
        assert house.newcomer.pk not in room(house).roles

    @pytest.mark.parametrize("step", [services.accept, services.decline])
    def test_nobody_answers_for_somebody_else(self, house, invitation, step):
        with pytest.raises(PermissionDenied, match="somebody else"):
            step(invitation_id=invitation.pk, by=fresh(house.stranger))

    @pytest.mark.parametrize("step", [services.accept, services.decline])
    def test_what_is_withdrawn_or_too_old_is_told(self, house, invitation, step):
        pass_days(31)
        with pytest.raises(WrongState, match="not open any more"):
            step(invitation_id=invitation.pk, by=fresh(house.newcomer))
        Invitation.objects.update(state="withdrawn", open_until=timezone.now() + timedelta(days=1))
        with pytest.raises(WrongState, match="withdrawn"):
            step(invitation_id=invitation.pk, by=fresh(house.newcomer))

    def test_one_room_at_a_time(self, house, place):
        elsewhere = InvitationFactory(address=house.newcomer.email)
        with pytest.raises(PermissionDenied, match="Rivers that meet"):
            services.accept(invitation_id=elsewhere.pk, by=fresh(house.newcomer))

        services.leave(twinspace_id=house.space.pk, by=fresh(house.newcomer))
        services.accept(invitation_id=elsewhere.pk, by=fresh(house.newcomer))
        assert Member.objects.get(user=house.newcomer).twinspace == elsewhere.twinspace

    def test_the_database_has_the_last_word_about_that(self, house, place):
        with pytest.raises(IntegrityError, match="one_room_only"), transaction.atomic():
            LimitedFactory(user=house.newcomer)

    @pytest.mark.parametrize(
        ("role", "days"),
        [(MemberRole.WAITING, None), (MemberRole.TEACHER, 9), (MemberRole.FOUNDER, 9)],
    )
    def test_only_who_waits_has_days_and_who_waits_has_them(self, house, role, days):
        until = timezone.now() + timedelta(days=days) if days else None
        with pytest.raises(IntegrityError, match="waiting_means_limited"), transaction.atomic():
            Member.objects.create(
                twinspace=house.space, user=house.stranger, role=role, limited_until=until
            )

    def test_coming_back_does_not_add_days(self, house, place):
        services.leave(twinspace_id=house.space.pk, by=fresh(house.newcomer))
        pass_days(10)
        again = invite(house, house.newcomer.email)
        back = services.accept(invitation_id=again.pk, by=fresh(house.newcomer))
        assert 3.9 < (back.limited_until - timezone.now()) / timedelta(days=1) < 4.1

    def test_after_all_their_days_they_come_back_when_validated(self, house, place):
        pass_days(15)
        again = invite(house, house.newcomer.email)
        with pytest.raises(PermissionDenied, match="are over"):
            services.accept(invitation_id=again.pk, by=fresh(house.newcomer))

        accounts.validate_teacher(teacher_id=house.carmen.pk, by=fresh(house.staff_es))
        back = services.accept(invitation_id=again.pk, by=fresh(house.newcomer))
        assert back.role == MemberRole.TEACHER


class TestWithdrawing:
    def test_the_news_is_taken_back(self, house, invitation):
        services.tell_invited()
        services.withdraw(invitation_id=invitation.pk, by=fresh(house.cofounder))
        services.tell_invited()
        assert told("invited") == set()
        assert "twinspaces.withdrawn" in verbs()

    def test_only_founders_withdraw(self, house, invitation):
        with pytest.raises(PermissionDenied, match="founders"):
            services.withdraw(invitation_id=invitation.pk, by=fresh(house.newcomer))

    def test_a_closed_project_invites_nobody(self, house, invitation):
        signals.project_closed.send(sender=Project, project=house.project)
        invitation.refresh_from_db()
        assert invitation.state == InvitationState.WITHDRAWN
