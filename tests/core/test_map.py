"""The map of Europe: who is on it, how it is shaded, how heavy it is."""

import gzip

import pytest
from django.template.loader import render_to_string

from core import europe_map, geometry
from core.europe_map import HEIGHT, WIDTH, drawn

PARTICIPANTS = {code: code for code in set(europe_map.ISO2.values()) - {"AD", "BY"}}


def _shapes():
    return {country.iso2: country.shape for country in drawn({}, names=PARTICIPANTS).countries}


def test_every_participating_country_is_on_the_map():
    assert [code for code, shape in _shapes().items() if shape is None] == []


@pytest.mark.parametrize("code", sorted(PARTICIPANTS))
def test_the_middle_of_a_country_lies_inside_the_frame(code):
    shape = _shapes()[code]
    assert 0 < shape.x < WIDTH
    assert 0 < shape.y < HEIGHT


@pytest.mark.parametrize("code", ["MT", "LU", "LI", "CY"])
def test_small_countries_get_a_dot_large_ones_none(code):
    shapes = _shapes()
    assert shapes[code].needs_dot
    assert not shapes["ES"].needs_dot


def test_countries_lie_where_they_lie():
    shapes = _shapes()
    assert shapes["PT"].x < shapes["ES"].x < shapes["IT"].x < shapes["GE"].x
    assert shapes["NO"].y < shapes["DE"].y < shapes["TN"].y


def test_russia_is_drawn_though_it_crosses_the_date_line():
    land = drawn({}, names=PARTICIPANTS).land
    assert len(land) > 2000


def test_more_is_darker():
    counts = {"ES": 400, "IT": 90, "PL": 20, "MT": 3}
    level = {c.iso2: c.level for c in drawn(counts, names=PARTICIPANTS).countries}
    assert level["ES"] > level["IT"] >= level["PL"] > level["AT"]
    assert level["AT"] == 0


def test_the_legend_covers_every_count_once():
    legend = drawn({"ES": 400, "IT": 90, "PL": 20, "MT": 3}, names=PARTICIPANTS).legend
    assert legend == [(0, "0"), (1, "1–19"), (2, "20–89"), (3, "90–399"), (4, "400+")]


def test_where_every_country_has_some_there_is_no_shade_for_none():
    all_have = {code: number for number, code in enumerate(PARTICIPANTS, start=1)}
    assert drawn(all_have, names=PARTICIPANTS).legend[0][0] == 1


def test_without_differences_there_is_nothing_to_explain():
    same = drawn(dict.fromkeys(PARTICIPANTS, 1), names=PARTICIPANTS)
    assert same.legend == []
    assert len({country.level for country in same.countries}) == 1


def test_a_country_that_is_not_asked_for_is_plain_land():
    alone = drawn({}, names={"ES": "Spain"})
    assert [country.name for country in alone.countries] == ["Spain"]
    assert len(alone.land) > len(drawn({}, names=PARTICIPANTS).land)


def test_the_picture_is_light_and_the_table_says_the_same():
    europe = drawn({"ES": 3}, names={"ES": "Spain", "MT": "Malta"}, urls={"ES": "/en/support/es/"})
    html = render_to_string(
        "partials/_europe_map.html", {"map": europe, "caption": "Projects", "column": "Projects"}
    )
    assert len(gzip.compress(html.encode())) < 60_000
    assert html.count('href="/en/support/es/"') == 2
    table = html[html.index("<table") :]
    assert "Spain" in table
    assert "Malta" in table


def test_thinning_keeps_corners_and_drops_what_lies_on_the_way():
    assert geometry.thinned([(0, 0), (5, 0.1), (10, 0), (10, 10)], 0.5) == [
        (0, 0),
        (10, 0),
        (10, 10),
    ]


def test_clipping_cuts_at_the_edge_of_the_box():
    square = [(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)]
    area, centre = geometry.area_and_centre(geometry.clipped(square, (0, 0, 10, 10)))
    assert (area, centre) == (25.0, (2.5, 2.5))
