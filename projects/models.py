"""Projects: two founders from two schools, approved by the National Support Organisations."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, GeneratedField, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import School, Teacher
from contacts.models import Country
from core import vocabularies
from core.models import Activity, Vocabulary
from core.search import normal_of
from core.slugs import address_of


class ProjectKind(models.TextChoices):
    EUROPEAN = "european", _("European project")
    NATIONAL = "national", _("National project")


class ProjectStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    WAITING_COFOUNDER = "waiting_cofounder", _("Waiting for the co-founder")
    WAITING_APPROVAL = "waiting_approval", _("Waiting for approval")
    REFUSED = "refused", _("Refused")
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")


MOVES: dict[str, set[str]] = {
    ProjectStatus.DRAFT: {ProjectStatus.WAITING_COFOUNDER},
    ProjectStatus.WAITING_COFOUNDER: {ProjectStatus.DRAFT, ProjectStatus.WAITING_APPROVAL},
    ProjectStatus.WAITING_APPROVAL: {ProjectStatus.ACTIVE, ProjectStatus.REFUSED},
    ProjectStatus.REFUSED: {ProjectStatus.WAITING_APPROVAL},
    ProjectStatus.ACTIVE: {ProjectStatus.CLOSED},
    ProjectStatus.CLOSED: set(),
}
PUBLIC = [ProjectStatus.ACTIVE, ProjectStatus.CLOSED]
# What founders write and may change; who they are and where is fixed by the invitation.
TEXT_FIELDS = (
    "title",
    "summary",
    "subjects",
    "vocational",
    "languages",
    "age_from",
    "age_to",
    "pupils",
    "aims",
    "process",
    "results",
)
BEFORE_COFOUNDER_ACCEPTS = [ProjectStatus.DRAFT, ProjectStatus.WAITING_COFOUNDER]


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Approved projects are public; before that, the founders and their two desks see them.

        A draft is its founder's alone: the invited co-founder sees it once invited.
        """
        public = Q(status__in=PUBLIC)
        if not user.is_authenticated:
            return self.filter(public)
        if user.is_central:
            return self.exclude(status=ProjectStatus.DRAFT) | self.filter(founder__user=user)
        seen = public | Q(founder__user=user)
        seen |= Q(cofounder__user=user) & ~Q(status=ProjectStatus.DRAFT)
        if user.desk_countries:
            desk = Q(founder_country__in=user.desk_countries)
            desk |= Q(cofounder_country__in=user.desk_countries)
            seen |= desk & ~Q(status__in=BEFORE_COFOUNDER_ACCEPTS)
        return self.filter(seen)

    def public(self) -> Self:
        return self.filter(status__in=PUBLIC)

    def in_country(self, country: Country) -> Self:
        return self.filter(Q(founder_country=country) | Q(cofounder_country=country))

    def of(self, teacher: Teacher) -> Self:
        return self.filter(Q(founder=teacher) | Q(cofounder=teacher))

    def for_cards(self) -> Self:
        return self.select_related(
            "founder__user",
            "cofounder__user",
            "founder_country",
            "cofounder_country",
            "founder_school",
            "cofounder_school",
        ).order_by("-status_since", "-pk")


def codes(verbose_name: Any) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=40), verbose_name=verbose_name, default=list, blank=True
    )


class Project(models.Model):
    """What two teachers want to do with their pupils. Founders keep the school they founded it at."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(max_length=140, unique=True)
    summary = models.TextField(_("summary"), max_length=600)
    kind = models.CharField(_("type"), max_length=10, choices=ProjectKind)
    founder = models.ForeignKey(Teacher, models.PROTECT, related_name="projects_founded")
    founder_school = models.ForeignKey(School, models.PROTECT, related_name="projects_founded")
    founder_country = models.ForeignKey(Country, models.PROTECT, related_name="+")
    cofounder = models.ForeignKey(Teacher, models.PROTECT, related_name="projects_cofounded")
    cofounder_school = models.ForeignKey(School, models.PROTECT, related_name="projects_cofounded")
    cofounder_country = models.ForeignKey(Country, models.PROTECT, related_name="+")
    subjects = codes(_("subjects"))
    vocational = codes(_("vocational families"))
    languages = codes(_("working languages"))
    age_from = models.PositiveSmallIntegerField(
        _("youngest pupils"), validators=[MaxValueValidator(99)]
    )
    age_to = models.PositiveSmallIntegerField(
        _("oldest pupils"), validators=[MaxValueValidator(99)]
    )
    pupils = models.PositiveIntegerField(
        _("number of pupils"), validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    aims = models.TextField(_("aims"), max_length=2000, blank=True)
    process = models.TextField(_("work process"), max_length=2000, blank=True)
    results = models.TextField(_("expected results"), max_length=2000, blank=True)
    status = models.CharField(
        max_length=18, choices=ProjectStatus, default=ProjectStatus.WAITING_COFOUNDER
    )
    status_since = models.DateTimeField(default=timezone.now)
    # How often it went to the National Support Organisations: decisions belong to one round.
    round = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    text_normal = GeneratedField(
        expression=normal_of("title", "summary"), output_field=models.TextField(), db_persist=True
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(
                name="project_status_is_known", condition=Q(status__in=ProjectStatus.values)
            ),
            models.CheckConstraint(
                name="project_founders_are_two_people",
                condition=~Q(founder=F("cofounder")),
                violation_error_message=_("You cannot found a project with yourself."),
            ),
            models.CheckConstraint(
                name="project_founders_are_from_two_schools",
                condition=~Q(founder_school=F("cofounder_school")),
                violation_error_message=_(
                    "Founders must be from two different schools. Choose a connection at another school."
                ),
            ),
            models.CheckConstraint(
                name="project_kind_fits_the_countries",
                condition=Q(kind=ProjectKind.EUROPEAN) & ~Q(founder_country=F("cofounder_country"))
                | Q(kind=ProjectKind.NATIONAL) & Q(founder_country=F("cofounder_country")),
                violation_error_message=_(
                    "A European project has founders from two countries, a national project from one."
                ),
            ),
            models.CheckConstraint(
                name="project_ages_run_upwards",
                condition=Q(age_to__gte=F("age_from")),
                violation_error_message=_(
                    "The oldest pupils cannot be younger than the youngest: swap the two ages."
                ),
            ),
            models.CheckConstraint(
                name="project_public_means_approved",
                condition=~Q(status__in=PUBLIC) | Q(approved_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-status_since"], name="project_by_status"),
            GinIndex(fields=["text_normal"], name="project_text_trgm", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("projects:detail", self.slug)

    @property
    def is_public(self) -> bool:
        return self.status in PUBLIC

    @property
    def countries_to_approve(self) -> list[str]:
        """ISO codes of the countries that decide: two when European, one when national."""
        return sorted({self.founder_country_id, self.cofounder_country_id})

    @property
    def second_country(self) -> dict[str, str]:
        """Code and name of the co-founder's country; blank when both founders share one."""
        if self.kind == ProjectKind.NATIONAL:
            return {"code": "", "name": ""}
        return {"code": self.cofounder_country_id, "name": self.cofounder_country.name}

    @property
    def status_tone(self) -> str:
        """How its status is shown: see the piece `_project_card`."""
        tones = {ProjectStatus.ACTIVE: "good", ProjectStatus.REFUSED: "bad"}
        quiet = {ProjectStatus.CLOSED, ProjectStatus.DRAFT}
        return tones.get(self.status, "quiet" if self.status in quiet else "together")

    @property
    def subject_names(self) -> list[str]:
        """In the reader's language, vocational families included."""
        subjects = vocabularies.names(Vocabulary.SUBJECT, self.subjects)
        return subjects + vocabularies.names(Vocabulary.VOCATIONAL, self.vocational)

    def has_founder(self, teacher: Teacher | None) -> bool:
        return teacher is not None and teacher.pk in (self.founder_id, self.cofounder_id)

    def other_founder(self, teacher: Teacher) -> Teacher:
        return self.cofounder if self.founder_id == teacher.pk else self.founder

    def choose_cofounder(self, teacher: Teacher) -> None:
        """Take their school and country as they are now; the type of project follows from it."""
        self.cofounder = teacher
        self.cofounder_school_id = teacher.school_id
        self.cofounder_country_id = teacher.country_id
        same = self.founder_country_id == self.cofounder_country_id
        self.kind = ProjectKind.NATIONAL if same else ProjectKind.EUROPEAN

    def events(self) -> models.QuerySet:
        """What happened to the project, newest first."""
        return Activity.objects.of(self).select_related("by")

    @property
    def refusal(self) -> "Approval | None":
        """The decision that refused it in this round; None when nobody did."""
        refused = self.approvals.filter(round=self.round, decision=ApprovalDecision.REFUSED)
        return refused.select_related("country").first()

    @property
    def decline_reason(self) -> str:
        """Why the co-founder last said no, if they said so."""
        declined = self.events().filter(verb="projects.declined").first()
        return declined.details.get("reason", "") if declined else ""


class ApprovalDecision(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class ApprovalQuerySet(models.QuerySet):
    def on_desk_of(self, user: Any) -> Self:
        """The approvals this person decides: those of their own country."""
        return self.all() if user.is_central else self.filter(country__in=user.desk_countries)

    def waiting(self) -> Self:
        return self.filter(
            decision=ApprovalDecision.WAITING, project__status=ProjectStatus.WAITING_APPROVAL
        )


class Approval(models.Model):
    """One National Support Organisation's decision on a project, in one round."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="approvals")
    country = models.ForeignKey(Country, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    decision = models.CharField(
        _("decision"), max_length=10, choices=ApprovalDecision, default=ApprovalDecision.WAITING
    )
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    asked_at = models.DateTimeField(_("waiting since"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("project approval")
        verbose_name_plural = _("project approvals")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "country", "round"], name="approval_once_per_country_and_round"
            ),
            models.CheckConstraint(
                name="approval_refused_has_a_reason",
                condition=~Q(decision=ApprovalDecision.REFUSED) | ~Q(reason=""),
                violation_error_message=_("Say why: the founders need the reason to do better."),
            ),
            models.CheckConstraint(
                name="approval_decided_means_dated",
                condition=Q(decision=ApprovalDecision.WAITING) | Q(decided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["country", "decision", "asked_at"], name="approval_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.project} – {self.country_id}"

    @property
    def days_waited(self) -> int:
        return ((self.decided_at or timezone.now()) - self.asked_at).days
