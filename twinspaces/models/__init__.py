from twinspaces.models.inside import (
    PUBLISHABLE,
    Announcement,
    InSpace,
    Material,
    Page,
    Revision,
)
from twinspaces.models.space import Member, MemberRole, SpaceStatus, TwinSpace

__all__ = [
    "PUBLISHABLE",
    "Announcement",
    "InSpace",
    "Material",
    "Member",
    "MemberRole",
    "Page",
    "Revision",
    "SpaceStatus",
    "TwinSpace",
]
