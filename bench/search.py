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
from typing import Any, NamedTuple

from django.db import connection

from bench import questions
from bench.database import fresh_database, server
from bench.load import TEACHERS, fill
from bench.pages import CLIENTS, pages
from bench.table import Figure, show

SIZES = [12_000, 120_000]
ASKED = 200
# Plain SQL takes seconds for one question at full size.
ASKED_OF_SQL = 12
MOST = {
    "(a) filters, total, first page": 2,
    "(b) all counts": 6,
    "(c) words and both": 30,
    "(d) page, 1 client": 20,
}
MOST_BUILD_SECONDS = 30
MOST_MEGABYTES = 64
MOST_GROWTH = 3
MEMORY = """
import django; django.setup()
from partners.index import current
from accounts.models import User
def megabytes():
    return int(open('/proc/self/statm').read().split()[1]) * 4096 / 1e6
list(User.objects.all()[:1])
before = megabytes()
current.present()
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
    sizes = [*given.teachers, *([TEACHERS] if given.full else [])]
    medians, good = {}, True
    for size in sizes:
        with fresh_database() as environment:
            fill(size)
            figures, medians[size] = _measured(environment, is_full=size == TEACHERS)
        good &= show(f"Partner search among {size:,} teachers ({server()})", figures)
    if len(sizes) > 1:
        good &= show(f"From {sizes[0]:,} to {sizes[-1]:,}: times as long", _growth(medians, sizes))
    return good


def _measured(
    environment: dict[str, str], *, is_full: bool
) -> tuple[list[Figure], dict[str, float]]:
    figures = _building(environment, is_full=is_full)
    taken = {}
    for name, (index, sql) in _engines().items():
        taken[name] = index.waited
        figures += _beside(name, index, sql, MOST[name] if is_full else None)
    for name, times in pages(environment, _askers(), questions.filtered(60)).items():
        taken[name] = times
        figures += _times(name, times, MOST.get(name) if is_full else None)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    for clients in CLIENTS:
        ratio = medians[_page(clients)] / medians[f"minimal page, {_clients(clients)}"]
        figures.append(
            Figure(f"page to minimal page, {_clients(clients)}", round(ratio, 1), "times")
        )
    return figures, medians


def _clients(number: int) -> str:
    return "1 client" if number == 1 else f"{number} clients"


def _page(clients: int) -> str:
    return f"(d) page, {_clients(clients)}"


def _building(environment: dict[str, str], *, is_full: bool) -> list[Figure]:
    from partners.index import refresh

    start, cpu = time.monotonic(), time.process_time()
    index = refresh.build_now()
    seconds, own = time.monotonic() - start, time.process_time() - cpu
    held = float(
        subprocess.run(
            [sys.executable, "-c", MEMORY], env=environment, capture_output=True, check=True
        ).stdout
    )
    return [
        Figure("build", round(seconds, 1), "s", MOST_BUILD_SECONDS if is_full else None),
        Figure("build, own processor time", round(own, 1), "s"),
        Figure("size", round(index.size / 1e6, 1), "MB"),
        Figure("memory of a process", round(held, 1), "MB", MOST_MEGABYTES if is_full else None),
    ]


def _engines() -> dict[str, tuple[Taken, Taken]]:
    """What is measured, as the index does it and as SQL does."""
    from partners.index import ask, current
    from partners.search import sql

    user = _askers()[0]
    by_filters = questions.filtered(ASKED)
    by_words = questions.with_words(ASKED, _names())

    def first_page(question: Any) -> None:
        present = current.present()
        old, new, _ = ask.matches(question, user, present)
        _ = len(old.all) + len(new.all)
        ask.candidates(question, present, (old.all, new.all), 0, 18)

    def first_page_of_sql(question: Any) -> None:
        matching = sql.Asked(question, user).matching
        matching.count()
        list(matching.order_by(*sql.ORDERS[question.sort]).values_list("pk")[:18])

    def whole(find: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
        return lambda question: find(question, user)

    def counted(question: Any) -> Callable[[], object]:
        old, new, _ = ask.matches(question, user, current.present())
        return lambda: ask.counts(old, new)

    def counted_by_sql(question: Any) -> Callable[[], object]:
        asked = sql.Asked(question, user)
        return lambda: sql.counts(asked)

    few = slice(0, ASKED_OF_SQL)
    names = list(MOST)
    return {
        names[0]: (_each(first_page, by_filters), _each(first_page_of_sql, by_filters[few])),
        names[1]: (
            _all(map(counted, by_filters)),
            _all(map(counted_by_sql, by_filters[few])),
        ),
        names[2]: (_each(whole(ask.find), by_words), _each(whole(sql.find), by_words[few])),
    }


def _each(work: Callable[[Any], object], asked: Iterable[Any]) -> Taken:
    return _all((lambda one=one: work(one)) for one in asked)


def _all(works: Iterable[Callable[[], object]]) -> Taken:
    taken = Taken([], [])
    for work in works:
        start, own = time.perf_counter(), time.process_time()
        work()
        taken.own.append((time.process_time() - own) * 1000)
        taken.waited.append((time.perf_counter() - start) * 1000)
    return taken


def _beside(name: str, index: Taken, sql: Taken, most: float | None) -> list[Figure]:
    ratio = statistics.median(sql.waited) / statistics.median(index.waited)
    return [
        *_times(name, index.waited, most),
        Figure(f"{name}, p95 of our processor", round(_p95(index.own), 2), "ms"),
        *_times(f"{name}, SQL", sql.waited, None),
        Figure(f"{name}: SQL takes", round(ratio), "times"),
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


def _askers() -> list[Any]:
    """Several: nobody may read hundreds of pages in a few minutes."""
    from accounts.models import Teacher

    people = Teacher.objects.findable().order_by("pk").select_related("user")
    return [teacher.user for teacher in people[: max(CLIENTS)]]


def _names() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT split_part(name_normal, ' ', 2) AS name FROM accounts_user"
            " WHERE id <= 3000 ORDER BY name"
        )
        return [name for (name,) in cursor.fetchall() if len(name) > 4]
