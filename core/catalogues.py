"""Compiling translations with Babel, so that no machine needs gettext's programs."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po


class CatalogueError(Exception):
    """A translation file that cannot be read: which, where and why."""


def compile_catalogues(locale: Path) -> list[Path]:
    """Write each `.mo` that is missing or older than its `.po`; returns what was written."""
    sources = sorted(locale.glob("*/LC_MESSAGES/*.po"))
    return [_compile(source) for source in sources if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> Path:
    try:
        with source.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
    except PoFileError as error:
        reason = str(error).removesuffix(f" on {error.lineno}")  # Babel counts lines from 0
        raise CatalogueError(f"{source}:{error.lineno + 1}: {reason}") from error
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{source}:1: this is not UTF-8 text: {error}") from error
    for message in catalogue:
        if message.fuzzy:  # not compiled either
            continue
        for problem in message.check(catalogue):
            raise CatalogueError(f"{source}:{message.lineno}: {problem} in {message.id!r}")
    compiled = source.with_suffix(".mo")
    half = compiled.with_suffix(".mo.new")
    with half.open("wb") as file:
        write_mo(file, catalogue)
    half.replace(compiled)
    return compiled
