"""Whom partner search shows to a person: visibility first, for every engine alike."""

from typing import Any

from accounts.models import Teacher
from accounts.models.visibility import Group

# The filters that ask for something a person may hide, and the part of the profile it belongs to.
SHOWN_WITH = {
    "subject": Group.TEACHING,
    "language": Group.TEACHING,
    "level": Group.TEACHING,
    "age": Group.TEACHING,
    "available": Group.AVAILABILITY,
}


def shown_to(user: Any) -> Any:
    """The teachers this person may find, count and be shown."""
    return Teacher.objects.visible_to(user).findable().exclude(pk__in=never_shown_to(user))


def never_shown_to(user: Any) -> list[int]:
    """The teachers left out for this person alone: themselves, and whom they shall never meet."""
    mine = user.teacher_or_none if user.is_authenticated else None
    return [mine.pk, *user.blocked_teacher_ids] if mine else []


def sees_everybody(user: Any) -> bool:
    """Does `visible_to` leave out nobody who is findable? The index answers only for such people."""
    return user.is_authenticated and (user.is_validated_teacher or bool(user.posts))
