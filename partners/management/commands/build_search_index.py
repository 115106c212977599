import time
from typing import Any

from django.core.management.base import BaseCommand

from partners.index import refresh


class Command(BaseCommand):
    help = "Build the index of partner search now, whether it is due or not."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        start = time.monotonic()
        index = refresh.build_now()
        if verbosity:
            took = time.monotonic() - start
            size = index.size / 1e6
            self.stdout.write(f"{index.people:,} people, {size:,.1f} MB, {took:.1f} s")
