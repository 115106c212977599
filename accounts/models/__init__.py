"""People and their schools."""

from accounts.models.block import Block
from accounts.models.evidence import (
    EVERYWHERE,
    Evidence,
    EvidenceKind,
    EvidenceState,
    ValidationRule,
)
from accounts.models.language import LanguageLevel
from accounts.models.privacy import Absence, Consent, Export, ExportState, LegalHold
from accounts.models.school import SCHOOL_MOVES, School, SchoolOrigin, SchoolStatus, SchoolWord
from accounts.models.teacher import (
    MOVES,
    Membership,
    Teacher,
    TeacherStatus,
)
from accounts.models.user import User, is_member
from accounts.models.visibility import Audience, Group, Relation

__all__ = [
    "EVERYWHERE",
    "MOVES",
    "SCHOOL_MOVES",
    "Absence",
    "Audience",
    "Block",
    "Consent",
    "Evidence",
    "EvidenceKind",
    "EvidenceState",
    "Export",
    "ExportState",
    "Group",
    "LanguageLevel",
    "LegalHold",
    "Membership",
    "Relation",
    "School",
    "SchoolOrigin",
    "SchoolStatus",
    "SchoolWord",
    "Teacher",
    "TeacherStatus",
    "User",
    "ValidationRule",
    "is_member",
]
