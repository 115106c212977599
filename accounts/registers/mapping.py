"""What the columns of a register mean: from a row of cells to a school, or the reason why not."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from django.utils.text import slugify

from accounts.models import School
from accounts.registers import RegisterError
from accounts.registers.reading import UNREADABLE, Layout, column_key
from core import reference

# What a register may tell, and the attribute of a school it fills.
ATTRIBUTES = {
    "id": "official_id",
    "name": "name",
    "city": "town",
    "address": "address",
    "postcode": "postcode",
    "website": "website",
    "levels": "levels",
    "kind": "levels",
    "lat": "lat",
    "lon": "lon",
}
FIELDS = (*ATTRIBUTES, "country")
NEEDED = ("id", "name")
# The level of a kind that is no school at all, such as an office or a university.
NOT_A_SCHOOL = "none"
ISCED = "gisco"
EMPTY = {"-", "--", "–", "—", "NULL", "N/A"}
# The European Union's own codes for two countries.
COUNTRY_CODES = {"EL": "GR", "UK": "GB"}
WEBSITE = re.compile(r"(?:(https?)://)?([\w-]+(?:\.[\w-]+)+(?::\d+)?)([/?#]\S*)?", re.IGNORECASE)
LEVEL_SEPARATORS = re.compile(r"[-,;/|\s]+")
LONGEST = {
    name: School._meta.get_field(name).max_length
    for name in ("official_id", "name", "town", "address", "postcode", "website")
}

Columns = dict[str, str]


class RejectedError(Exception):
    """This row is not a school we can take. The message is the reason."""


class RegisterRow(NamedTuple):
    """A school as its register tells it, in the order in which it is copied."""

    official_id: str
    slug: str
    name: str
    town: str
    address: str
    postcode: str
    website: str
    levels: tuple[str, ...]
    lat: float | None
    lon: float | None


def saved_columns(register: str, folder: Path = reference.FOLDER) -> Columns:
    """The column map kept for a known register in data/register_formats.csv; empty if none is."""
    for row in reference.read(folder, "register_formats.csv"):
        if row["register"] == register:
            return {field: row[field] for field in FIELDS if row[field]}
    return {}


def level_table(register: str, folder: Path = reference.FOLDER) -> dict[str, tuple[str, ...]]:
    """What a register calls its levels or kinds of school, and the levels of ours each means.

    A register without a table of its own is taken to write ISCED levels.
    """
    table: dict[str, tuple[str, ...]] = {}
    for row in reference.read(folder, "register_levels.csv"):
        if row["register"] == (register or ISCED):
            code = column_key(row["code"])
            table[code] = (*table.get(code, ()), row["level"])
    return table


def known_registers(folder: Path = reference.FOLDER) -> list[str]:
    names = ("register_formats.csv", "register_levels.csv")
    return sorted({row["register"] for name in names for row in reference.read(folder, name)})


def positions(columns: Columns, layout: Layout, *, given: Iterable[str]) -> dict[str, list[int]]:
    """Where each field stands in a row. Columns somebody named must be there, saved ones may lack."""
    place = {column_key(name): at for at, name in reversed(list(enumerate(layout.columns)))}
    found = {field: _places(name, place) for field, name in columns.items()}
    missing = [
        f"{field}={columns[field]}"
        for field, places in found.items()
        if not places and field in {*given, *NEEDED}
    ]
    if missing:
        raise RegisterError(
            f"The file has no column for {', '.join(missing)}. Its columns are: "
            + ", ".join(name.strip() or "(blank)" for name in layout.columns)
            + ". Say which is which with --map id=… name=… city=…"
        )
    return {field: places for field, places in found.items() if places}


def _places(name: str, place: Mapping[str, int]) -> list[int]:
    """One column, or several joined by a plus: street+house_number."""
    if column_key(name) in place:
        return [place[column_key(name)]]
    parts = [column_key(part) for part in name.split("+")]
    return [place[part] for part in parts] if all(part in place for part in parts) else []


class Mapper:
    """Turns the rows of one file into schools."""

    def __init__(
        self,
        places: Mapping[str, list[int]],
        *,
        width: int,
        country: str,
        levels: Mapping[str, tuple[str, ...]],
        order: Iterable[str],
    ):
        self.fields = {ATTRIBUTES[field] for field in places if field in ATTRIBUTES}
        self.unknown_levels: Counter[str] = Counter()
        self._places = places
        self._width = width
        self.country = country
        self._table = levels
        self._order = {code: rank for rank, code in enumerate(order)}
        self._kept_levels: dict[str, tuple[tuple[str, ...], list[str]]] = {}

    def school(self, cells: list[str]) -> RegisterRow:
        """The school of a row. Raises `RejectedError` with the reason."""
        self._check_width(cells)
        cell = {
            field: tidy(" ".join(cells[at] for at in places))
            for field, places in self._places.items()
        }
        get = cell.get
        self._check_country(get("country", ""))
        if not cell["id"]:
            raise RejectedError("no official number")
        if not cell["name"]:
            raise RejectedError("no name")
        lat, lon = coordinates(get("lat", ""), get("lon", ""))
        row = RegisterRow(
            official_id=cell["id"],
            slug=slugify(f"{self.country}-{cell['id']}"),
            name=cell["name"],
            town=get("city", ""),
            address=get("address", ""),
            postcode=get("postcode", ""),
            website=website(get("website", "")),
            levels=self._levels(get("levels", ""), get("kind", "")),
            lat=lat,
            lon=lon,
        )
        _check_lengths(row)
        return row

    def _check_width(self, cells: list[str]) -> None:
        surplus = cells[self._width :]
        if len(cells) < self._width or any(cell.strip() for cell in surplus):
            raise RejectedError(f"{len(cells)} columns where the header has {self._width}")
        if any(UNREADABLE in cell for cell in cells):
            raise RejectedError("a letter that cannot be read in the file's encoding")

    def _check_country(self, code: str) -> None:
        code = COUNTRY_CODES.get(code.upper(), code.upper())
        if code and code != self.country:
            raise RejectedError(f"the country is {code}, not {self.country}")

    def _levels(self, levels: str, kind: str) -> tuple[str, ...]:
        key = f"{levels}\0{kind}"
        if key not in self._kept_levels:
            self._kept_levels[key] = self._look_up(levels, kind)
        known, unknown = self._kept_levels[key]
        self.unknown_levels.update(unknown)
        return known

    def _look_up(self, levels: str, kind: str) -> tuple[tuple[str, ...], list[str]]:
        codes = [code for code in [*LEVEL_SEPARATORS.split(levels), kind] if code]
        unknown = [code for code in codes if column_key(code) not in self._table]
        known = {level for code in codes for level in self._table.get(column_key(code), ())}
        if NOT_A_SCHOOL in known:
            raise RejectedError(f"{kind or levels} is not a kind of school")
        return tuple(sorted(known, key=lambda level: self._order.get(level, 99))), unknown


def tidy(cell: str) -> str:
    """One line without blanks around it or characters nobody can see; empty for "-" and the like."""
    text = " ".join(cell.split())
    if not text.isprintable():
        text = "".join(letter for letter in text if letter.isprintable())
    return "" if text in EMPTY else text


def coordinates(lat: str, lon: str) -> tuple[float | None, float | None]:
    """Both or none; 0, 0 is how many a register says that it does not know."""
    if not lat and not lon:
        return None, None
    try:
        place = float(lat.replace(",", ".")), float(lon.replace(",", "."))
    except ValueError:
        raise RejectedError(f"coordinates that are not two numbers: {lat!r}, {lon!r}") from None
    if not (-90 <= place[0] <= 90 and -180 <= place[1] <= 180):
        raise RejectedError(f"coordinates that are not on the globe: {lat}, {lon}")
    return place if any(place) else (None, None)


def website(cell: str) -> str:
    """The first web address of a cell, made whole; empty when it is none."""
    first = re.split(r"[\s;|]", cell, maxsplit=1)[0].rstrip(",.")
    match = WEBSITE.fullmatch(first)
    if not match:
        return ""
    scheme, host, rest = match.groups()
    address = f"{(scheme or 'http').lower()}://{host.lower()}{rest or ''}"
    return address if len(address) <= LONGEST["website"] else ""


def _check_lengths(row: RegisterRow) -> None:
    for attribute, longest in LONGEST.items():
        if len(getattr(row, attribute)) > longest:
            raise RejectedError(
                f"the {attribute.replace('_', ' ')} is longer than {longest} letters"
            )
