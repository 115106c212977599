"""Places in a room end, or become full ones: by the founders, by the person, by a decision, by the clock."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Teacher, TeacherStatus, User
from core.errors import WrongState
from core.models import record
from core.rules import require
from notifications.services import notify
from twinspaces import notices, rules
from twinspaces.locks import lock_space
from twinspaces.models import OPEN_FOR, Invitation, InvitationState, Member, MemberRole
from twinspaces.places import founders_of, take_away

# How long after it was settled, or could have been, an invitation is still shown to the founders.
KEPT_AFTER = timedelta(days=30)


@transaction.atomic
def remove_member(*, member_id: int, by: User) -> User:
    """Take somebody's place away; what they made stays. They are told."""
    space = lock_space(_place(pk=member_id).twinspace_id)
    member = _place(pk=member_id, lock=True)
    member.twinspace = space
    require(rules.can_remove_member(by, member))
    person = member.user
    take_away(member)
    event = record("twinspaces.removed_member", by=by, target=space, person=person.pk)
    notify(notices.REMOVED, to=[person], about=space, by=by, again=str(event.pk))
    return person


@transaction.atomic
def leave(*, twinspace_id: int, by: User) -> None:
    """Give one's place up; what one made stays. The founders are told."""
    space = lock_space(twinspace_id)
    require(rules.can_leave(by, space))
    take_away(_place(twinspace=space, user=by, lock=True))
    event = record("twinspaces.left", by=by, target=space)
    notify(notices.LEFT, to=founders_of(space), about=space, by=by, again=str(event.pk))


@transaction.atomic
def follow_decision(*, teacher_id: int) -> None:
    """A decision about a teacher makes their limited place a full one, or ends it."""
    teacher = Teacher.objects.get(pk=teacher_id)
    limited = Member.objects.filter(user=teacher.user_id, limited_until__isnull=False)
    rows = limited.select_related("user", "twinspace__project")
    for member in rows.select_for_update(of=("self",)):
        if teacher.is_validated and not member.is_over:
            _make_full(member)
        else:
            _end_limited(member, tell=teacher.is_validated)


@transaction.atomic
def end_places() -> int:
    """Tidy what the clock has ended already, and tell: limited places, and invitations nobody needs any more.

    How many places ended; running it twice ends them once.
    """
    rows = Member.objects.over().select_related("user", "twinspace__project")
    ended = list(rows.select_for_update(of=("self",), skip_locked=True))
    for member in ended:
        _end_limited(member, tell=True)
    _forget_settled()
    return len(ended)


def _make_full(member: Member) -> None:
    """Whoever was validated in time stays, with the rights of every teacher."""
    space, person = member.twinspace, member.user
    member.role, member.limited_until = MemberRole.TEACHER, None
    member.save(update_fields=["role", "limited_until"])
    event = record("twinspaces.gave_full_place", by=None, target=space, person=person.pk)
    again = str(event.pk)
    notify(notices.BECAME_MEMBER, to=[person], about=space, again=again)
    notify(notices.MEMBER_VALIDATED, to=founders_of(space), about=space, by=person, again=again)


def _end_limited(member: Member, *, tell: bool) -> None:
    """The days are over, or the registration was refused: that was told already, then `tell` is false."""
    space, person = member.twinspace, member.user
    take_away(member)
    event = record("twinspaces.ended_place", by=None, target=space, person=person.pk)
    again = str(event.pk)
    if tell:
        notify(notices.OVER, to=[person], about=space, again=again)
    notify(notices.LEFT, to=founders_of(space), about=space, by=person, again=again)


def _forget_settled() -> None:
    """Whoever still waits has their days counted by the invitations they accepted: those stay."""
    past = timezone.now() - OPEN_FOR - KEPT_AFTER
    inside = Q(state=InvitationState.ACCEPTED)
    counting = Q(state=InvitationState.ENDED, user__teacher__status=TeacherStatus.WAITING)
    old = Invitation.objects.filter(sent_at__lt=past).exclude(inside | counting)
    old.delete()


def _place(*, lock: bool = False, **which: Any) -> Member:
    rows = Member.objects.select_related("user", "twinspace")
    if lock:
        rows = rows.select_for_update(of=("self",))
    member = rows.filter(**which).first()
    if member is None:
        raise WrongState(_("This person is not in the TwinSpace any more."))
    return member
