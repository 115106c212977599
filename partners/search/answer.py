"""One page of an answer, from the index if there is one, and otherwise from plain SQL."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator

from accounts.models import Teacher
from partners.index.ask import find as find_in_index
from partners.search import sql
from partners.search.found import Counts
from partners.search.question import Question

PAGE_SIZE = 18
# Nobody reads further; a narrower question is quicker.
MOST_FOUND = 300 * PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of teachers, how many there are in all, and how many each filter value would find.

    A value is counted with the filters of all *other* groups applied. `without` is filled only
    when nobody is found: how many there would be without one group's filter. `near`: nobody is
    found by the words as they were typed, so a letter of a name may be wrong.
    """

    people: list[Teacher]
    page: Page
    total: int
    counts: Counts
    without: dict[str, int] = field(default_factory=dict)
    near: bool = False


def answer(question: Question, user: Any) -> Answer:
    """Answer exactly, for this person: only those they may see, and never themselves."""
    found = find_in_index(question, user) or sql.find(question, user)
    page = Paginator(range(min(found.total, MOST_FOUND)), PAGE_SIZE).get_page(question.page)
    start = (page.number - 1) * PAGE_SIZE
    people = found.people(start, start + PAGE_SIZE) if found.total else []
    return Answer(people, page, found.total, found.counts, found.without, found.near)
