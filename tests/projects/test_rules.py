"""Who may do what, without a database: every status against every person."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from accounts.models import Teacher, TeacherStatus
from core.rules import RULES
from projects import rules
from projects.models import Approval, ApprovalDecision, Project, ProjectStatus

FOUNDER_ID, COFOUNDER_ID, OTHER_ID = 1, 2, 3
HERE, THERE = 10, 20
S = ProjectStatus


def person(teacher_id=None, status=TeacherStatus.VALIDATED, desk=(), central=False):
    teacher = teacher_id and Teacher(pk=teacher_id, status=status, school_id=HERE)
    return SimpleNamespace(
        is_authenticated=True,
        teacher_or_none=teacher or None,
        is_validated_teacher=bool(teacher and teacher.is_validated),
        posts=list(desk) + ["central"] * central,
        is_member=bool(teacher and teacher.is_validated) or bool(desk) or central,
        serves=lambda country: central or country in desk,
    )


PEOPLE = {
    "founder": person(FOUNDER_ID),
    "cofounder": person(COFOUNDER_ID),
    "stranger": person(OTHER_ID),
    "staff_es": person(desk=["ES"]),
    "central": person(central=True),
}


def project(status=S.ACTIVE):
    return Project(
        founder_id=FOUNDER_ID,
        cofounder_id=COFOUNDER_ID,
        founder_country_id="ES",
        cofounder_country_id="IT",
        status=status,
        round=1,
    )


ACCEPTED = {S.WAITING_APPROVAL, S.REFUSED, S.ACTIVE}
ALLOWED = {
    "projects.accept": {"cofounder": {S.WAITING_COFOUNDER}},
    "projects.decline": {"cofounder": {S.WAITING_COFOUNDER}},
    "projects.withdraw": {"founder": {S.WAITING_COFOUNDER}},
    "projects.invite_again": {"founder": {S.DRAFT}},
    "projects.change_text": {
        "founder": ACCEPTED | {S.DRAFT, S.WAITING_COFOUNDER},
        "cofounder": ACCEPTED,
    },
    "projects.resubmit": {"founder": {S.REFUSED}, "cofounder": {S.REFUSED}},
    "projects.close": {"founder": {S.ACTIVE}, "cofounder": {S.ACTIVE}},
    "projects.follow": {who: set(S) for who in PEOPLE if who != "stranger"},
    "projects.see_people": {who: set(S) for who in PEOPLE},
}


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", ALLOWED)
def test_who_may_in_which_status(name, who, status):
    decision = RULES[name](PEOPLE[who], project(status))

    assert decision.allowed is (status in ALLOWED[name].get(who, set()))
    assert decision.allowed or str(decision.reason)


@pytest.mark.parametrize("name", [name for name in RULES if name.startswith("projects.")])
def test_a_visitor_may_nothing(name):
    assert not RULES[name](AnonymousUser(), project())


@pytest.mark.parametrize("status", TeacherStatus)
def test_only_validated_teachers_found_projects(status):
    decision = rules.can_found(person(FOUNDER_ID, status))

    assert decision.allowed is (status == TeacherStatus.VALIDATED)
    assert decision.allowed or str(decision.reason)


def test_support_staff_without_a_school_found_none():
    assert "teacher" in str(rules.can_found(PEOPLE["staff_es"]).reason)


def test_a_cofounder_who_is_suspended_meanwhile_cannot_accept():
    suspended = person(COFOUNDER_ID, TeacherStatus.SUSPENDED)

    assert "suspended" in str(rules.can_accept(suspended, project(S.WAITING_COFOUNDER)).reason)


def pair(cofounder_id=COFOUNDER_ID, school=THERE, connected=True, status=TeacherStatus.VALIDATED):
    cofounder = Teacher(pk=cofounder_id, school_id=school, status=status)
    return rules.Pair(Teacher(pk=FOUNDER_ID, school_id=HERE), HERE, cofounder, connected)


@pytest.mark.parametrize(
    ("two", "why"),
    [
        (pair(cofounder_id=FOUNDER_ID), "with yourself"),
        (pair(connected=False), "not connected"),
        (pair(status=TeacherStatus.SUSPENDED), "not validated"),
        (pair(school=HERE), "same school"),
    ],
)
def test_who_cannot_be_invited(two, why):
    assert why in str(rules.can_invite(PEOPLE["founder"], two).reason)


def test_a_connection_at_another_school_can_be_invited():
    assert rules.can_invite(PEOPLE["founder"], pair())


def approval(country="ES", status=S.WAITING_APPROVAL, decision="waiting", round_=1):
    decided = ApprovalDecision(decision)
    return Approval(project=project(status), country_id=country, round=round_, decision=decided)


@pytest.mark.parametrize("can", [rules.can_approve, rules.can_refuse])
@pytest.mark.parametrize(
    ("who", "what", "allowed"),
    [
        ("staff_es", approval(), True),
        ("staff_es", approval(country="IT"), False),
        ("central", approval(country="IT"), True),
        ("founder", approval(), False),
        ("stranger", approval(), False),
        ("staff_es", approval(decision="approved"), False),
        ("staff_es", approval(decision="refused"), False),
        ("staff_es", approval(status=S.REFUSED), False),
        ("staff_es", approval(round_=0), False),
    ],
)
def test_each_country_decides_for_itself_and_once(can, who, what, allowed):
    decision = can(PEOPLE[who], what)

    assert decision.allowed is allowed
    assert decision.allowed or str(decision.reason)


def test_nobody_decides_on_their_own_project():
    both = person(FOUNDER_ID, desk=["ES"])

    assert "yourself" in str(rules.can_approve(both, approval()).reason)


@pytest.mark.parametrize("reason", ["", "No.", "too short"])
def test_a_refusal_has_to_say_something(reason):
    with pytest.raises(ValidationError):
        rules.says_why(reason)
