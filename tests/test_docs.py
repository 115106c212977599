"""The documents say what is: what they name exists, and what exists is named."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#]+)")
APPS = [
    "core",
    "facets",
    "notifications",
    "contacts",
    "accounts",
    "partners",
    "projects",
    "twinspaces",
    "portal",
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    broken = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert broken == []


@pytest.mark.parametrize("app", APPS)
def test_every_app_is_described(app):
    assert f"| `{app}` |" in (ROOT / "docs" / "architecture.md").read_text()


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(page.name[:4]) for page in (ROOT / "docs" / "adr").glob("0*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_readme_leads_to_every_how_to():
    readme = (ROOT / "README.md").read_text()
    missing = [
        page.name
        for page in (ROOT / "docs" / "how-to").glob("*.md")
        if f"docs/how-to/{page.name}" not in readme
    ]
    assert missing == []
