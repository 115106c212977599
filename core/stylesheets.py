"""One stylesheet for a page instead of twenty: what a sheet imports is written into it.

`portal.imports.css` is valid CSS as it stands, but a browser would ask for each of its sheets. The finder
serves `portal.css`: the same with the imports put in, made anew when one of them changes.
"""

import re
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from core.assets import ListedFinder

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

    files = SHEETS

    def __init__(self) -> None:
        super().__init__(location=settings.VAR_DIR / "stylesheets")

    def path(self, name: str) -> str:
        path, sheet = Path(super().path(name)), settings.BASE_DIR / "static" / self.files[name]
        changed = max(one.stat().st_mtime for one in sheet.parent.glob("*.css"))
        if not path.exists() or path.stat().st_mtime < changed:
            _write(path, joined(sheet))
        return str(path)


def _write(path: Path, text: str) -> None:
    """Whole or not at all: several processes may do so at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{uuid4().hex}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


class JoinedFinder(ListedFinder):
    """The finder of the joined sheets."""

    storage_class = JoinedStorage
