"""{% person_card %}: a teacher in a list. In Python, because a page of results draws eighteen."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, NamedTuple

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from core.templatetags.look import avatar, chips, icon, mark

register = template.Library()


class Person(NamedTuple):
    """What a card can show; whatever is blank is left out."""

    name: str
    url: str
    country: str
    country_name: str
    photo_url: str = ""
    role: str = ""
    school: str = ""
    place: str = ""
    subjects: Iterable[str] = ()
    languages: Iterable[str] = ()
    ages: str = ""
    # What we have in common, and why they may suit, as a sentence.
    shares: Iterable[str] = ()
    reasons: str = ""
    available: bool = False
    # How soon they usually answer, in words.
    answers: str = ""
    # How one stands with them, in a tone: good, together, bad, quiet.
    state: str = ""
    state_tone: str = ""
    action_url: str = ""
    action_label: str = ""


@register.simple_tag
def person_card(card: Mapping[str, Any] | None = None, **words: Any) -> SafeString:
    """A piece for an <li> of a .card-grid. What it shows is given by name, or as a `card` that has it."""
    given = {**(card or {}), **words}
    person = Person(**{name: given[name] for name in Person._fields if name in given})
    parts = (*_top(person), *_said(person), *_facts(person), _foot(person))
    return mark_safe(f'<article class="piece piece--opens">{"".join(parts)}</article>')  # noqa: S308


def _top(person: Person) -> Iterable[str]:
    yield f'<div class="piece__top">{avatar(person.name, person.photo_url, person.country)}<div>'
    yield f'<h3><a class="piece__link" href="{escape(person.url)}">{escape(person.name)}</a></h3>'
    yield _fact(" · ".join(filter(None, (str(person.role), person.country_name))))
    if person.school:
        yield _fact(", ".join(filter(None, (person.school, person.place))))
    yield "</div></div>"


def _said(person: Person) -> Iterable[str]:
    if person.state:
        tone = f" state--{escape(person.state_tone)}" if person.state_tone else ""
        yield f'<p><span class="state{tone}">{escape(person.state)}</span></p>'
    for said in (_in_common(person.shares), person.reasons):
        if said:
            yield f'<p class="shares">{mark("small")}<span>{escape(said)}</span></p>'


def _in_common(shares: Iterable[str]) -> str:
    both = ", ".join(shares)
    return " ".join((gettext("In common:"), both)) if both else ""


def _facts(person: Person) -> Iterable[str]:
    if person.subjects:
        yield chips(person.subjects, gettext("Subjects"))
    if person.languages:
        label = gettext("Languages:")
        before = f'{icon("chat-dots")} <span class="visually-hidden">{label}</span> '
        yield _fact(", ".join(person.languages), before)
    if person.ages:
        yield _fact(person.ages, f"{icon('people')} ")
    if person.answers:
        yield _fact(person.answers, f"{icon('reply')} ")


def _fact(words: str, before: str = "") -> str:
    return f'<p class="piece__facts">{before}{escape(words)}</p>'


def _foot(person: Person) -> str:
    available = action = ""
    if person.available:
        label = gettext("Looking for partners")
        available = f"<span>{icon('check-circle')} {label}</span>"
    if person.action_url:
        action = (
            f'<a class="piece__above" href="{escape(person.action_url)}">{escape(person.action_label)}'
            f'<span class="visually-hidden">: {escape(person.name)}</span></a>'
        )
    return f'<div class="piece__foot">{available}{action}</div>' if available or action else ""
