from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.demo.world import build


class Command(BaseCommand):
    help = "Make the demo world: people, schools, projects and TwinSpaces that do not exist."

    def handle(self, *args, **options):
        if not settings.DEMO_WORLD:
            raise CommandError("This portal is for real people: the demo world is not made here.")
        counts = build()
        words = ", ".join(f"{number} {name}" for name, number in counts.items())
        if options["verbosity"]:
            self.stdout.write(f"The demo world: {words}.")
