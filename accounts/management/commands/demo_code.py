import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError

STEP = 30


class Command(BaseCommand):
    help = (
        "Print the code an invented person's authenticator app shows now. Only in the demo world."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *args, email, **options):
        if not settings.DEMO_WORLD:
            raise CommandError("This portal is for real people: nobody but they know their codes.")
        app = Authenticator.objects.filter(
            user__email__iexact=email, type=Authenticator.Type.TOTP
        ).first()
        if app is None:
            raise CommandError(f"{email} has no authenticator app, so there is no code to show.")
        if self._is_used(app, self._code(app)):
            self.stderr.write("The code of this half minute has been used. Waiting for the next.")
            time.sleep(STEP - time.time() % STEP)
        self.stdout.write(self._code(app))

    def _code(self, app):
        return format_hotp_value(hotp_value(decrypt(app.data["secret"]), int(time.time()) // STEP))

    def _is_used(self, app, code):
        return cache.get(TOTP(app)._get_used_cache_key(code)) is not None
