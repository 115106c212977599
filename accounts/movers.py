"""What moves inside this app, and in django-allauth, when two rows become one."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils import timezone

from accounts.models import (
    Block,
    Evidence,
    EvidenceKind,
    EvidenceState,
    LegalHold,
    Membership,
    School,
    Teacher,
)
from core.merging import SCHOOL, TEACHER, USER, moves, moves_once, moves_plainly, stays

moves_plainly(SCHOOL, "accounts.teacher.school", "accounts.school.merged_into")
moves_plainly(
    USER, "accounts.export.user", "accounts.legalhold.by", "socialaccount.socialaccount.user"
)
moves_once(USER, "accounts.consent.user", "agreement", "version")
stays("a second factor opens the account it was made for", "mfa.authenticator.user")
stays("the sessions of a closed account end", "usersessions.usersession.user")
stays("whoever merges accounts is here: nobody is absent", "accounts.absence.user")


def _memberships(rows: Any, change: dict[str, Any]) -> None:
    """Move memberships. Where both are open at one school, the moved one ends: it is not lost."""
    for membership in rows.filter(ends=None):
        other = {"teacher": membership.teacher_id, "school": membership.school_id} | change
        if Membership.objects.filter(**other, ends=None).exclude(pk=membership.pk).exists():
            membership.ends = max(timezone.localdate(), membership.starts)
            membership.save(update_fields=["ends"])
    rows.update(**change)


@moves(SCHOOL, "accounts.membership.school")
def memberships_of_a_school(kept: School, gone: School) -> None:
    _memberships(Membership.objects.filter(school=gone), {"school": kept.pk})


@moves(TEACHER, "accounts.membership.teacher")
def memberships_of_a_teacher(kept: Teacher, gone: Teacher) -> None:
    _memberships(Membership.objects.filter(teacher=gone), {"teacher": kept.pk})


SINGLE = Q(kind=EvidenceKind.REPRESENTATIVE) | Q(kind=EvidenceKind.HEAD, state=EvidenceState.ASKED)


@moves(SCHOOL, "accounts.evidence.school")
def evidence_about_a_school(kept: School, gone: School) -> None:
    """What is there already for the school that is kept is not said twice: the other word stays."""
    for one in Evidence.objects.filter(school=gone):
        there = Evidence.objects.filter(teacher=one.teacher_id, school=kept)
        if not _said_already(one, there, one.by_id):
            Evidence.objects.filter(pk=one.pk).update(school=kept)


@moves(TEACHER, "accounts.evidence.teacher")
def evidence_about_a_teacher(kept: Teacher, gone: Teacher) -> None:
    for one in Evidence.objects.filter(teacher=gone).exclude(by=kept.user_id):
        there = Evidence.objects.filter(teacher=kept, school=one.school_id)
        if not _said_already(one, there, one.by_id):
            Evidence.objects.filter(pk=one.pk).update(teacher=kept)


@moves(TEACHER)
def blocks_between_the_two(kept: Teacher, gone: Teacher) -> None:
    """Nobody keeps away from themselves. Everybody else stays away from the one who is left."""
    Block.objects.filter(blocker__in=[kept, gone], blocked__in=[kept, gone]).delete()


moves_once(TEACHER, "accounts.block.blocker", "blocked")
moves_once(TEACHER, "accounts.block.blocked", "blocker")


@moves(USER, "accounts.evidence.by")
def words_given(kept: Any, gone: Any) -> None:
    """Two words of one person about one teacher would be one word: the second stays where it is."""
    for one in Evidence.objects.filter(by=gone).exclude(teacher__user=kept):
        there = Evidence.objects.filter(teacher=one.teacher_id, school=one.school_id)
        if not there.filter(kind=EvidenceKind.COLLEAGUE, by=kept).exists():
            Evidence.objects.filter(pk=one.pk).update(by=kept)


def _said_already(one: Evidence, there: Any, by_id: int | None) -> bool:
    if one.kind == EvidenceKind.COLLEAGUE:
        return bool(there.filter(kind=EvidenceKind.COLLEAGUE, by=by_id).exists())
    alone = there.filter(SINGLE, kind=one.kind)
    is_single = one.kind == EvidenceKind.REPRESENTATIVE or (
        one.kind == EvidenceKind.HEAD and one.state == EvidenceState.ASKED
    )
    return bool(is_single and alone.exists())


@moves(USER, "accounts.teacher.user")
def profile(kept: Any, gone: Any) -> None:
    """Where only the account that closes has a profile, the profile moves as it is."""
    if not Teacher.objects.filter(user=kept).exists():
        Teacher.objects.filter(user=gone).update(user=kept)


@moves(USER, "account.emailaddress.user")
def addresses(kept: Any, gone: Any) -> None:
    """The other account's addresses sign in here from now on; none of them becomes the main one."""
    known = {email.casefold() for email in _addresses(kept)}
    for address in EmailAddress.objects.filter(user=gone):
        if address.email.casefold() in known:
            address.delete()
            continue
        address.user, address.primary = kept, False
        address.save(update_fields=["user", "primary"])


def _addresses(user: Any) -> list[str]:
    return list(EmailAddress.objects.filter(user=user).values_list("email", flat=True))


@moves(USER, "accounts.legalhold.user")
def legal_hold(kept: Any, gone: Any) -> None:
    """What may not be erased is not erased under another address either."""
    if not LegalHold.objects.filter(user=kept).exists():
        LegalHold.objects.filter(user=gone).update(user=kept)
