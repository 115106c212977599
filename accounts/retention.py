"""How long what is kept. Each measure says whom it is for and what it does; a dry run does nothing.

Away for a year: hidden from search. Away for three years: forgotten. Both with a warning thirty days
before. Whoever signs in again starts anew (`accounts.presence`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import notices
from accounts.models import Absence, Teacher, User
from accounts.services import erase_absent
from contacts.models import SupportPost
from notifications.kinds import Kind
from notifications.models import Email, EmailState
from notifications.services import notify

HIDDEN_AFTER = timedelta(days=365)
ERASED_AFTER = timedelta(days=3 * 365)
WARNED_BEFORE = timedelta(days=30)
EMAILS_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Measure:
    """One thing retention does. `words` completes "12 …" in the list of a dry run."""

    name: str
    words: str
    rows: QuerySet[Any]
    do: Callable[[QuerySet[Any]], object]


def plan(now: datetime | None = None) -> list[Measure]:
    """What is due at a moment, in the order in which it is done."""
    now = now or timezone.now()
    return [
        Measure(
            "warn-hiding",
            "people are told that their profile will soon rest",
            _to_warn(now - HIDDEN_AFTER + WARNED_BEFORE, "hiding_warned_at").filter(
                teacher__hidden_at__isnull=True, teacher__isnull=False
            ),
            lambda rows: _warn(rows, notices.HIDING_SOON, "hiding_warned_at"),
        ),
        Measure(
            "hide",
            "profiles are hidden from search",
            Teacher.objects.filter(
                user__in=_warned(now, HIDDEN_AFTER, "hiding_warned_at"), hidden_at__isnull=True
            ),
            lambda rows: rows.update(hidden_at=now),
        ),
        Measure(
            "warn-erasure",
            "people are told that their account will soon be erased",
            _to_warn(now - ERASED_AFTER + WARNED_BEFORE, "erasure_warned_at"),
            lambda rows: _warn(rows, notices.ERASURE_SOON, "erasure_warned_at"),
        ),
        Measure(
            "erase",
            "accounts are erased",
            _warned(now, ERASED_AFTER, "erasure_warned_at"),
            lambda rows: [erase_absent(user_id=pk) for pk in rows.values_list("pk", flat=True)],
        ),
        Measure(
            "e-mails",
            "old e-mails leave the outbox",
            Email.objects.filter(created_at__lt=now - EMAILS_KEPT).exclude(
                state__in=[EmailState.WAITING, EmailState.SENDING]
            ),
            lambda rows: rows.delete(),
        ),
        Measure(
            "sessions",
            "sessions that have ended are deleted",
            Session.objects.filter(expire_date__lt=now),
            lambda rows: rows.delete(),
        ),
    ]


def carry_out() -> dict[str, int]:
    """Do what is due. How many rows each measure was for; twice on one day does nothing new."""
    done = {}
    for measure in plan():
        done[measure.name] = measure.rows.count()
        measure.do(measure.rows)
    return done


def _absent(since: datetime) -> QuerySet[User]:
    """People not seen since then whom retention may touch: no legal hold, no post that goes on."""
    at_work = SupportPost.objects.current().values("user")
    return User.objects.filter(
        seen_at__lte=since, erased_at=None, legal_hold=None, is_superuser=False
    ).exclude(pk__in=at_work)


def _to_warn(since: datetime, field: str) -> QuerySet[User]:
    return _absent(since).filter(Q(absence=None) | Q(**{f"absence__{field}": None}))


def _warned(now: datetime, after: timedelta, field: str) -> QuerySet[User]:
    """Away for long enough, and warned long enough ago, even if this ran late."""
    return _absent(now - after).filter(**{f"absence__{field}__lte": now - WARNED_BEFORE})


def _warn(people: QuerySet[User], kind: Kind, field: str) -> None:
    for person in people:
        with transaction.atomic():
            absence, _new = Absence.objects.get_or_create(user=person)
            setattr(absence, field, timezone.now())
            absence.save(update_fields=[field])
            notify(kind, to=[person], about=person, again=person.seen_at.isoformat())
