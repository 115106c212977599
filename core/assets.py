"""Third-party front-end files, served from where npm and the wheels put them.

Nothing of theirs is committed, and only what is listed here is served: a package's other files
never become addresses of ours.
"""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, Storage

BOOTSTRAP = {
    f"vendor/bootstrap/{name}": f"bootstrap/dist/{name.rsplit('.')[-1]}/{name}"
    for name in ("bootstrap.min.css", "bootstrap.bundle.min.js")
}
SCRIPTS = ("latin", "latin-ext", "greek", "cyrillic", "cyrillic-ext")
FONTS = {
    f"vendor/fonts/{name}": f"@fontsource-variable/commissioner/files/{name}"
    for name in (f"commissioner-{script}-wght-normal.woff2" for script in SCRIPTS)
}
# The manifest of production wants the source maps that the files name.
FROM_NODE = BOOTSTRAP | {f"{name}.map": f"{path}.map" for name, path in BOOTSTRAP.items()} | FONTS
FLAGS = "flag-icons/flags/4x3"
HTMX = "vendor/htmx.min.js"


def vendored_files() -> dict[str, Path]:
    """What is served below `vendor/`, and the file behind each name."""
    modules = Path(settings.NODE_MODULES)
    files = {name: modules / path for name, path in FROM_NODE.items()}
    files |= {f"vendor/flags/{path.name}": path for path in sorted((modules / FLAGS).glob("*.svg"))}
    django_htmx = find_spec("django_htmx")
    if django_htmx and django_htmx.origin:
        static = Path(django_htmx.origin).parent / "static" / "django_htmx"
        files[HTMX] = static / "htmx-2.min.js"
    return files


class VendoredStorage(FileSystemStorage):
    """Reads the listed files by the names they are served under."""

    def __init__(self) -> None:
        super().__init__(location=settings.NODE_MODULES)
        self.files = vendored_files()

    def path(self, name: str) -> str:
        return str(self.files[name])


class ListedFinder(BaseFinder):
    """A staticfiles finder of the `files` its storage lists, and of no other."""

    storage_class: type[Any]

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        self.storage = self.storage_class()
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in self.storage.files or not self.storage.exists(path):
            return []
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in self.storage.files:
            yield name, self.storage


class NodeFinder(ListedFinder):
    """The finder of the list above."""

    storage_class = VendoredStorage

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [name for name, path in self.storage.files.items() if not path.exists()]
        if not missing:
            return []
        return [
            Error(
                f"{len(missing)} third-party front-end files are missing, first {missing[0]}.",
                hint="Run ./run test, or npm ci, to install them.",
                id="core.E001",
            )
        ]
