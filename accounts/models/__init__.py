"""People and their schools."""

from accounts.models.school import SCHOOL_MOVES, School, SchoolOrigin, SchoolStatus
from accounts.models.teacher import (
    MOVES,
    Membership,
    Teacher,
    TeacherStatus,
)
from accounts.models.user import User

__all__ = [
    "MOVES",
    "SCHOOL_MOVES",
    "Membership",
    "School",
    "SchoolOrigin",
    "SchoolStatus",
    "Teacher",
    "TeacherStatus",
    "User",
]
