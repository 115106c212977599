"""Rules are asked without a database: people and things are made up here."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import TeacherStatus
from core.rules import RULES
from twinspaces import rules
from twinspaces.models import (
    Announcement,
    Invitation,
    InvitationState,
    Material,
    Member,
    MemberRole,
    Page,
    SpaceStatus,
    TwinSpace,
)


def person(pk, status=TeacherStatus.VALIDATED):
    validated = status == TeacherStatus.VALIDATED
    return SimpleNamespace(
        pk=pk,
        is_authenticated=True,
        teacher_or_none=SimpleNamespace(status=status),
        is_validated_teacher=validated,
        is_member=validated,
        posts=[],
    )


FOUNDER, TEACHER, STRANGER = person(1), person(2), person(3)
SUSPENDED = person(2, TeacherStatus.SUSPENDED)
WAITING = person(4, TeacherStatus.WAITING)
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
PLACES = {
    1: (MemberRole.FOUNDER, None),
    2: (MemberRole.TEACHER, None),
    4: (MemberRole.WAITING, NOON + timedelta(days=9)),
}
WRITING = ["write_page", "change_page", "add_material", "announce", "publish"]


def space(status=SpaceStatus.OPEN):
    made = TwinSpace(status=status)
    made.places = PLACES
    return made


def page(public=False, **where):
    return Page(twinspace=space(**where), published_at="2026-01-01" if public else None)


def thing_for(name, **where):
    """What the rule is asked about."""
    if name in {"change_page", "publish", "unpublish"}:
        return page(public=name == "unpublish", **where)
    if name == "remove_material":
        return Material(twinspace=space(**where), by_id=2)
    return space(**where)


def ask(name, who, **where):
    return RULES[f"twinspaces.{name}"](who, thing_for(name, **where))


@pytest.mark.parametrize("name", [*WRITING, "unpublish", "remove_material", "see_inside"])
def test_every_member_may(name):
    assert ask(name, TEACHER)
    assert ask(name, FOUNDER)


@pytest.mark.parametrize(
    "name", [*WRITING, "unpublish", "remove_material", "see_inside", "change_welcome"]
)
@pytest.mark.parametrize("who", [STRANGER, AnonymousUser()], ids=["stranger", "visitor"])
def test_nobody_else_may_and_is_told_why(name, who):
    decision = ask(name, who)
    assert not decision
    assert decision.reason


@pytest.mark.parametrize("name", [*WRITING, "remove_material", "change_welcome"])
def test_in_an_archived_room_nothing_changes(name):
    decision = ask(name, FOUNDER, status=SpaceStatus.ARCHIVED)
    assert not decision
    assert "archived" in str(decision.reason)


def test_an_archived_room_is_still_read():
    assert ask("see_inside", TEACHER, status=SpaceStatus.ARCHIVED)


def test_what_is_public_can_be_taken_back_from_an_archived_room():
    assert ask("unpublish", TEACHER, status=SpaceStatus.ARCHIVED)


@pytest.mark.parametrize("name", [*WRITING, "remove_material"])
def test_a_suspended_teacher_reads_only(name):
    decision = ask(name, SUSPENDED)
    assert "suspended" in str(decision.reason)
    assert ask("see_inside", SUSPENDED)


def test_only_founders_change_name_and_welcome():
    assert ask("change_welcome", FOUNDER)
    assert "founders" in str(ask("change_welcome", TEACHER).reason)


def test_a_file_is_removed_by_its_person_or_a_founder():
    of_the_founder = Material(twinspace=space(), by_id=1)
    assert rules.can_remove_material(FOUNDER, Material(twinspace=space(), by_id=2))
    assert not rules.can_remove_material(TEACHER, of_the_founder)
    assert "founder" in str(rules.can_remove_material(TEACHER, of_the_founder).reason)


@pytest.mark.parametrize("model", [Page, Material, Announcement])
def test_what_is_public_is_not_published_again_nor_taken_back_twice(model):
    public = model(twinspace=space(), published_at="2026-01-01")
    assert not rules.can_publish(FOUNDER, public)
    assert not rules.can_unpublish(FOUNDER, model(twinspace=space()))


class TestLimitedRights:
    """Somebody who waits for validation: reading, pages of their own, files; nothing that goes further."""

    @pytest.mark.parametrize("name", ["see_inside", "write_page", "add_material", "leave"])
    def test_what_they_may(self, name):
        assert ask(name, WAITING)

    @pytest.mark.parametrize(
        "name",
        ["change_page", "remove_material", "announce", "publish", "unpublish", "change_welcome",
         "invite", "see_profiles"],
    )  # fmt: skip
    def test_what_they_may_not_yet(self, name):
        decision = ask(name, WAITING)
        assert not decision
        assert decision.reason

    @pytest.mark.parametrize("name", ["change_page", "announce", "publish", "see_profiles"])
    def test_a_refusal_says_what_comes_next(self, name):
        assert "As soon as your National Support Organisation has validated you" in str(
            ask(name, WAITING).reason
        )

    def test_their_own_page_is_theirs_while_it_is_private(self):
        own = Page(twinspace=space(), by_id=4)
        assert rules.can_change_page(WAITING, own)
        own.published_at = NOON
        assert not rules.can_change_page(WAITING, own)

    def test_their_own_file_is_theirs(self):
        assert rules.can_remove_material(WAITING, Material(twinspace=space(), by_id=4))

    @pytest.mark.parametrize("name", ["write_page", "add_material"])
    def test_an_archived_room_is_read_by_them_too(self, name):
        assert "archived" in str(ask(name, WAITING, status=SpaceStatus.ARCHIVED).reason)

    @pytest.mark.parametrize(
        ("now", "said"),
        [
            (NOON, "until 5 December 2026: 9 days left."),
            (NOON + timedelta(days=8), "until 5 December 2026: 1 day left."),
            (NOON + timedelta(days=9, hours=-2), "until today, 12:00."),
        ],
    )
    def test_a_yes_says_until_when(self, monkeypatch, now, said):
        monkeypatch.setattr(rules.timezone, "now", lambda: now)
        decision = rules.can_see_inside(WAITING, space())
        assert decision
        assert str(decision.reason).endswith(said)
        assert not rules.can_see_inside(TEACHER, space()).reason


class TestInvitations:
    def offer(self, *, theirs=True, elsewhere="", days=14, **about):
        facts = {"state": InvitationState.OPEN, "open_until": timezone.now() + timedelta(days=1)}
        invitation = Invitation(twinspace=space(), **facts | about)
        return rules.Offer(invitation, theirs, elsewhere, timezone.now() + timedelta(days=days))

    def test_founders_invite_and_nobody_else(self):
        assert ask("invite", FOUNDER)
        assert "founders" in str(ask("invite", TEACHER).reason)
        assert not ask("invite", STRANGER)
        assert not ask("invite", FOUNDER, status=SpaceStatus.ARCHIVED)

    def test_a_founder_who_is_validated_anew_waits_with_inviting(self):
        assert "anew" in str(ask("invite", person(1, TeacherStatus.WAITING)).reason)

    @pytest.mark.parametrize("status", TeacherStatus)
    def test_who_waits_or_is_validated_accepts(self, status):
        decision = rules.can_accept(person(9, status), self.offer())
        assert decision.allowed is (status in {TeacherStatus.WAITING, TeacherStatus.VALIDATED})
        assert decision.allowed or decision.reason

    def test_somebody_without_a_profile_registers_first(self):
        nobody = SimpleNamespace(pk=9, is_authenticated=True, teacher_or_none=None)
        assert "Register" in str(rules.can_accept(nobody, self.offer()).reason)

    @pytest.mark.parametrize(
        ("about", "said"),
        [
            ({"theirs": False}, "somebody else"),
            ({"elsewhere": "Bread"}, "“Bread”"),
            ({"days": -1}, "are over"),
            ({"state": InvitationState.WITHDRAWN}, "not open any more"),
            ({"open_until": NOON - timedelta(days=1)}, "not open any more"),
        ],
    )
    def test_why_somebody_cannot_accept(self, about, said):
        assert said in str(rules.can_accept(WAITING, self.offer(**about)).reason)

    def test_only_the_waiting_have_one_room_and_days(self):
        assert rules.can_accept(TEACHER, self.offer(elsewhere="Bread", days=-1))

    def test_whoever_is_asked_may_always_say_no(self):
        assert rules.can_decline(person(9, TeacherStatus.REFUSED), self.offer(elsewhere="Bread"))
        assert not rules.can_decline(WAITING, self.offer(theirs=False))

    def test_founders_withdraw_what_is_open(self):
        still_open = self.offer().invitation
        assert rules.can_withdraw(FOUNDER, still_open)
        assert not rules.can_withdraw(WAITING, still_open)
        assert not rules.can_withdraw(FOUNDER, self.offer(state="accepted").invitation)

    def test_founders_remove_all_but_founders(self):
        limited = Member(twinspace=space(), user_id=4, role=MemberRole.WAITING)
        assert rules.can_remove_member(FOUNDER, limited)
        assert not rules.can_remove_member(TEACHER, limited)
        assert not rules.can_remove_member(
            FOUNDER, Member(twinspace=space(), user_id=1, role=MemberRole.FOUNDER)
        )

    def test_everybody_leaves_but_founders(self):
        assert ask("leave", TEACHER)
        assert "Founders stay" in str(ask("leave", FOUNDER).reason)
        assert not ask("leave", STRANGER)
