"""What is made in a room: pages with their versions, files, announcements."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twinspaces.models.space import Member, TwinSpace


class InSpaceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members see everything in their room; everybody sees what was published."""
        public = Q(published_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(public)
        rooms = Member.objects.current().filter(user=user).values("twinspace")
        return self.filter(public | Q(twinspace__in=rooms))

    def public(self):
        return self.filter(published_at__isnull=False)


class InSpace(models.Model):
    """Something made in a room. Private to the members until a member publishes it."""

    twinspace = models.ForeignKey(TwinSpace, models.CASCADE, related_name="%(class)ss")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = InSpaceQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        return self.published_at is not None


class Page(InSpace):
    """A text of the room. `version` grows with every save; older ones are kept in `Revision`."""

    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"), max_length=50_000, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("twinspaces:page", args=[self.twinspace.slug, self.pk])


class Revision(models.Model):
    """What a page said in one version, and who wrote it."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["page", "version"], name="revision_once_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Material(InSpace):
    """A file of the room. Its name on disk is the portal's own; the person's name is only shown."""

    file = models.FileField(max_length=200)
    name = models.CharField(_("name"), max_length=150)
    description = models.CharField(_("description"), max_length=300, blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("twinspaces:material", args=[self.twinspace.slug, self.pk])

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")


class Announcement(InSpace):
    """News for the members of the room."""

    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"), max_length=5000)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        listed = reverse("twinspaces:announcements", args=[self.twinspace.slug])
        return f"{listed}#announcement-{self.pk}"


# What can be shown to everybody, by the word the addresses use.
PUBLISHABLE: dict[str, type[InSpace]] = {
    "page": Page,
    "material": Material,
    "announcement": Announcement,
}
