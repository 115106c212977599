"""What a page shows of a question: facets with counts, chips, a map, what to drop when nothing fits."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core import europe_map
from core.europe_map import EuropeMap
from facets.ages import age_words
from facets.answer import Answer
from facets.question import Question
from facets.source import Source

WORDS = "q"


@dataclass(frozen=True, slots=True)
class Group:
    """One question of the filter form, ready for partials/_filter_group.html."""

    name: str
    legend: str
    options: list[dict[str, Any]]
    open: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A question and its answer on a page. `url` is the address of the list without a question."""

    source: Source
    question: Question
    answer: Answer
    choices: dict[str, dict[str, str]]
    url: str

    def address_of(self, question: Question) -> str:
        return address(self.url, question)

    @property
    def total(self) -> str:
        """How many are found, in words."""
        return self.source.counted(self.answer.total)

    @property
    def groups(self) -> list[Group]:
        """Every facet in its order. A value nothing has is offered only when it is chosen."""
        return [self._group(name) for name in self.source.facets]

    def _group(self, name: str) -> Group:
        facet, counts = self.source.facets[name], self.answer.counts[name]
        chosen, offered = self.question.values(name), self.choices[name]
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
        return Group(name, facet.legend, options, bool(chosen) or facet.is_open)

    @property
    def chips(self) -> list[dict[str, str]]:
        """What the list is narrowed by, each with the address that leaves it out."""
        found = [
            {
                "label": self._label(name, value),
                "remove_url": self.address_of(self.question.without(name, value)),
            }
            for name in self.source.facets
            for value in self.question.values(name)
        ]
        if self.question.q:
            leaving = self.address_of(self.question.without(WORDS))
            found.insert(0, {"label": _quoted(self.question.q), "remove_url": leaving})
        return found

    @property
    def proposals(self) -> list[dict[str, str]]:
        """When nothing fits: which filter to drop, and how many that would find; the best first."""
        helpful = sorted(self.answer.without.items(), key=lambda pair: -pair[1])
        return [
            {
                "url": self.address_of(self.question.without(name)),
                "words": _("Leave out %(filter)s: %(values)s")
                % {"filter": self._legend(name).lower(), "values": self._values(name)},
                "count": self.source.counted(number),
            }
            for name, number in helpful
        ]

    @property
    def map(self) -> EuropeMap:
        """The countries with how many of them this search would find; each leads to it, or out of it."""
        offered, counts = self.choices["country"], self.answer.counts["country"]
        here = self.question.values("country")
        names = {c: name for c, name in offered.items() if counts.get(c) or c in here}
        urls = {code: self.address_of(self._with_or_without(code)) for code in names}
        return europe_map.drawn(counts, names=names, urls=urls, here=here)

    def _with_or_without(self, country: str) -> Question:
        here = self.question.values("country")
        if country in here:
            return self.question.without("country", country)
        wanted = {*here, country}
        ordered = tuple(one for one in self.choices["country"] if one in wanted)
        return self.question.having("country", ordered)

    def _label(self, name: str, value: str) -> str:
        return age_words(value) if name == "age" else self.choices[name][value]

    def _legend(self, name: str) -> str:
        return str(_("Words") if name == WORDS else self.source.facets[name].legend)

    def _values(self, name: str) -> str:
        if name == WORDS:
            return _quoted(self.question.q)
        return ", ".join(self._label(name, value) for value in self.question.values(name))


def address(url: str, question: Question) -> str:
    query = question.query().urlencode()
    return f"{url}?{query}" if query else url


def _quoted(text: str) -> str:
    return _("“%(words)s”") % {"words": text}
