"""What TwinSpaces tell people."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind


def _members_after(invitation):
    return reverse("twinspaces:members", args=[invitation.twinspace.slug])


def _members_of(space):
    return reverse("twinspaces:members", args=[space.slug])


def _my_rooms(space):
    return reverse("twinspaces:mine")


# The e-mail that tells of the approval says it as well: one is enough.
OPENED = Kind("twinspaces.opened", label=_("My TwinSpace opens"), email=False)
ANNOUNCED = Kind("twinspaces.announced", label=_("An announcement in my TwinSpace"))
INVITED = Kind("twinspaces.invited", label=_("Somebody invites me into their TwinSpace"))
ACCEPTED = Kind(
    "twinspaces.accepted",
    label=_("Somebody I invited into my TwinSpace accepts"),
    path=_members_after,
)
DECLINED = Kind(
    "twinspaces.declined",
    label=_("Somebody I invited into my TwinSpace declines"),
    path=_members_after,
)
REMOVED = Kind(
    "twinspaces.removed", label=_("My place in a TwinSpace is taken away"), path=_my_rooms
)
LEFT = Kind("twinspaces.left", label=_("Somebody leaves my TwinSpace"), path=_members_of)
OVER = Kind(
    "twinspaces.over",
    label=_("My days with limited rights in a TwinSpace are over"),
    path=_my_rooms,
)
# The e-mail that tells of the validation is enough.
BECAME_MEMBER = Kind(
    "twinspaces.became_member", label=_("I become a full member of a TwinSpace"), email=False
)
MEMBER_VALIDATED = Kind(
    "twinspaces.member_validated",
    label=_("A member of my TwinSpace is validated"),
    email=False,
    path=_members_of,
)
