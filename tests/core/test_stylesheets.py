import os
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from core.stylesheets import JoinedFinder, joined


@pytest.fixture
def sheets(settings, tmp_path):
    """A portal whose one sheet imports two others."""
    settings.BASE_DIR, settings.VAR_DIR = tmp_path, tmp_path / "var"
    css = tmp_path / "static" / "css"
    css.mkdir(parents=True)
    (css / "portal.imports.css").write_text(
        '@import url("ink.css");\n@import url("paper.css") print;\n'
    )
    (css / "ink.css").write_text("a {\n  color: red;\n}\n")
    (css / "paper.css").write_text("a {\n  color: black;\n}\n")
    return css


def test_what_a_sheet_imports_stands_in_its_place(sheets):
    assert joined(sheets / "portal.imports.css") == (
        "a {\n  color: red;\n}\n\n@media print {\na {\n  color: black;\n}\n}\n\n"
    )


def test_a_sheet_that_is_missing_is_named(sheets):
    (sheets / "ink.css").unlink()
    with pytest.raises(FileNotFoundError, match="ink"):
        joined(sheets / "portal.imports.css")


def test_a_changed_sheet_is_served_at_once(sheets):
    finder = JoinedFinder()
    assert "red" in Path(finder.find("css/portal.css")).read_text()

    (sheets / "ink.css").write_text("a {\n  color: green;\n}\n")
    later = Path(finder.find("css/portal.css")).stat().st_mtime + 1
    os.utime(sheets / "ink.css", (later, later))

    assert "green" in Path(finder.find("css/portal.css")).read_text()


def test_it_is_written_once(sheets):
    path = Path(JoinedFinder().find("css/portal.css"))
    before = path.stat()
    assert Path(JoinedFinder().find("css/portal.css")).stat().st_ino == before.st_ino
    assert [one.name for one in path.parent.iterdir()] == ["portal.css"]


def test_only_sheets_that_import_are_its_own(sheets):
    assert JoinedFinder().find("css/ink.css") == []


def test_pages_are_served_the_joined_sheet():
    text = Path(finders.find("css/portal.css")).read_text()
    assert "@import" not in text
    assert "@font-face" in text


def test_collecting_takes_the_joined_sheet():
    ((name, storage),) = JoinedFinder().list([])
    with storage.open(name) as file:
        assert b"@import" not in file.read()
