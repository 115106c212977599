"""Partner search in plain SQL: exact, always there, slow when there are very many people."""

from typing import Any

from django.db.models import Case, CharField, Count, F, Func, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from accounts.models import Teacher
from partners.search import text
from partners.search.choices import AGE_BANDS
from partners.search.found import ORDERS, Counts, Found
from partners.search.question import GROUPS, Question, age_range
from partners.search.visibility import SHOWN_WITH, shown_to


class Asked:
    """A question with its words read, and who matches it."""

    def __init__(self, question: Question, user: Any) -> None:
        self.question = question
        self.words = text.read(question.q)
        # A letter may be wrong only where the words as typed find nobody at all.
        self.near = bool(self.words) and not _are_anywhere(self.words)
        self._everybody = shown_to(user)
        self.matching = self._narrowed()

    def but(self, group: str) -> Any:
        """Those who match what is said about the other groups."""
        return self._narrowed(group) if group in self.question.answered() else self.matching

    def _narrowed(self, but: str = "") -> Any:
        people = self._everybody
        for group in self.question.answered():
            if group == but:
                continue
            if group == "q":
                people = text.narrowed(people, self.words, near=self.near)
            else:
                values = FILTERS[group](self.question.chosen(group))
                people = _showing(group, people).filter(values)
        return people


def find(question: Question, user: Any) -> Found:
    """Two queries, two more when there are words, one more when nobody is found."""
    asked = Asked(question, user)
    found = counts(asked)
    total = found.pop("all").get("yes", 0)

    def people(start: int, stop: int) -> list[Teacher]:
        ordered = asked.matching.for_cards().order_by(*ORDERS[question.sort])
        return list(ordered[start:stop])

    return Found(total, found, {} if total else _without(asked), people, asked.near)


def _are_anywhere(words: list[str]) -> bool:
    return text.narrowed(Teacher.objects.findable(), words, near=False).exists()


def _showing(group: str, people: Any) -> Any:
    """Nobody is found or counted by what fewer than all members may see of their profile."""
    return people.showing(SHOWN_WITH[group]) if group in SHOWN_WITH else people


# --- Filters: what a group's answer means --------------------------------


def _overlapping(value: str) -> Q:
    youngest, oldest = age_range(value)
    return Q(age_from__lte=oldest, age_to__gte=youngest)


def _any_age(values: tuple[str, ...]) -> Q:
    wanted = Q()
    for value in values:
        wanted |= _overlapping(value)
    return wanted


FILTERS = {
    "country": lambda codes: Q(country__in=codes),
    "subject": lambda codes: Q(subjects__overlap=list(codes)),
    "language": lambda codes: Q(languages__overlap=list(codes)),
    "level": lambda codes: Q(levels__overlap=list(codes)),
    "age": _any_age,
    "role": lambda codes: Q(role__in=codes),
    "available": lambda codes: Q(is_available=True),
}


# --- Counts: under which values a row stands ------------------------------


class _Unnest(Func):
    function = "unnest"
    set_returning = True
    output_field = CharField()


class _Array(Func):
    template = "ARRAY[%(expressions)s]"
    output_field = CharField()


def _bands() -> _Unnest:
    return _Unnest(_Array(*(Case(When(_overlapping(b), then=Value(b))) for b in AGE_BANDS)))


VALUES = {
    "all": lambda: Value("yes"),
    "country": lambda: F("country_id"),
    "subject": lambda: _Unnest("subjects"),
    "language": lambda: _Unnest("languages"),
    "level": lambda: _Unnest("levels"),
    "age": _bands,
    "role": lambda: F("role"),
    "available": lambda: Case(When(is_available=True, then=Value("yes"))),
}


def counts(asked: Asked) -> Counts:
    """All counts in one query: {"country": {"IT": 12, …}, …, "all": {"yes": 310}}."""
    first, *others = (
        _counted(_showing(group, asked.but(group)), group, VALUES[group]())
        for group in ("all", *GROUPS)
    )
    found: Counts = {group: {} for group in VALUES}
    for group, value, number in first.union(*others, all=True):
        if value:
            found[group][value] = number
    return found


def _without(asked: Asked) -> dict[str, int]:
    """How many there would be without each filter; one query, and only filters that would help."""
    parts = [_counted(asked.but(group), group, Value("yes")) for group in asked.question.answered()]
    if not parts:
        return {}
    return {group: number for group, _, number in parts[0].union(*parts[1:], all=True)}


def _counted(people: QuerySet[Teacher], group: str, value: Any) -> QuerySet[Any]:
    named = people.annotate(group=Value(group), value=Cast(value, CharField()))
    return named.values_list("group", "value").annotate(number=Count("pk", distinct=True))
