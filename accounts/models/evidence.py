"""Evidence that a teacher works at a school, and how much of it a country asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.school import School
from accounts.models.teacher import Teacher


class EvidenceKind(models.TextChoices):
    HEAD = "head", _("Confirmation by the head of school")
    COLLEAGUE = "colleague", _("Word of a validated colleague")
    DOMAIN = "domain", _("E-mail address at the school's own domain")
    CERTIFICATE = "certificate", _("Certificate")
    REPRESENTATIVE = "representative", _("Word of the regional representative")


class EvidenceState(models.TextChoices):
    ASKED = "asked", _("Asked, no answer yet")
    GIVEN = "given", _("Yes")
    DENIED = "denied", _("Does not know this person")
    WITHDRAWN = "withdrawn", _("Replaced by a newer request")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: Any) -> Self:
        """The teacher sees their own, the desk its country's, and who was asked what they were asked.

        What a colleague or a representative answered is not shown to other colleagues.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_central:
            return self.all()
        seen = Q(teacher__user=user) | Q(by=user) | Q(teacher__country__in=user.desk_countries)
        return self.filter(seen)

    def of(self, teacher: Teacher) -> Self:
        return self.filter(teacher=teacher)

    def papers(self) -> Self:
        return self.filter(kind=EvidenceKind.CERTIFICATE)

    def about(self, teacher: Teacher) -> Self:
        """What bears on the teacher's present school."""
        return self.filter(teacher=teacher, school=teacher.school_id)

    def about_present_schools(self) -> Self:
        return self.filter(school=F("teacher__school"))

    def open_links(self) -> Self:
        """Links sent to heads of school that still work."""
        return self.filter(
            kind=EvidenceKind.HEAD, state=EvidenceState.ASKED, expires_at__gt=timezone.now()
        )


class Evidence(models.Model):
    """One thing that speaks for, or against, a teacher working at a school.

    `by` is the colleague or representative who answers; `address` the mailbox of the head, or the
    teacher's own at the school's domain. A certificate is a private file.
    """

    teacher = models.ForeignKey(Teacher, models.CASCADE, related_name="evidence")
    school = models.ForeignKey(School, models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=14, choices=EvidenceKind)
    state = models.CharField(_("state"), max_length=10, choices=EvidenceState)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="words_given"
    )
    address = models.EmailField(_("e-mail address"), blank=True)
    at_school_domain = models.BooleanField(default=False)
    file = models.FileField(max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_kind_is_known", condition=Q(kind__in=EvidenceKind.values)
            ),
            models.CheckConstraint(
                name="evidence_state_is_known", condition=Q(state__in=EvidenceState.values)
            ),
            models.CheckConstraint(
                name="evidence_answered_means_dated",
                condition=Q(state__in=[EvidenceState.ASKED, EvidenceState.WITHDRAWN])
                | Q(answered_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["teacher", "school"],
                condition=Q(kind=EvidenceKind.HEAD, state=EvidenceState.ASKED),
                name="evidence_one_open_link_to_the_head",
            ),
            models.UniqueConstraint(
                fields=["teacher", "school", "by"],
                condition=Q(kind=EvidenceKind.COLLEAGUE),
                name="evidence_one_word_per_colleague",
            ),
            models.UniqueConstraint(
                fields=["teacher", "school"],
                condition=Q(kind=EvidenceKind.REPRESENTATIVE),
                name="evidence_one_word_of_the_representative",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="evidence_to_remind",
                condition=Q(kind=EvidenceKind.HEAD, state=EvidenceState.ASKED),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.teacher}"

    def get_absolute_url(self) -> str:
        """Where the person who was asked answers."""
        return reverse("accounts:vouch", args=[self.pk])

    @property
    def is_expired(self) -> bool:
        waits = self.state == EvidenceState.ASKED
        return waits and self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def is_paper(self) -> bool:
        return self.kind == EvidenceKind.CERTIFICATE

    @property
    def words(self) -> str:
        """What became of it, for the teacher and the desk."""
        if self.is_expired:
            return _("The link has expired")
        if self.is_paper:
            return _("Added")
        if self.kind == EvidenceKind.DOMAIN and self.state == EvidenceState.GIVEN:
            return _("Confirmed")
        return self.get_state_display()


EVERYWHERE = "*"


class ValidationRuleQuerySet(models.QuerySet["ValidationRule"]):
    def on_desk_of(self, user: Any) -> Self:
        """Central staff see all rules; a national desk its own and the one that holds elsewhere."""
        if user.is_central:
            return self.all()
        return self.filter(code__in=[EVERYWHERE, *user.desk_countries])

    def of_countries(self, country_ids: Iterable[str | None]) -> RuleFinder:
        """The rules of these countries, and the one that holds everywhere else. One query."""
        rows = self.filter(code__in=[EVERYWHERE, *filter(None, country_ids)])
        return RuleFinder({rule.code: rule for rule in rows})

    def of_country(self, country_id: str | None) -> ValidationRule:
        return self.of_countries([country_id])(country_id)


def points(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=0)


class ValidationRule(models.Model):
    """How much each kind of evidence weighs in a country, and how much is enough.

    A kind with `needed` points suffices alone, one with fewer helps, one with none is not asked for.
    Every colleague who vouches brings the points of a colleague.
    """

    code = models.CharField(_("country, or * for all others"), max_length=2, unique=True)
    needed = points(_("points that are enough"))
    head = points(_("confirmation by the head of school"))
    colleague = points(_("word of each validated colleague"))
    domain = points(_("e-mail address at the school's domain"))
    certificate = points(_("certificate"))
    representative = points(_("word of the regional representative"))
    auto_validate = models.BooleanField(
        _("validate without a decision of staff"),
        default=False,
        help_text=_(
            "Certificates, and a head's answer from outside the school's domain, never count "
            "for this: nobody has looked at them yet."
        ),
    )
    confidence = models.CharField(_("confidence"), max_length=60, blank=True)
    source = models.TextField(_("source"), blank=True)

    objects = ValidationRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("validation rule")
        verbose_name_plural = _("validation rules")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="validation_rule_asks_for_something", condition=Q(needed__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def weight(self, kind: str) -> int:
        return int(getattr(self, kind))

    def suffices_alone(self, kind: str) -> bool:
        return self.weight(kind) >= self.needed


@dataclass(frozen=True)
class RuleFinder:
    """The rules of several countries, read once. Without any, nothing is asked for."""

    rules: dict[str, ValidationRule]

    def __call__(self, country_id: str | None) -> ValidationRule:
        own = self.rules.get(country_id or EVERYWHERE) or self.rules.get(EVERYWHERE)
        return own or ValidationRule(code=EVERYWHERE, needed=1)
