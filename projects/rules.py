"""Who may found, answer, decide, change and close. Every refusal says what to do next."""

from dataclasses import dataclass
from typing import Any

from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import Teacher, TeacherStatus, is_member
from core.rules import YES, Decision, no, rule
from projects.models import (
    BEFORE_COFOUNDER_ACCEPTS,
    Approval,
    ApprovalDecision,
    Project,
    ProjectStatus,
)

WHY_NOT_YET = {
    TeacherStatus.INCOMPLETE: _(
        "Projects are open to validated teachers. Finish your registration first: your National "
        "Support Organisation validates you after that."
    ),
    TeacherStatus.WAITING: _(
        "Projects are open to validated teachers. Your National Support Organisation has not "
        "validated you yet: you will get an e-mail as soon as it has."
    ),
    TeacherStatus.REFUSED: _(
        "Your National Support Organisation could not validate you, so projects are closed to you. "
        "Correct your details and ask for validation again."
    ),
    TeacherStatus.SUSPENDED: _(
        "Your account is suspended, so projects are closed to you. Ask your National Support "
        "Organisation what to do."
    ),
}

# A refusal that says nothing helps nobody.
says_why = MinLengthValidator(
    10, _("Say why in at least 10 characters: the founders need the reason to do better.")
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two teachers who might found a project: one at the project's school, one to be invited."""

    founder: Teacher
    school_id: int
    cofounder: Teacher
    connected: bool


@rule("projects.found")
def can_found(user: Any, thing: Any = None) -> Decision:
    teacher = user.teacher_or_none
    if teacher is None:
        return no(_("Only teachers found projects. Register as a teacher of your school first."))
    return YES if teacher.is_validated else no(WHY_NOT_YET[teacher.status])


@rule("projects.invite")
def can_invite(user: Any, pair: Pair) -> Decision:
    if pair.cofounder.pk == pair.founder.pk:
        return no(_("You cannot found a project with yourself. Choose one of your connections."))
    if not pair.connected:
        return no(
            _("You are not connected with this person. Connect first, then found the project.")
        )
    if not pair.cofounder.is_validated:
        return no(_("This person is not validated now. Choose another connection."))
    if pair.cofounder.school_id == pair.school_id:
        return no(
            _(
                "You two are at the same school. Choose a connection at another school as co-founder."
            )
        )
    return YES


@rule("projects.accept")
def can_accept(user: Any, project: Project) -> Decision:
    return _answers(user, project)


@rule("projects.decline")
def can_decline(user: Any, project: Project) -> Decision:
    return _answers(user, project)


def _answers(user: Any, project: Project) -> Decision:
    teacher = user.teacher_or_none
    if teacher is None or teacher.pk != project.cofounder_id:
        return no(
            _(
                "Only the invited co-founder answers this invitation: a project has exactly two "
                "founders. Everybody else joins once it is approved."
            )
        )
    if not teacher.is_validated:
        return no(WHY_NOT_YET[teacher.status])
    if project.status != ProjectStatus.WAITING_COFOUNDER:
        return no(_("This invitation is not open any more. Look at the project to see why."))
    return YES


@rule("projects.withdraw")
def can_withdraw(user: Any, project: Project) -> Decision:
    if not _is_founder(user, project):
        return no(_("Only the founder who sent the invitation can take it back."))
    if project.status != ProjectStatus.WAITING_COFOUNDER:
        return no(_("There is no open invitation to take back."))
    return YES


@rule("projects.invite_again")
def can_invite_again(user: Any, project: Project) -> Decision:
    if not _is_founder(user, project):
        return no(_("Only the founder invites a co-founder."))
    if project.status != ProjectStatus.DRAFT:
        return no(_("This project has a co-founder, or an invitation that is still open."))
    return can_found(user)


@rule("projects.change_text")
def can_change_text(user: Any, project: Project) -> Decision:
    refused = _not_of(user, project)
    if refused:
        return no(refused)
    if project.status == ProjectStatus.CLOSED:
        return no(_("This project is closed: what it says stays as it was."))
    return YES


@rule("projects.resubmit")
def can_resubmit(user: Any, project: Project) -> Decision:
    refused = _not_of(user, project)
    if refused:
        return no(refused)
    if project.status != ProjectStatus.REFUSED:
        return no(_("Only a project that was refused can be sent in again."))
    return can_found(user)


@rule("projects.close")
def can_close(user: Any, project: Project) -> Decision:
    refused = _not_of(user, project)
    if refused:
        return no(refused)
    if project.status != ProjectStatus.ACTIVE:
        return no(_("Only an active project can be closed."))
    return YES


def _not_of(user: Any, project: Project) -> Any:
    """Why this person does not act for the project; empty when they do."""
    if not project.has_founder(user.teacher_or_none):
        return _("Only the two founders can do this.")
    if not _is_founder(user, project) and project.status in BEFORE_COFOUNDER_ACCEPTS:
        return _("You can do this once you have accepted the invitation.")
    return ""


def _is_founder(user: Any, project: Project) -> bool:
    teacher = user.teacher_or_none
    return teacher is not None and teacher.pk == project.founder_id


@rule("projects.follow")
def can_follow(user: Any, project: Project) -> Decision:
    """Founders and their desks see where a project stands; others see the finished card."""
    if project.has_founder(user.teacher_or_none):
        return YES
    if any(user.serves(country) for country in project.countries_to_approve):
        return YES
    return no(_("How a project was decided is for its founders and their support organisations."))


@rule("projects.see_people", open_to_visitors=True)
def can_see_people(user: Any, project: Project) -> Decision:
    """Names of teachers are for people who are known themselves."""
    if is_member(user):
        return YES
    if user.is_authenticated and project.has_founder(user.teacher_or_none):
        return YES
    return no(_("The names of the founders are shown to validated teachers who are signed in."))


@rule("projects.approve")
def can_approve(user: Any, approval: Approval) -> Decision:
    return _decides(user, approval)


@rule("projects.refuse")
def can_refuse(user: Any, approval: Approval) -> Decision:
    return _decides(user, approval)


def _decides(user: Any, approval: Approval) -> Decision:
    if not user.serves(approval.country_id):
        return no(_("Each National Support Organisation decides for its own country only."))
    if approval.project.has_founder(user.teacher_or_none):
        return no(_("You founded this project yourself. Leave the decision to a colleague."))
    if not _is_open(approval):
        return no(_("This decision has been taken, or is not wanted any more."))
    return YES


def _is_open(approval: Approval) -> bool:
    project = approval.project
    return (
        approval.decision == ApprovalDecision.WAITING
        and approval.round == project.round
        and project.status == ProjectStatus.WAITING_APPROVAL
    )
