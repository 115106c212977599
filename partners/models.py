"""How teachers find each other: connections asked for, accepted or declined."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Teacher


class ConnectionStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Connected")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("a request", "Withdrawn")
    ENDED = "ended", _("Ended")


MOVES: dict[str, set[str]] = {
    ConnectionStatus.WAITING: {
        ConnectionStatus.ACCEPTED,
        ConnectionStatus.DECLINED,
        ConnectionStatus.WITHDRAWN,
    },
    ConnectionStatus.ACCEPTED: {ConnectionStatus.ENDED},
    ConnectionStatus.DECLINED: set(),
    ConnectionStatus.WITHDRAWN: set(),
    ConnectionStatus.ENDED: set(),
}
LIVE = [ConnectionStatus.WAITING, ConnectionStatus.ACCEPTED]
ASK_AGAIN_AFTER = timedelta(days=30)


def _shelves(teacher: Teacher) -> dict[str, Q]:
    return {
        "received": Q(asked=teacher, status=ConnectionStatus.WAITING),
        "sent": Q(asker=teacher, status=ConnectionStatus.WAITING),
        "connected": Q(status=ConnectionStatus.ACCEPTED),
        "earlier": ~Q(status__in=LIVE),
    }


class ConnectionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """A connection is seen by its two people, unless one of them has blocked the other."""
        if not user.is_authenticated or user.teacher_or_none is None:
            return self.none()
        apart = user.blocked_teacher_ids
        return self.of(user.teacher_or_none).exclude(Q(asker__in=apart) | Q(asked__in=apart))

    def of(self, teacher: Teacher) -> Self:
        return self.filter(Q(asker=teacher) | Q(asked=teacher))

    def between(self, one: Teacher, other: Teacher) -> Self:
        return self.filter(Q(asker=one, asked=other) | Q(asker=other, asked=one))

    def with_any(self, teacher: Teacher, others: Iterable[Teacher | int]) -> Self:
        return self.filter(Q(asker=teacher, asked__in=others) | Q(asker__in=others, asked=teacher))

    def live(self) -> Self:
        """Those that stand: waiting for an answer, or accepted."""
        return self.filter(status__in=LIVE)

    def accepted(self) -> Self:
        return self.filter(status=ConnectionStatus.ACCEPTED)

    def on_shelf(self, shelf: str, teacher: Teacher) -> Self:
        """Received or sent and unanswered, connected, or earlier: as one of the two sees it."""
        return self.filter(_shelves(teacher)[shelf])

    def numbers(self, teacher: Teacher) -> dict[str, int]:
        """How many there are on each shelf; one query."""
        counts = {name: Count("pk", filter=what) for name, what in _shelves(teacher).items()}
        return self.aggregate(**counts)

    def for_cards(self) -> Self:
        return self.select_related(
            *(
                f"{side}__{part}"
                for side in ("asker", "asked")
                for part in ("user", "country", "school")
            )
        ).order_by("-asked_at", "-pk")


class Connection(models.Model):
    """One teacher asked another to be in contact. Only connections can found a project together."""

    asker = models.ForeignKey(Teacher, models.CASCADE, related_name="connections_asked")
    asked = models.ForeignKey(Teacher, models.CASCADE, related_name="connections_received")
    message = models.TextField(_("message"), max_length=1000)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    status = models.CharField(
        max_length=10, choices=ConnectionStatus, default=ConnectionStatus.WAITING
    )
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        constraints = [
            models.CheckConstraint(
                name="connection_joins_two_people", condition=~Q(asker=F("asked"))
            ),
            models.CheckConstraint(
                name="connection_status_is_known", condition=Q(status__in=ConnectionStatus.values)
            ),
            models.UniqueConstraint(
                Least("asker", "asked"),
                Greatest("asker", "asked"),
                condition=Q(status__in=LIVE),
                name="connection_one_live_per_pair",
                violation_error_message=_(
                    "You two are already in contact, or one of you has asked."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["asked", "status"], name="connection_received"),
            models.Index(fields=["asker", "status"], name="connection_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.asker} – {self.asked}"

    def get_absolute_url(self) -> str:
        return reverse("partners:connection", args=[self.pk])

    def other(self, teacher: Teacher) -> Teacher:
        return self.asked if self.asker_id == teacher.pk else self.asker


def connected_teachers(teacher: Teacher) -> models.QuerySet:
    """Those with whom this teacher is connected: a project is founded with one of them."""
    accepted = Connection.objects.of(teacher).accepted()
    people = Q(pk__in=accepted.values("asker")) | Q(pk__in=accepted.values("asked"))
    return Teacher.objects.filter(people).exclude(pk=teacher.pk)


@dataclass(frozen=True, slots=True)
class PastRequests:
    """What a teacher has asked for already: how many in a day, and when this person may be asked."""

    today: int = 0
    may_ask_again_at: datetime | None = None


def past_requests(asker: Teacher, asked: Teacher) -> PastRequests:
    """What bears on a new request from one teacher to another; two queries."""
    sent = Connection.objects.filter(asker=asker)
    declined = sent.filter(asked=asked, status=ConnectionStatus.DECLINED)
    last = declined.aggregate(at=Max("answered_at"))["at"]
    return PastRequests(
        today=sent.filter(asked_at__gt=timezone.now() - timedelta(days=1)).count(),
        may_ask_again_at=last + ASK_AGAIN_AFTER if last else None,
    )


class DismissalQuerySet(models.QuerySet):
    def of(self, teacher: Teacher) -> Self:
        """What this teacher has said, the latest first."""
        return self.filter(teacher=teacher).order_by("-at", "-pk")


class Dismissal(models.Model):
    """A teacher said "not for me" to a suggestion. The person is not suggested again, nor told."""

    teacher = models.ForeignKey(Teacher, models.CASCADE, related_name="dismissals")
    person = models.ForeignKey(Teacher, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = DismissalQuerySet.as_manager()

    class Meta:
        verbose_name = _("refused suggestion")
        verbose_name_plural = _("refused suggestions")
        constraints = [
            models.UniqueConstraint(fields=["teacher", "person"], name="dismissal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.teacher_id} – {self.person_id}"
