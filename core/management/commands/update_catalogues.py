from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from core.extraction import untranslated, update

SOURCE = "en"


class Command(BaseCommand):
    requires_system_checks = []
    help = "Collect every sentence of the portal into locale/, and list what is not translated yet."

    def handle(self, *args, **options):
        for language, _name in settings.LANGUAGES:
            if language == SOURCE:
                continue
            path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
            missing = untranslated(update(settings.BASE_DIR, path, language))
            for sentence in missing:
                self.stdout.write(f"{language}: {sentence}")
            self.stdout.write(f"{language}: {len(missing)} sentences without a translation.")
