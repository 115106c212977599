"""Somebody is asked by e-mail address to take part in a room."""

from datetime import datetime, timedelta
from typing import Any, Self

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import TeacherStatus
from twinspaces.models.space import Member, MemberRole, TwinSpace

# How long an invitation can be answered.
OPEN_FOR = timedelta(days=30)
# Who is told of an invitation: those who could accept it.
REACHED = [TeacherStatus.WAITING, TeacherStatus.VALIDATED]


class InvitationState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("a request", "Withdrawn")
    ENDED = "ended", _("No longer in the room")


MOVES = {
    InvitationState.OPEN: {
        InvitationState.ACCEPTED,
        InvitationState.DECLINED,
        InvitationState.WITHDRAWN,
    },
    InvitationState.ACCEPTED: {InvitationState.ENDED},
    InvitationState.DECLINED: set(),
    InvitationState.WITHDRAWN: set(),
    InvitationState.ENDED: set(),
}


def _answerable_until() -> datetime:
    return timezone.now() + OPEN_FOR


def _addresses() -> models.QuerySet[EmailAddress]:
    """Confirmed addresses of people who could accept an invitation."""
    return EmailAddress.objects.filter(
        verified=True, user__is_active=True, user__teacher__status__in=REACHED
    )


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The person it is addressed to, and the founders of the room."""
        if not user.is_authenticated:
            return self.none()
        own = Member.objects.filter(user=user, role=MemberRole.FOUNDER)
        return self.filter(Q(twinspace__in=own.values("twinspace"))) | self.of(user)

    def of(self, user: Any) -> Self:
        """Those addressed to this person: under one of their confirmed addresses, or answered by them.

        An invitation by somebody one of the two has blocked does not arrive.
        """
        addresses = EmailAddress.objects.filter(user=user, verified=True).values("email")
        arrived = Q(user=user) | Q(user=None, address__in=addresses)
        return self.filter(arrived & ~Q(by__teacher__in=user.blocked_teacher_ids))

    def answerable_by(self, user: Any) -> Self:
        """Of those addressed to this person, the ones that wait: a room they are in invites nobody."""
        inside = Member.objects.current().filter(user=user).values("twinspace")
        return self.open().exclude(twinspace__in=inside).order_by("-sent_at", "-pk")

    def open(self) -> Self:
        return self.filter(state=InvitationState.OPEN, open_until__gt=timezone.now())

    def for_pages(self) -> Self:
        """With what a page or a notice says about them."""
        return self.select_related(
            "by__teacher",
            "user__teacher",
            "twinspace__project__founder_country",
            "twinspace__project__cofounder_country",
        )

    def reaching_somebody(self) -> Self:
        """Those whose address belongs by now to a person who can be told."""
        return self.filter(Exists(_addresses().filter(email=OuterRef("address"))))

    def first_accepted(self) -> datetime | None:
        """When the days of a limited place began: taking part again does not begin them anew."""
        began = [InvitationState.ACCEPTED, InvitationState.ENDED]
        first: datetime | None = self.filter(state__in=began).aggregate(at=Min("answered_at"))["at"]
        return first


class Invitation(models.Model):
    """An invitation into a room, sent to an address. Whether anybody has it, the answer alone tells."""

    twinspace = models.ForeignKey(TwinSpace, models.CASCADE, related_name="invitations")
    address = models.EmailField(_("e-mail address"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # Who was told, or has answered. The inviting founders read it only after an answer.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState, default=InvitationState.OPEN
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    open_until = models.DateTimeField(_("can be answered until"), default=_answerable_until)
    # When the person was told; empty again once the news has been taken back.
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a TwinSpace")
        verbose_name_plural = _("invitations to TwinSpaces")
        constraints = [
            models.CheckConstraint(
                name="invitation_state_is_known", condition=Q(state__in=InvitationState.values)
            ),
            models.UniqueConstraint(
                fields=["twinspace", "address"],
                condition=Q(state=InvitationState.OPEN),
                name="invitation_open_once_per_address",
            ),
            models.CheckConstraint(
                name="invitation_answered_says_by_whom_and_when",
                condition=Q(state__in=[InvitationState.OPEN, InvitationState.WITHDRAWN])
                | Q(user__isnull=False, answered_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["address"],
                name="invitation_open_by_address",
                condition=Q(state=InvitationState.OPEN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} – {self.twinspace}"

    def get_absolute_url(self) -> str:
        return reverse("twinspaces:invitation", args=[self.twinspace.slug, self.pk])

    def addressee(self) -> Any:
        """Whose address it is, among those who can be told; for the clock, never for the founders."""
        return _addresses().select_related("user").get(email=self.address).user

    @property
    def is_open(self) -> bool:
        return self.state == InvitationState.OPEN and self.open_until > timezone.now()

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def standing(self) -> str:
        """How it stands, for its founders: an open one that nobody answered in time is over."""
        if self.state == InvitationState.OPEN and not self.is_open:
            return str(_("Not answered in time"))
        return str(self.get_state_display())
