"""How a teacher who waits gathers evidence: whom to ask, and what to show."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import notices, rules
from accounts.evidence_links import post_link
from accounts.locks import own_teacher
from accounts.models import Evidence, EvidenceKind, EvidenceState, Teacher, User
from accounts.school_domain import domain_of, is_at, same_mailbox
from accounts.settling import settle
from core import files
from core.errors import WrongState
from core.models import record
from core.rules import require
from notifications.services import notify

LINK_LASTS = timedelta(days=14)
REMIND_AFTER = timedelta(days=5)
MOST_LETTERS = 3  # to heads, and to addresses, in the time a link lasts: nobody is flooded
MOST_COLLEAGUES = 30
MOST_CERTIFICATES = 3
CERTIFICATES = (files.PDFS, files.PICTURES)


@transaction.atomic
def ask_head(*, address: str, by: User) -> Evidence:
    """Send the head of school a link. A newer link replaces the one before."""
    teacher = _gathering(by)
    if any(same_mailbox(address, own) for own in _own_addresses(by)):
        raise WrongState(
            _(
                "This is an address of your own. Nobody can confirm themselves: write the address "
                "of your head of school."
            )
        )
    asked = _about(teacher, EvidenceKind.HEAD)
    _limit_letters(asked)
    asked.filter(state=EvidenceState.ASKED).update(state=EvidenceState.WITHDRAWN)
    evidence = Evidence.objects.create(
        teacher=teacher,
        school=teacher.school,
        kind=EvidenceKind.HEAD,
        state=EvidenceState.ASKED,
        address=address,
        at_school_domain=is_at(address, domain_of(teacher.school)),
        expires_at=timezone.now() + LINK_LASTS,
    )
    post_link(evidence)
    record("accounts.asked_head", by=by, target=teacher, evidence=evidence.pk)
    return evidence


@transaction.atomic
def remind_heads() -> int:
    """Write once more, five days later, to heads who have not answered. How many were written to."""
    late = Evidence.objects.open_links().filter(
        reminded_at=None, asked_at__lte=timezone.now() - REMIND_AFTER
    )
    late = late.about_present_schools().filter(teacher__status="waiting")
    rows = late.select_for_update(of=("self",), skip_locked=True)
    reminded = list(rows.select_related("teacher__user", "school__country"))
    for evidence in reminded:
        evidence.reminded_at = timezone.now()
        evidence.save(update_fields=["reminded_at"])
        post_link(evidence, reminder=True)
        record("accounts.reminded_head", by=None, target=evidence.teacher, evidence=evidence.pk)
    return len(reminded)


@transaction.atomic
def ask_colleagues(*, by: User) -> int:
    """Ask the validated teachers of the school. Whoever was asked before is not asked again."""
    teacher = _gathering(by)
    known = _about(teacher, EvidenceKind.COLLEAGUE).values("by")
    colleagues = Teacher.objects.findable().filter(school=teacher.school).exclude(user__in=known)
    people = list(colleagues.select_related("user").order_by("-last_active_at")[:MOST_COLLEAGUES])
    asked = Evidence.objects.bulk_create(
        Evidence(
            teacher=teacher,
            school=teacher.school,
            kind=EvidenceKind.COLLEAGUE,
            state=EvidenceState.ASKED,
            by=colleague.user,
        )
        for colleague in people
    )
    for evidence in asked:
        notify(notices.VOUCHING_WANTED, to=[evidence.by], about=evidence, by=by)
    record("accounts.asked_colleagues", by=by, target=teacher, people=len(asked))
    return len(asked)


@transaction.atomic
def show_school_address(*, address: str, by: User) -> Evidence:
    """Count an address at the school's domain: at once when it is verified, else after a link."""
    teacher = _gathering(by)
    domain = domain_of(teacher.school)
    if not is_at(address, domain):
        raise WrongState(_("Write an address that ends with @%(domain)s.") % {"domain": domain})
    shown = _about(teacher, EvidenceKind.DOMAIN)
    if shown.filter(state=EvidenceState.GIVEN).exists():
        raise WrongState(_("Your address at the school is confirmed already."))
    _limit_letters(shown)
    shown.filter(state=EvidenceState.ASKED).update(state=EvidenceState.WITHDRAWN)
    verified = by.emailaddress_set.filter(verified=True, email__iexact=address).exists()
    evidence = Evidence.objects.create(
        teacher=teacher,
        school=teacher.school,
        kind=EvidenceKind.DOMAIN,
        state=EvidenceState.GIVEN if verified else EvidenceState.ASKED,
        address=address,
        at_school_domain=True,
        expires_at=timezone.now() + LINK_LASTS,
        answered_at=timezone.now() if verified else None,
    )
    record("accounts.showed_school_address", by=by, target=teacher, evidence=evidence.pk)
    if verified:
        settle(teacher)
    else:
        post_link(evidence)
    return evidence


@transaction.atomic
def add_certificate(*, file: files.CheckedFile, by: User) -> Evidence:
    """Keep a paper for the desk of the country. Nobody else reads it."""
    teacher = _gathering(by)
    if _about(teacher, EvidenceKind.CERTIFICATE).count() >= MOST_CERTIFICATES:
        raise WrongState(
            _("You have added %(n)s files. Remove one of them before you add another.")
            % {"n": MOST_CERTIFICATES}
        )
    evidence = Evidence.objects.create(
        teacher=teacher,
        school=teacher.school,
        kind=EvidenceKind.CERTIFICATE,
        state=EvidenceState.GIVEN,
        file=files.store(file, "certificates"),
        name=file.name,
        content_type=file.content_type,
        answered_at=timezone.now(),
    )
    record("accounts.added_certificate", by=by, target=teacher, evidence=evidence.pk)
    return evidence


@transaction.atomic
def remove_certificate(*, evidence_id: int, by: User) -> None:
    """Take a paper back while the registration waits; the file is deleted from the disk."""
    teacher = _gathering(by)
    papers = Evidence.objects.filter(teacher=teacher, kind=EvidenceKind.CERTIFICATE)
    evidence = papers.filter(pk=evidence_id).first()
    if evidence is None:
        raise WrongState(_("This file is not there any more."))
    storage, name = evidence.file.storage, evidence.file.name
    record("accounts.removed_certificate", by=by, target=teacher, evidence=evidence.pk)
    evidence.delete()
    transaction.on_commit(lambda: storage.delete(name))


def _gathering(by: User) -> Teacher:
    teacher = own_teacher(by)
    require(rules.can_gather_evidence(by, teacher))
    return teacher


def _about(teacher: Teacher, kind: EvidenceKind):
    return Evidence.objects.about(teacher).filter(kind=kind)


def _own_addresses(user: User) -> list[str]:
    """Unconfirmed ones too: whoever typed it as their own cannot give it as another's."""
    return [user.email, *user.emailaddress_set.values_list("email", flat=True)]


def _limit_letters(sent) -> None:
    if sent.filter(asked_at__gt=timezone.now() - LINK_LASTS).count() >= MOST_LETTERS:
        raise WrongState(
            _(
                "We have sent %(n)s letters for you in the last two weeks and send no more for "
                "now. Choose another way below, or wait for an answer."
            )
            % {"n": MOST_LETTERS}
        )
