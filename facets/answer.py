"""One page of an answer, from the index if there is one, and otherwise from plain SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from facets import sql
from facets.found import Counts
from facets.index.ask import find as find_in_index
from facets.pages import Page, place_of, turned
from facets.question import Question
from facets.source import Source


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of rows, how many there are in all, and how many each value of a facet would find.

    A value is counted with the filters of all *other* facets applied. `without` is filled only
    when nothing is found: how many there would be without one facet's filter. `near`: nothing is
    found by the words as they were typed, so a letter of a name may be wrong.
    """

    rows: list[Any]
    page: Page
    total: int
    counts: Counts
    without: Mapping[str, int]
    near: bool
    hints: tuple[Any, ...] = ()


def answer(source: Source, question: Question, user: Any) -> Answer:
    """Answer exactly, for this person: only what they may see."""
    found = find_in_index(source, question, user) or sql.find(source, question, user)
    page, rows = turned(source, question, found)
    hints = (*question.hints, *_of_another_search(source, question))
    return Answer(rows, page, found.total, found.counts, found.without, found.near, hints)


def _of_another_search(source: Source, question: Question) -> tuple[str, ...]:
    if not question.place or place_of(source, question):
        return ()
    return (
        _(
            "This link led to a page of another search, or of an older one. Pages are counted anew: "
            "go on from here."
        ),
    )
