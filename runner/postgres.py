"""An embedded PostgreSQL cluster: made, started, adopted, repaired and stopped.

It listens on a Unix socket in a directory that only its owner can enter, so it needs no password.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from runner.errors import RunnerError
from runner.places import make_private, socket_directory
from runner.postgres_account import (
    OURSELVES,
    Account,
    own_account,
    reachable_binaries,
    reachable_root,
)
from runner.postgres_binaries import Binaries, find_binaries
from runner.processes import TICK, end_with_parent

NAME = "portal"
SOCKET = ".s.PGSQL.5432"
LASTING = {
    "shared_buffers": "128MB",
    "max_connections": "100",
    "wal_compression": "on",
    "jit": "off",
}
# For measurements with millions of rows.
LARGE = {"shared_buffers": "1GB", "maintenance_work_mem": "256MB", "max_wal_size": "4GB"}
# Nobody misses a test database after a power cut.
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
}


class Cluster:
    """One data directory `pg<major>` below `root`, and the server on it.

    Several processes may start the same cluster: one starts it, the others adopt it.
    """

    def __init__(
        self,
        root: Path,
        settings: Mapping[str, str] = LASTING,
        *,
        ends_with_us: bool = False,
        account: Account | None = None,
    ) -> None:
        self.account = account or own_account()
        self.root = reachable_root(self.account, root.resolve())
        # Other binaries found first must not put a second, empty cluster beside the existing one.
        found = find_binaries(self._existing_major())
        self.binaries: Binaries = reachable_binaries(self.account, found)
        self.data = self.root / f"pg{found.major}"
        self.settings = settings
        self.ends_with_us = ends_with_us
        self.log = self.root / "postgres.log"
        self._child: subprocess.Popen[bytes] | None = None

    def _existing_major(self) -> int | None:
        majors = [int(path.parent.name[2:]) for path in self.root.glob("pg[0-9]*/PG_VERSION")]
        return max(majors, default=None)

    @property
    def sockets(self) -> Path:
        return socket_directory(self.root / "run", f"{SOCKET}.lock", self.account.user)

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.sockets), safe='')}"

    def start(self, patience: float = 60) -> None:
        """Make the cluster if there is none and have its server answer, whoever started it."""
        with self._locked():
            self._initialise()
            self._have_it_answer(patience)
            self._create_database()

    def stop(self, patience: float = 30) -> None:
        """End the server, whoever started it. Nothing happens when there is none."""
        with self._locked():
            if (pid := self.pid()) is None:
                return
            os.kill(pid, signal.SIGINT)  # PostgreSQL's fast shutdown
            deadline = time.monotonic() + patience
            while self.pid() is not None:
                if self._child is not None:
                    self._child.poll()  # or it stays a zombie with our name on it
                if time.monotonic() > deadline:
                    raise RunnerError(f"PostgreSQL (process {pid}) does not stop. See {self.log}.")
                time.sleep(TICK)
            if self._child is not None:
                self._child.wait()

    def pid(self) -> int | None:
        """The server on this very data directory; None for a stale or foreign process id."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            return None
        is_postgres = os.path.basename(arguments[0]).startswith(b"postgres")
        return pid if is_postgres and os.fsencode(self.data) in arguments else None

    def sql(self, statement: str, database: str = "postgres") -> str:
        """One statement through psql, for the few things the runner itself needs to know."""
        psql = self.binaries.directory / "psql"
        options = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-h", str(self.sockets), "-U", NAME]
        return _run([psql, *options, "-d", database, "-c", statement])

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        make_private(self.root, self.account.user)
        with (self.root / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _initialise(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        half = self.root / f"new-{self.data.name}"
        shutil.rmtree(half, ignore_errors=True)
        initdb = self.binaries.directory / "initdb"
        options = ["-D", str(half), "-U", NAME, "-A", "trust", "-E", "UTF8"]
        options += ["--no-sync", "--no-instructions", "--locale=C.UTF-8"]
        if self.binaries.major >= 17:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        _run(self.account.command(initdb, *options), self.account)
        half.rename(self.data)  # an interrupted one never looks like a whole one

    def _remove_leftovers(self) -> None:
        """After a crash the recorded process id may belong to anybody by now, or to a zombie.

        PostgreSQL itself still refuses to start while another server holds the shared memory.
        """
        leftovers = (self.sockets / f"{SOCKET}.lock", self.sockets / SOCKET)
        for path in (self.data / "postmaster.pid", *leftovers):
            path.unlink(missing_ok=True)

    def _launch(self) -> "subprocess.Popen[bytes]":
        if self._child is not None:
            self._child.wait()  # ours, and killed
        settings = {
            **self.settings,
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "logging_collector": "off",
            "timezone": "UTC",
        }
        options = [f"-c{name}={value}" for name, value in settings.items()]
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                self.account.command(
                    self.binaries.directory / "postgres", "-D", self.data, *options
                ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_environment(),
                start_new_session=True,
                user=self.account.user,
                group=self.account.group,
                extra_groups=self.account.groups,
                preexec_fn=end_with_parent(signal.SIGINT) if self.ends_with_us else None,
            )
        return self._child

    def _have_it_answer(self, patience: float) -> None:
        deadline = time.monotonic() + patience
        launched: subprocess.Popen[bytes] | None = None
        while not self._answers():
            if launched is None and self.pid() is None:  # also one that dies while we look at it
                self._remove_leftovers()
                launched = self._launch()
            if launched is not None and launched.poll() is not None:
                raise RunnerError(f"PostgreSQL ended at once:\n{self._end_of_log()}")
            if time.monotonic() > deadline:
                raise RunnerError(f"PostgreSQL does not answer:\n{self._end_of_log()}")
            time.sleep(TICK)

    def _answers(self) -> bool:
        try:
            return self.sql("select 1") == "1"
        except RunnerError:
            return False

    def _create_database(self) -> None:
        if not self.sql(f"select 1 from pg_database where datname = '{NAME}'"):  # noqa: S608
            self.sql(f"create database {NAME}")

    def _end_of_log(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join([*lines[-15:], f"The whole log is {self.log}."])


def _environment() -> dict[str, str]:
    """Ours without PGHOST and its like, which would lead the tools to another server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _run(command: Sequence[str | Path], account: Account = OURSELVES) -> str:
    finished = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd="/",
        env=_environment(),
        user=account.user,
        group=account.group,
        extra_groups=account.groups,
        check=False,
    )
    if finished.returncode:
        raise RunnerError(f"{Path(command[0]).name} failed: {finished.stderr.strip()}")
    return finished.stdout.strip()
