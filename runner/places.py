"""Where things are: the code, and what running it leaves in `var/` (or VAR_DIR)."""

import hashlib
import os
import stat
import sys
import tempfile
from pathlib import Path

from runner.errors import RunnerError

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var")).resolve()
LOGS = VAR / "log"
POSTGRES = VAR / "postgres"
VALKEY = VAR / "valkey"
CHROMIUM = VAR / "chromium"
PYTHON = sys.executable

# The kernel's limit for the path of a Unix socket is 107 bytes.
LONGEST_SOCKET_PATH = 107


def socket_directory(wanted: Path, longest_name: str, owner: int | None = None) -> Path:
    """`wanted`, or a short private directory when a socket in it would have too long a path.

    Made on the way, readable by its owner alone: whoever can enter it can use the server.
    """
    directory = wanted
    if len(os.fsencode(wanted / longest_name)) > LONGEST_SOCKET_PATH:
        digest = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]
        directory = Path(tempfile.gettempdir()) / f"portal-{os.geteuid()}-{digest}"
    make_private(directory, owner)
    return directory


def make_private(directory: Path, owner: int | None = None) -> None:
    """Make a directory that only its owner can enter, and refuse one that somebody else made."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = directory.lstat()
    # SECURITY: in /tmp anybody could have put a directory or a link of that name there first.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), owner}:
        raise RunnerError(f"{directory} belongs to somebody else. Remove it and try again.")
    directory.chmod(0o700)
    if owner is not None:
        os.chown(directory, owner, -1)
