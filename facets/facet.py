"""A facet: one group of filters, in plain SQL: what it offers, and who has what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, Func, Q, Value, When

from facets.ages import AGE_BANDS, age_bands, age_range

Offered = Mapping[str, str]
EVERYTHING = Q()


@dataclass(frozen=True, slots=True)
class Facet:
    """Values of one facet are alternatives; facets add up."""

    legend: Any
    # The values a page offers, with their names in the reader's language, in the page's order.
    offered: Callable[[], Offered]
    having: Callable[[tuple[str, ...]], Q]
    values: Callable[[], Any]
    # Only these rows let themselves be found and counted by this facet.
    among: Q = EVERYTHING
    is_open: bool = False


class Unnest(Func):
    function = "unnest"
    set_returning = True
    output_field = CharField()


class Array(Func):
    template = "ARRAY[%(expressions)s]"
    output_field = CharField()


def one_of(column: str, legend: Any, offered: Callable[[], Offered], **more: Any) -> Facet:
    """A column with one value."""
    return Facet(
        legend, offered, lambda codes: Q(**{f"{column}__in": codes}), lambda: F(column), **more
    )


def either(
    columns: tuple[str, str], legend: Any, offered: Callable[[], Offered], **more: Any
) -> Facet:
    """Two columns of which one has the value."""
    one, other = columns
    return Facet(
        legend,
        offered,
        lambda codes: Q(**{f"{one}__in": codes}) | Q(**{f"{other}__in": codes}),
        lambda: Unnest(Array(F(one), F(other))),
        **more,
    )


def any_of(column: str, legend: Any, offered: Callable[[], Offered], **more: Any) -> Facet:
    """An array of codes."""
    return Facet(
        legend,
        offered,
        lambda codes: Q(**{f"{column}__overlap": list(codes)}),
        lambda: Unnest(column),
        **more,
    )


def flag(column: str, legend: Any, name: Any, **more: Any) -> Facet:
    """A column that is true; its only value is "yes"."""
    return Facet(
        legend,
        lambda: {"yes": str(name)},
        lambda codes: Q(**{column: True}),
        lambda: Case(When(**{column: True}, then=Value("yes"))),
        **more,
    )


def ages(legend: Any, **more: Any) -> Facet:
    """`age_from` and `age_to`. A row stands in every band that overlaps its ages. Named "age"."""
    return Facet(
        legend,
        age_bands,
        _of_any_age,
        lambda: Unnest(Array(*(Case(When(_overlapping(b), then=Value(b))) for b in AGE_BANDS))),
        **more,
    )


def _overlapping(value: str) -> Q:
    youngest, oldest = age_range(value) or (1, 0)
    return Q(age_from__lte=oldest, age_to__gte=youngest)


def _of_any_age(values: tuple[str, ...]) -> Q:
    wanted = Q()
    for value in values:
        wanted |= _overlapping(value)
    return wanted
