"""The record of what happened, and the vocabularies everybody shares."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class ActivityQuerySet(models.QuerySet):
    def of(self, thing: models.Model) -> Self:
        """What happened to a thing, newest first."""
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(target_type=kind, target_id=str(thing.pk)).order_by("-at", "-pk")


class Activity(models.Model):
    """Who did what to which object. Written in the same transaction as the change, never edited."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    target_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    target_id = models.CharField(max_length=40)
    target = GenericForeignKey("target_type", "target_id")
    details = models.JSONField(default=dict, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = [
            models.Index(fields=["target_type", "target_id", "-at"], name="activity_by_target"),
            models.Index(fields=["by", "-at"], name="activity_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_id}"


def record(verb: str, *, by: Any, target: models.Model, **details: Any) -> Activity:
    """Write down a step. Call it inside the step's transaction."""
    return Activity.objects.create(verb=verb, by=by, target=target, details=details)


def in_own_language(thing: models.Model, field: str) -> str:
    """`thing.<field>_<language>`, or the English one where there is no translation."""
    return getattr(thing, f"{field}_{get_language()}", "") or getattr(thing, f"{field}_en")


class Vocabulary(models.TextChoices):
    LEVEL = "level", _("school levels")
    SUBJECT = "subject", _("subjects")
    VOCATIONAL = "vocational", _("vocational families")
    LANGUAGE = "language", _("languages")
    ROLE = "role", _("roles at school")


class Term(models.Model):
    """One entry of a vocabulary. Rows are referred to by code, so names may change."""

    vocabulary = models.CharField(_("vocabulary"), max_length=12, choices=Vocabulary)
    code = models.SlugField(_("code"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_es = models.CharField(_("name in Spanish"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("offered in forms"), default=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    confidence = models.CharField(_("confidence"), max_length=60, blank=True)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["vocabulary", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "code"], name="term_code_once"),
            models.CheckConstraint(
                name="term_vocabulary_is_known",
                condition=models.Q(vocabulary__in=Vocabulary.values),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_own_language(self, "name")


class LoadedRow(models.Model):
    """What a row of a data file said when it was last loaded, to tell a new file from an edit."""

    file = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "key"], name="loaded_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.key}"
