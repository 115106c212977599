"""What the staff of a National Support Organisation decide about teachers."""

from django.db import transaction

from accounts import notices, rules
from accounts.locks import lock_teacher
from accounts.models import SchoolStatus, Teacher, TeacherStatus, User
from accounts.moves import move_teacher, tell_teacher
from accounts.services.schools import confirm_school
from core.models import record
from core.rules import require


@transaction.atomic
def validate_teacher(*, teacher_id: int, by: User, with_school: bool = False) -> Teacher:
    """Open the community to a teacher; `with_school` confirms a school that still waits as well."""
    if with_school:
        _confirm_the_school_of(teacher_id, by)
    teacher = lock_teacher(teacher_id, moving_to=TeacherStatus.VALIDATED)
    require(rules.can_validate_teacher(by, teacher))

    move_teacher(teacher, TeacherStatus.VALIDATED)
    record("accounts.validated_teacher", by=by, target=teacher)
    tell_teacher(notices.VALIDATED, teacher, by)
    return teacher


def _confirm_the_school_of(teacher_id: int, by: User) -> None:
    """The school is locked before the teacher, here as everywhere."""
    teacher = Teacher.objects.select_related("school").get(pk=teacher_id)
    if teacher.school and teacher.school.status == SchoolStatus.WAITING:
        confirm_school(school_id=teacher.school.pk, by=by)


@transaction.atomic
def refuse_teacher(*, teacher_id: int, by: User, reason: str) -> Teacher:
    """Say no with a reason that the teacher reads; they may correct and apply again."""
    teacher = lock_teacher(teacher_id, moving_to=TeacherStatus.REFUSED)
    require(rules.can_refuse_teacher(by, teacher))

    move_teacher(teacher, TeacherStatus.REFUSED, reason)
    record("accounts.refused_teacher", by=by, target=teacher, reason=reason)
    tell_teacher(notices.REFUSED, teacher, by)
    return teacher


@transaction.atomic
def suspend_teacher(*, teacher_id: int, by: User, reason: str) -> Teacher:
    """Close the community to a validated teacher, who is told why."""
    teacher = lock_teacher(teacher_id, moving_to=TeacherStatus.SUSPENDED)
    require(rules.can_suspend_teacher(by, teacher))

    move_teacher(teacher, TeacherStatus.SUSPENDED, reason)
    record("accounts.suspended_teacher", by=by, target=teacher, reason=reason)
    tell_teacher(notices.SUSPENDED, teacher, by)
    return teacher


@transaction.atomic
def restore_teacher(*, teacher_id: int, by: User) -> Teacher:
    """End a suspension."""
    teacher = lock_teacher(teacher_id, moving_to=TeacherStatus.VALIDATED)
    require(rules.can_restore_teacher(by, teacher))

    move_teacher(teacher, TeacherStatus.VALIDATED)
    record("accounts.restored_teacher", by=by, target=teacher)
    tell_teacher(notices.RESTORED, teacher, by)
    return teacher
