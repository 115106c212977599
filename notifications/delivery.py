"""Sending the outbox. The row says what happened; whoever claims it sends it, and nobody else.

waiting -> sending -> sent, or back to waiting with a later `due_at`, or failed after the last
attempt. A worker that dies leaves "sending" behind: `requeue` finds it. So an e-mail is never
lost; after a crash between sending and writing it down, the same one (same Message-ID) goes twice.
"""

import logging
import random
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.utils import timezone

from notifications.models import Email, EmailState

logger = logging.getLogger(__name__)

# How long to wait after each failed attempt: two days in all, then the e-mail is given up.
PAUSES = [
    *[timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30)],
    *[timedelta(hours=hours) for hours in (1, 2, 4, 8, 12, 20)],
]
ATTEMPTS = len(PAUSES) + 1
# Longer than any delivery may take (CELERY_TASK_TIME_LIMIT): after that its worker is dead.
CLAIM_LASTS = timedelta(minutes=15)
SWEEP_SIZE = 500
STAYS_HERE = {
    "notifications.mailbox.MailboxBackend",
    "django.core.mail.backends.locmem.EmailBackend",
}
DEMO_DOMAIN = "demo.example"


def deliver(email_id: int) -> None:
    """Send one waiting e-mail. Running it twice, or in two workers at once, sends once."""
    email = claim(email_id)
    if email is None:
        return
    if _would_leave_the_demo_world(email):
        _settle(email, state=EmailState.FAILED, error="The demo world sends nothing to the world.")
        return
    try:
        _message(email).send()
    except Exception as error:
        # Whatever went wrong: the row must not stay claimed, and the next attempt may succeed.
        logger.warning("E-mail %s was not sent: %s", email.pk, error)
        _put_off(email, error)
    else:
        _settle(email, state=EmailState.SENT, sent_at=timezone.now(), error="", text="", html="")


def claim(email_id: int) -> Email | None:
    """Make a waiting e-mail ours, if it still waits and is due: the database lets one win."""
    now = timezone.now()
    waiting = Email.objects.filter(pk=email_id, state=EmailState.WAITING, due_at__lte=now)
    won = waiting.update(state=EmailState.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    return Email.objects.get(pk=email_id) if won else None


def requeue() -> list[int]:
    """The ids of e-mails somebody should deliver now. Frees those whose worker died."""
    now = timezone.now()
    abandoned = Email.objects.filter(state=EmailState.SENDING, claimed_at__lt=now - CLAIM_LASTS)
    # One that took down its worker at every attempt would do so for ever.
    abandoned.filter(attempts__gte=ATTEMPTS).update(
        state=EmailState.FAILED, error="The worker died at every attempt."
    )
    abandoned.update(state=EmailState.WAITING)
    due = Email.objects.filter(state=EmailState.WAITING, due_at__lte=now).order_by("due_at")
    return list(due.values_list("pk", flat=True)[:SWEEP_SIZE])


def _put_off(email: Email, error: Exception) -> None:
    reason = f"{type(error).__name__}: {error}"[:500]
    if email.attempts >= ATTEMPTS:
        _settle(email, state=EmailState.FAILED, error=reason)
        return
    pause = PAUSES[email.attempts - 1] * random.uniform(0.9, 1.1)  # noqa: S311 -- spreads the load
    _settle(email, state=EmailState.WAITING, due_at=timezone.now() + pause, error=reason)


def _settle(email: Email, **facts: Any) -> None:
    """Write down how it ended, unless another worker has claimed the row since."""
    ours = Email.objects.filter(pk=email.pk, state=EmailState.SENDING, claimed_at=email.claimed_at)
    ours.update(**facts)


def _message(email: Email) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        email.subject, email.text, to=[email.to], headers=email.headers | _identity(email)
    )
    if email.html:
        message.attach_alternative(email.html, "text/html")
    return message


def _identity(email: Email) -> dict[str, str]:
    """The same at every attempt, so that mail programs can drop the second of two."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return {"Message-ID": f"<{email.created_at:%Y%m%d%H%M%S%f}.{email.pk}@{domain}>"}


def _would_leave_the_demo_world(email: Email) -> bool:
    if not settings.DEMO_WORLD or settings.EMAIL_BACKEND in STAYS_HERE:
        return False
    return not email.to.lower().endswith(f"@{DEMO_DOMAIN}")
