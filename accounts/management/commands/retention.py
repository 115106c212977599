"""What is kept too long is let go. `--dry-run` lists what would be done today and does nothing."""

from django.core.management.base import BaseCommand

from accounts import retention


class Command(BaseCommand):
    help = "Hide and erase what has been kept for long enough, with warnings before."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only list what is due")

    def handle(self, *, dry_run, verbosity, **options):
        if not dry_run:
            for name, number in retention.carry_out().items():
                self.stdout.write(f"{name}: {number}")
            return
        for measure in retention.plan():
            self.stdout.write(f"{measure.name}: {measure.rows.count()} {measure.words}")
            if verbosity > 1:
                numbers = ", ".join(str(pk) for pk in measure.rows.values_list("pk", flat=True))
                self.stdout.write(f"  {numbers}")
