"""The room a project works in: members, pages, materials, announcements."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from projects.models import Project


class SpaceStatus(models.TextChoices):
    OPEN = "open", _("Open")
    ARCHIVED = "archived", _("Archived: read only")


class TwinSpaceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The public face of every TwinSpace is public; what is in it, `Page` and the others say."""
        return self.all()

    def of(self, user):
        """The rooms this person is a member of."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=Member.objects.filter(user=user).values("twinspace"))


class TwinSpace(models.Model):
    """A project's room. It opens by itself when the project is approved."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="twinspace")
    name = models.CharField(_("name"), max_length=120)
    welcome = models.TextField(_("welcome text"), max_length=2000, blank=True)
    status = models.CharField(max_length=10, choices=SpaceStatus, default=SpaceStatus.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)

    objects = TwinSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("TwinSpace")
        verbose_name_plural = _("TwinSpaces")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("twinspaces:home", args=[self.slug])

    @property
    def slug(self) -> str:
        """The project's: select_related("project") before showing many."""
        return self.project.slug

    @property
    def is_open(self) -> bool:
        return self.status == SpaceStatus.OPEN

    @cached_property
    def roles(self) -> dict[int, str]:
        """The role of every member by user id; one query, then free."""
        return dict(self.members.values_list("user_id", "role"))

    def used_bytes(self) -> int:
        """What all files of the room weigh together; one query."""
        return self.materials.aggregate(total=Sum("size"))["total"] or 0


class MemberRole(models.TextChoices):
    FOUNDER = "founder", _("Founder")
    TEACHER = "teacher", _("Teacher")


class Member(models.Model):
    """A person in a room. Founders' rights cannot be taken away."""

    twinspace = models.ForeignKey(TwinSpace, models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="twinspace_memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=MemberRole)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=["twinspace", "user"], name="member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.twinspace}"


class InSpaceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members see everything in their room; everybody sees what was published."""
        public = Q(published_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(public)
        rooms = Member.objects.filter(user=user).values("twinspace")
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
