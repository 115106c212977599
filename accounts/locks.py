"""Rows read for update, so that two people cannot both take a step."""

from typing import TypeVar

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import MOVES, SCHOOL_MOVES, School, SchoolStatus, Teacher, TeacherStatus, User
from core.errors import WrongState

Row = TypeVar("Row", Teacher, School)


def own_teacher(user: User) -> Teacher | None:
    """The person's own profile, locked; None for somebody who has just signed up."""
    return _teachers().filter(user=user).first()


def lock_teacher(teacher_id: int, *, moving_to: TeacherStatus) -> Teacher:
    teacher = _teachers().get(pk=teacher_id)
    return _still_possible(teacher, moving_to in MOVES[TeacherStatus(teacher.status)])


def waiting_teacher(teacher_id: int) -> Teacher:
    """Somebody else's profile, locked, with what the evidence about it needs."""
    return _teachers().select_related("school__territory").get(pk=teacher_id)


def lock_school(school_id: int, *, moving_to: SchoolStatus) -> School:
    school = School.objects.select_for_update().get(pk=school_id)
    return _still_possible(school, moving_to in SCHOOL_MOVES[SchoolStatus(school.status)])


def _teachers():
    rows = Teacher.objects.select_for_update(of=("self",))
    return rows.select_related("user", "school", "country")


def _still_possible(row: Row, possible: bool) -> Row:
    if not possible:
        raise WrongState(
            _("%(name)s already stands at “%(status)s”, since %(moment)s. Nothing was changed.")
            % {
                "name": row,
                "status": row.get_status_display(),
                "moment": formats.date_format(
                    timezone.localtime(row.status_since), "DATETIME_FORMAT"
                ),
            }
        )
    return row
