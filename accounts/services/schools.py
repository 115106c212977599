"""Joining a school, adding one that is missing, and what staff decide about the added ones."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import notices, rules
from accounts.locks import lock_school, own_teacher
from accounts.models import (
    Membership,
    School,
    SchoolOrigin,
    SchoolStatus,
    Teacher,
    TeacherStatus,
    User,
)
from core.errors import WrongState
from core.models import record
from core.rules import require
from core.slugs import new_slug
from notifications.kinds import Kind
from notifications.services import notify


@transaction.atomic
def choose_school(*, by: User, school_id: int) -> Teacher:
    """Join a school of one's country. A validated teacher who moves is validated anew."""
    school = School.objects.select_for_update().get(pk=school_id)
    teacher = own_teacher(by)
    require(rules.can_choose_school(by, teacher))
    if not school.is_open or school.country_id != teacher.country_id:
        raise WrongState(
            _("%(school)s cannot be joined any more. Choose another school.") % {"school": school}
        )

    _join(teacher, school)
    by.__dict__.pop("teacher_or_none", None)
    record("accounts.chose_school", by=by, target=teacher, school=school.pk)
    return teacher


@transaction.atomic
def add_school(*, by: User, school: School) -> School:
    """Add a school that the register lacks and join it; staff confirm it later."""
    teacher = own_teacher(by)
    require(rules.can_add_school(by, teacher))

    school.country_id = teacher.country_id
    school.origin, school.status = SchoolOrigin.TEACHER, SchoolStatus.WAITING
    school.slug = new_slug(f"{school.name} {school.town}", fallback="school")
    _insert(school)
    _join(teacher, school)
    by.__dict__.pop("teacher_or_none", None)
    record("accounts.added_school", by=by, target=school, teacher=teacher.pk)
    return school


def _insert(school: School) -> None:
    try:
        with transaction.atomic():
            school.save(force_insert=True)
    except IntegrityError as error:
        raise WrongState(
            _(
                "A school with this official number was added a moment ago. Search for it and join it."
            )
        ) from error


def _join(teacher: Teacher, school: School) -> None:
    """Make it the main school. A registration not yet decided leaves no trace of other choices."""
    if teacher.school_id == school.pk:
        return
    old = Membership.objects.filter(teacher=teacher, ends=None)
    if teacher.status == TeacherStatus.VALIDATED:
        old.update(ends=timezone.localdate())
        teacher.status, teacher.status_since = TeacherStatus.WAITING, timezone.now()
    else:
        old.delete()
    teacher.school = school
    teacher.save(update_fields=["school", "status", "status_since"])
    Membership.objects.create(teacher=teacher, school=school)


@transaction.atomic
def confirm_school(*, school_id: int, by: User) -> School:
    """Make an added school public and tell those who wait there."""
    school = lock_school(school_id, moving_to=SchoolStatus.CONFIRMED)
    require(rules.can_confirm_school(by, school))

    _move(school, SchoolStatus.CONFIRMED)
    record("accounts.confirmed_school", by=by, target=school)
    _tell(notices.SCHOOL_CONFIRMED, school, by)
    return school


@transaction.atomic
def refuse_school(*, school_id: int, by: User, reason: str) -> School:
    """Refuse an added school. Its teachers who still wait choose another one, and are told why."""
    school = lock_school(school_id, moving_to=SchoolStatus.REFUSED)
    require(rules.can_refuse_school(by, school))

    _move(school, SchoolStatus.REFUSED, reason)
    record("accounts.refused_school", by=by, target=school, reason=reason)
    _tell(notices.SCHOOL_REFUSED, school, by)
    _send_back(school)
    return school


@transaction.atomic
def reopen_school(*, school_id: int, by: User) -> School:
    """Put a refused or closed school back into the queue, where it can be joined and decided on."""
    school = lock_school(school_id, moving_to=SchoolStatus.WAITING)
    require(rules.can_reopen_school(by, school))

    _move(school, SchoolStatus.WAITING)
    record("accounts.reopened_school", by=by, target=school)
    return school


def _send_back(school: School) -> None:
    undecided = Teacher.objects.filter(
        school=school, status__in=[TeacherStatus.INCOMPLETE, TeacherStatus.WAITING]
    )
    Membership.objects.filter(teacher__in=undecided, school=school, ends=None).delete()
    undecided.update(school=None, status=TeacherStatus.INCOMPLETE, status_since=timezone.now())


def _move(school: School, status: SchoolStatus, reason: str = "") -> None:
    school.status, school.decision_reason = status, reason
    school.status_since = timezone.now()
    school.save(update_fields=["status", "decision_reason", "status_since"])


def _tell(kind: Kind, school: School, by: User) -> None:
    people = list(User.objects.filter(teacher__school=school))
    notify(kind, to=people, about=school, by=by, again=school.status_since.isoformat())
