"""The engine behind partner search: plain SQL, exact, in three queries at most."""

from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, Count, F, Func, Q, Value, When
from django.db.models.functions import Cast

from accounts.models import Teacher
from core.search import Normal, words
from partners.search.choices import AGE_BANDS
from partners.search.question import GROUPS, Question, age_range

PAGE_SIZE = 18
# Nobody reads further; a narrower question is quicker.
MOST_FOUND = 300 * PAGE_SIZE

ORDERS = {
    "active": ["-last_active_at", "-pk"],
    "new": ["-user__date_joined", "-pk"],
    "name": ["user__family_name", "user__given_name", "pk"],
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of teachers, how many there are in all, and how many each filter value would find.

    A value is counted with the filters of all *other* groups applied. `without` is filled only
    when nobody is found: how many there would be without one group's filter.
    """

    people: list[Teacher]
    page: Page
    total: int
    counts: dict[str, dict[str, int]]
    without: dict[str, int] = field(default_factory=dict)


def answer(question: Question, user) -> Answer:
    """Answer exactly, for this person: only those they may see, and never themselves."""
    counts = _counts(question, user)
    total = counts.pop("all").get("yes", 0)
    page = Paginator(range(min(total, MOST_FOUND)), PAGE_SIZE).get_page(question.page)
    if not total:
        return Answer([], page, 0, counts, without=_without(question, user))
    ordered = _matching(question, user).for_cards().order_by(*ORDERS[question.sort])
    start = (page.number - 1) * PAGE_SIZE
    return Answer(list(ordered[start : start + PAGE_SIZE]), page, total, counts)


def _matching(question: Question, user, *, but: str = ""):
    """Those who match the question, leaving out what it says about one group."""
    people = Teacher.objects.visible_to(user).findable().exclude(user=user.pk)
    for group in question.answered():
        if group != but:
            people = people.filter(FILTERS[group](getattr(question, group)))
    return people


# --- Filters: what a group's answer means --------------------------------


def _text(typed: str) -> Q:
    """Every word is in the name, the school, its town, or what the person wrote."""
    wanted = Q()
    for word in words(typed):
        normal = Normal(Value(word))
        wanted &= (
            Q(user__name_normal__contains=normal)
            | Q(school__text_normal__contains=normal)
            | Q(text_normal__contains=normal)
        )
    return wanted


def _overlapping(value: str) -> Q:
    youngest, oldest = age_range(value)
    return Q(age_from__lte=oldest, age_to__gte=youngest)


def _any_age(values: tuple[str, ...]) -> Q:
    wanted = Q()
    for value in values:
        wanted |= _overlapping(value)
    return wanted


FILTERS = {
    "q": _text,
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


def _counts(question: Question, user) -> dict[str, dict[str, int]]:
    """All counts in one query: {"country": {"IT": 12, …}, …, "all": {"yes": 310}}."""
    first, *others = (
        _counted(_matching(question, user, but=group), group, VALUES[group]())
        for group in ("all", *GROUPS)
    )
    counts = {group: {} for group in VALUES}
    for group, value, number in first.union(*others, all=True):
        if value:
            counts[group][value] = number
    return counts


def _without(question: Question, user) -> dict[str, int]:
    """How many there would be without each filter; one query, and only filters that would help."""
    parts = [
        _counted(_matching(question, user, but=group), group, Value("yes"))
        for group in question.answered()
    ]
    if not parts:
        return {}
    return {group: number for group, _, number in parts[0].union(*parts[1:], all=True)}


def _counted(people, group: str, value):
    named = people.annotate(group=Value(group), value=Cast(value, CharField()))
    return named.values_list("group", "value").annotate(number=Count("pk", distinct=True))
