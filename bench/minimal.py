"""The least a Django page can do: one query, one line of HTML. What the portal's pages are compared with."""

import os

import dj_database_url
import django
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60)},
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY="measured-and-gone",  # noqa: S106
)


def page(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name_en FROM contacts_country WHERE iso2 = 'ES'")
        return HttpResponse(f"<h1>{cursor.fetchone()[0]}</h1>")


urlpatterns = [path("", page)]
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 -- settings come first

application = get_wsgi_application()
