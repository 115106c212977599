"""One stylesheet for a page instead of twenty: what a sheet imports is written into it.

`portal.imports.css` is valid CSS as it stands, but a browser would ask for each of its sheets. The finder
serves `portal.css`: the same with the imports put in, made anew when one of them changes.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

# What is served, and the sheet it is made of.
SHEETS = {"css/portal.css": "css/portal.imports.css"}
IMPORT = re.compile(r'^@import url\("([\w-]+\.css)"\)(?: (\w+))?;$', re.MULTILINE)


def joined(sheet: Path) -> str:
    """The text of a sheet with those it imports, which stand beside it, in their places."""

    def text(found: re.Match[str]) -> str:
        name, medium = found.groups()
        imported = (sheet.parent / name).read_text(encoding="utf-8")
        return f"@media {medium} {{\n{imported}}}\n" if medium else imported

    return IMPORT.sub(text, sheet.read_text(encoding="utf-8"))


class JoinedStorage(FileSystemStorage):
    """Sheets as they are served. They are written when somebody asks where they are."""

    def __init__(self) -> None:
        super().__init__(location=settings.VAR_DIR / "stylesheets")

    def path(self, name: str) -> str:
        path, sheet = Path(super().path(name)), settings.BASE_DIR / "static" / SHEETS[name]
        changed = max(one.stat().st_mtime for one in sheet.parent.glob("*.css"))
        if not path.exists() or path.stat().st_mtime < changed:
            _write(path, joined(sheet))
        return str(path)


def _write(path: Path, text: str) -> None:
    """Whole or not at all: several processes may do so at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write(text)
    Path(file.name).chmod(0o644)
    os.replace(file.name, path)


class JoinedFinder(BaseFinder):
    """The staticfiles finder of the joined sheets."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        self.storage = JoinedStorage()
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in SHEETS:
            return []
        return [self.storage.path(path)] if find_all else self.storage.path(path)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in SHEETS:
            yield name, self.storage
