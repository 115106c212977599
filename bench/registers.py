"""A made-up school register in the GISCO schema: as large as a large country, as awkward as real ones.

Its words are about as many as those of a real one: half of the schools bear one of twenty names that
are everywhere, the others that of somebody; half are in one of 600 places, the others in one of 11,000.
"""

import csv
import random
from pathlib import Path

COLUMNS = [
    "id",
    "name",
    "site_name",
    "lat",
    "lon",
    "geo_qual",
    "street",
    "house_number",
    "postcode",
    "city",
    "cc",
    "country",
    "levels",
    "max_students",
    "enrollment",
    "fields",
    "facility_type",
    "public_private",
    "tel",
    "email",
    "url",
    "ref_date",
    "pub_date",
    "comments",
]
KINDS = (
    ("École maternelle", "0"),
    ("École élémentaire", "1"),
    ("École primaire", "0-1"),
    ("COLLÈGE", "2"),
    ("Lycée général", "3"),
    ("Lycée professionnel", "3-4"),
    ("CITÉ SCOLAIRE", "2-3"),
)
PEOPLE = [
    "Jules Ferry",
    "Jean Moulin",
    "Marie Curie",
    "Victor Hugo",
    "Louise Michel",
    "Françoise Dolto",
    "Les Tilleuls",
    "Émile Zola",
    "Saint-Joseph",
    "Notre-Dame",
    "Jacques Prévert",
    "L’Étang",
    "Pablo Neruda",
    "Les Châtaigniers",
    "Frédéric Mistral",
    "Anne Frank",
    "Simone Veil",
    "Antoine de Saint-Exupéry",
    "La Fontaine",
    "Le Petit Prince",
]
STREETS = ["Rue de l’Église", "Avenue de la République", "Place du Marché", "Chemin des Écoliers"]
BEGINNINGS = [
    "Saint-",
    "Mont",
    "Ville",
    "Belle",
    "Haute",
    "Château",
    "Ro",
    "Cler",
    "Vau",
    "Beau",
    "Gri",
    "Lan",
    "Per",
    "Tour",
    "Cha",
]
ENDINGS = [
    "gny",
    "mont",
    "ville",
    "fort",
    "sur-Loire",
    "bourg",
    "ac",
    "neuf",
    "lieu",
    "court",
    "vallon",
    "pierre",
    "roche",
]
# What family names are made of: 20 × 20 × 20 of them, as many schools bear the name of somebody.
SYLLABLES = (
    "ba", "bel", "cha", "de", "dou", "fa", "ga", "gui", "le", "lou",
    "ma", "mi", "no", "pa", "qui", "re", "sau", "ti", "va", "vi",
)  # fmt: skip
# One row in so many is one that cannot be taken.
AWKWARD_EVERY = 400


def write_register(path: Path, rows: int, seed: int = 2026) -> int:
    """Write the file; how many of its rows cannot be taken."""
    chance = random.Random(seed)
    towns = [chance.choice(BEGINNINGS) + chance.choice(ENDINGS) for _ in range(150)]
    towns = [f"{town} {quarter}" for town in towns for quarter in ("", "le Vieux", "Nord", "Sud")]
    spoil = (_without_id, _without_name, _cut_short, _lost_at_sea, _elsewhere, _again)
    awkward = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(rows):
            row = _row(number, chance, towns)
            if number % AWKWARD_EVERY == AWKWARD_EVERY - 1:
                row = spoil[awkward % len(spoil)](row)
                awkward += 1
            writer.writerow(row)
    return awkward


def school_number(number: int) -> str:
    return f"{number:07d}{'ABCDEFGHJKLMNPRSTUVWXYZ'[number % 23]}"


def _row(number: int, chance: random.Random, towns: list[str]) -> list[str]:
    kind, levels = chance.choice(KINDS)
    person = chance.choice(PEOPLE) if chance.random() < 0.5 else _somebody(chance)
    name = f"{kind} {person} {chance.choice(('', '', 'I', 'II', 'Annexe'))}"
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {
        "id": school_number(number),
        "name": name.upper() if chance.random() < 0.3 else name,
        "lat": f"{chance.uniform(42, 51):.6f}",
        "lon": f"{chance.uniform(-4, 8):.6f}",
        "geo_qual": "1",
        "street": chance.choice(STREETS),
        "house_number": str(chance.randint(1, 180)),
        "postcode": f"{chance.randint(1000, 95999):05d}",
        "city": chance.choice(towns) if chance.random() < 0.5 else _somewhere(chance),
        "cc": "FR",
        "country": "France",
        "levels": levels,
        "public_private": chance.choice(("public", "private")),
        "url": f"www.school-{number}.example" if chance.random() < 0.2 else "-",
        "ref_date": "01/09/2025",
        "pub_date": "15/01/2026",
        "comments": 'Two sites, "Nord"\nand "Sud"' if chance.random() < 0.01 else "",
    }
    return list(cells.values())


def _somebody(chance: random.Random) -> str:
    given = chance.choice(PEOPLE).split()[0]
    return f"{given} {''.join(chance.choices(SYLLABLES, k=3)).capitalize()}"


def _somewhere(chance: random.Random) -> str:
    middle = chance.choice(SYLLABLES) + chance.choice(("", "ne", "ron"))
    return chance.choice(BEGINNINGS) + middle + chance.choice(ENDINGS)


def _with(row: list[str], **cells: str) -> list[str]:
    return [cells.get(name, cell) for name, cell in zip(COLUMNS, row, strict=True)]


def _without_id(row: list[str]) -> list[str]:
    return _with(row, id=" - ")


def _without_name(row: list[str]) -> list[str]:
    return _with(row, name="")


def _cut_short(row: list[str]) -> list[str]:
    return row[:9]


def _lost_at_sea(row: list[str]) -> list[str]:
    return _with(row, lat="4852.1")


def _elsewhere(row: list[str]) -> list[str]:
    return _with(row, cc="BE")


def _again(row: list[str]) -> list[str]:
    return _with(row, id=school_number(0))
