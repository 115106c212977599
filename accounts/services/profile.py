"""What a teacher says about themselves after registration."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import rules
from accounts.locks import own_teacher
from accounts.models import LanguageLevel, Teacher, User
from accounts.roles import may_join
from core.models import record
from core.rules import require

OF_THE_PERSON = frozenset({"given_name", "family_name", "language"})
OF_THE_TEACHER = frozenset(
    {
        "role",
        "subjects",
        "vocational",
        "languages",
        "levels",
        "age_from",
        "age_to",
        "is_available",
        "looking_for",
        "interests",
    }
)


@transaction.atomic
def change_profile(*, by: User, changes: Mapping[str, Any]) -> Teacher:
    """Change some fields of one's own profile; the record names those that are different now."""
    teacher = own_teacher(by)
    require(rules.can_change_profile(by, teacher))
    unknown = set(changes) - OF_THE_PERSON - OF_THE_TEACHER
    if unknown:
        raise ValueError(f"Not part of a profile: {sorted(unknown)}.")
    if "role" in changes:
        require(may_join(changes["role"]))

    changed = _apply(by, changes, OF_THE_PERSON) + _apply(teacher, changes, OF_THE_TEACHER)
    by.save(update_fields=sorted(OF_THE_PERSON))
    teacher.last_active_at = timezone.now()
    teacher.save(update_fields=[*sorted(OF_THE_TEACHER), "last_active_at"])

    by.__dict__.pop("teacher_or_none", None)
    record("accounts.changed_profile", by=by, target=teacher, fields=sorted(changed))
    return teacher


@transaction.atomic
def change_language_levels(*, by: User, levels: Mapping[str, str]) -> Teacher:
    """How well one speaks each language of one's profile; what is not said is forgotten."""
    teacher = own_teacher(by)
    require(rules.can_change_profile(by, teacher))
    teacher.language_levels = {
        code: LanguageLevel(levels[code]).value for code in teacher.languages if levels.get(code)
    }
    teacher.save(update_fields=["language_levels"])
    by.__dict__.pop("teacher_or_none", None)
    record("accounts.changed_profile", by=by, target=teacher, fields=["language_levels"])
    return teacher


def _apply(row: User | Teacher, changes: Mapping[str, Any], fields: frozenset[str]) -> list[str]:
    changed = [name for name in fields & set(changes) if getattr(row, name) != changes[name]]
    for name in changed:
        setattr(row, name, changes[name])
    return changed
