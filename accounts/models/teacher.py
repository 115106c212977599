"""What a person is at school, and how they stand with the portal."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, GeneratedField, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.block import blocks_around
from accounts.models.language import LEVEL_NAMES
from accounts.models.school import School
from accounts.models.user import is_member
from accounts.models.visibility import (
    Audience,
    Group,
    Relation,
    audience_of,
    groups_shown,
    shown_to_all,
)
from contacts.models import Country
from core import vocabularies
from core.models import Vocabulary
from core.search import normal_of
from core.slugs import address_of


class TeacherStatus(models.TextChoices):
    INCOMPLETE = "incomplete", _("Registration not finished")
    WAITING = "waiting", _("Waiting for validation")
    VALIDATED = "validated", _("Validated")
    REFUSED = "refused", _("Refused")
    SUSPENDED = "suspended", _("Suspended")


MOVES = {
    TeacherStatus.INCOMPLETE: {TeacherStatus.WAITING},
    # Back to incomplete when the school they added is refused: they choose another one.
    TeacherStatus.WAITING: {
        TeacherStatus.VALIDATED,
        TeacherStatus.REFUSED,
        TeacherStatus.INCOMPLETE,
    },
    TeacherStatus.VALIDATED: {TeacherStatus.SUSPENDED, TeacherStatus.WAITING},
    TeacherStatus.REFUSED: {TeacherStatus.WAITING, TeacherStatus.INCOMPLETE},
    TeacherStatus.SUSPENDED: {TeacherStatus.VALIDATED},
}


# What a card in a list shows of a person, and what lists are sorted by.
CARD = (
    "slug",
    "country_id",
    "role",
    "subjects",
    "languages",
    "language_levels",
    "age_from",
    "age_to",
    "is_available",
    "photo",
    "limits",
    "open_groups",
    "last_active_at",
    "user__given_name",
    "user__family_name",
    "user__sort_name",
    "user__date_joined",
    "user__erased_at",
    "school__name",
    "school__town",
)
# Of validated teachers, those who show a part of their profile to everybody.
_OPEN = Q(hidden_at__isnull=True) & ~Q(open_groups=[])


class TeacherQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Validated teachers are seen by validated teachers and by support staff; one sees oneself.

        Everybody else sees those who open a part of their profile to everybody. Of two people one
        of whom has blocked the other, neither sees the other. A desk sees whom it decides on all
        the same.
        """
        if not user.is_authenticated:
            return self.open_to_everybody()
        if user.is_central:
            return self.all()
        met = Q(status=TeacherStatus.VALIDATED, user__is_active=True)
        if not user.is_member:
            met &= _OPEN
        met &= ~Q(pk__in=user.blocked_teacher_ids)
        return self.filter(Q(user=user) | Q(country__in=user.desk_countries) | met)

    def open_to_everybody(self) -> Self:
        """Those who show a part of their profile to everybody."""
        return self.findable().filter(_OPEN)

    def on_desk_of(self, user: Any) -> Self:
        """The teachers this person decides on."""
        return self.all() if user.is_central else self.filter(country__in=user.desk_countries)

    def findable(self) -> Self:
        """Those whom partner search may show at all; who has been away for a year rests."""
        return self.filter(
            status=TeacherStatus.VALIDATED, user__is_active=True, hidden_at__isnull=True
        )

    def showing(self, group: Group) -> Self:
        """Those whose group of the profile every member may see, so that they are found by it."""
        return self.filter(shown_to_all(group))

    def listed_at(self, school: School, user: Any) -> Self:
        """Of those this person may see, the ones who agreed to stand on the page of their school."""
        here = self.findable().filter(school=school)
        if is_member(user):
            return here.showing(Group.SCHOOL)
        return here.filter(open_groups__contains=[Group.SCHOOL])

    def with_blocks(self) -> Self:
        """With whom they blocked (`blocked_ids`) and who blocked them (`blocked_by_ids`)."""
        return self.annotate(**blocks_around("pk"))

    def for_cards(self) -> Self:
        return self.select_related("user", "country", "school")

    def as_cards(self) -> Self:
        """Only what cards show, for long lists of people: a third of the columns, half of the time."""
        return self.select_related("user", "school").only(*CARD)


def codes(verbose_name: Any) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=40), verbose_name=verbose_name, default=list, blank=True
    )


def _with_level(name: str, level: str | None) -> str:
    return f"{name} ({LEVEL_NAMES[level]})" if level in LEVEL_NAMES else name


class Teacher(models.Model):
    """The teacher profile: school, subjects, languages, pupils' ages, and what is looked for."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="teacher")
    slug = models.SlugField(max_length=100, unique=True)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="teachers"
    )
    # The national portal through which the person came; none: the European portal.
    portal = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="arrivals"
    )
    role = models.CharField(_("role at school"), max_length=40, blank=True)
    # The main school; the whole history is in `Membership`.
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="teachers"
    )
    subjects = codes(_("subjects"))
    vocational = codes(_("vocational families"))
    languages = codes(_("languages you can work in"))
    # How well, by language; only what the person says: {"fr": "b2"}.
    language_levels = models.JSONField(_("language levels"), default=dict, blank=True)
    levels = codes(_("levels you teach"))
    age_from = models.PositiveSmallIntegerField(
        _("youngest pupils"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    age_to = models.PositiveSmallIntegerField(
        _("oldest pupils"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    is_available = models.BooleanField(_("looking for partners"), default=True)
    looking_for = models.TextField(_("what I am looking for"), max_length=600, blank=True)
    interests = models.CharField(_("interests"), max_length=200, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=TeacherStatus, default=TeacherStatus.INCOMPLETE
    )
    status_since = models.DateTimeField(_("since"), default=timezone.now)
    decision_reason = models.TextField(_("reason"), blank=True)
    photo = models.FileField(_("photo"), max_length=200, blank=True)
    # The groups of the profile that fewer people see than all members: {"photo": "connections"}.
    limits = models.JSONField(default=dict, blank=True)
    # The groups that everybody sees, also without signing in. Search is for members: it asks `limits`.
    open_groups = codes(_("open to everybody"))
    last_active_at = models.DateTimeField(_("last active"), default=timezone.now)
    # Since when search leaves them out, because they have been away for so long.
    hidden_at = models.DateTimeField(_("hidden since"), null=True, blank=True)
    text_normal = GeneratedField(
        expression=normal_of("looking_for", "interests"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = TeacherQuerySet.as_manager()

    class Meta:
        verbose_name = _("teacher")
        verbose_name_plural = _("teachers")
        constraints = [
            models.CheckConstraint(
                name="teacher_status_is_known", condition=Q(status__in=TeacherStatus.values)
            ),
            models.CheckConstraint(
                name="teacher_ages_run_upwards",
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
                violation_error_message=_(
                    "The oldest pupils cannot be younger than the youngest: swap the two ages."
                ),
            ),
            models.CheckConstraint(
                name="teacher_past_registration_has_a_school",
                condition=Q(status=TeacherStatus.INCOMPLETE)
                | Q(country__isnull=False, school__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["country", "status", "status_since"], name="teacher_queue"),
            models.Index(fields=["-last_active_at", "-id"], name="teacher_recent"),
            GinIndex(fields=["subjects"], name="teacher_subjects"),
            GinIndex(fields=["languages"], name="teacher_languages"),
            GinIndex(fields=["levels"], name="teacher_levels"),
            GinIndex(fields=["text_normal"], name="teacher_text_trgm", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.user.name

    def get_absolute_url(self) -> str:
        return address_of("accounts:person", self.slug)

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def is_validated(self) -> bool:
        return self.status == TeacherStatus.VALIDATED

    def groups_shown_to(self, relation: Relation) -> frozenset[str]:
        return groups_shown(self.limits, self.open_groups, relation)

    def audience_of(self, group: Group) -> Audience:
        return audience_of(group, self.limits, self.open_groups)

    @property
    def photo_url(self) -> str:
        """Where those who may see it find the photo. A new photo has a new address."""
        if not self.photo:
            return ""
        url = address_of("accounts:photo", self.slug)
        return f"{url}?v={self.photo.name[-8:]}"

    @property
    def role_name(self) -> str:
        return vocabularies.names(Vocabulary.ROLE, [self.role])[0] if self.role else ""

    @property
    def subject_names(self) -> list[str]:
        return vocabularies.names(Vocabulary.SUBJECT, self.subjects)

    @property
    def language_words(self) -> list[str]:
        """ "French (B2)", in the reader's language; without a level where none is said."""
        names = zip(
            self.languages, vocabularies.names(Vocabulary.LANGUAGE, self.languages), strict=True
        )
        return [_with_level(name, self.language_levels.get(code)) for code, name in names]

    @property
    def ages(self) -> str:
        """ "12 to 15 years", or nothing as long as it is not known."""
        if self.age_from is None or self.age_to is None:
            return ""
        if self.age_from == self.age_to:
            return _("%(age)s years") % {"age": self.age_from}
        return _("%(youngest)s to %(oldest)s years") % {
            "youngest": self.age_from,
            "oldest": self.age_to,
        }


class Membership(models.Model):
    """A teacher at a school, from when until when. Old projects stay with the old school."""

    teacher = models.ForeignKey(Teacher, models.CASCADE, related_name="memberships")
    school = models.ForeignKey(School, models.PROTECT, related_name="memberships")
    starts = models.DateField(_("from"), default=timezone.localdate)
    ends = models.DateField(_("until"), null=True, blank=True)
    # Since when it is known that the teacher works there; none: they say so themselves.
    validated_at = models.DateTimeField(_("validated"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["teacher", "school"],
                condition=Q(ends=None),
                name="membership_open_once",
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.teacher} – {self.school}"
