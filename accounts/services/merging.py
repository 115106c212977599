"""Two schools, or two accounts of one person, become one. All or nothing."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import notices, rules
from accounts.models import School, SchoolStatus, Teacher, TeacherStatus, User
from core.errors import WrongState
from core.merging import SCHOOL, TEACHER, USER, move_everything
from core.models import record
from core.rules import require
from notifications.services import notify


@transaction.atomic
def merge_schools(*, kept_id: int, gone_id: int, by: User) -> School:
    """Keep one entry of a school. The other closes, and its address leads to the one that is kept."""
    rows = School.objects.select_for_update().filter(pk__in=[kept_id, gone_id]).order_by("pk")
    schools = {school.pk: school for school in rows}
    kept, gone = _both(schools, kept_id, gone_id)
    require(rules.can_merge_schools(by, kept))
    require(rules.can_merge_schools(by, gone))
    _refuse_unlike(kept, gone)
    people = list(User.objects.filter(teacher__school=gone))

    number = gone.official_id
    _close(gone, kept)
    if number and not kept.official_id:
        kept.official_id = number
        kept.save(update_fields=["official_id"])
    move_everything(SCHOOL, kept, gone)
    record("accounts.merged_schools", by=by, target=kept, gone=gone.pk, number=number)
    record("accounts.merged_schools", by=by, target=gone, kept=kept.pk)
    notify(notices.SCHOOLS_MERGED, to=people, about=kept, by=by, again=str(gone.pk))
    return kept


def _both(rows, kept_id, gone_id):
    if kept_id == gone_id or len(rows) != 2:
        raise WrongState(_("Choose two different entries. Nothing was changed."))
    return rows[kept_id], rows[gone_id]


def _refuse_unlike(kept: School, gone: School) -> None:
    if kept.merged_into_id or gone.merged_into_id:
        raise WrongState(_("One of these entries was merged already. Nothing was changed."))
    if kept.country_id != gone.country_id:
        raise WrongState(_("These schools are in two countries. Nothing was changed."))
    if not kept.is_open:
        raise WrongState(_("%(school)s is not open, so it cannot be kept.") % {"school": kept})
    if kept.status == SchoolStatus.WAITING and gone.status == SchoolStatus.CONFIRMED:
        raise WrongState(
            _("Keep the confirmed entry: open %(school)s and merge from there.") % {"school": gone}
        )


def _close(gone: School, kept: School) -> None:
    """A number that the kept entry lacks is set free for it; else it stays, for the register."""
    if not kept.official_id:
        gone.official_id = ""
    gone.status, gone.status_since = SchoolStatus.CLOSED, timezone.now()
    gone.merged_into = kept
    gone.save(update_fields=["official_id", "status", "status_since", "merged_into"])


@transaction.atomic
def merge_people(*, kept_id: int, gone_id: int, by: User) -> User:
    """Keep one of two accounts of a person. The other is switched off; its addresses come along."""
    rows = User.objects.select_for_update().filter(pk__in=[kept_id, gone_id]).order_by("pk")
    people = {person.pk: person for person in rows}
    kept, gone = _both(people, kept_id, gone_id)
    require(rules.can_merge_people(by, kept))
    require(rules.can_merge_people(by, gone))
    if not kept.is_active:
        raise WrongState(_("The account that is kept is switched off. Switch it on first."))
    profiles = Teacher.objects.select_for_update(of=("self",)).filter(user__in=people)
    teachers = {teacher.user_id: teacher for teacher in profiles.order_by("pk")}

    if len(teachers) == 2:
        _refuse_a_suspended(teachers[gone.pk])
        move_everything(TEACHER, teachers[kept.pk], teachers[gone.pk])
        _leave_the_queue(teachers[gone.pk])
    move_everything(USER, kept, gone)
    address = gone.email
    _switch_off(gone, kept)
    record("accounts.merged_people", by=by, target=kept, gone=gone.pk)
    record("accounts.merged_people", by=by, target=gone, kept=kept.pk)
    _keep_address(kept, address)
    notify(notices.PEOPLE_MERGED, to=[kept], about=kept, by=by, again=str(gone.pk))
    return kept


def _refuse_a_suspended(teacher: Teacher) -> None:
    """A suspension is not escaped by a second account."""
    if teacher.status == TeacherStatus.SUSPENDED:
        raise WrongState(
            _(
                "The account that would close is suspended. End the suspension first, or keep that one."
            )
        )


def _leave_the_queue(teacher: Teacher) -> None:
    if teacher.status == TeacherStatus.WAITING:
        Teacher.objects.filter(pk=teacher.pk).update(status=TeacherStatus.INCOMPLETE)


def _switch_off(gone: User, kept: User) -> None:
    """Posts have moved already: the desk goes with them."""
    kept.is_staff = kept.is_staff or gone.is_staff
    kept.save(update_fields=["is_staff"])
    gone.email = f"merged-{gone.pk}@merged.invalid"
    gone.is_active, gone.is_staff = False, False
    gone.set_unusable_password()
    gone.save(update_fields=["email", "is_active", "is_staff", "password"])


def _keep_address(kept: User, address: str) -> None:
    """The address of an account that never confirmed it comes along unconfirmed."""
    if not kept.emailaddress_set.filter(email__iexact=address).exists():
        kept.emailaddress_set.create(email=address, verified=False, primary=False)
