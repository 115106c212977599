"""Invitations by address, limited places, and how each of them ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import services as accounts
from accounts.models import Block, Teacher, TeacherStatus
from core.errors import WrongState
from core.models import Activity
from notifications.models import Email, Notice
from projects import signals
from projects.models import Project
from tests.at_once import fresh
from tests.factories import (
    InvitationFactory,
    LimitedFactory,
    PageFactory,
    TeacherFactory,
)
from twinspaces import services
from twinspaces.models import Invitation, InvitationState, Member, MemberRole, Page, TwinSpace

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(house):
    return InvitationFactory(twinspace=house.space, address=house.newcomer.email)


@pytest.fixture
def place(house, invitation):
    """Carmen takes part in Ana's and Luca's room."""
    return services.accept(invitation_id=invitation.pk, by=fresh(house.newcomer))


def invite(house, address, by=None):
    return services.invite(
        twinspace_id=house.space.pk, address=address, by=fresh(by or house.founder)
    )


def told(kind):
    return {notice.recipient for notice in Notice.objects.filter(kind=f"twinspaces.{kind}")}


def verbs():
    rows = Activity.objects.filter(verb__startswith="twinspaces.").order_by("pk")
    return list(rows.values_list("verb", flat=True))


def room(house):
    return TwinSpace.objects.get(pk=house.space.pk)


def pass_days(days):
    """As if everything had happened so many days earlier."""
    for place in Member.objects.filter(limited_until__isnull=False):
        place.limited_until -= timedelta(days=days)
        place.save()
    for one in Invitation.objects.all():
        one.sent_at -= timedelta(days=days)
        one.open_until -= timedelta(days=days)
        if one.answered_at:
            one.answered_at -= timedelta(days=days)
        one.save()


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


class TestTheClock:
    """The days end by themselves: nothing has to run for that."""

    def seen(self, house):
        carmen = fresh(house.newcomer)
        return (
            TwinSpace.objects.of(carmen).exists(),
            Page.objects.visible_to(carmen).exists(),
            carmen.pk in room(house).roles,
        )

    def test_the_room_closes_when_the_days_are_over(self, house, place):
        PageFactory(twinspace=house.space)
        assert self.seen(house) == (True, True, True)
        pass_days(13)
        assert self.seen(house) == (True, True, True)
        pass_days(1)
        assert self.seen(house) == (False, False, False)
        with pytest.raises(PermissionDenied, match="Only members"):
            services.write_page(
                twinspace_id=house.space.pk, by=fresh(house.newcomer), title="A", body=""
            )

    def test_announcements_do_not_reach_whose_days_are_over(self, house, place):
        pass_days(14)
        services.announce(twinspace_id=house.space.pk, by=fresh(house.founder), title="A", body="B")
        assert told("announced") == {house.cofounder}

    def test_tidying_tells_both_sides_once(self, house, place):
        assert services.end_places() == 0
        pass_days(14)
        assert [services.end_places(), services.end_places()] == [1, 0]
        assert told("over") == {house.newcomer}
        assert told("left") == {house.founder, house.cofounder}
        assert Invitation.objects.get().state == InvitationState.ENDED
        assert verbs()[-1] == "twinspaces.ended_place"

    def test_old_invitations_are_forgotten_but_not_those_that_count_days(self, house, place):
        services.leave(twinspace_id=house.space.pk, by=fresh(house.newcomer))
        for state in (InvitationState.OPEN, InvitationState.WITHDRAWN):
            InvitationFactory(twinspace=house.space, state=state)
        pass_days(61)
        services.end_places()
        assert Invitation.objects.get().user == house.newcomer

        accounts.refuse_teacher(
            teacher_id=house.carmen.pk, by=fresh(house.staff_es), reason="Not at this school."
        )
        services.end_places()
        assert not Invitation.objects.exists()


class TestDecisions:
    """What the National Support Organisation decides has its effect in the room at once."""

    def validate(self, house):
        accounts.validate_teacher(teacher_id=house.carmen.pk, by=fresh(house.staff_es))

    def refuse(self, house):
        accounts.refuse_teacher(
            teacher_id=house.carmen.pk, by=fresh(house.staff_es), reason="Not at this school."
        )

    def test_validation_makes_it_a_full_place(self, house, place):
        self.validate(house)
        place.refresh_from_db()
        assert (place.role, place.limited_until) == (MemberRole.TEACHER, None)
        assert told("became_member") == {house.newcomer}
        assert told("member_validated") == {house.founder, house.cofounder}
        services.announce(
            twinspace_id=house.space.pk, by=fresh(house.newcomer), title="Hello", body="All."
        )

    def test_validation_after_the_days_gives_nothing_back(self, house, place):
        pass_days(15)
        self.validate(house)
        assert not Member.objects.filter(user=house.newcomer).exists()
        assert told("over") == {house.newcomer}

    def test_a_refusal_ends_it_at_once_and_does_not_tell_why(self, house, place):
        self.refuse(house)
        assert house.newcomer.pk not in room(house).roles
        assert not Member.objects.filter(user=house.newcomer).exists()
        assert told("left") == {house.founder, house.cofounder}
        assert told("over") == set(), "the refusal has been told already"
        told_founder = Notice.objects.filter(recipient=house.founder, kind="twinspaces.left").get()
        assert "refus" not in told_founder.body

    def test_a_refusal_that_is_rolled_back_ends_nothing(self, house, place):
        with transaction.atomic():
            self.refuse(house)
            transaction.set_rollback(True)
        assert house.newcomer.pk in room(house).roles

    def test_who_is_asked_for_another_school_is_out_until_they_have_one(self, house, place):
        house.carmen.status = TeacherStatus.INCOMPLETE
        house.carmen.save()
        assert house.newcomer.pk not in room(house).roles
        house.carmen.status = TeacherStatus.WAITING
        house.carmen.save()
        assert house.newcomer.pk in room(house).roles

    def test_a_decision_about_somebody_else_changes_nothing(self, house, place):
        other = TeacherFactory(waiting=True)
        accounts.refuse_teacher(
            teacher_id=other.pk, by=fresh(house.staff_es), reason="Not at this school."
        )
        assert house.newcomer.pk in room(house).roles


class TestGoing:
    def test_a_founder_takes_a_place_away(self, house, place):
        services.remove_member(member_id=place.pk, by=fresh(house.cofounder))
        assert house.newcomer.pk not in room(house).roles
        assert told("removed") == {house.newcomer}
        with pytest.raises(WrongState, match="not in the TwinSpace"):
            services.remove_member(member_id=place.pk, by=fresh(house.founder))

    def test_nobody_takes_a_founders_place_away(self, house):
        founder = house.space.members.get(user=house.cofounder)
        with pytest.raises(PermissionDenied, match="cannot be taken away"):
            services.remove_member(member_id=founder.pk, by=fresh(house.founder))

    def test_somebody_leaves_and_the_founders_are_told(self, house, place):
        services.leave(twinspace_id=house.space.pk, by=fresh(house.newcomer))
        assert told("left") == {house.founder, house.cofounder}
        with pytest.raises(PermissionDenied, match="nothing to leave"):
            services.leave(twinspace_id=house.space.pk, by=fresh(house.newcomer))

    def test_founders_do_not_leave(self, house):
        with pytest.raises(PermissionDenied, match="Founders stay"):
            services.leave(twinspace_id=house.space.pk, by=fresh(house.founder))


class TestWriting:
    """What a limited place is good for; rules are tested one by one elsewhere."""

    @pytest.fixture
    def carmen(self, house, place):
        return fresh(house.newcomer)

    def test_a_page_of_their_own_and_nobody_elses(self, house, carmen):
        own = services.write_page(twinspace_id=house.space.pk, by=carmen, title="A", body="One")
        services.change_page(page_id=own.pk, by=carmen, title="A", body="Two", version=1)
        other = PageFactory(twinspace=house.space)
        with pytest.raises(PermissionDenied, match="yourself"):
            services.change_page(page_id=other.pk, by=carmen, title="A", body="B", version=1)

    def test_nothing_leaves_the_room(self, house, carmen):
        own = services.write_page(twinspace_id=house.space.pk, by=carmen, title="A", body="One")
        with pytest.raises(PermissionDenied, match="limited rights"):
            services.publish(kind="page", item_id=own.pk, by=carmen)
        services.publish(kind="page", item_id=own.pk, by=fresh(house.founder))
        with pytest.raises(PermissionDenied, match="not public"):
            services.change_page(page_id=own.pk, by=carmen, title="A", body="Two", version=1)
        with pytest.raises(PermissionDenied, match="limited rights"):
            services.unpublish(kind="page", item_id=own.pk, by=carmen)

    def test_the_rest_of_the_portal_stays_closed(self, house, carmen):
        assert set(Teacher.objects.visible_to(carmen)) == {house.carmen}
        assert carmen not in {t.user for t in Teacher.objects.findable().select_related("user")}


class TestPersonalData:
    def test_an_erasure_takes_places_and_invitations(self, house, place):
        unanswered = InvitationFactory(address=house.newcomer.email)
        accounts.erase(by=fresh(house.newcomer))
        assert not Member.objects.filter(user=house.newcomer).exists()
        assert not Invitation.objects.filter(address=unanswered.address).exists()

    def test_a_founder_who_is_forgotten_invites_nobody(self, house, invitation, place):
        waiting = InvitationFactory(twinspace=house.space)
        accounts.erase(by=fresh(house.founder))
        assert not Invitation.objects.filter(pk=waiting.pk).exists()
        assert Invitation.objects.filter(pk=invitation.pk).exists()


class TestMerging:
    """Two accounts of one person: the place with more rights, and never two limited ones."""

    @pytest.fixture
    def second(self, house):
        return TeacherFactory(waiting=True, user__email="carmen.two@demo.example")

    def merge(self, house, kept, gone):
        accounts.merge_people(kept_id=kept.user_id, gone_id=gone.user_id, by=fresh(house.central))

    def test_a_limited_place_and_its_invitation_come_along(self, house, place, second, invitation):
        self.merge(house, second, house.carmen)
        assert Member.objects.get(user=second.user).limited_until == place.limited_until
        invitation.refresh_from_db()
        assert invitation.user == second.user

    def test_for_somebody_validated_it_is_a_full_one(self, house, place):
        validated = TeacherFactory()
        self.merge(house, validated, house.carmen)
        assert Member.objects.get(user=validated.user).role == MemberRole.TEACHER

    def test_of_two_limited_ones_the_other_stays_behind(self, house, place, second):
        own = LimitedFactory(user=second.user)
        self.merge(house, second, house.carmen)
        assert Member.objects.current().get(limited_until__isnull=False) == own
        assert not Member.objects.current().filter(user=house.newcomer).exists()

    def test_in_one_room_the_full_place_is_kept(self, house, place):
        validated = TeacherFactory()
        Member.objects.create(twinspace=house.space, user=validated.user, role=MemberRole.TEACHER)
        self.merge(house, validated, house.carmen)
        assert house.space.members.get(user=validated.user).role == MemberRole.TEACHER
