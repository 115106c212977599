"""Finding every translatable sentence of the portal, without any tool outside Python.

Babel reads the Python files; a template is first turned into calls of gettext by Django itself.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
FOLDERS = (
    "core", "facets", "notifications", "contacts", "accounts", "partners", "projects", "twinspaces", "portal",
    "etwinning", "templates",
)  # fmt: skip
# Pages for developers are in English only.
LEFT_OUT = ("migrations", "pieces", "pieces.py", "pieces.html")


def sources(root: Path) -> Iterator[Path]:
    """The files that may hold sentences for people."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and not set(path.parts) & set(LEFT_OUT):
                yield path


def extracted(root: Path) -> Catalog:
    """A catalogue of all sentences, with the files they stand in."""
    catalogue = Catalog(project="eTwinning portal", charset="utf-8")
    for path in sources(root):
        for _line, message, comments, context in _messages(path):
            place = [(str(path.relative_to(root)), None)]
            catalogue.add(message, locations=place, auto_comments=comments, context=context)
    return catalogue


def _messages(path: Path) -> Iterator[tuple]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        calls = templatize(text, origin=str(path))
        text = "\n".join(line.lstrip() for line in calls.splitlines())
    return extract(
        "python", BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=["Translators:"]
    )


def load(path: Path, language: str) -> Catalog:
    """The catalogue of a language as it is committed; an empty one when there is none yet."""
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(root: Path, path: Path, language: str) -> Catalog:
    """Bring a catalogue up to date: new sentences come empty, gone ones leave."""
    catalogue = load(path, language)
    catalogue.update(extracted(root), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.project, catalogue.version = "eTwinning portal", ""
    catalogue.header_comment = f"# The portal's sentences in {language}. Under the EUPL-1.2."
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file, catalogue, width=100, sort_output=True, include_lineno=False, ignore_obsolete=True
        )
    return catalogue


def untranslated(catalogue: Catalog) -> list[str]:
    """The sentences that have no text, or not one for every number."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and (not message.string or "" in _forms(message.string) or message.fuzzy)
    ]


def _forms(string) -> tuple:
    return string if isinstance(string, tuple) else (string,)
