"""Where a project stands and how it got there, in words, for its founders and their desks."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contacts.models import Country
from projects.models import ApprovalDecision, ProjectStatus

EVENTS = {
    "projects.founded": gettext_lazy("Project founded, %(cofounder)s invited"),
    "projects.invited": gettext_lazy("%(cofounder)s invited"),
    "projects.accepted": gettext_lazy("Invitation accepted"),
    "projects.declined": gettext_lazy("Invitation declined"),
    "projects.withdrawn": gettext_lazy("Invitation withdrawn"),
    "projects.approved": gettext_lazy("Approved for %(country)s"),
    "projects.refused": gettext_lazy("Refused for %(country)s"),
    "projects.resubmitted": gettext_lazy("Sent in again"),
    "projects.text_changed": gettext_lazy("Text changed"),
    "projects.closed": gettext_lazy("Project closed"),
}
DECISION_STATES = {
    ApprovalDecision.WAITING: "next",
    ApprovalDecision.APPROVED: "done",
    ApprovalDecision.REFUSED: "refused",
}


def organisation_of(country: Country) -> str:
    return _("National Support Organisation of %(country)s") % {"country": country.name}


def usual_time(project) -> str:
    """How long the step takes that it is in now; empty when that is up to the founders."""
    if project.status != ProjectStatus.WAITING_APPROVAL:
        return ""
    days = settings.USUAL_APPROVAL_DAYS
    return ngettext("Usually within %(n)d day", "Usually within %(n)d days", days) % {"n": days}


def steps_of(project, approvals) -> list[dict]:
    """The way of a project as status steps. `approvals`: the decisions of the present round."""
    founded = {"label": _("Founded"), "state": "done", "since": project.created_at}
    steps = [founded, _cofounder_step(project), *_approval_steps(project, approvals)]
    steps.append(
        {"label": _("TwinSpace open"), "state": "done", "since": project.approved_at}
        if project.is_public
        else {"label": _("The TwinSpace opens"), "state": "next"}
    )
    if project.status == ProjectStatus.CLOSED:
        steps.append({"label": _("Closed"), "state": "done", "since": project.status_since})
    return steps


def _cofounder_step(project) -> dict:
    if project.status == ProjectStatus.DRAFT:
        who, label = project.founder.name, _("A co-founder is invited")
        return {"label": label, "state": "now", "who": who, "since": project.status_since}
    if project.status == ProjectStatus.WAITING_COFOUNDER:
        who, label = project.cofounder.name, _("The co-founder answers")
        return {"label": label, "state": "now", "who": who, "since": project.status_since}
    label = _("%(name)s is co-founder") % {"name": project.cofounder.name}
    return {"label": label, "state": "done"}


def _approval_steps(project, approvals) -> list[dict]:
    if not approvals:
        countries = {c.pk: c for c in (project.founder_country, project.cofounder_country)}
        state = "done" if project.is_public else "next"
        label = _("Approved for %(country)s") if project.is_public else _("%(country)s decides")
        return [
            {"label": label % {"country": country.name}, "state": state}
            for country in countries.values()
        ]
    return [_approval_step(project, approval) for approval in approvals]


def _approval_step(project, approval) -> dict:
    labels = {
        ApprovalDecision.WAITING: _("%(country)s decides"),
        ApprovalDecision.APPROVED: _("Approved for %(country)s"),
        ApprovalDecision.REFUSED: _("Refused for %(country)s"),
    }
    step = {
        "label": labels[approval.decision] % {"country": approval.country.name},
        "state": DECISION_STATES[approval.decision],
        "since": approval.decided_at,
    }
    if step["state"] == "next" and project.status == ProjectStatus.WAITING_APPROVAL:
        who = organisation_of(approval.country)
        step |= {"state": "now", "who": who, "since": approval.asked_at}
    return step


def timeline_of(events, countries: dict[str, Country]) -> list[dict]:
    """What happened, newest first. Founders read which organisation decided, not which person."""
    return [_entry(event, countries) for event in events if event.verb in EVENTS]


def _entry(event, countries) -> dict:
    country = countries.get(event.details.get("country"))
    who = organisation_of(country) if country else str(event.by or "")
    facts = {
        "cofounder": event.details.get("cofounder", ""),
        "country": country.name if country else "",
    }
    return {
        "when": event.at,
        "title": str(EVENTS[event.verb]) % facts,
        "text": event.details.get("reason", ""),
        "who": who,
    }
