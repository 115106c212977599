"""The steps of `load_reference`: one for each file in data/."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from contacts.models import Country, Participation, SupportUnit, Territory
from core import vocabularies
from core.models import Term, Vocabulary
from core.reference import FOLDER, Content, read, sync, sync_table

LOCK = 4_616_462  # any number, the same in every process that loads reference data

COUNTRY_TEXTS = [
    "name_en",
    "name_es",
    "category",
    "default_language",
    "status_note_en",
    "status_note_es",
    "note",
    "confidence",
    "source",
]
PERIOD_FIELDS = ["starts", "ends", "precision", "status", "confidence", "source"]
TERRITORY_TEXTS = [
    "kind",
    "name_en",
    "name_es",
    "name_native",
    "iso_3166_2",
    "confidence",
    "source",
]
UNIT_TEXTS = [
    "kind",
    "name_en",
    "name_es",
    "name_native",
    "city",
    "address",
    "phone",
    "email",
    "website",
    "note",
    "confidence",
    "source",
]
VOCABULARY_FILES = {
    "school_levels.csv": Vocabulary.LEVEL,
    "subjects.csv": Vocabulary.SUBJECT,
    "vocational_families.csv": Vocabulary.VOCATIONAL,
    "languages.csv": Vocabulary.LANGUAGE,
    "roles.csv": Vocabulary.ROLE,
}


# Files of apps above: what loads each, registered in their `AppConfig.ready`.
FURTHER: dict[str, Callable[[Path], Counter[str]]] = {}


@transaction.atomic
def load(folder: Path = FOLDER) -> dict[str, Counter[str]]:
    """Load all files, or none. Two loads at once take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    reports = {name: load_vocabulary(folder, name) for name in VOCABULARY_FILES}
    vocabularies.forget()
    reports |= {
        "countries.csv": load_countries(folder),
        "participations.csv": load_participations(folder),
        "territories.csv": load_territories(folder),
        "support_units.csv": load_support_units(folder),
    }
    return reports | {name: load_file(folder) for name, load_file in FURTHER.items()}


def load_vocabulary(folder: Path, name: str) -> Counter[str]:
    vocabulary = VOCABULARY_FILES[name]
    wanted = {
        row["code"]: {
            "name_en": row["name_en"],
            "name_es": row["name_es"],
            "order": int(row["order"]),
            "confidence": row["confidence"],
            "source": row["source"],
            "facts": _facts(row),
        }
        for row in read(folder, name)
    }
    existing = Term.objects.filter(vocabulary=vocabulary)
    return sync_table(name, existing, wanted, key="code", fixed={"vocabulary": vocabulary})


def _facts(row: dict[str, str]) -> dict[str, object]:
    """What only some vocabularies say of their terms; what is not known is left out."""
    readers: dict[str, Callable[[str], Any]] = {
        "age_from": int,
        "age_to": int,
        "isced": str,
        "name_native": str,
        "interface": lambda text: text == "yes",
        "may_join": str,
    }
    return {field: reader(row[field]) for field, reader in readers.items() if row.get(field)}


def load_countries(folder: Path) -> Counter[str]:
    wanted = {
        row["iso2"]: {
            **{field: row[field] for field in COUNTRY_TEXTS},
            "lat": float(row["lat"]),
            "lon": float(row["lon"]),
        }
        for row in read(folder, "countries.csv")
    }
    return sync_table("countries.csv", Country.objects.all(), wanted, key="iso2")


def load_participations(folder: Path) -> Counter[str]:
    """A country's history is one thing: it is replaced as a whole, or kept as a whole."""
    rows = read(folder, "participations.csv")
    wanted = _histories(
        {**row, "starts": _first_day(row["starts"]), "ends": _first_day(row["ends"])}
        for row in rows
    )
    current = _histories(
        {**row, "iso2": row["country_id"], "starts": _iso(row["starts"]), "ends": _iso(row["ends"])}
        for row in Participation.objects.order_by("country_id", "starts").values()
    )

    def write(new: list[str], changed: list[str]) -> None:
        Participation.objects.filter(country__in=changed).delete()
        Participation.objects.bulk_create(
            Participation(country_id=iso2, **period)
            for iso2 in [*new, *changed]
            for period in wanted[iso2]["periods"]
        )

    return sync("participations.csv", wanted, current, write=write)


def _histories(rows: Iterable[dict[str, Any]]) -> dict[str, Content]:
    return {
        iso2: {"periods": [{field: row[field] for field in PERIOD_FIELDS} for row in periods]}
        for iso2, periods in groupby(rows, key=itemgetter("iso2"))
    }


def _first_day(text: str) -> str | None:
    """The first day of a year or month: "2013-03" is 2013-03-01."""
    return (text + "-01-01")[:10] if text else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def load_territories(folder: Path) -> Counter[str]:
    def content(row: dict[str, str], ids: dict[str, int]) -> Content:
        return {
            **{field: row[field] for field in TERRITORY_TEXTS},
            "country_id": row["country"],
            "parent_id": ids.get(row["parent"]),
        }

    return _load_tree(folder, "territories.csv", Territory, content)


def load_support_units(folder: Path) -> Counter[str]:
    """An entry that staff or a representative edited or confirmed is theirs and stays as it is."""
    territories = dict(Territory.objects.values_list("code", "pk"))
    edited = SupportUnit.objects.filter(Q(version__gt=0) | Q(confirmed_at__isnull=False))

    def content(row: dict[str, str], ids: dict[str, int]) -> Content:
        return {
            **{field: row[field] for field in UNIT_TEXTS},
            "territory_id": territories.get(row["territory"]),
            "parent_id": ids.get(row["parent"]),
        }

    owned = set(edited.values_list("code", flat=True))
    return _load_tree(folder, "support_units.csv", SupportUnit, content, owned)


def _load_tree(
    folder: Path,
    name: str,
    model: type[Territory] | type[SupportUnit],
    content: Callable[[dict[str, str], dict[str, int]], Content],
    owned: Collection[str] = (),
) -> Counter[str]:
    """Load one level after the other: a parent has its id before its children point at it."""
    report: Counter[str] = Counter()
    ids: dict[str, int] = {}
    waiting = read(folder, name)
    while waiting:
        level = [row for row in waiting if not row["parent"] or row["parent"] in ids]
        if not level:
            raise ValueError(f"{name}: no row has the code {waiting[0]['parent']!r}.")
        waiting = [row for row in waiting if row not in level]
        wanted = {row["code"]: content(row, ids) for row in level}
        existing = model.objects.filter(code__in=wanted)
        report += sync_table(name, existing, wanted, key="code", owned=owned)
        ids |= dict(existing.values_list("code", "pk"))
    return report
