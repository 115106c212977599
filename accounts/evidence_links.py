"""The signed links of evidence, and the letters they travel in."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Evidence, EvidenceKind
from notifications import texts
from notifications.services import post_email

SALT = "accounts.evidence"
PAGES = {
    EvidenceKind.HEAD: "accounts:head_answer",
    EvidenceKind.DOMAIN: "accounts:school_address_confirm",
}


def token_of(evidence: Evidence) -> str:
    return signing.dumps([evidence.kind, evidence.pk], salt=SALT)


def read(token: str, kind: EvidenceKind) -> int:
    """The id of the evidence. Raises BadSignature for a link of another kind or not by us."""
    written_for, evidence_id = signing.loads(token, salt=SALT)
    if written_for != kind:
        raise signing.BadSignature
    return int(evidence_id)


def post_link(evidence: Evidence, *, reminder: bool = False) -> None:
    """Write to the head of school, or to the teacher's own address at the school."""
    template = f"accounts/evidence_{evidence.kind}"
    with override(_language_of(evidence)):
        path = reverse(PAGES[EvidenceKind(evidence.kind)], args=[token_of(evidence)])
        facts = {"evidence": evidence, "reminder": reminder, "url": settings.SITE_URL + path}
        body = texts.plain(f"{template}_body.txt", facts)
        layout = facts | {"content": body, "paragraphs": texts.paragraphs(body)}
        post_email(
            to=evidence.address,
            subject=texts.plain(f"{template}_subject.txt", facts),
            text=texts.plain("accounts/evidence_mail.txt", layout),
            html=render_to_string("accounts/evidence_mail.html", layout),
        )


def _language_of(evidence: Evidence) -> str:
    """The teacher reads their own language; the head of school that of the country, if we speak it."""
    if evidence.kind == EvidenceKind.DOMAIN:
        return evidence.teacher.user.language
    country = evidence.school.country.default_language
    return country if country in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
