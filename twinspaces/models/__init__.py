from twinspaces.models.inside import (
    PUBLISHABLE,
    Announcement,
    InSpace,
    Material,
    Page,
    Revision,
)
from twinspaces.models.invitation import MOVES, OPEN_FOR, Invitation, InvitationState
from twinspaces.models.space import Member, MemberRole, SpaceStatus, TwinSpace

__all__ = [
    "MOVES",
    "OPEN_FOR",
    "PUBLISHABLE",
    "Announcement",
    "InSpace",
    "Invitation",
    "InvitationState",
    "Material",
    "Member",
    "MemberRole",
    "Page",
    "Revision",
    "SpaceStatus",
    "TwinSpace",
]
