"""Whether something asked about a teacher can still be answered. Refusals name nobody."""

from __future__ import annotations

from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import Evidence, EvidenceState, Teacher, TeacherStatus
from core.errors import WrongState

FACTS = ("teacher__user", "teacher__country", "school__territory", "school__country", "by")


def question(evidence_id: int, kind: str) -> Evidence:
    """What was asked, with everything its page shows. WrongState when it is gone."""
    found = Evidence.objects.filter(kind=kind, pk=evidence_id).select_related(*FACTS).first()
    if found is None:
        raise WrongState(_("This question is not there any more. Nothing needs to be done."))
    return found


def refuse_closed(evidence: Evidence) -> None:
    """Raise WrongState with the sentence that fits: answered, replaced, expired, or settled."""
    _refuse_answered(evidence)
    if evidence.school_id != evidence.teacher.school_id:
        raise WrongState(_("This question is not open any more. Nothing needs to be done."))
    refuse_settled(evidence.teacher)
    if evidence.is_expired:
        raise WrongState(
            _(
                "This link has expired. If you still want to answer, ask the teacher to send a new one."
            )
        )


def _refuse_answered(evidence: Evidence) -> None:
    if evidence.state in {EvidenceState.GIVEN, EvidenceState.DENIED}:
        raise WrongState(
            _("This was answered already, on %(moment)s. An answer is given once; it was kept.")
            % {"moment": moment(evidence.answered_at)}
        )
    if evidence.state == EvidenceState.WITHDRAWN:
        raise WrongState(
            _("A newer letter has replaced this link. Open the link in the newer one.")
        )


def refuse_settled(teacher: Teacher) -> None:
    if teacher.status != TeacherStatus.WAITING:
        raise WrongState(_("This has been settled meanwhile. Thank you, no answer is needed."))


def moment(when: datetime | None) -> str:
    return formats.date_format(timezone.localtime(when), "DATETIME_FORMAT")
