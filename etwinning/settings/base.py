"""Settings shared by every environment. What differs comes from the environment or a sibling module."""

from pathlib import Path
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env, ValidationError

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))

SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")


def can_be_followed(addresses: list[str]) -> None:
    """For env: ValidationError unless a program can write to or open each of them."""
    for address in addresses:
        if not address.startswith(("mailto:", "https://")):
            raise ValidationError(f"{address!r} must begin with mailto: or https://")


# Whom to tell about a weakness of the portal: `/.well-known/security.txt`.
SECURITY_CONTACT = env.list("SECURITY_CONTACT", [], validate=can_be_followed)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])
ROOT_URLCONF = "etwinning.urls"
WSGI_APPLICATION = "etwinning.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "core",
    "facets",
    "notifications",
    "contacts",
    "accounts",
    "partners",
    "projects",
    "twinspaces",
    "portal",
    "etwinning.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "template_partials",
    "crispy_forms",
    "crispy_bootstrap5",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.sessions.SessionsMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    "accounts.agreements.AgreementsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.http.HouseMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.theme.chosen_theme",
                "portal.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django.contrib.humanize.templatetags.humanize",
                "template_partials.templatetags.partials",
                "core.templatetags.house",
                "core.templatetags.look",
                "core.templatetags.people",
            ],
        },
    }
]
# Web addresses typed without a scheme are https: Django 6's default, switched on early.
FORMS_URLFIELD_ASSUME_HTTPS = True
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Data -----------------------------------------------------------------

DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL",
        "postgresql://portal@localhost/portal",
        engine="django.db.backends.postgresql",
        conn_max_age=env.int("DATABASE_CONN_MAX_AGE", 60),
        conn_health_checks=True,
    )
}
if env.bool("DATABASE_BEHIND_PGBOUNCER", False):
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = None


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _cache_location(url: str) -> str:
    """Celery says redis+socket:///path where redis-py says unix:///path."""
    return url.replace("redis+socket://", "unix://", 1)


REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/0")
CACHE_URL = env.str("CACHE_URL", REDIS_URL)
CACHES = {
    "default": {
        "BACKEND": "core.cache.TolerantRedisCache",
        "LOCATION": _cache_location(CACHE_URL),
        "KEY_PREFIX": "etwinning",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- Files ----------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "core.stylesheets.JoinedFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "core.assets.NodeFinder",
]
NODE_MODULES = BASE_DIR / "node_modules"

STORAGES = {
    "default": {"BACKEND": "core.files.PrivateStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Uploaded files are private: there is no MEDIA_URL, every file is asked for through a view.
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "media")))
MEDIA_URL = ""
FILE_UPLOAD_PERMISSIONS = 0o640
# Where nginx finds the private files ("internal" location); blank: the application sends them itself.
PRIVATE_MEDIA_LOCATION = env.str("PRIVATE_MEDIA_LOCATION", "")
UPLOAD_LIMIT_MB = env.int("UPLOAD_LIMIT_MB", 100)
# All files of one TwinSpace together.
TWINSPACE_LIMIT_MB = env.int("TWINSPACE_LIMIT_MB", 2048)
# The only pictures a text may show: the portal's own. Others become links.
RICHTEXT_PICTURES = r"/[a-z-]{2,8}/twinspaces/[\w-]+/materials/[0-9]+/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- People and sessions --------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.ContextValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:home"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "accounts.signup.SignupForm"}
# Whoever's password or address changes is told, in case it was not them.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_REDIRECT_URL = "accounts:welcome"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Twice a new code can be asked for. Another address is a new registration: to change it in place
# is only offered where no account has the first one, which would tell.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Long enough for a slow mail server; after three wrong attempts a code is void anyway.
CODE_MINUTES = 10
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = CODE_MINUTES * 60
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = CODE_MINUTES * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODE_MINUTES * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# An open browser is not enough to change the address, the password or a connected account.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
# A staff room of forty signs in behind one address; guessing one account stays slow.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    # Passwords, and codes of the second step. Another way in stays open all the while.
    "login_failed": "60/m/ip,5/300s/key,20/h/key,50/d/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/m/key",
    "request_login_code": "60/m/ip,3/m/key",
    # The page of a limit says "one minute".
    "confirm_email": "1/m/key",
}
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A key found in the street opens nothing: it asks for the finger, the face or the PIN of its owner.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "eTwinning"
# Who is signed in where; accounts.sessions sees to it that a page view writes nothing.
USERSESSIONS_TRACK_ACTIVITY = True

# National single sign-on and EU Login, by OpenID Connect: a JSON list (docs/operations.md).
OIDC_PROVIDERS = env.json("OIDC_PROVIDERS", [])
SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "accounts.single_sign_on.Provider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": provider["id"],
                "name": provider["name"],
                "client_id": provider["client_id"],
                "secret": provider["secret"],
                "settings": {"server_url": provider["server_url"]},
            }
            for provider in OIDC_PROVIDERS
        ],
    }
}
# SECURITY: the same address is not proof of being the same person; people connect accounts themselves.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False

# --- Languages and time ---------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["core.formats"]

# --- Mail -----------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "eTwinning <portal@demo.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10

# --- Background work ------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"notifications.tasks.*": {"queue": "mail"}}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 60
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
    "health_check_interval": 10,
    "global_keyprefix": "etwinning:",
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "requeue-waiting-emails": {
        "task": "notifications.tasks.requeue",
        "schedule": 30.0,
        # While no worker runs, sweeps do not pile up: the next one finds the same rows.
        "options": {"expires": 25},
    },
    "remind-heads-of-school": {"task": "accounts.tasks.remind_heads", "schedule": 3600.0},
    "sweep-exports": {
        "task": "accounts.tasks.sweep_exports",
        "schedule": 300.0,
        "options": {"expires": 250},
    },
    "keep-no-longer": {
        "task": "accounts.tasks.keep_no_longer",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 3600},
    },
    "refresh-search-indexes": {
        "task": "facets.tasks.refresh_search_indexes",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "tell-invited": {
        "task": "twinspaces.tasks.tell_invited",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "end-places": {
        "task": "twinspaces.tasks.end_places",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
}

# Where the web processes of one machine share the newest indexes of search.
SEARCH_INDEX_DIR = VAR_DIR / "search"

# --- What browsers are told -----------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Browsers apply this to the redirect that follows a form too.
        "form-action": [SELF, *(origin_of(p["server_url"]) for p in OIDC_PROVIDERS)],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- The portal's own numbers (docs: domain rules) ------------------------

# How long a validation usually takes: shown to the person who waits.
USUAL_VALIDATION_DAYS = 7
# How long somebody who waits for validation takes part in one TwinSpace, with limited rights.
LIMITED_MEMBERSHIP_DAYS = 14
USUAL_APPROVAL_DAYS = 7
# Pages of partner search for one person in a quarter of an hour; whoever wants more copies people.
DIRECTORY_PAGES = env.int("DIRECTORY_PAGES", 300)
# The developers' page that shows every piece of the interface in every state.
SHOW_PIECES = False
# The demo world: /demo/mail/ and the sign-ins printed by ./run.
DEMO_WORLD = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
