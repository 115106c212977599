"""`./run bench search [--teachers N …] [--full]`: partner search from the index beside plain SQL.

12 thousand and 120 thousand teachers; with --full 1.2 million as well, which takes ten minutes.
Targets are for 1.2 million. Other people's work on the machine shows in the times, less in the ratios.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F

from accounts.models import Teacher
from bench import questions
from bench.database import fresh_database, server
from bench.load import TEACHERS as FULL_SIZE
from bench.load import fill
from bench.pages import CLIENTS, pages
from bench.table import Figure, show
from facets import sql
from facets.index import ask, current, refresh
from facets.pages import SIZE
from facets.question import Question
from facets.source import SOURCES, Source
from partners import suggesting
from partners.sources import TEACHERS

SIZES = [12_000, 120_000]
ASKED = 200
WARM_UP = 3
# Plain SQL takes seconds for one question at full size.
ASKED_OF_SQL = 12
ASKED_OF_ANOTHER = 60
MOST = {
    "(a) filters, total, first page": 2,
    "(b) all counts": 6,
    "(c) words and both": 30,
    "(d) page, 1 client": 20,
    "(e) suggestions": 20,
}
LEAST_TIMES = {"(b) all counts": 100}
MOST_MINIMAL_PAGES = 4
MOST_BUILD_SECONDS = 30
MOST_MEGABYTES = 64
MOST_GROWTH = 3
MEMORY = """
import django; django.setup()
from facets.index import current
from facets.source import SOURCES
from accounts.models import User
def megabytes():
    return int(open('/proc/self/statm').read().split()[1]) * 4096 / 1e6
list(User.objects.all()[:1])
before = megabytes()
for source in SOURCES.values():
    current.present(source)
print(megabytes() - before)
"""


class Taken(NamedTuple):
    """Milliseconds: how long one waited, and how long our own process worked for it."""

    waited: list[float]
    own: list[float]


def main(options: Sequence[str] = ()) -> bool:
    parser = argparse.ArgumentParser(prog="./run bench search")
    parser.add_argument("--teachers", type=int, nargs="*", default=SIZES)
    parser.add_argument("--full", action="store_true")
    given = parser.parse_args(options)
    sizes = [*given.teachers, *([FULL_SIZE] if given.full else [])]
    medians, good = {}, True
    for size in sizes:
        with fresh_database() as environment:
            fill(size)
            figures, medians[size] = _measured(environment, is_full=size == FULL_SIZE)
        good &= show(f"Partner search among {size:,} teachers ({server()})", figures)
    if len(sizes) > 1:
        good &= show(f"From {sizes[0]:,} to {sizes[-1]:,}: times as long", _growth(medians, sizes))
    return good


def _measured(
    environment: dict[str, str], *, is_full: bool
) -> tuple[list[Figure], dict[str, float]]:
    figures = _building(environment, is_full=is_full)
    with connection.cursor() as cursor:  # as autovacuum leaves it, before anything is measured
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    taken: dict[str, list[float]] = {}
    for name, (index, plain) in _engines(TEACHERS, ASKED).items():
        taken[name] = index.waited
        least = LEAST_TIMES.get(name) if is_full else None
        figures += _beside(name, index, plain, MOST[name] if is_full else None, least)
    taken["(e) suggestions"] = _suggested().waited
    figures += _times(
        "(e) suggestions", taken["(e) suggestions"], MOST["(e) suggestions"] if is_full else None
    )
    asked = questions.filtered(TEACHERS, 60)
    for name, times in pages(environment, _askers(max(CLIENTS)), asked).items():
        taken[name] = times
        figures += _times(name, times, MOST.get(name) if is_full else None)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    figures += _beside_minimal_pages(medians, is_full=is_full)
    for source in SOURCES.values():
        if source is not TEACHERS:
            figures += _another(source)
    return figures, medians


def _beside_minimal_pages(medians: dict[str, float], *, is_full: bool) -> list[Figure]:
    """With eight clients a page is to cost no more than so many minimal pages; one client for comparison."""
    figures = []
    for clients in CLIENTS:
        ratio = medians[_page(clients)] / medians[f"minimal page, {_clients(clients)}"]
        most = MOST_MINIMAL_PAGES if is_full and clients > 1 else None
        name = f"page to minimal page, {_clients(clients)}"
        figures.append(Figure(name, round(ratio, 1), "times", most))
    return figures


def _another(source: Source) -> list[Figure]:
    """The same engine for another noun."""
    figures = []
    for name, (index, plain) in _engines(source, ASKED_OF_ANOTHER).items():
        figures += _beside(f"{source.name} {name[:3]}", index, plain, None, None)
    return figures


def _clients(number: int) -> str:
    return "1 client" if number == 1 else f"{number} clients"


def _page(clients: int) -> str:
    return f"(d) page, {_clients(clients)}"


def _building(environment: dict[str, str], *, is_full: bool) -> list[Figure]:
    figures = []
    for source in SOURCES.values():
        start, cpu = time.monotonic(), time.process_time()
        build = refresh.build_now(source)
        seconds, own = time.monotonic() - start, time.process_time() - cpu
        most = MOST_BUILD_SECONDS if is_full else None
        figures += [
            Figure(f"build of {build.rows:,} {source.name}", round(seconds, 1), "s", most),
            Figure("  own processor time", round(own, 1), "s"),
            Figure("  size", round(build.size / 1e6, 1), "MB"),
        ]
    held = subprocess.run(
        [sys.executable, "-c", MEMORY], env=environment, capture_output=True, check=True
    )
    most = MOST_MEGABYTES if is_full else None
    return [*figures, Figure("memory of a process", round(float(held.stdout), 1), "MB", most)]


def _engines(source: Source, number: int) -> dict[str, tuple[Taken, Taken]]:
    """What is measured, as the index does it and as SQL does."""
    user, rows = _askers(1)[0], source.held().count()
    by_filters = questions.filtered(source, number)
    by_words = questions.with_words(source, number, _names())

    def asked(question: Question) -> ask.Asked:
        present = current.present(source)
        if present is None or len(present.base.all) != rows:
            raise SystemExit("The index does not answer, or it is another one.")
        return ask.Asked(source, question, user, present)

    def first_page(question: Question) -> None:
        found = asked(question)
        _ = len(found.old.all) + len(found.new.all)
        found.candidates(0, SIZE)

    def first_page_of_sql(question: Question) -> None:
        matching = sql.Asked(source, question, user).matching
        matching.count()
        list(matching.order_by(*source.keys(question.sort)).values_list("pk")[:SIZE])

    def counted(question: Question) -> Callable[[], object]:
        found = asked(question)
        return lambda: ask.counts(source, found.old, found.new)

    def counted_by_sql(question: Question) -> Callable[[], object]:
        found = sql.Asked(source, question, user)
        return lambda: sql.counts(found)

    few = slice(0, ASKED_OF_SQL)
    first, second, third = list(MOST)[:3]
    return {
        first: (_each(first_page, by_filters), _each(first_page_of_sql, by_filters[few])),
        second: (_all(map(counted, by_filters)), _all(map(counted_by_sql, by_filters[few]))),
        third: (
            _each(lambda question: ask.find(source, question, user), by_words),
            _each(lambda question: sql.find(source, question, user), by_words[few]),
        ),
    }


def _suggested() -> Taken:
    """Everybody's first suggestions, as on the dashboard."""
    return _each(lambda user: suggesting.suggestions(user, suggesting.FEW), _askers(ASKED))


def _each(work: Callable[[Any], object], asked: Iterable[Any]) -> Taken:
    return _all((lambda one=one: work(one)) for one in asked)


def _all(works: Iterable[Callable[[], object]]) -> Taken:
    """The first ones only warm up what is read."""
    taken = Taken([], [])
    asked = iter(works)
    for work in islice(asked, WARM_UP):
        work()
    for work in asked:
        start, own = time.perf_counter(), time.process_time()
        work()
        taken.own.append((time.process_time() - own) * 1000)
        taken.waited.append((time.perf_counter() - start) * 1000)
    return taken


def _beside(
    name: str, index: Taken, sql: Taken, most: float | None, least: float | None
) -> list[Figure]:
    ratio = statistics.median(sql.waited) / statistics.median(index.waited)
    return [
        *_times(name, index.waited, most),
        Figure(f"{name}, p95 of our processor", round(_p95(index.own), 2), "ms"),
        *_times(f"{name}, SQL", sql.waited, None),
        Figure(f"{name}: SQL takes", round(ratio), "times", least=least),
    ]


def _times(name: str, taken: list[float], most: float | None) -> list[Figure]:
    return [
        Figure(f"{name}, p50", round(statistics.median(taken), 2), "ms"),
        Figure(f"{name}, p95", round(_p95(taken), 2), "ms", most),
        Figure(f"{name}, longest", round(max(taken), 2), "ms"),
    ]


def _p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)]


def _growth(medians: dict[int, dict[str, float]], sizes: list[int]) -> list[Figure]:
    first, last = medians[sizes[0]], medians[sizes[-1]]
    return [
        Figure(name, round(last[name] / first[name], 1), "times", MOST_GROWTH) for name in first
    ]


def _askers(number: int) -> list[Any]:
    """Several: nobody may read hundreds of pages in a few minutes. Spread over all, as people are."""
    people = Teacher.objects.findable().order_by("pk").select_related("user")
    spread = people.annotate(turn=F("pk") % 37).filter(turn=1)
    return [teacher.user for teacher in spread[:number]]


def _names() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT split_part(name_normal, ' ', 2) AS name FROM accounts_user"
            " WHERE id <= 3000 ORDER BY name"
        )
        return [name for (name,) in cursor.fetchall() if len(name) > 4]
