"""PostgreSQL and Valkey for one command: the person's own, the lasting ones, or throw-away ones."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from runner.places import LOGS, POSTGRES, VALKEY, VAR
from runner.postgres import THROW_AWAY, Cluster
from runner.postgres_account import own_account, reachable_root
from runner.valkey import Valkey

DEVELOPMENT = "etwinning.settings.development"
TEST = "etwinning.settings.test"
THROW_AWAY_PREFIX = "portal-throw-away-"


def uses_embedded_database() -> bool:
    return "DATABASE_URL" not in os.environ


def database_directory() -> Path:
    """Where the lasting cluster really is: elsewhere when its account cannot reach `var/`."""
    return reachable_root(own_account(), POSTGRES)


def environment(default_settings: str) -> dict[str, str]:
    """Ours, with the settings module and the chosen port's address filled in."""
    found = dict(os.environ)
    found.setdefault("DJANGO_SETTINGS_MODULE", default_settings)
    found.setdefault("SITE_URL", f"http://localhost:{found.get('PORT', '8000')}")
    return found


@contextlib.contextmanager
def lasting_servers() -> Iterator[dict[str, str]]:
    """The servers with the data in `var/`, started for the first user and stopped by the last.

    Each user holds a shared lock, which the kernel drops however that user ends; whoever can
    have it alone afterwards is the last one.
    """
    prepare_var()
    with (VAR / "servers.gate").open("a") as gate, (VAR / "servers.users").open("a") as users:
        started: list[Cluster | Valkey] = []
        settings = environment(DEVELOPMENT)
        try:
            with _alone(gate.fileno()):
                fcntl.flock(users, fcntl.LOCK_SH)
                if uses_embedded_database():
                    cluster = Cluster(POSTGRES)
                    started.append(cluster)
                    cluster.start()
                    settings["DATABASE_URL"] = cluster.url
                if "REDIS_URL" not in os.environ:
                    valkey = Valkey(VALKEY)
                    started.append(valkey)
                    valkey.start()
                    settings["REDIS_URL"] = valkey.url
            yield settings
        finally:
            with _alone(gate.fileno()):
                if _is_last(users.fileno()):
                    stop_all([server.stop for server in reversed(started)])


@contextlib.contextmanager
def throw_away_servers(
    postgres_settings: Mapping[str, str] = THROW_AWAY,
) -> Iterator[dict[str, str]]:
    """Servers of one's own for one run of the tests: two runs never share a database."""
    prepare_var()
    remove_abandoned()
    settings = environment(TEST)
    settings["DJANGO_SETTINGS_MODULE"] = TEST
    directory = Path(tempfile.mkdtemp(prefix=THROW_AWAY_PREFIX))
    directory.chmod(0o711)  # PostgreSQL may run under another user
    with (directory / "in-use").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stops: list[Callable[[], None]] = []
        try:
            if uses_embedded_database():
                cluster = Cluster(directory / "postgres", postgres_settings, ends_with_us=True)
                stops.append(cluster.stop)
                cluster.start()
                settings["DATABASE_URL"] = cluster.url
            if "REDIS_URL" not in os.environ:
                valkey = Valkey(directory / "valkey", lasting=False)
                stops.append(valkey.stop)
                valkey.start()
                settings["REDIS_URL"] = valkey.url
            yield settings
        finally:
            stop_all(stops[::-1])
            shutil.rmtree(directory, ignore_errors=True)


def prepare_var() -> None:
    LOGS.mkdir(parents=True, exist_ok=True)
    (VAR / "static").mkdir(exist_ok=True)  # empty: the finders serve, but its absence is a warning


def stop_all(stops: list[Callable[[], None]]) -> None:
    """Call each, even when one before it fails."""
    with contextlib.ExitStack() as stack:
        for stop in reversed(stops):
            stack.callback(stop)


def remove_abandoned() -> None:
    """Clear away what a killed run of the tests could not."""
    for directory in Path(tempfile.gettempdir()).glob(f"{THROW_AWAY_PREFIX}*"):
        with contextlib.suppress(OSError), (directory / "in-use").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(directory, ignore_errors=True)


@contextlib.contextmanager
def _alone(gate: int) -> Iterator[None]:
    fcntl.flock(gate, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(gate, fcntl.LOCK_UN)


def _is_last(users: int) -> bool:
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
