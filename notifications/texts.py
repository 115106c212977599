"""The words of notices and e-mails, in the language that is active when they are asked for."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils.translation import override

from notifications.kinds import Kind

SUBJECT_LENGTH = 200
TOKEN_SALT = "notifications.unsubscribe"  # noqa: S105 -- a namespace, not a secret


@dataclass(frozen=True)
class Text:
    """What one person is told, ready to be kept: the notice and its e-mail."""

    subject: str
    body: str
    path: str
    email_text: str
    email_html: str
    headers: dict[str, str]


def written_for(person: Any, kind: Kind, *, about: Any, by: Any) -> Text:
    """The texts of a notice in the person's own language."""
    with override(person.language):
        path = kind.path_to(about)
        context = {"to": person, "about": about, "by": by, "url": settings.SITE_URL + path}
        subject = one_line(plain(kind.template("subject.txt"), context))
        body = plain(kind.template("body.txt"), context)
        layout = {
            **context,
            "subject": subject,
            "body": body,
            "paragraphs": paragraphs(body),
            "kind": kind,
            "unsubscribe_url": "" if kind.required else unsubscribe_url(person, kind),
            "preferences_url": settings.SITE_URL + reverse("notifications:preferences"),
        }
        return Text(
            subject=subject,
            body=body,
            path=path,
            email_text=plain("notifications/email.txt", layout),
            email_html=_html(kind, layout),
            headers=_headers(layout["unsubscribe_url"]),
        )


def plain(template: str, context: dict[str, Any]) -> str:
    """A text template rendered as text: nothing in it is HTML, so nothing is escaped."""
    parsed: Any = get_template(template)
    text = parsed.template.render(Context(context, autoescape=False))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def one_line(text: str) -> str:
    """A subject: no line breaks (they would end the header), and not too long for its column."""
    return " ".join(text.split())[:SUBJECT_LENGTH]


def paragraphs(text: str) -> list[str]:
    return [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]


def unsubscribe_url(person: Any, kind: Kind) -> str:
    """A link that works without signing in, for this person and this kind alone."""
    token = signing.dumps([person.pk, kind.name], salt=TOKEN_SALT)
    return settings.SITE_URL + reverse("notifications:unsubscribe", args=[token])


def read_token(token: str) -> tuple[int, str]:
    """The person's id and the kind's name. Raises BadSignature for a token we did not write."""
    person_id, kind_name = signing.loads(token, salt=TOKEN_SALT)
    return person_id, kind_name


def _html(kind: Kind, layout: dict[str, Any]) -> str:
    try:
        return render_to_string(kind.template("body.html"), layout)
    except TemplateDoesNotExist:
        return render_to_string("notifications/email.html", layout)


def _headers(url: str) -> dict[str, str]:
    """RFC 8058: the mail program's own button stops this kind with one click."""
    if not url:
        return {}
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
