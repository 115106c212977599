"""Who may do what in a TwinSpace. Members work, founders decide, an archived room only remembers.

Who waits for validation is there for some days with limited rights: reading, pages of their own, files.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import TeacherStatus
from core.rules import YES, Decision, no, rule
from twinspaces.models import InSpace, Invitation, Material, Member, MemberRole, Page, TwinSpace

NOT_YET = _(
    "You take part with limited rights because you are not validated yet. As soon as your National "
    "Support Organisation has validated you, you can do this as well."
)
NOT_YET_OTHERS_PAGES = _(
    "With limited rights you change only pages that you began yourself and that are not public. As "
    "soon as your National Support Organisation has validated you, you can change all of them."
)

NOT_AS = {
    None: _(
        "Only teachers take part in a TwinSpace. Register as a teacher of your school first, then "
        "answer this invitation."
    ),
    TeacherStatus.INCOMPLETE: _(
        "Finish your registration first. As soon as it is with your National Support Organisation "
        "you can accept this invitation."
    ),
    TeacherStatus.REFUSED: _(
        "Your National Support Organisation could not validate you. Correct your details and ask for "
        "validation again: then you can accept this invitation."
    ),
    TeacherStatus.SUSPENDED: _(
        "Your account is suspended, so you cannot join a TwinSpace. Ask your National Support "
        "Organisation what to do."
    ),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation as the person finds it who opens it.

    `elsewhere` names the room in which they take part with limited rights already; `until` is when
    the days of a limited place in this room would end.
    """

    invitation: Invitation
    is_theirs: bool
    elsewhere: str
    until: datetime


def _works_here(user: Any, space: TwinSpace) -> Decision:
    """What every change in a room needs: to be a member, in good standing, of an open room."""
    if user.pk not in space.roles:
        return no(_("Only members of this TwinSpace can do this. Ask its founders to let you in."))
    if user.teacher_or_none and user.teacher_or_none.status == TeacherStatus.SUSPENDED:
        return no(
            _(
                "Your account is suspended, so you can read here and change nothing. "
                "Ask your National Support Organisation what to do."
            )
        )
    if not space.is_open:
        return no(
            _(
                "This TwinSpace is archived because its project is closed: everything can be read, "
                "nothing can be changed. Found a new project to go on working."
            )
        )
    return YES


def _works_fully(user: Any, space: TwinSpace) -> Decision:
    """What needs a validated person as well: whatever leaves the room, or reaches all of it."""
    working = _works_here(user, space)
    return no(NOT_YET) if working and is_limited(user, space) else working


def is_limited(user: Any, space: TwinSpace) -> bool:
    return space.roles.get(user.pk) == MemberRole.WAITING


def _is_founder(user: Any, space: TwinSpace) -> bool:
    return space.roles.get(user.pk) == MemberRole.FOUNDER


@rule("twinspaces.see_inside")
def can_see_inside(user: Any, space: TwinSpace) -> Decision:
    """The reason of a yes says that the place is a limited one, and until when."""
    if user.pk in space.ends:
        return Decision(True, _limited_until(space.ends[user.pk]))
    if user.pk in space.roles:
        return YES
    return no(_("What is inside a TwinSpace is seen by its members only."))


def _limited_until(moment: Any) -> str:
    day = timezone.localtime(moment)
    left = (day.date() - timezone.localdate()).days
    if not left:
        return gettext("You take part with limited rights until today, %(time)s.") % {
            "time": date_format(day, "TIME_FORMAT")
        }
    return ngettext(
        "You take part with limited rights until %(day)s: %(left)d day left.",
        "You take part with limited rights until %(day)s: %(left)d days left.",
        left,
    ) % {"day": date_format(day, "DATE_FORMAT"), "left": left}


@rule("twinspaces.write_page")
def can_write_page(user: Any, space: TwinSpace) -> Decision:
    return _works_here(user, space)


@rule("twinspaces.change_page")
def can_change_page(user: Any, page: Page) -> Decision:
    """To change what is public is to publish."""
    working = _works_here(user, page.twinspace)
    if working and is_limited(user, page.twinspace):
        return YES if page.by_id == user.pk and not page.is_public else no(NOT_YET_OTHERS_PAGES)
    return working


@rule("twinspaces.add_material")
def can_add_material(user: Any, space: TwinSpace) -> Decision:
    return _works_here(user, space)


@rule("twinspaces.remove_material")
def can_remove_material(user: Any, material: Material) -> Decision:
    working = _works_here(user, material.twinspace)
    if working and material.by_id != user.pk and not _is_founder(user, material.twinspace):
        return no(_("A file is removed by the person who added it, or by a founder."))
    return working


@rule("twinspaces.announce")
def can_announce(user: Any, space: TwinSpace) -> Decision:
    return _works_fully(user, space)


@rule("twinspaces.publish")
def can_publish(user: Any, item: InSpace) -> Decision:
    working = _works_fully(user, item.twinspace)
    if working and item.is_public:
        return no(_("This is public already."))
    return working


@rule("twinspaces.unpublish")
def can_unpublish(user: Any, item: InSpace) -> Decision:
    """Also in an archived room: what should not be public must not stay so."""
    if user.pk not in item.twinspace.roles or is_limited(user, item.twinspace):
        return _works_fully(user, item.twinspace)
    if not item.is_public:
        return no(_("This is not public: only members of the TwinSpace see it."))
    return YES


@rule("twinspaces.change_welcome")
def can_change_welcome(user: Any, space: TwinSpace) -> Decision:
    working = _works_here(user, space)
    if working and not _is_founder(user, space):
        return no(_("The name and the welcome text are changed by the founders."))
    return working


@rule("twinspaces.see_profiles")
def can_see_profiles(user: Any, space: TwinSpace) -> Decision:
    """From the list of members to their pages: the room itself shows name and school."""
    if is_limited(user, space) or not user.is_member:
        return no(
            _(
                "Pages of teachers are seen by validated teachers. As soon as your National Support "
                "Organisation has validated you, you can open them."
            )
        )
    return YES


@rule("twinspaces.invite")
def can_invite(user: Any, space: TwinSpace) -> Decision:
    working = _works_here(user, space)
    if working and not _is_founder(user, space):
        return no(_("Teachers are invited by the founders. Tell them whom you miss here."))
    if working and not user.is_validated_teacher:
        return no(
            _(
                "You are being validated anew. As soon as your National Support Organisation has "
                "done so, you can invite others again."
            )
        )
    return working


@rule("twinspaces.withdraw")
def can_withdraw(user: Any, invitation: Invitation) -> Decision:
    if not _is_founder(user, invitation.twinspace):
        return no(_("An invitation is withdrawn by the founders of the TwinSpace."))
    if not invitation.is_open:
        return no(_("This invitation is not open any more, so there is nothing to withdraw."))
    return YES


@rule("twinspaces.accept")
def can_accept(user: Any, offer: Offer) -> Decision:
    answering = can_decline(user, offer)
    if not answering:
        return answering
    status = user.teacher_or_none.status if user.teacher_or_none else None
    if status in NOT_AS:
        return no(NOT_AS[status])
    if status == TeacherStatus.VALIDATED:
        return YES
    if offer.elsewhere:
        return no(
            _(
                "Until you are validated you take part in one TwinSpace at a time, and you are in "
                "“%(name)s” now. Leave it first, or accept as soon as you are validated."
            )
            % {"name": offer.elsewhere}
        )
    if offer.until <= timezone.now():
        return no(
            _(
                "Your days with limited rights in this TwinSpace are over. As soon as your National "
                "Support Organisation has validated you, you can accept."
            )
        )
    return YES


@rule("twinspaces.decline")
def can_decline(user: Any, offer: Offer) -> Decision:
    if not offer.is_theirs:
        return no(_("This invitation is for somebody else: only they can answer it."))
    if not offer.invitation.is_open or not offer.invitation.twinspace.is_open:
        return no(_("This invitation is not open any more. Ask the founders to invite you again."))
    return YES


@rule("twinspaces.remove_member")
def can_remove_member(user: Any, member: Member) -> Decision:
    working = _works_here(user, member.twinspace)
    if working and not _is_founder(user, member.twinspace):
        return no(_("Members are removed by the founders."))
    if working and member.role == MemberRole.FOUNDER:
        return no(_("The founders’ places cannot be taken away."))
    return working


@rule("twinspaces.leave")
def can_leave(user: Any, space: TwinSpace) -> Decision:
    if user.pk not in space.roles:
        return no(_("You are not a member of this TwinSpace, so there is nothing to leave."))
    if _is_founder(user, space):
        return no(_("Founders stay in the TwinSpace of their project. They can close the project."))
    return YES
