import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from facets.index import refresh
from facets.source import SOURCES


class Command(BaseCommand):
    help = "Build the indexes of search now, whether they are due or not."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("sources", nargs="*", help=f"of these only: {', '.join(SOURCES)}")

    def handle(self, *args: Any, sources: list[str], verbosity: int = 1, **options: Any) -> None:
        unknown = set(sources) - SOURCES.keys()
        if unknown:
            raise CommandError(
                f"There is no search of {', '.join(sorted(unknown))}; there is: {', '.join(SOURCES)}."
            )
        for name in sources or SOURCES:
            start = time.monotonic()
            build = refresh.build_now(SOURCES[name])
            if verbosity:
                took = time.monotonic() - start
                size = build.size / 1e6
                self.stdout.write(f"{name}: {build.rows:,} rows, {size:,.1f} MB, {took:.1f} s")
