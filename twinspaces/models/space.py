"""The room a project works in, and who is in it."""

from django.conf import settings
from django.db import models
from django.db.models import Sum
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
