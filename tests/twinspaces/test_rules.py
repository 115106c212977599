"""Rules are asked without a database: people and things are made up here."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import TeacherStatus
from core.rules import RULES
from twinspaces import rules
from twinspaces.models import Announcement, Material, MemberRole, Page, SpaceStatus, TwinSpace


def person(pk, status=TeacherStatus.VALIDATED):
    teacher = SimpleNamespace(status=status)
    return SimpleNamespace(pk=pk, is_authenticated=True, teacher_or_none=teacher)


FOUNDER, TEACHER, STRANGER = person(1), person(2), person(3)
SUSPENDED = person(2, TeacherStatus.SUSPENDED)
ROLES = {1: MemberRole.FOUNDER, 2: MemberRole.TEACHER}
WRITING = ["write_page", "change_page", "add_material", "announce", "publish"]


def space(status=SpaceStatus.OPEN):
    made = TwinSpace(status=status)
    made.roles = ROLES
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
