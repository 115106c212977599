"""What happens to a teacher's row when somebody, or the evidence itself, has decided."""

from django.utils import timezone

from accounts import signals
from accounts.models import Membership, Teacher, TeacherStatus, User
from notifications.kinds import Kind
from notifications.services import notify


def move_teacher(teacher: Teacher, status: TeacherStatus, reason: str = "") -> None:
    """Whoever is validated is validated at their main school: they may come back to it."""
    teacher.status, teacher.decision_reason = status, reason
    teacher.status_since = timezone.now()
    teacher.save(update_fields=["status", "decision_reason", "status_since"])
    if status == TeacherStatus.VALIDATED:
        here = Membership.objects.filter(teacher=teacher, school=teacher.school_id, ends=None)
        here.update(validated_at=teacher.status_since)
    signals.teacher_decided.send(sender=Teacher, teacher=teacher)


def tell_teacher(kind: Kind, teacher: Teacher, by: User | None) -> None:
    """Each decision is news of its own: a second refusal is told as well."""
    again = teacher.status_since.isoformat()
    notify(kind, to=[teacher.user], about=teacher, by=by, again=again)
