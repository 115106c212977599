"""Who may search, ask and answer, without a database."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Block, Teacher, TeacherStatus, User
from partners import rules
from partners.models import Connection, PastRequests

ASKER, ASKED, OTHER = 1, 2, 3
VALIDATED = TeacherStatus.VALIDATED


def teacher(pk, status=VALIDATED, active=True):
    return Teacher(pk=pk, status=status, user=User(pk=pk, is_active=active))


def person(teacher_id=None, status=VALIDATED, posts=(), blocked=(), here_for=rules.NEW_FOR):
    mine = teacher(teacher_id, status) if teacher_id else None
    return SimpleNamespace(
        is_authenticated=True,
        teacher_or_none=mine,
        is_validated_teacher=bool(mine and mine.is_validated),
        posts=list(posts),
        is_member=bool(mine and mine.is_validated) or bool(posts),
        blocked_teacher_ids=frozenset(blocked),
        date_joined=timezone.now() - here_for,
    )


SUPPORT = person(posts=["a post"])
REQUEST = Connection(asker=teacher(ASKER), asked=teacher(ASKED))


def refused(decision):
    assert not decision
    assert str(decision.reason).endswith(".")
    return True


@pytest.mark.parametrize("status", TeacherStatus)
def test_validated_teachers_search_and_others_hear_why_not_yet(status):
    decision = rules.can_search(person(ASKER, status))
    assert decision.allowed is (status == VALIDATED)
    assert decision or refused(decision)


def test_support_staff_search_and_visitors_do_not():
    assert rules.can_search(SUPPORT)
    assert refused(rules.can_search(person()))
    assert refused(rules.can_search(AnonymousUser()))


@pytest.mark.parametrize("status", TeacherStatus)
def test_only_validated_teachers_connect_and_only_with_validated_ones(status):
    assert rules.can_connect(person(ASKER, status), teacher(ASKED)).allowed is (status == VALIDATED)
    assert rules.can_connect(person(ASKER), teacher(ASKED, status)).allowed is (status == VALIDATED)


def test_nobody_connects_with_themselves_or_with_a_closed_account():
    assert refused(rules.can_connect(person(ASKER), teacher(ASKER)))
    assert refused(rules.can_connect(person(ASKER), teacher(ASKED, active=False)))
    assert refused(rules.can_connect(SUPPORT, teacher(ASKED)))


def test_whoever_was_blocked_either_way_is_not_asked():
    assert refused(rules.can_connect(person(ASKER, blocked=[ASKED]), teacher(ASKED)))
    assert rules.can_connect(person(ASKER, blocked=[OTHER]), teacher(ASKED))


def test_teachers_block_others_and_take_back_only_their_own():
    assert rules.can_block(person(ASKER), teacher(ASKED))
    assert refused(rules.can_block(person(ASKER), teacher(ASKER)))
    assert refused(rules.can_block(SUPPORT, teacher(ASKED)))
    made = Block(blocker_id=ASKER, blocked_id=ASKED)
    assert rules.can_unblock(person(ASKER), made)
    assert refused(rules.can_unblock(person(ASKED), made))
    assert refused(rules.can_unblock(SUPPORT, made))


@pytest.mark.parametrize("status", TeacherStatus)
def test_suggestions_are_for_validated_teachers(status):
    decision = rules.can_get_suggestions(person(ASKER, status))
    assert decision.allowed is (status == VALIDATED)
    assert decision or refused(decision)
    assert refused(rules.can_get_suggestions(SUPPORT))
    assert rules.can_dismiss(person(ASKER, status), teacher(ASKED)).allowed is decision.allowed
    assert refused(rules.can_dismiss(person(ASKER, status), teacher(ASKER)))


def test_twenty_requests_a_day():
    assert rules.can_ask_again(person(ASKER), PastRequests(today=rules.ASKED_A_DAY - 1))
    assert refused(rules.can_ask_again(person(ASKER), PastRequests(today=rules.ASKED_A_DAY)))


def test_five_in_the_first_week_and_it_is_said_when_it_will_be_more():
    new = person(ASKER, here_for=timedelta(days=2))

    assert rules.can_ask_again(new, PastRequests(today=rules.ASKED_A_DAY_AT_FIRST - 1))
    decision = rules.can_ask_again(new, PastRequests(today=rules.ASKED_A_DAY_AT_FIRST))
    assert refused(decision)
    day = timezone.localtime(timezone.now() + timedelta(days=5))
    assert date_format(day, "DATE_FORMAT") in str(decision.reason)


def test_who_declined_is_left_in_peace_for_a_while():
    later, before = timezone.now() + timedelta(hours=1), timezone.now() - timedelta(hours=1)
    assert refused(rules.can_ask_again(person(ASKER), PastRequests(may_ask_again_at=later)))
    assert rules.can_ask_again(person(ASKER), PastRequests(may_ask_again_at=before))


@pytest.mark.parametrize(
    ("check", "who_may"),
    [
        (rules.can_accept, {ASKED}),
        (rules.can_decline, {ASKED}),
        (rules.can_withdraw, {ASKER}),
        (rules.can_end, {ASKER, ASKED}),
    ],
)
def test_who_answers_withdraws_and_ends(check, who_may):
    for one in (ASKER, ASKED, OTHER):
        decision = check(person(one), REQUEST)
        assert decision.allowed is (one in who_may)
        assert decision or refused(decision)
    assert refused(check(SUPPORT, REQUEST))


def test_nobody_accepts_while_suspended_nor_a_suspended_person():
    suspended = TeacherStatus.SUSPENDED
    assert refused(rules.can_accept(person(ASKED, suspended), REQUEST))
    from_one_suspended = Connection(asker=teacher(ASKER, suspended), asked=teacher(ASKED))
    assert refused(rules.can_accept(person(ASKED), from_one_suspended))
    assert rules.can_decline(person(ASKED), from_one_suspended)
