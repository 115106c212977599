"""A database for one measurement: fresh, with the reference data, gone afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection

from facets.index import current


@contextmanager
def fresh_database() -> Iterator[dict[str, str]]:
    """The environment for processes that shall work on it. Whatever DATABASE_URL names stays as it is."""
    before = connection.settings_dict["NAME"]
    name = connection.creation.create_test_db(verbosity=0, serialize=False)
    current.forget()  # builds are numbered anew: that of an earlier measurement may have the same number
    try:
        call_command("load_reference", verbosity=0)
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        yield {**os.environ, "DATABASE_URL": url}
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def server() -> str:
    """What the figures were measured on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, fsync = cursor.fetchone()
    return f"PostgreSQL {version}, fsync {fsync}"
