from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.catalogues import CatalogueError, compile_catalogues


class Command(BaseCommand):
    help = "Compile the translations that changed since they were last compiled."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = [
                path for place in settings.LOCALE_PATHS for path in compile_catalogues(Path(place))
            ]
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        if written and options["verbosity"] > 0:
            self.stdout.write(f"{len(written)} translation files compiled.")
