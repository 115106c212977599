"""Who may register, and who decides on teachers and schools."""

from django.utils.translation import gettext_lazy as _

from accounts.models import (
    Evidence,
    Membership,
    School,
    SchoolStatus,
    Teacher,
    TeacherStatus,
    User,
    ValidationRule,
)
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
    if school.merged_into_id:
        return no(_("This entry was merged with another one. Open that one instead."))
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
    if person.erased_at:
        return no(_("This account was erased: nobody can sign in with it any more."))
    return _keeps_account(user, person)


def _still_waits(teacher: Teacher | None) -> Decision:
    if teacher is not None and teacher.status == TeacherStatus.WAITING:
        return YES
    return no(
        _("This registration is not waiting for an answer any more. Nothing needs to be done.")
    )


@rule("accounts.gather_evidence")
def can_gather_evidence(user: User, teacher: Teacher | None) -> Decision:
    if teacher is None or teacher.user_id != user.pk:
        return no(_("Evidence is gathered by the teacher it is about."))
    return _still_waits(teacher)


@rule("accounts.answer_as_head", open_to_visitors=True)
def can_answer_as_head(user: User, evidence: Evidence) -> Decision:
    """Whoever holds the link may answer, except the teacher it is about."""
    if user.is_authenticated and evidence.teacher.user_id == user.pk:
        return no(
            _(
                "This link is for your head of school: nobody can confirm themselves. Ask them to "
                "open it from the e-mail we sent them."
            )
        )
    return YES


@rule("accounts.vouch")
def can_vouch(user: User, evidence: Evidence) -> Decision:
    if evidence.by_id != user.pk:
        return no(_("Somebody else was asked this."))
    if not user.is_validated_teacher or user.teacher_or_none.school_id != evidence.school_id:
        return no(
            _("Only validated teachers of the same school can say whether they know a colleague.")
        )
    return YES


@rule("accounts.see_territory")
def can_see_territory(user: User, thing: None = None) -> Decision:
    if user.represented_territory_ids:
        return YES
    return no(_("This list is for regional representatives."))


@rule("accounts.give_word")
def can_give_word(user: User, teacher: Teacher) -> Decision:
    if teacher.user_id == user.pk:
        return no(_("You cannot confirm yourself. Ask your National Support Organisation."))
    if not user.represents(teacher.school):
        return no(_("This school is not in the territory you represent."))
    return _still_waits(teacher)


@rule("accounts.set_validation_rule")
def can_set_validation_rule(user: User, validation_rule: ValidationRule) -> Decision:
    if user.is_central or validation_rule.code in user.desk_countries:
        return YES
    return no(_("The National Support Organisation of the country sets its own rule."))


@rule("accounts.join_school")
def can_join_school(user: User, teacher: Teacher | None) -> Decision:
    return can_change_profile(user, teacher)


@rule("accounts.choose_main_school")
def can_choose_main_school(user: User, teacher: Teacher | None) -> Decision:
    return can_change_profile(user, teacher)


@rule("accounts.leave_school")
def can_leave_school(user: User, membership: Membership) -> Decision:
    if membership.teacher.user_id != user.pk:
        return no(_("Only the teacher leaves a school."))
    if membership.teacher.school_id == membership.school_id:
        return no(
            _("This is your main school. Choose another main school first, then leave this one.")
        )
    return YES


@rule("accounts.merge_schools")
def can_merge_schools(user: User, school: School) -> Decision:
    return _keeps_register(user, school)


@rule("accounts.merge_people")
def can_merge_people(user: User, person: User) -> Decision:
    return _keeps_account(user, person)


@rule("accounts.reset_second_factor")
def can_reset_second_factor(user: User, person: User) -> Decision:
    if person.pk == user.pk:
        return no(
            _("You cannot reset your own second factor. Ask a colleague, or use a recovery code.")
        )
    if user.looks_after_all:
        return YES
    return no(_("Only the Central Support Service resets a second factor."))


MOST_EXPORTS_A_DAY = 3


@rule("accounts.ask_for_export")
def can_ask_for_export(user: User, asked_today: int) -> Decision:
    if asked_today >= MOST_EXPORTS_A_DAY:
        return no(
            _(
                "You have asked for your data three times within a day. Fetch the export that is "
                "ready, or ask again tomorrow."
            )
        )
    return YES


@rule("accounts.erase")
def can_erase(user: User, person: User) -> Decision:
    """Everybody may erase themselves, unless the law asks for their data to be kept."""
    if person.pk != user.pk:
        return no(_("Only the person themselves can erase an account."))
    if hasattr(person, "legal_hold"):
        return no(
            _(
                "Your account cannot be erased at the moment: your data must be kept for a reason "
                "in law. Write to the Central Support Service to learn which, and until when."
            )
        )
    return YES


def _may_hold(user: User) -> Decision:
    if user.is_central:
        return YES
    return no(_("Only the Central Support Service decides that data must be kept."))


@rule("accounts.hold_person")
def can_hold_person(user: User, person: User) -> Decision:
    return _may_hold(user)


@rule("accounts.release_person")
def can_release_person(user: User, person: User) -> Decision:
    return _may_hold(user)


@rule("accounts.change_visibility")
def can_change_visibility(user: User, teacher: Teacher | None) -> Decision:
    return can_change_profile(user, teacher)


@rule("accounts.change_photo")
def can_change_photo(user: User, teacher: Teacher | None) -> Decision:
    return can_change_profile(user, teacher)
