"""What an invitation offers somebody, and what becomes of a place in a room."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from twinspaces.models import Invitation, InvitationState, Member, MemberRole, TwinSpace
from twinspaces.rules import Offer


def offer_of(invitation: Invitation, person: User) -> Offer:
    """What the rules need to know before this person answers."""
    others = Member.objects.current().filter(user=person, limited_until__isnull=False)
    elsewhere = others.exclude(twinspace=invitation.twinspace_id).select_related("twinspace")
    room = elsewhere.first()
    return Offer(
        invitation=invitation,
        is_theirs=Invitation.objects.of(person).filter(pk=invitation.pk).exists(),
        elsewhere=room.twinspace.name if room else "",
        until=_days_end(invitation, person),
    )


def _days_end(invitation: Invitation, person: User) -> datetime:
    """The days begin with the first acceptance: leaving and coming back does not add to them."""
    earlier = Invitation.objects.filter(twinspace=invitation.twinspace_id, user=person)
    first = earlier.first_accepted() or timezone.now()
    return first + timedelta(days=settings.LIMITED_MEMBERSHIP_DAYS)


def founders_of(space: TwinSpace) -> QuerySet[User]:
    return User.objects.filter(pk__in=space.members.filter(role=MemberRole.FOUNDER).values("user"))


def take_away(member: Member) -> None:
    """End a place. The invitation that led to it says so from now on."""
    accepted = Invitation.objects.filter(
        twinspace=member.twinspace_id, user=member.user_id, state=InvitationState.ACCEPTED
    )
    member.delete()
    accepted.update(state=InvitationState.ENDED)
