"""Who may register, and who decides on teachers and schools."""

from django.utils.translation import gettext_lazy as _

from accounts.models import School, SchoolStatus, Teacher, TeacherStatus, User
from core.rules import YES, Decision, no, rule

OPEN_TO_CHANGES = {None, TeacherStatus.INCOMPLETE, TeacherStatus.REFUSED}


def _may_fill_in(teacher: Teacher | None) -> Decision:
    status = teacher.status if teacher else None
    if status in OPEN_TO_CHANGES:
        return YES
    if status == TeacherStatus.WAITING:
        return no(
            _(
                "Your registration is already with your National Support Organisation. Wait for their answer."
            )
        )
    if status == TeacherStatus.SUSPENDED:
        return no(_suspended())
    return no(_("Your registration is finished. You change what you told us on your profile page."))


def _suspended():
    return _(
        "Your account is suspended. Write to your National Support Organisation to clear this up."
    )


@rule("accounts.register_profile")
def can_register_profile(user: User, teacher: Teacher | None) -> Decision:
    return _may_fill_in(teacher)


@rule("accounts.choose_school")
def can_choose_school(user: User, teacher: Teacher | None) -> Decision:
    """A validated teacher may move to another school, and is then validated anew."""
    if teacher is None or not teacher.country_id:
        return no(_("First tell us who you are and in which country your school is."))
    if teacher.status == TeacherStatus.SUSPENDED:
        return no(_suspended())
    return YES


@rule("accounts.add_school")
def can_add_school(user: User, teacher: Teacher | None) -> Decision:
    return can_choose_school(user, teacher)


@rule("accounts.describe_teaching")
def can_describe_teaching(user: User, teacher: Teacher | None) -> Decision:
    if teacher is None or teacher.school is None or not teacher.school.is_open:
        return no(_("First choose the school where you work."))
    return _may_fill_in(teacher)


@rule("accounts.change_profile")
def can_change_profile(user: User, teacher: Teacher | None) -> Decision:
    if teacher is None or teacher.status in OPEN_TO_CHANGES:
        return no(_("Finish your registration first: your profile begins there."))
    if teacher.status == TeacherStatus.SUSPENDED:
        return no(_suspended())
    return YES


def _decides_on(user: User, teacher: Teacher) -> Decision:
    if teacher.user_id == user.pk:
        return no(_("You cannot decide on yourself. Ask a colleague of your organisation."))
    if not user.serves(teacher.country_id):
        return no(
            _("Only the National Support Organisation of the teacher's country decides this.")
        )
    return YES


@rule("accounts.validate_teacher")
def can_validate_teacher(user: User, teacher: Teacher) -> Decision:
    deciding = _decides_on(user, teacher)
    if deciding and teacher.status == TeacherStatus.SUSPENDED:
        return no(_("This account is suspended. Choose “End the suspension” instead."))
    if deciding and teacher.school.status != SchoolStatus.CONFIRMED:
        return no(
            _(
                "The school is not confirmed. Choose “Confirm school and validate”, or refuse the "
                "school: the teacher is then asked for another one."
            )
        )
    return deciding


@rule("accounts.refuse_teacher")
def can_refuse_teacher(user: User, teacher: Teacher) -> Decision:
    return _decides_on(user, teacher)


@rule("accounts.suspend_teacher")
def can_suspend_teacher(user: User, teacher: Teacher) -> Decision:
    return _decides_on(user, teacher)


@rule("accounts.restore_teacher")
def can_restore_teacher(user: User, teacher: Teacher) -> Decision:
    if teacher.status != TeacherStatus.SUSPENDED:
        return no(_("This account is not suspended, so there is nothing to end."))
    return _decides_on(user, teacher)


def _keeps_register(user: User, school: School) -> Decision:
    if user.serves(school.country_id):
        return YES
    return no(_("Only the National Support Organisation of the school's country decides this."))


@rule("accounts.confirm_school")
def can_confirm_school(user: User, school: School) -> Decision:
    return _keeps_register(user, school)


@rule("accounts.refuse_school")
def can_refuse_school(user: User, school: School) -> Decision:
    return _keeps_register(user, school)


@rule("accounts.reopen_school")
def can_reopen_school(user: User, school: School) -> Decision:
    return _keeps_register(user, school)


def _keeps_account(user: User, person: User) -> Decision:
    """Accounts of teachers belong to the desk of their country; those of staff to the central one."""
    if person.pk == user.pk:
        return no(_("You cannot switch your own account on or off. Ask a colleague."))
    if user.is_central:
        return YES
    teacher = person.teacher_or_none
    if person.is_staff or teacher is None or not user.serves(teacher.country_id):
        return no(_("Only the Central Support Service decides on this account."))
    return YES


@rule("accounts.deactivate_person")
def can_deactivate_person(user: User, person: User) -> Decision:
    return _keeps_account(user, person)


@rule("accounts.activate_person")
def can_activate_person(user: User, person: User) -> Decision:
    return _keeps_account(user, person)


@rule("accounts.reset_second_factor")
def can_reset_second_factor(user: User, person: User) -> Decision:
    if person.pk == user.pk:
        return no(
            _("You cannot reset your own second factor. Ask a colleague, or use a recovery code.")
        )
    if user.is_central or user.is_superuser:
        return YES
    return no(_("Only the Central Support Service resets a second factor."))
