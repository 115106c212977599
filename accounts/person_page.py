"""What apps above show on a person's and a school's page.

They register a callable in their `AppConfig.ready`:

    person_page.SECTIONS.append(projects_of)    # (user, teacher) -> Section or None
    person_page.LAST_SECTIONS.append(block_link)  # the same, below everybody else's
    person_page.ACTIONS.append(connect_button)  # (user, teacher) -> Section or None, beside the name
    person_page.SCHOOL_SECTIONS.append(...)     # (user, school) -> Section or None
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.context_processors import csrf
from django.template.loader import render_to_string
from django.utils.functional import Promise


@dataclass(frozen=True)
class Section:
    """A part of the page: the template sees `context`, and the page puts `title` above it."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    title: str | Promise = ""


Source = Callable[[Any, Any], Section | None]

SECTIONS: list[Source] = []
LAST_SECTIONS: list[Source] = []
ACTIONS: list[Source] = []
SCHOOL_SECTIONS: list[Source] = []


def all_sections() -> list[Source]:
    return [*SECTIONS, *LAST_SECTIONS]


def drawn(sources: Iterable[Source], request: HttpRequest, thing: Any) -> list[dict[str, Any]]:
    """The sections that have something to show to this person, as title and HTML."""
    sections = [source(request.user, thing) for source in sources]
    shared = {"request": request, "user": request.user, **csrf(request)}
    return [
        {
            "title": section.title,
            "html": render_to_string(section.template, shared | section.context),
        }
        for section in sections
        if section
    ]
