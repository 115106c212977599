"""Notices and e-mails: told to a person, so theirs. Others' notices lose the name of who is forgotten."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, override

from core.personal_data import delete, holds
from notifications.models import Email, Notice, Preference


def _forget_notices(rows: QuerySet[Notice], person: Any) -> None:
    rows.delete()
    name = f"{person.given_name} {person.family_name}".strip()
    if not name:
        return
    for notice in Notice.objects.filter(by=person).select_related("recipient"):
        with override(notice.recipient.language):
            nobody = gettext("Former member")
        notice.subject = notice.subject.replace(name, nobody)
        notice.body = notice.body.replace(name, nobody)
        notice.save(update_fields=["subject", "body"])


def _forget_emails(rows: QuerySet[Email], person: Any) -> None:
    Email.objects.filter(Q(notice__recipient=person) | Q(to__iexact=person.email)).delete()


holds(
    Notice,
    paths=["recipient"],
    refs=["by"],
    export=["kind", "subject", "body", "created_at", "read_at"],
    forget=_forget_notices,
)
holds(
    Email,
    paths=["notice__recipient"],
    export=["to", "subject", "state", "created_at", "sent_at"],
    forget=_forget_emails,
)
holds(Preference, paths=["user"], export=["kind", "email"], forget=delete)
