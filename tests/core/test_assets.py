import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from core.assets import NodeFinder


@pytest.mark.parametrize(
    "name",
    [
        "vendor/bootstrap/bootstrap.min.css",
        "vendor/bootstrap/bootstrap.bundle.min.js",
        "vendor/htmx.min.js",
        "vendor/fonts/commissioner-greek-wght-normal.woff2",
        "vendor/flags/es.svg",
    ],
)
def test_every_kind_of_third_party_file_is_found(name):
    assert Path(finders.find(name)).is_file()


def test_htmx_is_version_two():
    assert re.search(r'version:"2\.', Path(finders.find("vendor/htmx.min.js")).read_text())


@pytest.mark.parametrize("name", ["vendor/bootstrap/package.json", "vendor/../package.json"])
def test_a_file_that_is_not_listed_is_not_served(name):
    assert NodeFinder().find(name) == []


def test_source_maps_are_there_because_the_manifest_looks_for_them():
    listed = {name for name, _ in NodeFinder().list([])}
    for name in ("bootstrap.min.css", "bootstrap.bundle.min.js"):
        text = Path(finders.find(f"vendor/bootstrap/{name}")).read_text()
        (named,) = re.findall(r"sourceMappingURL=(\S+)", text)
        assert f"vendor/bootstrap/{named}" in listed


def test_everything_listed_can_be_opened():
    for name, storage in NodeFinder().list([]):
        with storage.open(name) as file:
            assert file.read(1)


def test_a_machine_without_node_modules_is_told_what_to_run(settings, tmp_path):
    settings.NODE_MODULES = tmp_path

    (error,) = NodeFinder().check()

    assert error.id == "core.E001"
    assert "./run" in error.hint


def test_a_complete_installation_has_nothing_to_complain_about():
    assert NodeFinder().check() == []
