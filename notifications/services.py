"""Telling people things. Called inside the step that has something to tell."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import WrongState
from core.models import record
from core.rules import require
from notifications import nudge, rules, texts
from notifications.kinds import KINDS, Kind
from notifications.models import Email, EmailState, Notice, Preference


@transaction.atomic
def notify(kind: Kind, /, *, to: Iterable[Any], about: Any, by: Any = None, again: str = "") -> int:
    """Tell each active person once, except the author. How many were told now.

    The same news about the same thing is never told twice, however often the step runs;
    `again` names a further round of it, such as "2" for the second time a project is refused.
    """
    key = _once_key(kind, about, again)
    people = {person.pk: person for person in to if person.is_active and person != by}
    for person_id in _already_told(key, people):
        del people[person_id]
    if not people:
        return 0
    written = {
        pk: texts.written_for(person, kind, about=about, by=by) for pk, person in people.items()
    }
    notices = Notice.objects.bulk_create(
        Notice(
            recipient=people[pk],
            kind=kind.name,
            about=about,
            by=by,
            once_key=key,
            subject=text.subject,
            body=text.body,
            path=text.path,
        )
        for pk, text in written.items()
    )
    _post_those_wanted(kind, notices, written)
    return len(notices)


@transaction.atomic
def withdraw_notice(kind: Kind, /, *, about: Any, again: str = "") -> int:
    """Take back what nobody has read yet, when its cause is gone. E-mails not yet sent are not sent."""
    unread = Notice.objects.unread().filter(once_key=_once_key(kind, about, again))
    notices = list(unread.select_for_update().values_list("pk", flat=True))
    emails = Email.objects.filter(notice__in=notices)
    emails.filter(state=EmailState.WAITING).update(state=EmailState.WITHDRAWN, text="", html="")
    emails.update(notice=None)
    Notice.objects.filter(pk__in=notices).delete()
    return len(notices)


@transaction.atomic
def mark_read(*, notice_id: int, by: Any) -> Notice:
    """The person has seen this notice of theirs. Seeing it again changes nothing."""
    notice = Notice.objects.visible_to(by).get(pk=notice_id)
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def mark_all_read(*, by: Any) -> int:
    """The person has seen everything. How many notices were unread."""
    return Notice.objects.visible_to(by).unread().update(read_at=timezone.now())


@transaction.atomic
def choose(*, kind: Kind, email: bool, by: Any) -> Preference:
    """Whether this person wants e-mails of this kind from now on."""
    require(rules.can_choose(by, kind))
    preference, _new = Preference.objects.update_or_create(
        user=by, kind=kind.name, defaults={"email": email}
    )
    record("notifications.choose", by=by, target=by, kind=kind.name, email=email)
    return preference


@transaction.atomic
def unsubscribe(*, token: str) -> Kind:
    """Stop the kind of e-mail the token came with. The token itself is the permission."""
    person_id, kind_name = texts.read_token(token)
    kind = KINDS[kind_name]
    choose(kind=kind, email=False, by=get_user_model().objects.get(pk=person_id))
    return kind


@transaction.atomic
def post_email(*, to: str, subject: str, text: str, html: str = "") -> Email:
    """Put one e-mail in the outbox, such as an account code. It leaves after the commit."""
    email = Email.objects.create(
        to=to, subject=texts.one_line(subject), text=text, html=html, due_at=timezone.now()
    )
    _nudge_after_commit(email)
    return email


@transaction.atomic
def send_again(*, email_id: int, by: Any) -> Email:
    """Give an e-mail that was given up a new start, with all its attempts."""
    email = Email.objects.select_for_update().get(pk=email_id)
    if email.state != EmailState.FAILED:
        raise WrongState(_("Only an e-mail that was given up can be sent again."))
    require(rules.can_send_again(by, email))
    email.state = EmailState.WAITING
    email.attempts = 0
    email.due_at = timezone.now()
    email.save(update_fields=["state", "attempts", "due_at"])
    record("notifications.send_again", by=by, target=email)
    _nudge_after_commit(email)
    return email


def _once_key(kind: Kind, about: Any, again: str) -> str:
    return ":".join(filter(None, [kind.name, about._meta.label_lower, str(about.pk), again]))


def _already_told(key: str, people: dict[int, Any]) -> list[int]:
    """Who knows this news. Another step telling the same waits here until this one is through."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    told = Notice.objects.filter(once_key=key, recipient__in=people)
    return list(told.values_list("recipient_id", flat=True))


def _post_those_wanted(kind: Kind, notices: list[Notice], written: dict[int, texts.Text]) -> None:
    """The e-mails of these notices, for those who want e-mails of this kind."""
    people = [notice.recipient_id for notice in notices]
    chosen = Preference.objects.filter(user__in=people, kind=kind.name)
    wishes = dict(chosen.values_list("user_id", "email"))
    emails = Email.objects.bulk_create(
        _email_of(notice, written[notice.recipient_id])
        for notice in notices
        if kind.required or wishes.get(notice.recipient_id, kind.email)
    )
    for email in emails:
        _nudge_after_commit(email)


def _email_of(notice: Notice, text: texts.Text) -> Email:
    return Email(
        notice=notice,
        to=notice.recipient.email,
        subject=text.subject,
        text=text.email_text,
        html=text.email_html,
        headers=text.headers,
        due_at=timezone.now(),
    )


def _nudge_after_commit(email: Email) -> None:
    """Robust: the row is written, so nothing that goes wrong with the nudge is the person's problem."""
    transaction.on_commit(lambda: nudge.nudge(email.pk), robust=True)
