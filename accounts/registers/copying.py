"""The SQL of an import: rows stream into a temporary table, then one statement compares and writes.

What is written:

- A school new to us is created, confirmed, with a slug made from country and official number.
- A school we know by its number takes what the register says and keeps its slug and its people.
  One that a teacher added becomes the register's, and is confirmed if it was waiting.
- What support staff decided (refused, closed) stands.
- A blank cell says "not known" and wipes nothing; a column the file lacks changes nothing.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from psycopg import Copy

from accounts.registers.mapping import RegisterRow

# Any constant: two imports of one country take turns.
LOCK = 7_204_001

CREATE = """
CREATE TEMPORARY TABLE register_row (
    official_id text NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    town text NOT NULL,
    address text NOT NULL,
    postcode text NOT NULL,
    website text NOT NULL,
    levels text[] NOT NULL,
    lat double precision,
    lon double precision
)
"""

# The new value of each attribute when the school is known already.
TAKEN_OVER = {
    "name": "excluded.name",
    "town": "COALESCE(NULLIF(excluded.town, ''), school.town)",
    "address": "COALESCE(NULLIF(excluded.address, ''), school.address)",
    "postcode": "COALESCE(NULLIF(excluded.postcode, ''), school.postcode)",
    "website": "COALESCE(NULLIF(excluded.website, ''), school.website)",
    "levels": "COALESCE(NULLIF(excluded.levels, '{}'), school.levels)",
    "lat": "COALESCE(excluded.lat, school.lat)",
    "lon": "COALESCE(excluded.lon, school.lon)",
}

# Two numbers may make the same slug ("A/1" and "A-1"): the later one gets a suffix of its own.
UPSERT = """
WITH written AS (
    INSERT INTO accounts_school AS school (
        country_id, official_id, slug, name, town, address, postcode, website, levels, lat, lon,
        origin, status, status_since, decision_reason, created_at
    )
    SELECT
        %(country)s, row.official_id,
        CASE
            WHEN taken.id IS NULL
                AND row_number() OVER (PARTITION BY row.slug ORDER BY row.official_id) = 1
            THEN row.slug
            ELSE row.slug || '-' || left(md5(row.official_id), 8)
        END,
        row.name, row.town, row.address, row.postcode, row.website, row.levels, row.lat, row.lon,
        'register', 'confirmed', now(), '', now()
    FROM register_row AS row
    LEFT JOIN accounts_school AS taken ON taken.slug = row.slug
    ON CONFLICT (country_id, official_id) WHERE NOT (official_id = '') DO UPDATE SET
        {assignments},
        origin = 'register',
        status = CASE school.status WHEN 'waiting' THEN 'confirmed' ELSE school.status END,
        status_since = CASE school.status WHEN 'waiting' THEN now() ELSE school.status_since END
    WHERE school.origin <> 'register'
        OR school.status = 'waiting'
        OR ({current}) IS DISTINCT FROM ({taken_over})
    RETURNING xmax = 0 AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written
"""

ADOPTED = """
SELECT count(*), array_agg(school.id) FILTER (WHERE school.status = 'waiting')
FROM accounts_school AS school
JOIN register_row AS row USING (official_id)
WHERE school.country_id = %s AND school.origin <> 'register'
"""


@dataclass(frozen=True)
class Written:
    created: int
    changed: int
    adopted: int
    # Ids of those among the adopted that waited for confirmation.
    confirmed: list[int]


@contextmanager
def staging(country: str) -> Iterator[Copy]:
    """Where `stage` puts rows, until `write_staged`. Inside the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, country])
        cursor.execute(CREATE)
        with cursor.copy("COPY register_row FROM STDIN") as copy:
            yield copy


def stage(copy: Copy, row: RegisterRow) -> None:
    # Codes of levels are slugs, so the array needs no quoting.
    copy.write_row([*row[:7], "{" + ",".join(row.levels) + "}", row.lat, row.lon])


def write_staged(country: str, attributes: Collection[str]) -> Written:
    """Create and change schools in one statement; attributes the file does not tell stay."""
    names = [name for name in TAKEN_OVER if name in attributes]
    statement = UPSERT.format(
        assignments=", ".join(f"{name} = {TAKEN_OVER[name]}" for name in names),
        current=", ".join(f"school.{name}" for name in names),
        taken_over=", ".join(TAKEN_OVER[name] for name in names),
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE register_row")
        cursor.execute(ADOPTED, [country])
        adopted, confirmed = cursor.fetchone()
        cursor.execute(statement, {"country": country})
        created, changed = cursor.fetchone()
        cursor.execute("DROP TABLE register_row")
        if created + changed:
            cursor.execute("ANALYZE accounts_school")
    return Written(created, changed, adopted, confirmed or [])
