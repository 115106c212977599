from django.shortcuts import render
from django.views.decorators.http import require_GET
from django_htmx.http import push_url

from partners import cards, filters, rules
from partners.search import Question, answer, choices
from partners.search.question import SORTS


@require_GET
def search(request):
    may_search = rules.can_search(request.user)
    if not may_search:
        return render(request, "partners/not_yet.html", {"reason": may_search.reason}, status=403)
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
    }
    if request.htmx:
        fragment = render(request, "partners/search.html#search", context)
        return push_url(fragment, filters.address_of(question))
    return render(request, "partners/search.html", context)
