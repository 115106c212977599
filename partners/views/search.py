from datetime import timedelta

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_htmx.http import push_url

from core.limits import seconds_to_wait
from partners import cards, filters, rules
from partners.search import Question, answer, choices
from partners.search.question import SORTS

LIMIT_SECONDS = 15 * 60


@require_GET
def search(request):
    refusal = _refusal(request)
    if refusal:
        return refusal
    offered = choices()
    question = Question.read(request.GET, offered)
    found = answer(question, request.user)
    context = {
        "question": question,
        "answer": found,
        "cards": cards.cards(found.people, request.user),
        "groups": filters.groups(question, found, offered),
        "chips": filters.chips(question, offered),
        "proposals": filters.proposals(question, found, offered),
        "sorts": SORTS,
        "map_url": filters.address_of(question, "partners:map"),
        "suggests": _suggests(request.user, question),
    }
    if request.htmx:
        fragment = render(request, "partners/search.html#search", context)
        return push_url(fragment, filters.address_of(question))
    return render(request, "partners/search.html", context)


@require_GET
def map_of_results(request):
    """The people of a search on the map of Europe. Choosing a country leads to the search."""
    refusal = _refusal(request)
    if refusal:
        return refusal
    offered = choices()
    question = Question.read(request.GET, offered)
    counts = answer(question, request.user).counts["country"]
    context = {
        "map": filters.country_map(question, counts, offered),
        "search_url": filters.address_of(question),
        "chips": filters.chips(question, offered),
    }
    template = "partners/_europe.html" if request.htmx else "partners/map.html"
    return render(request, template, context)


def _suggests(user, question):
    """Suggestions stand above a search that asks for nothing yet."""
    return question.page == 1 and not question.answered() and rules.can_get_suggestions(user)


def _refusal(request):
    may_search = rules.can_search(request.user)
    if not may_search:
        return render(request, "partners/not_yet.html", {"reason": may_search.reason}, status=403)
    wait = seconds_to_wait(
        "partner-search", request.user, most=settings.DIRECTORY_PAGES, seconds=LIMIT_SECONDS
    )
    return _too_many(request, wait) if wait else None


def _too_many(request, wait):
    """Nobody reads so quickly; a program that copies people does."""
    context = {
        "go_on_at": timezone.localtime() + timedelta(seconds=wait),
        "most": settings.DIRECTORY_PAGES,
        "minutes": LIMIT_SECONDS // 60,
        "connections_url": reverse("partners:connections"),
    }
    refusal = render(request, "partners/too_many.html", context, status=429)
    refusal["Retry-After"] = str(wait)
    return refusal
