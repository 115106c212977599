"""What others answer about a teacher who waits. Each answer is given once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rules
from accounts.locks import waiting_teacher
from accounts.models import (
    Evidence,
    EvidenceKind,
    EvidenceState,
    User,
    ValidationRule,
)
from accounts.questions import moment, question, refuse_closed, refuse_settled
from accounts.school_domain import same_mailbox
from accounts.settling import settle
from core.errors import WrongState
from core.models import record
from core.rules import require


@transaction.atomic
def answer_as_head(*, evidence_id: int, knows: bool, by: User | None = None) -> Evidence:
    """The head of school says yes or no through the link, without an account."""
    evidence = _asked(evidence_id, EvidenceKind.HEAD)
    if by is not None:
        require(rules.can_answer_as_head(by, evidence))
    own = evidence.teacher.user.emailaddress_set.values_list("email", flat=True)
    if any(same_mailbox(evidence.address, address) for address in own):
        raise WrongState(_("This link was sent to the teacher's own address, so it has no effect."))
    record("accounts.answered_as_head", by=by, target=evidence.teacher, knows=knows)
    _answer(evidence, knows)
    return evidence


@transaction.atomic
def vouch(*, evidence_id: int, knows: bool, by: User) -> Evidence:
    """A validated colleague says whether the teacher works at their school."""
    evidence = _asked(evidence_id, EvidenceKind.COLLEAGUE)
    require(rules.can_vouch(by, evidence))
    record("accounts.vouched", by=by, target=evidence.teacher, knows=knows)
    _answer(evidence, knows)
    return evidence


@transaction.atomic
def confirm_school_address(*, evidence_id: int, by: User) -> Evidence:
    """The teacher has opened the link that went to their address at the school."""
    evidence = _asked(evidence_id, EvidenceKind.DOMAIN)
    require(rules.can_gather_evidence(by, evidence.teacher))
    record("accounts.confirmed_school_address", by=by, target=evidence.teacher)
    _answer(evidence, True)
    return evidence


@transaction.atomic
def give_word(*, teacher_id: int, knows: bool, by: User) -> Evidence:
    """The regional representative says whether a teacher of their territory works at the school."""
    teacher = waiting_teacher(teacher_id)
    refuse_settled(teacher)
    require(rules.can_give_word(by, teacher))
    said = Evidence.objects.about(teacher).filter(kind=EvidenceKind.REPRESENTATIVE)
    earlier = said.select_related("by").first()
    if earlier:
        raise WrongState(
            _("%(name)s has answered this already, on %(moment)s. Nothing was changed.")
            % {"name": earlier.by or _("A former member"), "moment": moment(earlier.answered_at)}
        )
    evidence = Evidence(teacher=teacher, school=teacher.school, kind=EvidenceKind.REPRESENTATIVE)
    evidence.by = by
    record("accounts.gave_word", by=by, target=teacher, knows=knows)
    _answer(evidence, knows)
    return evidence


@transaction.atomic
def set_validation_rule(*, validation_rule: ValidationRule, by: User) -> ValidationRule:
    """A country says how much each kind of evidence weighs there."""
    require(rules.can_set_validation_rule(by, validation_rule))
    validation_rule.save()
    weights = {kind: validation_rule.weight(kind) for kind in EvidenceKind.values}
    record(
        "accounts.set_validation_rule",
        by=by,
        target=validation_rule,
        needed=validation_rule.needed,
        auto_validate=validation_rule.auto_validate,
        **weights,
    )
    return validation_rule


def _asked(evidence_id: int, kind: EvidenceKind) -> Evidence:
    """The question as it stands once its teacher is locked."""
    teacher = waiting_teacher(question(evidence_id, kind).teacher_id)
    evidence = question(evidence_id, kind)
    evidence.teacher = teacher
    refuse_closed(evidence)
    return evidence


def _answer(evidence: Evidence, knows: bool) -> None:
    """Keep the answer; where the country wants that and it is enough, it validates the teacher."""
    evidence.state = EvidenceState.GIVEN if knows else EvidenceState.DENIED
    evidence.answered_at = timezone.now()
    evidence.save()
    settle(evidence.teacher)
