from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Bring this installation up to date: translations, tables, reference data."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="Load the demo world as well.")

    def handle(self, *args: Any, **options: Any) -> None:
        steps = ["compile_catalogues", "migrate", "load_reference"]
        if options["demo"]:
            steps.append("load_demo")
        for step in steps:
            call_command(step, verbosity=0, stdout=self.stdout, stderr=self.stderr)
