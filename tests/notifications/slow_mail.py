"""A mail server that takes for ever the first time it is asked."""

import time

from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend


class SlowOnceBackend(EmailBackend):
    """Leaves the file "asked" behind when it is asked, and hangs if that was the first time."""

    def send_messages(self, messages):
        asked = settings.EMAIL_FILE_PATH / "asked"
        if not asked.exists():
            asked.touch()
            time.sleep(600)
        return super().send_messages(messages)
