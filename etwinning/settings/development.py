"""A portal on one's own machine, with the demo world. What `./run` starts. Never for real people."""

from etwinning.settings.base import *  # noqa: F403
from etwinning.settings.base import VAR_DIR, env

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "development-only-key-that-protects-no-real-person")
DEMO_WORLD = True
SHOW_PIECES = True
# Passkeys work at http://localhost too.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# No message leaves the machine: every e-mail becomes a file, shown at /demo/mail/.
EMAIL_BACKEND = "notifications.mailbox.MailboxBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"

WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = env.bool("DEBUG", False)
