"""The room a project works in, and who is in it."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import TeacherStatus
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
        return self.filter(pk__in=Member.objects.current().filter(user=user).values("twinspace"))


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
    def places(self) -> dict[int, tuple[str, datetime | None]]:
        """Role and last moment of everybody who is in now, by user id; one query, then free."""
        rows = self.members.current().values_list("user_id", "role", "limited_until")
        return {user_id: (role, until) for user_id, role, until in rows}

    @cached_property
    def roles(self) -> dict[int, str]:
        return {user_id: role for user_id, (role, _until) in self.places.items()}

    @cached_property
    def ends(self) -> dict[int, datetime]:
        """Until when those are in who take part with limited rights, by user id."""
        return {user_id: until for user_id, (_role, until) in self.places.items() if until}

    def used_bytes(self) -> int:
        """What all files of the room weigh together; one query."""
        return self.materials.aggregate(total=Sum("size"))["total"] or 0


class MemberRole(models.TextChoices):
    """In the order of the alphabet, which is the order in which people are listed."""

    FOUNDER = "founder", _("Founder")
    TEACHER = "teacher", _("Teacher")
    WAITING = "waiting", _("Not validated yet")


class MemberQuerySet(models.QuerySet):
    def current(self) -> Self:
        """Those who are in now. A limited place lasts as long as its days and the waiting do."""
        waits = Q(limited_until__gt=timezone.now(), user__teacher__status=TeacherStatus.WAITING)
        return self.filter(Q(limited_until=None) | waits)

    def over(self) -> Self:
        """Limited places whose days have passed."""
        return self.filter(limited_until__lte=timezone.now())


class Member(models.Model):
    """A person in a room. Founders' rights cannot be taken away; who waits for validation has few."""

    twinspace = models.ForeignKey(TwinSpace, models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="twinspace_memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=MemberRole)
    joined_at = models.DateTimeField(default=timezone.now)
    # Until when somebody who waits for validation takes part; none: as long as they like.
    limited_until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=["twinspace", "user"], name="member_once"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(limited_until__isnull=False),
                name="member_limited_in_one_room_only",
            ),
            models.CheckConstraint(
                name="member_waiting_means_limited",
                condition=Q(role=MemberRole.WAITING, limited_until__isnull=False)
                | ~Q(role=MemberRole.WAITING) & Q(limited_until__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.twinspace}"

    @property
    def is_limited(self) -> bool:
        return self.limited_until is not None

    @property
    def is_over(self) -> bool:
        """Have the days of a limited place passed?"""
        return self.limited_until is not None and self.limited_until <= timezone.now()
