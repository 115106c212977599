"""Places in TwinSpaces of two accounts that become one, and what was written there."""

from typing import Any

from django.utils import timezone

from accounts.models import Teacher, TeacherStatus
from core.merging import USER, moves, moves_plainly
from twinspaces.models import Member, MemberRole

RIGHTS = [MemberRole.FOUNDER, MemberRole.TEACHER, MemberRole.WAITING]

moves_plainly(
    USER,
    *(
        f"twinspaces.{kind}.{field}"
        for kind in ("page", "material", "announcement")
        for field in ("by", "published_by")
    ),
    "twinspaces.revision.by",
)


moves_plainly(USER, "twinspaces.invitation.by", "twinspaces.invitation.user")


@moves(USER, "twinspaces.member.user")
def members(kept: Any, gone: Any) -> None:
    """In a room where both are, one place remains: the one with more rights."""
    for place in Member.objects.filter(user=gone):
        other = Member.objects.filter(twinspace=place.twinspace_id, user=kept).first()
        if other is None:
            _move(place, kept)
        elif RIGHTS.index(place.role) < RIGHTS.index(other.role):
            other.role, other.limited_until = place.role, place.limited_until
            other.save(update_fields=["role", "limited_until"])
    _settle(kept)


def _move(place: Member, kept: Any) -> None:
    """A second limited place stays behind, with the account that closes."""
    limited = Member.objects.filter(user=kept, limited_until__isnull=False)
    if not (place.is_limited and limited.exists()):
        place.user = kept
        place.save(update_fields=["user"])


def _settle(kept: Any) -> None:
    """The profile that is kept says whether a limited place is still one."""
    if Teacher.objects.filter(user=kept, status=TeacherStatus.VALIDATED).exists():
        limited = Member.objects.filter(user=kept, limited_until__gt=timezone.now())
        limited.update(role=MemberRole.TEACHER, limited_until=None)
