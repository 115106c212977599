"""Working at several schools: joining another one, choosing the main one, leaving one."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rules
from accounts.locks import own_teacher
from accounts.models import Membership, School, Teacher, TeacherStatus, User
from core.errors import WrongState
from core.models import record
from core.rules import require

MOST_SCHOOLS = 5


@transaction.atomic
def join_school(*, school_id: int, by: User) -> Membership:
    """Say that one works at another school as well. The main school stays what it is."""
    school = School.objects.select_for_update().get(pk=school_id)
    teacher = own_teacher(by)
    require(rules.can_join_school(by, teacher))
    if not school.is_open or school.country_id != teacher.country_id:
        raise WrongState(
            _("%(school)s cannot be joined any more. Choose another school.") % {"school": school}
        )
    current = Membership.objects.filter(teacher=teacher, ends=None)
    if current.filter(school=school).exists():
        raise WrongState(_("You are at %(school)s already.") % {"school": school})
    if current.count() >= MOST_SCHOOLS:
        raise WrongState(
            _("You are at %(n)s schools already. Leave one before you join another.")
            % {"n": MOST_SCHOOLS}
        )
    membership = Membership.objects.create(teacher=teacher, school=school)
    record("accounts.joined_school", by=by, target=teacher, school=school.pk)
    return membership


@transaction.atomic
def choose_main_school(*, membership_id: int, by: User) -> Teacher:
    """New projects begin at this school. Where one was never validated, one is validated anew."""
    teacher = own_teacher(by)
    require(rules.can_choose_main_school(by, teacher))
    membership = _own_membership(teacher, membership_id)
    if membership.school_id == teacher.school_id:
        raise WrongState(_("This is your main school already."))
    if not membership.school.is_open:
        raise WrongState(
            _("%(school)s is closed. Choose another school.") % {"school": membership.school}
        )
    teacher.school = membership.school
    if teacher.status == TeacherStatus.VALIDATED and membership.validated_at is None:
        teacher.status, teacher.status_since = TeacherStatus.WAITING, timezone.now()
    teacher.save(update_fields=["school", "status", "status_since"])
    by.__dict__.pop("teacher_or_none", None)
    record("accounts.chose_main_school", by=by, target=teacher, school=teacher.school_id)
    return teacher


@transaction.atomic
def leave_school(*, membership_id: int, by: User) -> Membership:
    """End a membership. It stays in the history, and projects stay with the school."""
    teacher = own_teacher(by)
    require(rules.can_change_profile(by, teacher))
    membership = _own_membership(teacher, membership_id)
    require(rules.can_leave_school(by, membership))
    membership.ends = timezone.localdate()
    membership.save(update_fields=["ends"])
    record("accounts.left_school", by=by, target=teacher, school=membership.school_id)
    return membership


def _own_membership(teacher: Teacher, membership_id: int) -> Membership:
    own = Membership.objects.filter(teacher=teacher, ends=None, pk=membership_id)
    membership = own.select_related("school", "teacher").first()
    if membership is None:
        raise WrongState(_("You are not at this school any more. Nothing was changed."))
    return membership
