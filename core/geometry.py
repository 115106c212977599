"""Plane geometry for drawing a map: projection, thinning, clipping, areas. Nothing of eTwinning."""

import math
from itertools import pairwise

Point = tuple[float, float]
Line = list[Point]
Box = tuple[float, float, float, float]


class EqualArea:
    """Lambert's azimuthal equal-area projection: a country's size on paper is its size on earth."""

    def __init__(self, lon: float, lat: float) -> None:
        self.lon = math.radians(lon)
        self.sin, self.cos = math.sin(math.radians(lat)), math.cos(math.radians(lat))

    def __call__(self, lon: float, lat: float) -> Point:
        away, up = math.radians(lon) - self.lon, math.radians(lat)
        sin, cos = math.sin(up), math.cos(up)
        # At the opposite end of the earth the divisor is nought; nothing of Europe is near it.
        stretch = math.sqrt(2 / max(1e-9, 1 + self.sin * sin + self.cos * cos * math.cos(away)))
        return stretch * cos * math.sin(away), stretch * (
            self.cos * sin - self.sin * cos * math.cos(away)
        )


def thinned(line: Line, tolerance: float) -> Line:
    """The line without the points that change it by less than the tolerance (Douglas and Peucker)."""
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        if last - first < 2:
            continue
        gaps = [_distance(line[i], line[first], line[last]) for i in range(first + 1, last)]
        widest = max(range(len(gaps)), key=gaps.__getitem__)
        if gaps[widest] > tolerance:
            middle = first + 1 + widest
            keep.add(middle)
            todo += [(first, middle), (middle, last)]
    return [line[i] for i in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to the straight line between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    if length == 0:
        return math.dist(point, start)
    return abs(dy * (point[0] - start[0]) - dx * (point[1] - start[1])) / length


def clipped(ring: Line, box: Box) -> Line:
    """The part of a ring inside a box, cut edge by edge (Sutherland and Hodgman)."""
    for axis, limit, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        ring = _cut(ring, axis, limit, sign)
    return ring


def _cut(ring: Line, axis: int, limit: float, sign: int) -> Line:
    """The part of a ring on one side of a horizontal or vertical line."""
    kept: Line = []
    for start, end in zip(ring[-1:] + ring[:-1], ring, strict=True):
        starts_inside = sign * (start[axis] - limit) >= 0
        ends_inside = sign * (end[axis] - limit) >= 0
        if starts_inside != ends_inside:
            part = (limit - start[axis]) / (end[axis] - start[axis])
            kept.append(
                (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))
            )
        if ends_inside:
            kept.append(end)
    return kept


def area_and_centre(ring: Line) -> tuple[float, Point]:
    """The area a ring encloses and the point it balances on."""
    twice = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        twice += cross
        x += (x0 + x1) * cross
        y += (y0 + y1) * cross
    if twice == 0:
        return 0.0, ring[0]
    return abs(twice) / 2, (x / (3 * twice), y / (3 * twice))


def as_path(ring: Line) -> str:
    """A ring as SVG path data in whole numbers, each point told from the one before."""
    points = [(round(x), round(y)) for x, y in ring]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points) if a != b]
    if len(steps) < 2:
        return ""
    walk = "".join(f"{dx} {dy}" if i == 0 else f" {dx} {dy}" for i, (dx, dy) in enumerate(steps))
    return f"M{points[0][0]} {points[0][1]}l{walk.replace(' -', '-')}z"
