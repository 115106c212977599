"""How complete a profile is, and what the next useful thing to do would be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Teacher


@dataclass(frozen=True)
class Part:
    """One thing a good profile has, the most useful first."""

    field: str
    advice: str | Promise
    url_name: str


PARTS = (
    Part(
        "looking_for",
        gettext_lazy(
            "Say what you are looking for: two sentences bring more answers than any mark."
        ),
        "accounts:profile_edit",
    ),
    Part("subjects", gettext_lazy("Choose the subjects you teach."), "accounts:profile_edit"),
    Part(
        "languages",
        gettext_lazy("Choose the languages you can work in."),
        "accounts:profile_edit",
    ),
    Part("levels", gettext_lazy("Choose the levels you teach."), "accounts:profile_edit"),
    Part("age_from", gettext_lazy("Say how old your pupils are."), "accounts:profile_edit"),
    Part(
        "photo",
        gettext_lazy("Add a photo: people write more easily to a face."),
        "accounts:change_photo",
    ),
    Part(
        "interests",
        gettext_lazy("Name a few interests: others search for such words."),
        "accounts:profile_edit",
    ),
)


def completeness(teacher: Teacher) -> dict[str, Any]:
    """For partials/_progress.html: value, max and words, and what to do next; no query."""
    absent = [part for part in PARTS if _is_absent(getattr(teacher, part.field))]
    value = len(PARTS) - len(absent)
    return {
        "value": value,
        "max": len(PARTS),
        "words": _words(value),
        "advice": absent[0].advice if absent else "",
        "url": reverse(absent[0].url_name) if absent else "",
    }


def _is_absent(value: Any) -> bool:
    return value is None or (not value and value != 0)


def _words(value: int) -> str:
    if value == len(PARTS):
        return _("Your profile is complete.")
    return ngettext(
        "%(value)d of %(max)d parts of your profile is filled in.",
        "%(value)d of %(max)d parts of your profile are filled in.",
        value,
    ) % {"value": value, "max": len(PARTS)}
