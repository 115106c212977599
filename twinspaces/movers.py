"""Places in TwinSpaces of two accounts that become one, and what was written there."""

from typing import Any

from core.merging import USER, moves, moves_plainly
from twinspaces.models import Member, MemberRole

moves_plainly(
    USER,
    *(
        f"twinspaces.{kind}.{field}"
        for kind in ("page", "material", "announcement")
        for field in ("by", "published_by")
    ),
    "twinspaces.revision.by",
)


@moves(USER, "twinspaces.member.user")
def members(kept: Any, gone: Any) -> None:
    """In a room where both are, one place remains: the founder's, if either is."""
    for place in Member.objects.filter(user=gone):
        other = Member.objects.filter(twinspace=place.twinspace_id, user=kept).first()
        if other is None:
            place.user = kept
            place.save(update_fields=["user"])
        elif place.role == MemberRole.FOUNDER != other.role:
            other.role = place.role
            other.save(update_fields=["role"])
