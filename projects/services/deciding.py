"""The National Support Organisations decide, and founders send a refused project in again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import WrongState
from core.models import record
from core.rules import require
from notifications.services import notify, withdraw_notice
from projects import moves, notices, rules, signals
from projects.models import Approval, ApprovalDecision, Project, ProjectStatus


@transaction.atomic
def approve(*, approval_id: int, by: User) -> Approval:
    """One country says yes. The last yes makes the project active, and its TwinSpace opens."""
    approval = _lock(approval_id)
    require(rules.can_approve(by, approval))
    project = approval.project

    _decide(approval, ApprovalDecision.APPROVED, by=by)
    event = record("projects.approved", by=by, target=project, country=approval.country_id)
    if not project.approvals.filter(round=project.round).waiting().exists():
        moves.move(project, ProjectStatus.ACTIVE, approved_at=approval.decided_at)
        signals.project_approved.send(sender=Project, project=project)
        notify(notices.APPROVED, to=_founders(project), about=project, by=by, again=str(event.pk))
    return approval


@transaction.atomic
def refuse(*, approval_id: int, reason: str, by: User) -> Approval:
    """One country says no, and why. The project goes back to its founders, who are told."""
    approval = _lock(approval_id)
    require(rules.can_refuse(by, approval))
    project = approval.project
    reason = reason.strip()
    rules.says_why(reason)

    _decide(approval, ApprovalDecision.REFUSED, by=by, reason=reason)
    for other in project.approvals.filter(round=project.round).waiting():
        withdraw_notice(notices.APPROVAL_WANTED, about=other)
    moves.move(project, ProjectStatus.REFUSED)
    event = record(
        "projects.refused", by=by, target=project, country=approval.country_id, reason=reason
    )
    notify(notices.REFUSED, to=_founders(project), about=project, by=by, again=str(event.pk))
    return approval


@transaction.atomic
def resubmit(*, project_id: int, by: User) -> Project:
    """A founder sends a refused project in again: every country decides anew."""
    project = moves.lock(project_id, while_in=[ProjectStatus.REFUSED])
    require(rules.can_resubmit(by, project))

    moves.lay_on_the_desks(project, by=by)

    event = record("projects.resubmitted", by=by, target=project)
    notify(notices.RESUBMITTED, to=_founders(project), about=project, by=by, again=str(event.pk))
    return project


def _lock(approval_id: int) -> Approval:
    """Lock the project, then the decision: two desks, or two colleagues, decide one after the other."""
    project_id = Approval.objects.values_list("project_id", flat=True).get(pk=approval_id)
    project = moves.lock(project_id, while_in=ProjectStatus.values)
    rows = Approval.objects.select_for_update(of=("self",)).select_related("country")
    approval = rows.get(pk=approval_id)
    approval.project = project
    if approval.decision != ApprovalDecision.WAITING:
        raise WrongState(_what_was_decided(approval))
    if project.status != ProjectStatus.WAITING_APPROVAL or approval.round != project.round:
        raise WrongState(moves.what_happened(project))
    return approval


def _what_was_decided(approval: Approval) -> str:
    who = approval.decided_by or _("Somebody")
    facts = {"who": who, "title": approval.project.title, "country": approval.country.name}
    if approval.decision == ApprovalDecision.APPROVED:
        return _("%(who)s has already approved “%(title)s” for %(country)s.") % facts
    return _("%(who)s has already refused “%(title)s” for %(country)s.") % facts


def _decide(approval: Approval, decision: ApprovalDecision, *, by: User, reason: str = "") -> None:
    approval.decision = decision
    approval.reason = reason
    approval.decided_by = by
    approval.decided_at = timezone.now()
    approval.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    withdraw_notice(notices.APPROVAL_WANTED, about=approval)


def _founders(project: Project) -> list[User]:
    return [project.founder.user, project.cofounder.user]
