"""The test database as it stood, put back faster than by emptying and filling it.

A test that commits costs the tables it changed, and the cast of `house` one statement of copies,
instead of the hundreds of statements that made them.
"""

import copy
from collections.abc import Callable, Iterable
from contextlib import contextmanager

from django.db import connection, transaction

# Rows that triggers write: they come by themselves when the rows they tell of are copied.
WRITTEN_BY_TRIGGERS = {"accounts_schoolword", "facets_change"}


class Beginning:
    """Every table as it was when this was made; `restore` puts back those that changed since."""

    def __init__(self) -> None:
        self._columns = _columns_of_tables()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA beginning")
            for table in self._columns:
                cursor.execute(f"CREATE TABLE beginning.{table} AS TABLE public.{table}")
        self._state = _state_of(self._columns)

    def changed(self) -> list[str]:
        now = _state_of(self._columns)
        return [table for table in now if now[table] != self._state[table]]

    def restore(self) -> None:
        changed = self.changed()
        if not changed:
            return
        with (
            transaction.atomic(),
            connection.cursor() as cursor,
            _without_triggers(cursor, changed),
        ):
            for table in changed:
                cursor.execute(f"DELETE FROM public.{table}")
                cursor.execute(_copy("beginning", table, self._columns[table]))
        self._state |= _state_of(changed)

    def send_others_away(self) -> None:
        """End whatever else is connected, such as a killed worker: a database in use cannot be dropped."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    def newest(self, table: str) -> int:
        return self._state[table][1]

    def columns(self, table: str) -> str:
        return self._columns[table]


class Cast:
    """People and things that many tests need, made once and copied into each of them.

    `name` is the schema they are kept in.
    """

    def __init__(self, name: str, beginning: Beginning, make: Callable[[], object]) -> None:
        self._people = make()
        tables = [table for table in beginning.changed() if table not in WRITTEN_BY_TRIGGERS]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {name}")
            for table in tables:
                cursor.execute(
                    f"CREATE TABLE {name}.{table} AS SELECT * FROM public.{table}"
                    " WHERE xmin::text::bigint > %s",
                    [beginning.newest(table)],
                )
        self._copies = ";".join(_copy(name, table, beginning.columns(table)) for table in tables)
        beginning.restore()

    def enter(self) -> object:
        """Put their rows into the database; they themselves, as if just made."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(self._copies)
        return copy.deepcopy(self._people)


def _copy(schema: str, table: str, columns: str) -> str:
    return f"INSERT INTO public.{table} ({columns}) SELECT {columns} FROM {schema}.{table}"


def _state_of(tables: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Of each table, how many rows it has and which transaction wrote the newest."""
    asked = " UNION ALL ".join(
        f"SELECT '{table}', count(*), coalesce(max(xmin::text::bigint), 0) FROM public.{table}"
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {table: (rows, newest) for table, rows, newest in cursor.fetchall()}


def _columns_of_tables() -> dict[str, str]:
    """The columns of each table that can be written; PostgreSQL computes the others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, string_agg(quote_ident(column_name), ', ')"
            " FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND is_generated = 'NEVER' GROUP BY table_name ORDER BY table_name"
        )
        return dict(cursor.fetchall())


@contextmanager
def _without_triggers(cursor, tables: Iterable[str]):
    for table in tables:
        cursor.execute(f"ALTER TABLE public.{table} DISABLE TRIGGER USER")
    yield
    # A table whose foreign keys wait to be checked cannot be altered.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        cursor.execute(f"ALTER TABLE public.{table} ENABLE TRIGGER USER")
