"""What the tests run with: fast hashing, mail in memory, no limits that would slow a suite down."""

from etwinning.settings.base import *  # noqa: F403
from etwinning.settings.base import DATABASES, NODE_MODULES, STATICFILES_DIRS, TEMPLATES, VAR_DIR

SECRET_KEY = "tests-only"  # noqa: S105
DEBUG = False
SHOW_PIECES = True
DEMO_WORLD = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
WHITENOISE_MAX_AGE = 3600
# What looks at pages in a browser.
STATICFILES_DIRS = [*STATICFILES_DIRS, ("axe", NODE_MODULES / "axe-core")]
STATIC_ROOT = VAR_DIR / "static-of-tests"
DATABASES["default"]["CONN_MAX_AGE"] = 0
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
LOGGING = {"version": 1, "disable_existing_loggers": False}
TEMPLATES[0]["OPTIONS"]["debug"] = False
