"""The ways in which a waiting teacher can speed up the validation, as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.evidence import Standing, standing
from accounts.models import Evidence, EvidenceKind, EvidenceState, Teacher, ValidationRule
from accounts.school_domain import domain_of
from contacts.models import PostRole, SupportPost


@dataclass(frozen=True)
class Way:
    """One kind of evidence: what to do, how much it counts here, and how far it has come."""

    kind: str
    title: str
    text: str
    weight: str
    url: str = ""
    label: str = ""
    state: str = ""
    tone: str = ""
    pieces: list[Evidence] = field(default_factory=list)


def ways_of(teacher: Teacher) -> tuple[list[Way], Standing]:
    """The ways open to this teacher in their country, and what there is already. Five queries."""
    rule = ValidationRule.objects.of_country(teacher.country_id)
    gathered = list(Evidence.objects.about(teacher))
    ways = [_way(kind, title, text, rule, gathered) for kind, title, text in _offers(teacher, rule)]
    return ways, standing(rule, gathered)


def _offers(teacher: Teacher, rule: ValidationRule):
    offers = {
        EvidenceKind.HEAD: _of_the_head,
        EvidenceKind.COLLEAGUE: _of_colleagues,
        EvidenceKind.DOMAIN: _of_the_domain,
        EvidenceKind.CERTIFICATE: _of_a_certificate,
        EvidenceKind.REPRESENTATIVE: _of_the_representative,
    }
    for kind, offer in offers.items():
        words = offer(teacher) if rule.weight(kind) else None
        if words:
            yield kind, *words


def _of_the_head(teacher: Teacher):
    return (
        _("Ask your head of school"),
        _("We send them a link; one press of a button is enough, without an account."),
    )


def _of_colleagues(teacher: Teacher):
    colleagues = Teacher.objects.findable().filter(school=teacher.school_id)
    n = colleagues.exclude(pk=teacher.pk).count()
    if not n:
        return None
    return (
        _("Ask your colleagues"),
        ngettext(
            "%(n)d teacher of your school is in eTwinning and can say that they know you.",
            "%(n)d teachers of your school are in eTwinning and can say that they know you.",
            n,
        )
        % {"n": n},
    )


def _of_the_domain(teacher: Teacher):
    domain = domain_of(teacher.school)
    if not domain:
        return None
    return (
        _("Show your e-mail address at the school"),
        _("If you have one that ends with @%(domain)s, we send a link there.") % {"domain": domain},
    )


def _of_a_certificate(teacher: Teacher):
    return (
        _("Add a certificate"),
        _("Only you and the support organisation of your country can read it."),
    )


def _of_the_representative(teacher: Teacher):
    territory = teacher.school.territory_id
    if territory is None:
        return None
    theirs = Q(unit__territory=territory) | Q(unit__territory__children=territory)
    if not SupportPost.objects.current().filter(theirs, role=PostRole.REPRESENTATIVE).exists():
        return None
    return (
        _("Your regional representative"),
        _("They see you in their list and can confirm you. You need do nothing."),
    )


PAGES = {
    EvidenceKind.HEAD: "accounts:evidence_head",
    EvidenceKind.COLLEAGUE: "accounts:evidence_colleagues",
    EvidenceKind.DOMAIN: "accounts:evidence_address",
    EvidenceKind.CERTIFICATE: "accounts:evidence_certificate",
}


def _way(kind, title, text, rule, gathered) -> Way:
    pieces = [one for one in gathered if one.kind == kind and one.state != EvidenceState.WITHDRAWN]
    state, tone = _colleagues_said(pieces) if kind == EvidenceKind.COLLEAGUE else _said(pieces)
    done = tone == "good" and kind != EvidenceKind.CERTIFICATE
    labels = {
        EvidenceKind.HEAD: _("Send it again"),
        EvidenceKind.COLLEAGUE: _("Ask the others"),
        EvidenceKind.DOMAIN: _("Send it again"),
        EvidenceKind.CERTIFICATE: _("See or add"),
    }
    url = reverse(PAGES[kind]) if kind in PAGES and not done else ""
    return Way(
        kind=kind,
        title=title,
        text=text,
        weight=_("Enough on its own") if rule.suffices_alone(kind) else _("Helps"),
        url=url,
        label=labels.get(kind, "") if pieces else _("Do this"),
        state=state,
        tone=tone,
        pieces=pieces,
    )


def _said(pieces: list[Evidence]) -> tuple[str, str]:
    """What became of the newest piece, and the tone in which it is said."""
    if not pieces:
        return "", ""
    last = pieces[-1]
    tones = {EvidenceState.GIVEN: "good", EvidenceState.DENIED: "bad"}
    return str(last.words), "quiet" if last.is_expired else tones.get(last.state, "together")


def _colleagues_said(pieces: list[Evidence]) -> tuple[str, str]:
    """How many know the teacher. Who does not is nobody's business here."""
    if not pieces:
        return "", ""
    yes = sum(one.state == EvidenceState.GIVEN for one in pieces)
    words = _("%(yes)s of %(asked)s asked have confirmed you") % {"yes": yes, "asked": len(pieces)}
    return words, "good" if yes == len(pieces) else "together"
