"""`./run`: the portal with everything it needs, until somebody stops it."""

import contextlib
import fcntl
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from runner.errors import RunnerError
from runner.places import PYTHON, VAR
from runner.processes import Program, StopRequested, Supervisor, run_step
from runner.servers import (
    database_directory,
    lasting_servers,
    prepare_var,
    uses_embedded_database,
)
from runner.welcome import welcome

HOST = "127.0.0.1"
QUEUES = "default,mail,media"
READY_PATIENCE = 60


def run_portal(*, with_demo: bool) -> int:
    """Start everything, wait, stop everything. 0 after Ctrl-C, RunnerError when a part fails."""
    port = chosen_port()
    prepare_var()
    with only_one(port):
        refuse_taken(port)
        say("Starting PostgreSQL and Valkey …" if uses_embedded_database() else "Starting …")
        with lasting_servers() as settings:
            prepare(settings, with_demo=with_demo)
            supervisor = Supervisor(settings)
            try:
                start_programs(supervisor, port)
                wait_until_ready(supervisor, port)
                say(welcome(address(port), has_demo=with_demo or uses_embedded_database()))
                supervisor.watch()
            except StopRequested:
                say("\nStopping …")
            finally:
                supervisor.stop()
    say("Stopped.")
    return 0


def chosen_port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise RunnerError(f"PORT is {text!r}. It must be a number from 1 to 65535.")
    return int(text)


def address(port: int) -> str:
    return f"http://localhost:{port}/"


@contextlib.contextmanager
def only_one(port: int) -> Iterator[None]:
    """Refuse a second portal on the same data."""
    with (VAR / "portal.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise RunnerError(
                f"The portal is already running from this directory: {lock.read().strip()}.\n"
                "Stop that one with Ctrl-C in its terminal, or use it."
            ) from None
        lock.truncate(0)
        lock.write(f"{address(port)}, process {os.getpid()}")
        lock.flush()
        yield


def refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise RunnerError(
                f"Port {port} cannot be used ({error.strerror}).\n"
                f"Choose another one:  PORT={port + 1 if port < 65535 else 8000} ./run"
            ) from error


def prepare(settings: dict[str, str], *, with_demo: bool) -> None:
    """Bring the database up to date, with the demo world on the first start or when asked for."""
    marker = database_directory() / "demo-loaded"
    first = uses_embedded_database() and not marker.exists()
    say("Preparing the database and its first data (a minute) …" if first else "Preparing …")
    demo = ["--demo"] if first or with_demo else []
    run_step([PYTHON, "manage.py", "prepare", *demo], settings)
    if first:
        marker.touch()


def start_programs(supervisor: Supervisor, port: int) -> None:
    # Root owns everything an embedded portal has, so Celery's warning about root says nothing new.
    calm = ["-W", "ignore:You're running the worker with superuser privileges"]
    celery = [PYTHON, *calm, "-m", "celery", "-q", "-A", "etwinning"]
    schedule: list[str | Path] = ["--schedule", VAR / "beat-schedule", "--pidfile="]
    supervisor.start(Program("beat", [*celery, "beat", "-l", "WARNING", *schedule]))
    quick = ["--without-gossip", "--without-mingle"]
    consumer = ["worker", "-l", "WARNING", "-c", "2", "-Q", QUEUES, *quick]
    supervisor.start(Program("worker", [*celery, *consumer]))
    threads = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload"]
    gunicorn = [PYTHON, "-m", "gunicorn", "etwinning.wsgi", *threads, "--log-level", "warning"]
    supervisor.start(Program("web", [*gunicorn, "--bind", f"{HOST}:{port}"]))


def wait_until_ready(supervisor: Supervisor, port: int) -> None:
    deadline = time.monotonic() + READY_PATIENCE
    while not is_ready(port):
        supervisor.check()
        if time.monotonic() > deadline:
            raise RunnerError(f"The portal does not get ready: {address(port)}readyz says no.")
        time.sleep(0.1)


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def say(text: str) -> None:
    print(text, flush=True)
