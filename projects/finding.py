"""The list of public projects, narrowed by what its address asks for."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from contacts.models import Country
from core import vocabularies
from core.models import Vocabulary
from core.search import folded, having_words, words
from partners.search.choices import AGE_BANDS, age_words
from partners.search.question import age_range


@dataclass(frozen=True, slots=True)
class Group:
    """One question of the filter form: its name, its legend, and what can be answered."""

    name: str
    legend: str
    offered: dict[str, str]
    chosen: tuple[str, ...]

    @property
    def options(self) -> list[dict]:
        return [
            {"value": value, "label": label, "checked": value in self.chosen}
            for value, label in self.offered.items()
        ]


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody asks of the list. What makes no sense in an address is left out."""

    text: str
    groups: list[Group]

    def narrow(self, projects):
        """Values of one group are alternatives; groups add up."""
        for group in self.groups:
            if group.chosen:
                projects = projects.filter(FILTERS[group.name](group.chosen))
        return having_words(projects, "text_normal", self.text)

    def chips(self) -> list[dict]:
        """What the list is narrowed by, each with the address that leaves it out."""
        chips = [
            {"label": group.offered[value], "remove_url": self._without(group.name, value)}
            for group in self.groups
            for value in group.chosen
        ]
        if self.text:
            chips.insert(0, {"label": f"“{self.text}”", "remove_url": self._without("q", "")})
        return chips

    def _without(self, name: str, value: str) -> str:
        query = QueryDict(mutable=True)
        if self.text and name != "q":
            query["q"] = self.text
        for group in self.groups:
            kept = [one for one in group.chosen if (group.name, one) != (name, value)]
            query.setlist(group.name, kept)
        return f"?{query.urlencode()}"


def _countries(codes) -> Q:
    return Q(founder_country__in=codes) | Q(cofounder_country__in=codes)


def _ages(bands) -> Q:
    wanted = Q()
    for youngest, oldest in map(age_range, bands):
        wanted |= Q(age_from__lte=oldest, age_to__gte=youngest)
    return wanted


FILTERS = {
    "country": _countries,
    "subject": lambda codes: Q(subjects__overlap=list(codes)),
    "language": lambda codes: Q(languages__overlap=list(codes)),
    "age": _ages,
}


def read(query: QueryDict) -> Search:
    countries = sorted(Country.objects.all(), key=lambda country: folded(country.name))
    offered = {
        "country": (_("Country"), {country.pk: country.name for country in countries}),
        "subject": (_("Subject"), dict(vocabularies.choices(Vocabulary.SUBJECT))),
        "language": (_("Language"), dict(vocabularies.choices(Vocabulary.LANGUAGE))),
        "age": (_("Pupils' age"), {band: age_words(band) for band in AGE_BANDS}),
    }
    groups = [
        Group(name, legend, values, _known(query.getlist(name), values))
        for name, (legend, values) in offered.items()
    ]
    return Search(" ".join(words(query.get("q", ""))), groups)


def _known(typed: list[str], values: dict[str, str]) -> tuple[str, ...]:
    wanted = set(typed)
    return tuple(value for value in values if value in wanted)
