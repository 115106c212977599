"""Who may search, ask, and answer. Every refusal says what to do next."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import TeacherStatus
from core.rules import YES, Decision, no, rule
from partners.models import PastRequests

# Requests to connect in 24 hours. Fewer at first: a new account is known least.
ASKED_A_DAY, ASKED_A_DAY_AT_FIRST = 20, 5
NEW_FOR = timedelta(days=7)

WHY_NOT_YET = {
    TeacherStatus.INCOMPLETE: _(
        "Partner search opens when your registration is complete and your National Support "
        "Organisation has validated you. Finish your registration first."
    ),
    TeacherStatus.WAITING: _(
        "Partner search opens when your National Support Organisation has validated you: everybody "
        "you meet here is known to work at a school. You will get an e-mail as soon as it happens."
    ),
    TeacherStatus.REFUSED: _(
        "Your National Support Organisation could not validate you, so partner search is closed to "
        "you. Correct your details and ask for validation again."
    ),
    TeacherStatus.SUSPENDED: _(
        "Your account is suspended, so partner search is closed to you. Ask your National Support "
        "Organisation what to do."
    ),
}


@rule("partners.search")
def can_search(user: Any, thing: Any = None) -> Decision:
    if user.is_member:
        return YES
    if user.teacher_or_none is None:
        return no(
            _("Partner search is for teachers. Complete your registration as a teacher first.")
        )
    return no(WHY_NOT_YET[user.teacher_or_none.status])


@rule("partners.connect")
def can_connect(user: Any, teacher: Any) -> Decision:
    mine = user.teacher_or_none
    if mine is None:
        return no(_("Only teachers connect with each other. You can read this person's profile."))
    if mine.pk == teacher.pk:
        return no(_("This is you: a connection joins two different people. Find somebody else."))
    if not mine.is_validated:
        return no(WHY_NOT_YET[mine.status])
    if teacher.pk in user.blocked_teacher_ids:
        return no(_("You cannot be in contact with this person. Find another partner."))
    return _is_here(teacher)


@rule("partners.ask_again")
def can_ask_again(user: Any, past: PastRequests) -> Decision:
    if past.may_ask_again_at and past.may_ask_again_at > timezone.now():
        return no(
            _(
                "This person declined your last request. You can ask again from %(day)s; "
                "until then, only they can ask you."
            )
            % {"day": date_format(past.may_ask_again_at, "DATE_FORMAT")}
        )
    return _not_too_many(user, past.today)


def _not_too_many(user: Any, asked: int) -> Decision:
    """So that nobody drowns in the requests of one person, least of all of one nobody knows yet."""
    not_new_from = user.date_joined + NEW_FOR
    if not_new_from > timezone.now() and asked >= ASKED_A_DAY_AT_FIRST:
        return no(
            _(
                "In the first week you can send %(most)d requests in 24 hours. Go on tomorrow; from "
                "%(day)s it is %(later)d a day. Meanwhile, wait for the answers."
            )
            % {
                "most": ASKED_A_DAY_AT_FIRST,
                "later": ASKED_A_DAY,
                "day": date_format(timezone.localtime(not_new_from), "DATE_FORMAT"),
            }
        )
    if asked >= ASKED_A_DAY:
        return no(
            _(
                "You have sent %(most)d requests in the last 24 hours, which is the most possible, "
                "so that nobody drowns in them. Go on tomorrow; meanwhile, wait for the answers."
            )
            % {"most": ASKED_A_DAY}
        )
    return YES


@rule("partners.accept")
def can_accept(user: Any, connection: Any) -> Decision:
    answering = _is_mine_to_answer(user, connection)
    if not answering:
        return answering
    if not user.is_validated_teacher:
        return no(WHY_NOT_YET[user.teacher_or_none.status])
    return _is_here(connection.asker)


@rule("partners.decline")
def can_decline(user: Any, connection: Any) -> Decision:
    return _is_mine_to_answer(user, connection)


@rule("partners.withdraw")
def can_withdraw(user: Any, connection: Any) -> Decision:
    mine = user.teacher_or_none
    if mine is None or mine.pk != connection.asker_id:
        return no(_("Only the person who sent a request can withdraw it. You can decline it."))
    return YES


@rule("partners.end")
def can_end(user: Any, connection: Any) -> Decision:
    mine = user.teacher_or_none
    if mine is None or mine.pk not in {connection.asker_id, connection.asked_id}:
        return no(_("Only the two people of a connection can end it."))
    return YES


@rule("partners.block")
def can_block(user: Any, teacher: Any) -> Decision:
    mine = user.teacher_or_none
    if mine is None:
        return no(_("Only teachers meet each other here, so only they can block each other."))
    if mine.pk == teacher.pk:
        return no(_("This is you: you cannot block yourself. Hide your profile instead."))
    return YES


@rule("partners.unblock")
def can_unblock(user: Any, block: Any) -> Decision:
    mine = user.teacher_or_none
    if mine is None or mine.pk != block.blocker_id:
        return no(_("Only the person who blocked somebody can take it back."))
    return YES


@rule("partners.get_suggestions")
def can_get_suggestions(user: Any, thing: Any = None) -> Decision:
    mine = user.teacher_or_none
    if mine is None:
        return no(
            _("Suggestions are for teachers. Search yourself for whom you would like to read.")
        )
    return YES if mine.is_validated else no(WHY_NOT_YET[mine.status])


@rule("partners.dismiss")
def can_dismiss(user: Any, teacher: Any) -> Decision:
    may_get_them = can_get_suggestions(user)
    if may_get_them and user.teacher_or_none.pk == teacher.pk:
        return no(_("You are never suggested to yourself, so there is nothing to refuse."))
    return may_get_them


def _is_mine_to_answer(user: Any, connection: Any) -> Decision:
    mine = user.teacher_or_none
    if mine is None or mine.pk != connection.asked_id:
        return no(_("Only the person who was asked can answer. Wait for their answer."))
    return YES


def _is_here(teacher: Any) -> Decision:
    if teacher.is_validated and teacher.user.is_active:
        return YES
    return no(
        _("This person cannot use the portal at the moment. Find another partner, or try later.")
    )
