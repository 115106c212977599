"""Where eTwinning is and who supports it: countries, territories, support organisations, posts."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import in_own_language


class CountryCategory(models.TextChoices):
    EU = "eu", _("Member State of the European Union")
    ASSOCIATED = "associated", _("Country associated with Erasmus+")
    NEIGHBOURING = "neighbouring", _("Neighbouring country")
    FORMER = "former", _("Former participant")


class ParticipationStatus(models.TextChoices):
    FULL = "full", _("Takes part")
    PLUS = "plus", _("Takes part as eTwinning Plus country")
    INTERRUPTED = "interrupted", _("Interrupted")
    GUEST_ONLY = "guest_only", _("Only as invited guests")


TAKES_PART = [ParticipationStatus.FULL, ParticipationStatus.PLUS]


class CountryQuerySet(models.QuerySet):
    def participating(self, on: date | None = None) -> Self:
        """Countries that take part on a day (today when none is given)."""
        day = on or timezone.localdate()
        periods = Participation.objects.filter(status__in=TAKES_PART).on(day)
        return self.filter(pk__in=periods.values("country"))


class Country(models.Model):
    """A country that takes part, or once did. Leaving is a row of `Participation`, not an edit."""

    iso2 = models.CharField(_("ISO code"), primary_key=True, max_length=2)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_es = models.CharField(_("name in Spanish"), max_length=80, blank=True)
    category = models.CharField(_("category"), max_length=12, choices=CountryCategory)
    default_language = models.CharField(_("language"), max_length=8)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    status_note_en = models.TextField(_("note on status in English"), blank=True)
    status_note_es = models.TextField(_("note on status in Spanish"), blank=True)
    note = models.TextField(_("note"), blank=True)
    confidence = models.CharField(_("confidence"), max_length=60, blank=True)
    source = models.TextField(_("source"), blank=True)

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name_en"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("contacts:country", args=[self.iso2.lower()])

    def get_portal_url(self) -> str:
        """The country's national portal."""
        return reverse("portal:national", args=[self.iso2.lower()])

    @property
    def name(self) -> str:
        return in_own_language(self, "name")

    @property
    def status_note(self) -> str:
        return in_own_language(self, "status_note")


class ParticipationQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        return self.filter(Q(starts=None) | Q(starts__lte=day), Q(ends=None) | Q(ends__gt=day))


class Participation(models.Model):
    """A period in which a country took part in a certain way."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="participations")
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    precision = models.CharField(
        _("known to the"),
        max_length=5,
        choices=[("year", _("year")), ("month", _("month")), ("day", _("day"))],
        default="day",
    )
    status = models.CharField(_("status"), max_length=12, choices=ParticipationStatus)
    confidence = models.CharField(_("confidence"), max_length=60, blank=True)
    source = models.TextField(_("source"), blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("period of participation")
        verbose_name_plural = _("periods of participation")
        ordering = ["country", "starts"]
        constraints = [
            models.CheckConstraint(
                name="participation_ends_after_it_starts",
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gt=F("starts")),
            ),
            models.UniqueConstraint(
                fields=["country"], condition=Q(ends=None), name="participation_one_open_period"
            ),
            models.UniqueConstraint(
                fields=["country", "starts"],
                name="participation_starts_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.starts or '…'}–{self.ends or '…'} {self.status}"


class TerritoryKind(models.TextChoices):
    COUNTRY = "country", _("Country")
    COMMUNITY = "community", _("Community")
    REGION = "region", _("Region")
    PROVINCE = "province", _("Province")


class Territory(models.Model):
    """A node of the tree of territories: a country and what lies below it."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=TerritoryKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    country = models.ForeignKey(Country, models.PROTECT, related_name="territories")
    name_en = models.CharField(_("name in English"), max_length=120)
    name_es = models.CharField(_("name in Spanish"), max_length=120, blank=True)
    name_native = models.CharField(_("own name"), max_length=120, blank=True)
    iso_3166_2 = models.CharField(_("ISO 3166-2 code"), max_length=8, blank=True)
    confidence = models.CharField(_("confidence"), max_length=60, blank=True)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["country", "name_en"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_own_language(self, "name")

    @property
    def slug(self) -> str:
        """The last part of the code: "vc" of "ES-VC". It stands in addresses."""
        return self.code.split("-", 1)[-1].lower()


class UnitKind(models.TextChoices):
    CSS = "css", _("Central Support Service")
    NSO = "nso", _("National Support Organisation")
    REGIONAL = "regional", _("Regional support")


class SupportUnitQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The directory is public: everybody sees every unit."""
        return self

    def on_desk_of(self, user: Any) -> Self:
        """The entries this person's organisation keeps."""
        if user.is_central:
            return self.all()
        return self.filter(territory__country__in=user.desk_countries)

    def for_cards(self) -> Self:
        return self.select_related("territory__country").order_by("territory__name_en", "pk")


class SupportUnit(models.Model):
    """An organisation that supports eTwinning in a territory: one entry of the directory."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=UnitKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="units"
    )
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    name_es = models.CharField(_("name in Spanish"), max_length=300, blank=True)
    name_native = models.CharField(_("own name"), max_length=300, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    about_en = models.TextField(_("what we do, in English"), max_length=2000, blank=True)
    about_es = models.TextField(_("what we do, in Spanish"), max_length=2000, blank=True)
    note = models.TextField(_("note for staff"), blank=True)
    confidence = models.CharField(_("confidence"), max_length=60, blank=True)
    source = models.TextField(_("source"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    confirmed_at = models.DateTimeField(_("last confirmed"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = SupportUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("support unit")
        verbose_name_plural = _("support units")
        ordering = ["kind", "code"]
        constraints = [
            models.CheckConstraint(
                name="unit_only_the_central_service_has_no_territory",
                condition=Q(kind=UnitKind.CSS) | Q(territory__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code

    def get_absolute_url(self) -> str:
        return reverse(f"contacts:{self._page}", args=self._place)

    def get_edit_url(self) -> str:
        """Where the entry is edited; blank for the Central Support Service, edited at the desk."""
        return self._verb_url("edit")

    def get_confirm_url(self) -> str:
        return self._verb_url("confirm")

    def _verb_url(self, verb: str) -> str:
        if self.territory_id is None:
            return ""
        name = f"country_{verb}" if self._page == "country" else verb
        return reverse(f"contacts:{name}", args=self._place)

    @property
    def _page(self) -> str:
        if self.territory_id is None:
            return "directory"
        return "country" if self.territory.kind == TerritoryKind.COUNTRY else "region"

    @property
    def _place(self) -> list[str]:
        if self.territory_id is None:
            return []
        country = self.territory.country_id.lower()
        return [country] if self._page == "country" else [country, self.territory.slug]

    @property
    def name(self) -> str:
        return in_own_language(self, "name") or self.name_native

    @property
    def country_id(self) -> str | None:
        """The country it works for; none for the Central Support Service."""
        return self.territory.country_id if self.territory else None

    @property
    def own_name(self) -> str:
        """The organisation's name in its own language, where that says more than `name`."""
        return self.name_native if self.name_native != self.name else ""

    @property
    def place(self) -> str:
        """Street and town in one line; what is unknown, or said already, is left out."""
        town = "" if self.city in self.address else self.city
        return ", ".join(part for part in (self.address, town) if part)

    @property
    def about(self) -> str:
        return in_own_language(self, "about") or self.about_es


class PostRole(models.TextChoices):
    STAFF = "staff", _("Support staff")
    REPRESENTATIVE = "representative", _("Regional representative")


class SupportPostQuerySet(models.QuerySet):
    def current(self) -> Self:
        today = timezone.localdate()
        return self.filter(Q(starts=None) | Q(starts__lte=today), Q(ends=None) | Q(ends__gte=today))

    def for_cards(self) -> Self:
        return self.select_related("user", "unit").order_by("user__sort_name", "pk")


class SupportPost(models.Model):
    """Who works for a support unit. A post gives its rights only while it lasts."""

    unit = models.ForeignKey(SupportUnit, models.CASCADE, related_name="posts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="support_posts")
    role = models.CharField(_("role"), max_length=14, choices=PostRole)
    shown = models.BooleanField(_("name shown in the directory"), default=False)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)

    objects = SupportPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["unit", "user"], name="post_once_per_person"),
            models.CheckConstraint(
                name="post_ends_after_it_starts",
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.unit}"
