"""Validation by the evidence alone, in countries that want it."""

from accounts import notices
from accounts.evidence import is_proven
from accounts.models import Evidence, SchoolStatus, Teacher, TeacherStatus, ValidationRule
from accounts.moves import move_teacher, tell_teacher
from core.models import record


def settle(teacher: Teacher) -> bool:
    """Validate a waiting teacher whose evidence is enough. Call it inside a step, on the locked row.

    The record has no author: it names the evidence instead.
    """
    if teacher.status != TeacherStatus.WAITING or teacher.school.status != SchoolStatus.CONFIRMED:
        return False
    gathered = list(Evidence.objects.about(teacher))
    if not is_proven(ValidationRule.objects.of_country(teacher.country_id), gathered):
        return False
    move_teacher(teacher, TeacherStatus.VALIDATED)
    named = [{"id": one.pk, "kind": one.kind, "state": one.state} for one in gathered]
    record("accounts.validated_teacher", by=None, target=teacher, evidence=named)
    tell_teacher(notices.VALIDATED, teacher, None)
    return True
