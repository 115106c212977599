"""What the page shows of a question: groups with counts, chips, a map, what to drop when nobody fits."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import europe_map
from core.europe_map import EuropeMap
from partners.search import GROUPS, Answer, Question
from partners.search.choices import age_words

LEGENDS = {
    "q": gettext_lazy("Words"),
    "country": gettext_lazy("Country"),
    "subject": gettext_lazy("Subject"),
    "language": gettext_lazy("Language"),
    "level": gettext_lazy("School level"),
    "age": gettext_lazy("Pupils' age"),
    "role": gettext_lazy("Role at school"),
    "available": gettext_lazy("Availability"),
}
OPEN_FROM_THE_START = {"country", "subject", "language"}

Choices = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Group:
    """One question of the filter form, ready for partials/_filter_group.html."""

    name: str
    legend: str
    options: list[dict]
    open: bool


def address_of(question: Question, page: str = "partners:search") -> str:
    query = question.query().urlencode()
    return f"{reverse(page)}?{query}" if query else reverse(page)


def groups(question: Question, answer: Answer, choices: Choices) -> list[Group]:
    """Every group in its order. A value nobody has is offered only when it is chosen."""
    return [_group(name, question, answer.counts[name], choices[name]) for name in GROUPS]


def _group(name: str, question: Question, counts: dict[str, int], offered: dict[str, str]) -> Group:
    chosen = question.chosen(name)
    # An age range of one's own stands above the bands the page offers.
    own = {value: age_words(value) for value in chosen if value not in offered}
    options = [
        {
            "value": value,
            "label": label,
            "checked": value in chosen,
            "count": counts.get(value, None if value in own else 0),
        }
        for value, label in {**own, **offered}.items()
        if counts.get(value) or value in chosen
    ]
    return Group(name, LEGENDS[name], options, bool(chosen) or name in OPEN_FROM_THE_START)


def country_map(question: Question, counts: dict[str, int], choices: Choices) -> EuropeMap:
    """The countries with how many of them this search would find; each leads to it, or out of it."""
    offered = choices["country"]
    names = {
        code: name for code, name in offered.items() if counts.get(code) or code in question.country
    }
    urls = {code: address_of(_with_or_without(code, question, offered)) for code in names}
    return europe_map.drawn(counts, names=names, urls=urls, here=question.country)


def _with_or_without(code: str, question: Question, offered: dict[str, str]) -> Question:
    if code in question.country:
        return question.without("country", code)
    wanted = {*question.country, code}
    return replace(question, country=tuple(one for one in offered if one in wanted), page=1)


def chips(question: Question, choices: Choices) -> list[dict]:
    """What the list is narrowed by, each with the address that leaves it out."""
    found = [
        {
            "label": _label(name, value, choices),
            "remove_url": address_of(question.without(name, value)),
        }
        for name in GROUPS
        for value in question.chosen(name)
    ]
    if question.q:
        words = {"label": f"“{question.q}”", "remove_url": address_of(question.without("q"))}
        found.insert(0, words)
    return found


def _label(name: str, value: str, choices: Choices) -> str:
    return age_words(value) if name == "age" else choices[name][value]


def proposals(question: Question, answer: Answer, choices: Choices) -> list[dict]:
    """When nobody fits: which filter to drop, and how many that would find; the best first."""
    helpful = sorted(answer.without.items(), key=lambda pair: -pair[1])
    return [
        {
            "url": address_of(question.without(name)),
            "words": _("Leave out %(filter)s: %(values)s")
            % {"filter": LEGENDS[name].lower(), "values": _values(name, question, choices)},
            "count": ngettext("%(n)d person", "%(n)d people", number) % {"n": number},
        }
        for name, number in helpful
    ]


def _values(name: str, question: Question, choices: Choices) -> str:
    if name == "q":
        return f"“{question.q}”"
    return ", ".join(_label(name, value, choices) for value in question.chosen(name))
