"""Founders invite by e-mail address; whoever the address belongs to accepts or declines.

Nothing an inviting founder sees, or can time, tells whether anybody is registered with an address,
until that person answers. So the invitation is one row whoever it is for, and the clock tells them.
"""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.locks import own_teacher
from accounts.models import User
from core.errors import WrongState
from core.models import record
from core.rules import require
from notifications.services import notify, withdraw_notice
from twinspaces import notices, rules
from twinspaces.locks import lock_invitation, lock_space
from twinspaces.models import (
    MOVES,
    Invitation,
    InvitationState,
    Member,
    MemberRole,
    TwinSpace,
)
from twinspaces.places import founders_of, offer_of, take_away

MOST_A_DAY = 10


@transaction.atomic
def invite(*, twinspace_id: int, address: str, by: User) -> Invitation:
    """Ask whoever is, or will be, registered with this address to take part. They are told by the clock."""
    space = lock_space(twinspace_id)
    require(rules.can_invite(by, space))
    address = address.strip().lower()
    _refuse_known(space, address, by)
    _refuse_many(by)
    _let_go_of_unanswered(space, address)
    invitation = Invitation.objects.create(twinspace=space, address=address, by=by)
    record("twinspaces.invited", by=by, target=invitation)
    return invitation


@transaction.atomic
def withdraw(*, invitation_id: int, by: User) -> Invitation:
    """Take an invitation back before it is answered. The clock takes the news of it back."""
    invitation = lock_invitation(invitation_id)
    _require_move(invitation, InvitationState.WITHDRAWN)
    require(rules.can_withdraw(by, invitation))
    invitation.state = InvitationState.WITHDRAWN
    invitation.save(update_fields=["state"])
    record("twinspaces.withdrawn", by=by, target=invitation)
    return invitation


@transaction.atomic
def accept(*, invitation_id: int, by: User) -> Member:
    """Enter the room: for good when validated, else with limited rights, for some days, in one room."""
    # One answer of a person at a time, and none while somebody decides about them.
    teacher = own_teacher(by)
    by.forget_blocked()
    invitation = lock_invitation(invitation_id)
    _require_move(invitation, InvitationState.ACCEPTED)
    offer = offer_of(invitation, by)
    require(rules.can_accept(by, offer))
    if Member.objects.current().filter(twinspace=invitation.twinspace, user=by).exists():
        raise WrongState(_("You are in this TwinSpace already."))

    for old in Member.objects.over().filter(user=by).select_for_update():
        take_away(old)
    limited = not (teacher and teacher.is_validated)
    member = Member.objects.create(
        twinspace=invitation.twinspace,
        user=by,
        role=MemberRole.WAITING if limited else MemberRole.TEACHER,
        limited_until=offer.until if limited else None,
    )
    _answer(invitation, InvitationState.ACCEPTED, by)
    record("twinspaces.accepted", by=by, target=invitation, limited=limited)
    notify(notices.ACCEPTED, to=founders_of(invitation.twinspace), about=invitation, by=by)
    return member


@transaction.atomic
def decline(*, invitation_id: int, by: User) -> Invitation:
    """Say no. The founders are told, and may ask again."""
    invitation = lock_invitation(invitation_id)
    _require_move(invitation, InvitationState.DECLINED)
    require(rules.can_decline(by, offer_of(invitation, by)))
    _answer(invitation, InvitationState.DECLINED, by)
    record("twinspaces.declined", by=by, target=invitation)
    notify(notices.DECLINED, to=founders_of(invitation.twinspace), about=invitation, by=by)
    return invitation


@transaction.atomic
def tell_invited() -> int:
    """Tell of open invitations those who can accept them by now; take back news of withdrawn ones.

    A task of the clock. How many were told; running it twice tells once.
    """
    _take_back_news()
    untold = Invitation.objects.open().filter(told_at=None).reaching_somebody().for_pages()
    told = 0
    for invitation in untold.select_for_update(of=("self",), skip_locked=True):
        person = invitation.addressee()
        arrives = Invitation.objects.of(person).answerable_by(person)
        if not arrives.filter(pk=invitation.pk).exists():
            continue  # one of the two has blocked the other, or they are in the room already
        invitation.user, invitation.told_at = person, timezone.now()
        invitation.save(update_fields=["user", "told_at"])
        record("twinspaces.told_invited", by=None, target=invitation)
        told += notify(notices.INVITED, to=[person], about=invitation, by=invitation.by)
    return told


def _take_back_news() -> None:
    gone = Invitation.objects.filter(state=InvitationState.WITHDRAWN, told_at__isnull=False)
    for invitation in gone.select_for_update(skip_locked=True):
        withdraw_notice(notices.INVITED, about=invitation)
        invitation.told_at = None
        invitation.save(update_fields=["told_at"])


def _answer(invitation: Invitation, state: InvitationState, by: User) -> None:
    invitation.state, invitation.user = state, by
    invitation.answered_at = timezone.now()
    invitation.save(update_fields=["state", "user", "answered_at"])


def _require_move(invitation: Invitation, state: InvitationState) -> None:
    if invitation.is_open and state in MOVES[InvitationState(invitation.state)]:
        return
    sentences = {
        InvitationState.ACCEPTED: _("This invitation was accepted already."),
        InvitationState.DECLINED: _("This invitation was declined."),
        InvitationState.WITHDRAWN: _("This invitation was withdrawn."),
    }
    default = _("This invitation is not open any more. Ask the founders to invite you again.")
    raise WrongState(sentences.get(InvitationState(invitation.state), default))


def _refuse_known(space: TwinSpace, address: str, by: User) -> None:
    """What the founders know anyway: their own addresses, whom they have asked, who said yes."""
    if EmailAddress.objects.filter(user=by, email=address).exists():
        raise WrongState(_("This is your own address. Write the one of the teacher you invite."))
    sent = space.invitations.filter(address=address)
    if sent.open().exists():
        raise WrongState(
            _("%(address)s is invited already. Wait for the answer.") % {"address": address}
        )
    inside = sent.filter(
        state=InvitationState.ACCEPTED, user__in=space.members.current().values("user")
    )
    accepted = inside.select_related("user").first()
    if accepted:
        raise WrongState(
            _("%(name)s has accepted and is in this TwinSpace already.") % {"name": accepted.user}
        )


def _refuse_many(by: User) -> None:
    since = timezone.now() - timedelta(days=1)
    if Invitation.objects.filter(by=by, sent_at__gt=since).count() >= MOST_A_DAY:
        raise WrongState(
            _("You have invited %(n)s people within a day. Go on tomorrow.") % {"n": MOST_A_DAY}
        )


def _let_go_of_unanswered(space: TwinSpace, address: str) -> None:
    """An earlier invitation that was not answered in time makes room for the new one."""
    unanswered = space.invitations.filter(address=address, state=InvitationState.OPEN)
    unanswered.update(state=InvitationState.WITHDRAWN)
