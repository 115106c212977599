"""The look keeps its promises: one place for colours, enough contrast, no style in templates."""

import re
from itertools import product
from pathlib import Path

import pytest

from core import tokens

ROOT = Path(__file__).resolve().parent.parent
CSS = ROOT / "static" / "css"
IMPORTS = CSS / "portal.imports.css"
NAMES = {path.name for path in CSS.glob("*.css")}
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# An id of a page may look like a colour in hexadecimal; after url( or href=" it is none.
COLOUR = re.compile(
    r"(?<![&\w/\"'(])#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b|\b(?:rgb|hsl|oklch|lab)a?\(",
    re.IGNORECASE,
)
NAMED = re.compile(
    r":[^;{}]*\b(white|black|red|green|blue|grey|gray|orange|yellow|navy|silver)\b[^;{}]*;",
    re.IGNORECASE,
)
TEXT, SHAPE = 4.5, 3.0
THEMES = (tokens.LIGHT, tokens.DARK)


def _table(start, end):
    """(foreground, background) of a list in the comment at the top of tokens.css."""
    lines = TOKENS.split(start, 1)[1].split(end, 1)[0].splitlines()
    for line in lines:
        pair = re.match(r"\s*\*\s+([\w-]+)\s+/\s+(.+)", line)
        if pair:
            yield from product([pair[1]], pair[2].split())


def _on_pairs():
    return [
        (name, name.removeprefix("on-"))
        for name in tokens.colours()
        if name.removeprefix("on-") in tokens.colours() and name.startswith("on-")
    ]


TEXT_PAIRS = [*_table("* pairs", "* edges"), *_on_pairs()]
SHAPE_PAIRS = [*_table("* edges", "* end")]


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """The ratio of WCAG 2: from 1 (the same) to 21 (black on white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _uncommented(css):
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def test_contrast_is_measured_as_wcag_measures_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "background"), TEXT_PAIRS)
def test_text_can_be_read_in_both_themes(text, background, theme):
    colours = tokens.colours(theme)
    assert contrast(colours[text], colours[background]) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "background"), SHAPE_PAIRS)
def test_shapes_that_mean_something_can_be_seen_in_both_themes(shape, background, theme):
    colours = tokens.colours(theme)
    assert contrast(colours[shape], colours[background]) >= SHAPE


def test_the_two_dark_themes_are_the_same():
    _day, device, chosen = tokens.declared()
    assert device
    assert device == chosen


def test_every_colour_of_the_night_has_one_of_the_day():
    day, device, _chosen = tokens.declared()
    assert set(device) <= set(day)


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_colours_stand_in_tokens_alone(path):
    if path.name == "tokens.css":
        return
    css = _uncommented(path.read_text(encoding="utf-8"))
    assert not COLOUR.findall(css), "Give the colour a name in tokens.css."
    assert not NAMED.findall(css), "Give the colour a name in tokens.css."


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_every_token_that_is_used_is_there(path):
    css = _uncommented(path.read_text(encoding="utf-8"))
    known = set(re.findall(r"--([\w-]+)\s*:", TOKENS))
    used = {name for name in re.findall(r"var\(--([\w-]+)", css) if not name.startswith("bs-")}
    assert used <= known


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_hold_no_colour_no_style_and_no_script(path):
    html = re.sub(r"{%.*?%}|{{.*?}}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not COLOUR.findall(html), "Give the colour a name in tokens.css."
    if path.parent.name == "emails":
        return  # Mail programs read nothing but styles on the elements.
    assert not re.search(r"\sstyle\s*=", html), (
        "Use a class: the content policy drops inline styles."
    )
    assert "<style" not in html
    assert not re.search(r"\son[a-z]+\s*=", html), "Put behaviour into static/js/portal.js."
    # Data for a script is not run by the browser.
    script = r'<script(?![^>]*\ssrc=)(?![^>]*type="application/json")'
    assert not re.search(script, html), "Put scripts into static/js/."


@pytest.mark.parametrize("name", ["mark.svg", "favicon.svg"])
def test_the_mark_has_the_colours_of_the_tokens(name):
    svg = (ROOT / "static" / "images" / name).read_text(encoding="utf-8")
    colours = tokens.colours()
    assert set(re.findall(r'fill="(#\w+)"', svg)) == {
        colours["mark-one"], colours["mark-two"], colours["mark-both"]
    }  # fmt: skip


def test_every_stylesheet_reaches_a_page():
    html = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    linked = set(re.findall(r'"css/([\w-]+\.css)"', html))
    assert (linked - {"portal.css"}) | {IMPORTS.name, *_imported()} == NAMES


def test_a_sheet_is_imported_once():
    assert len(_imported()) == len(set(_imported()))


def _imported():
    return re.findall(r'@import url\("([^"]+)"\)', IMPORTS.read_text(encoding="utf-8"))
