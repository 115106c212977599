"""`./run bench load [--teachers N]`: fill an empty database to the size of Europe, by COPY.

It fills the database that DATABASE_URL names, and refuses one in which there are people already.
Without DATABASE_URL the database lasts as long as the measurement.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from bench.database import server
from bench.table import Figure, show
from bench.world import NOW, World, staffs

TEACHERS = 1_200_000
SCHOOLS_PER_TEACHER = 295_000 / TEACHERS
PROJECTS_PER_TEACHER = 160_000 / TEACHERS
MOST_SECONDS = 600
TABLES = ("accounts_user", "accounts_school", "accounts_teacher", "projects_project")


def main(options: Sequence[str] = ()) -> bool:
    parser = argparse.ArgumentParser(prog="./run bench load")
    parser.add_argument("--teachers", type=int, default=TEACHERS)
    teachers = parser.parse_args(options).teachers
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    seconds = fill(teachers)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    return show(
        f"A made-up Europe by COPY ({server()})",
        [
            *(Figure(name, number) for name, number in counted().items()),
            Figure("size", round(size / 1e9, 1), "GB"),
            Figure("time", round(seconds, 1), "s", MOST_SECONDS),
        ],
    )


def counted() -> dict[str, int]:
    with connection.cursor() as cursor:
        return {table: cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in TABLES}  # fmt: skip


def fill(teachers: int) -> float:
    """Fill the database; how many seconds it took."""
    if counted()["accounts_teacher"]:
        raise SystemExit("There are people in this database already. Name an empty one.")
    start = time.monotonic()
    world = World(_codes("contacts_country", "iso2"), _vocabularies())
    indexes = _without_indexes()
    _switch_notes("DISABLE")
    _copy_people(world, teachers)
    _switch_notes("ENABLE")
    with connection.cursor() as cursor:
        for index in indexes:
            cursor.execute(index)
        for table in TABLES:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            )
        cursor.execute("VACUUM ANALYZE")
    return time.monotonic() - start


def _codes(table: str, column: str, where: str = "true") -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {where} ORDER BY {column}")
        return [row[0] for row in cursor.fetchall()]


def _vocabularies() -> dict[str, list[str]]:
    from core import vocabularies
    from core.models import Vocabulary

    names = {
        "subjects": Vocabulary.SUBJECT,
        "languages": Vocabulary.LANGUAGE,
        "levels": Vocabulary.LEVEL,
        "roles": Vocabulary.ROLE,
    }
    return {name: list(dict(vocabularies.choices(of))) for name, of in names.items()}


def _switch_notes(state: str) -> None:
    """Without an index of search there is nothing to note for it."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} {state} TRIGGER USER")


def _without_indexes() -> list[str]:
    """Drop what no constraint needs, to be made again when the rows are in; how to make it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)"
            " AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
            [list(TABLES)],
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def _copy_people(world: World, teachers: int) -> None:
    schools = [
        world.school(number) for number in range(max(2, round(teachers * SCHOOLS_PER_TEACHER)))
    ]
    _copy("accounts_school", _school_rows(schools))
    placed = list(staffs(world.chance, len(schools), teachers))
    world.chance.shuffle(placed)
    people = ((n, place, world.teacher(schools[place][1])) for n, place in enumerate(placed, 1))
    _copy_both(people)
    _copy("projects_project", _project_rows(world, schools, placed))


def _school_rows(schools: list[list]) -> Iterator[dict]:
    for number, (slug, country, official, name, town) in enumerate(schools, 1):
        yield {
            "id": number, "slug": slug, "country_id": country, "official_id": official,
            "name": name, "town": town, "origin": "register", "status_since": NOW,
            "created_at": NOW,
        }  # fmt: skip


def _copy_both(people: Iterable[tuple[int, int, dict]]) -> None:
    """Accounts and profiles: the profiles wait in a file until their accounts are there."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as waiting:

        def accounts() -> Iterator[dict]:
            for number, place, one in people:
                waiting.write(json.dumps(_profile(number, place, one), default=str) + "\n")
                yield _account(number, one)

        _copy("accounts_user", accounts())
        waiting.seek(0)
        _copy("accounts_teacher", map(json.loads, waiting))


def _account(number: int, one: dict) -> dict:
    return {
        "id": number, "password": "!", "email": f"teacher{number}@demo.example",
        "given_name": one["given"], "family_name": one["family"],
        "is_active": one["is_active"], "date_joined": one["joined"],
    }  # fmt: skip


def _profile(number: int, place: int, one: dict) -> dict:
    return {
        "id": number, "user_id": number, "slug": f"made-{number}",
        "country_id": one["country"], "school_id": place + 1, "status_since": one["joined"],
        **{name: one[name] for name in OF_THE_TEACHER},
    }  # fmt: skip


OF_THE_TEACHER = (
    "role",
    "subjects",
    "languages",
    "levels",
    "age_from",
    "age_to",
    "is_available",
    "looking_for",
    "interests",
    "status",
    "last_active_at",
)


def _project_rows(world: World, schools: list[list], placed: list[int]) -> Iterator[dict]:
    chance = world.chance
    for number in range(1, round(len(placed) * PROJECTS_PER_TEACHER) + 1):
        founder, other = _two_countries(chance, schools, placed)
        approved = NOW - timedelta(days=chance.random() * 1500)
        yield {
            "id": number, "slug": f"made-project-{number}", "kind": "european",
            "title": world.words.draw(chance).capitalize(), "summary": "What two classes do.",
            "founder_id": founder + 1, "founder_school_id": placed[founder] + 1,
            "founder_country_id": schools[placed[founder]][1],
            "cofounder_id": other + 1, "cofounder_school_id": placed[other] + 1,
            "cofounder_country_id": schools[placed[other]][1],
            "subjects": world.codes["subjects"].several(chance, 1, 3), "languages": ["en"],
            "age_from": 10, "age_to": 15, "pupils": 40, "status": "active",
            "status_since": approved, "round": 1, "created_at": approved,
            "approved_at": approved,
        }  # fmt: skip


def _two_countries(chance, schools: list[list], placed: list[int]) -> tuple[int, int]:
    while True:
        one, other = chance.randrange(len(placed)), chance.randrange(len(placed))
        if schools[placed[one]][1] != schools[placed[other]][1]:
            return one, other


def _copy(table: str, rows: Iterable[dict]) -> None:
    """What a row does not say is what its model would say."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    usual = {field.column: _cell(field.get_default()) for field in fields}
    columns = ", ".join(f'"{column}"' for column in usual)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            cells = usual | {column: _cell(value) for column, value in row.items()}
            copy.write("\t".join(cells.values()) + "\n")


def _cell(value) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, list):
        return "{" + ",".join(value) + "}"
    return json.dumps(value) if isinstance(value, dict) else str(value)
