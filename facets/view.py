"""From the address of a request to what its page shows."""

from django.http import HttpRequest

from facets.answer import answer
from facets.filters import Shown
from facets.question import Question
from facets.source import Source


def shown(source: Source, request: HttpRequest, url: str) -> Shown:
    """The answer to what this address asks, for this person. `url` is the address without a question."""
    choices = source.choices()
    question = Question.read(source, request.GET, choices)
    return Shown(source, question, answer(source, question, request.user), choices, url)
