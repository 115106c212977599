"""Schools: read from a country's register, or added by a teacher and confirmed by support staff."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, Exists, GeneratedField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from contacts.models import Country, Territory
from core import vocabularies
from core.models import Vocabulary
from core.search import WordsOf, normal_of
from core.slugs import address_of


class SchoolStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
    CLOSED = "closed", _("Closed")


OPEN_STATUSES = [SchoolStatus.WAITING, SchoolStatus.CONFIRMED]

SCHOOL_MOVES = {
    SchoolStatus.WAITING: {SchoolStatus.CONFIRMED, SchoolStatus.REFUSED},
    SchoolStatus.CONFIRMED: {SchoolStatus.CLOSED},
    SchoolStatus.REFUSED: {SchoolStatus.WAITING},
    SchoolStatus.CLOSED: {SchoolStatus.WAITING},
}


class SchoolOrigin(models.TextChoices):
    REGISTER = "register", _("National register")
    TEACHER = "teacher", _("Added by a teacher")


def _findable_teachers() -> Any:
    """Those of the school of the outer query."""
    from accounts.models.teacher import Teacher  # noqa: PLC0415 -- teachers refer back to schools

    return Teacher.objects.findable().filter(school=OuterRef("pk"))


class SchoolQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Confirmed schools are public; waiting ones are seen by their own people and their desk."""
        confirmed = Q(status=SchoolStatus.CONFIRMED)
        if not user.is_authenticated:
            return self.filter(confirmed)
        if user.is_central:
            return self.all()
        own = Q(memberships__teacher__user=user, memberships__ends=None)
        mine = School.objects.filter(own).values("pk")
        return self.filter(confirmed | Q(pk__in=mine) | Q(country__in=user.desk_countries))

    def on_desk_of(self, user: Any) -> Self:
        """The schools this person decides on."""
        return self.all() if user.is_central else self.filter(country__in=user.desk_countries)

    def of(self, slug: str) -> Self:
        """What an entry that was merged has become."""
        return self.filter(merged__slug=slug)

    def public(self) -> Self:
        return self.filter(status=SchoolStatus.CONFIRMED)

    def with_taking_part(self) -> Self:
        """With whether somebody who can be found works there (`takes_part`)."""
        return self.annotate(takes_part=Exists(_findable_teachers()))

    def for_cards(self) -> Self:
        """With how many who can be found work there (`people`)."""
        people = _findable_teachers().order_by().values("school").annotate(n=Count("pk"))
        return self.select_related("country").annotate(
            people=Coalesce(Subquery(people.values("n")), 0)
        )

    def open(self) -> Self:
        """Those a teacher may join."""
        return self.filter(status__in=OPEN_STATUSES)


class School(models.Model):
    """A school below university level."""

    slug = models.SlugField(max_length=80, unique=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="schools")
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="schools"
    )
    official_id = models.CharField(_("official number"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=200)
    town = models.CharField(_("town"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    levels = ArrayField(
        models.CharField(max_length=40), verbose_name=_("levels"), default=list, blank=True
    )
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=SchoolOrigin)
    status = models.CharField(
        _("status"), max_length=10, choices=SchoolStatus, default=SchoolStatus.CONFIRMED
    )
    status_since = models.DateTimeField(_("since"), auto_now_add=True)
    decision_reason = models.TextField(_("reason"), blank=True)
    # Set when this row turned out to be the same school as another one: its address leads there.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    text_normal = GeneratedField(
        expression=normal_of("name", "town", "official_id"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "official_id"],
                condition=~Q(official_id=""),
                name="school_official_number_once",
                violation_error_message=_(
                    "A school with this official number is already registered in this country. "
                    "Search for it by its number and join it."
                ),
            ),
            models.CheckConstraint(
                name="school_status_is_known", condition=Q(status__in=SchoolStatus.values)
            ),
            models.CheckConstraint(
                name="school_merged_means_closed",
                condition=Q(merged_into=None) | Q(status=SchoolStatus.CLOSED),
            ),
        ]
        indexes = [
            GinIndex(fields=["text_normal"], name="school_text_trgm", opclasses=["gin_trgm_ops"]),
            GinIndex(WordsOf("text_normal"), name="school_words"),
            models.Index(fields=["country", "status"], name="school_by_country"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("accounts:school", self.slug)

    @property
    def level_names(self) -> list[str]:
        return vocabularies.names(Vocabulary.LEVEL, self.levels)

    @property
    def is_open(self) -> bool:
        """May teachers join it?"""
        return self.status in OPEN_STATUSES


class SchoolWord(models.Model):
    """A word of the names and towns of a country's schools, in normal form and without digits.

    There are a few ten thousand in a large country, so that what somebody meant is found among them
    at once. A trigger keeps them; one that no school has any more stays, and finds nothing.
    """

    country = models.ForeignKey(Country, models.CASCADE, related_name="+")
    word = models.TextField()

    class Meta:
        verbose_name = _("word of a school")
        verbose_name_plural = _("words of schools")
        constraints = [models.UniqueConstraint(fields=["country", "word"], name="school_word_once")]
        indexes = [
            GinIndex(fields=["word"], name="school_word_trgm", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.word
