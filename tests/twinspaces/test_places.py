"""Limited places, and how each of them ends or becomes a full one."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import services as accounts
from accounts.models import Teacher, TeacherStatus
from core.errors import WrongState
from notifications.models import Notice
from tests.at_once import fresh
from tests.factories import (
    InvitationFactory,
    LimitedFactory,
    PageFactory,
    TeacherFactory,
)
from tests.twinspaces.invited import pass_days, room, told, verbs
from twinspaces import services
from twinspaces.models import Invitation, InvitationState, Member, MemberRole, Page, TwinSpace

pytestmark = pytest.mark.django_db


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
