from django.core.management.base import BaseCommand

from contacts import reference
from core.reference import OUTCOMES


class Command(BaseCommand):
    help = (
        "Load countries, support units, territories and vocabularies from data/. "
        "Safe to repeat; what people edited in the portal is kept."
    )

    def handle(self, *args, verbosity, **options):
        reports = reference.load()
        if verbosity:
            self._print("file", OUTCOMES)
            for name, report in reports.items():
                self._print(name, [report[outcome] for outcome in OUTCOMES])

    def _print(self, name, cells):
        self.stdout.write(f"{name:24}" + "".join(f"{cell:>11}" for cell in cells))
