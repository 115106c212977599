"""What a person has agreed to, and what becomes of their data: exports, absence, a legal hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

EXPORT_LASTS = timedelta(hours=24)


class Consent(models.Model):
    """A person agreed to one version of a text, in the language in which they read it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    agreement = models.CharField(_("agreement"), max_length=20)
    version = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=8)
    text_hash = models.CharField(_("SHA-256 of the text"), max_length=64)
    agreed_at = models.DateTimeField(_("agreed"), default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["agreement", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agreement", "version"], name="consent_once_per_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.version}"


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Being prepared")
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready")
    USED = "used", _("Downloaded")
    EXPIRED = "expired", _("Expired")
    FAILED = "failed", _("Failed")


class ExportQuerySet(models.QuerySet["Export"]):
    def of(self, user: Any) -> Self:
        """One's own, and nobody else's."""
        return self.filter(user=user.pk)

    def of_last_day(self) -> Self:
        return self.filter(asked_at__gt=timezone.now() - timedelta(days=1))

    def ready(self) -> Self:
        return self.filter(state=ExportState.READY, ready_at__gt=timezone.now() - EXPORT_LASTS)


class Export(models.Model):
    """Everything about a person in one file, made by a worker, to be fetched once within a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=ExportState, default=ExportState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(max_length=200, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="export_state_is_known", condition=Q(state__in=ExportState.values)
            ),
            models.CheckConstraint(
                name="export_ready_means_dated_and_filed",
                condition=~Q(state=ExportState.READY) | (Q(ready_at__isnull=False) & ~Q(file="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:export", args=[self.key])

    @property
    def is_ready(self) -> bool:
        return (
            self.state == ExportState.READY
            and self.ready_at is not None
            and self.ready_at > timezone.now() - EXPORT_LASTS
        )

    @property
    def lasts_until(self) -> Any:
        return self.ready_at and self.ready_at + EXPORT_LASTS


class Absence(models.Model):
    """Somebody has not been here for long, and was warned of what follows. Gone when they return."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absence")
    hiding_warned_at = models.DateTimeField(null=True, blank=True)
    erasure_warned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")

    def __str__(self) -> str:
        return str(self.user_id)


class LegalHold(models.Model):
    """A reason in law to keep a person's data for now: neither they nor the clock can erase it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="legal_hold")
    reason = models.TextField(_("reason"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")

    def __str__(self) -> str:
        return str(self.user_id)
