"""The developers' page shows every piece, in both languages, and stays away from real portals."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("base.html", "portal/pieces.html", "bootstrap5/errors.html")
PIECES = sorted((ROOT / "templates" / "partials").glob("_*.html"))


def test_it_shows_without_anybody_signed_in(client):
    html = client.get("/en/pieces/").content.decode()
    assert "Rivers that meet" in html
    assert 'lang="en"' in html


@pytest.mark.parametrize("path", PIECES, ids=lambda path: path.name)
def test_every_piece_is_shown_or_part_of_one_that_is(path):
    pages = [ROOT / "templates" / name for name in PAGES]
    sources = [*(ROOT / "templates" / "portal" / "pieces").glob("*.html"), *PIECES, *pages]
    html = "".join(source.read_text() for source in sources)
    included = set(re.findall(r'"partials/(_\w+\.html)"', html))
    assert path.name in included


def test_the_dark_theme_is_in_the_page_when_chosen(client):
    client.cookies["theme"] = "dark"
    assert 'data-bs-theme="dark"' in client.get("/en/pieces/").content.decode()


def test_real_portals_do_not_have_it(client, settings):
    settings.SHOW_PIECES = False
    assert client.get("/en/pieces/").status_code == 404


def test_optional_fields_say_so_and_errors_are_told_twice(client):
    html = client.get("/en/pieces/").content.decode()
    assert html.count("(optional)") == 4
    assert "asteriskField" not in html
    assert 'href="#id_wrong-name"' in html
    assert 'id="id_wrong-name_error"' in html
    assert 'aria-describedby="id_wrong-name_helptext id_wrong-name_error"' in html


def test_error_summary_links_lead_to_controls(client):
    html = client.get("/en/pieces/").content.decode()
    targets = re.findall(r'<a href="#(id_[\w-]+)">', html)
    assert targets
    for target in targets:
        assert f'id="{target}"' in html
