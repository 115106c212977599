"""The least a Django page is: what `startproject` sets up, one query, one template.

What the portal's pages are compared with.
"""

import os

import dj_database_url
import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60)},
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        }
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY="measured-and-gone",  # noqa: S106
    USE_TZ=True,
)
django.setup()

PAGE = """<!doctype html><html lang="en"><head><title>{{ rows.0.name }}</title></head>
<body><ul>{% for row in rows %}<li>{{ row.name }}: {{ row.app }}</li>{% endfor %}</ul></body></html>"""


def page(request: HttpRequest) -> HttpResponse:
    from django.contrib.contenttypes.models import ContentType

    rows = [{"name": row.model, "app": row.app_label} for row in ContentType.objects.all()[:18]]
    return HttpResponse(template.render({"rows": rows}, request))


template = engines["django"].from_string(PAGE)
urlpatterns = [path("", page)]
application = get_wsgi_application()
