from datetime import timedelta

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from core.limits import seconds_to_wait
from facets.filters import address
from facets.view import shown
from partners import cards, rules
from partners.sources import TEACHERS

LIMIT_SECONDS = 15 * 60


@require_safe
def search(request):
    refusal = _refusal(request)
    if refusal:
        return refusal
    found = shown(TEACHERS, request, reverse("partners:search"))
    context = {
        "shown": found,
        "cards": cards.cards(found.answer.rows, request.user),
        "map_url": address(reverse("partners:map"), found.question),
        "suggests": _suggests(request.user, found.question),
    }
    if request.htmx:
        fragment = render(request, "partners/search.html#search", context)
        return push_url(fragment, found.address_of(found.question))
    return render(request, "partners/search.html", context)


@require_safe
def map_of_results(request):
    """The people of a search on the map of Europe. Choosing a country leads to the search."""
    refusal = _refusal(request)
    if refusal:
        return refusal
    found = shown(TEACHERS, request, reverse("partners:search"))
    template = "partners/_europe.html" if request.htmx else "partners/map.html"
    context = {
        "shown": found,
        "map": found.map,
        "search_url": found.address_of(found.question),
    }
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
