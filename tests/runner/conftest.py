import shutil
import tempfile
import time
from pathlib import Path

import pytest

from runner.postgres import THROW_AWAY, Cluster


@pytest.fixture(autouse=True)
def _embedded(monkeypatch):
    """These tests start servers of their own, whatever the tests around them run on."""
    for name in ("DATABASE_URL", "REDIS_URL", "VAR_DIR", "PORT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def directory():
    """A short path: pytest's own is longer than a Unix socket may be."""
    made = Path(tempfile.mkdtemp(prefix="runner-test-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def made_cluster():
    made = Path(tempfile.mkdtemp(prefix="runner-test-"))
    yield Cluster(made / "postgres", THROW_AWAY, ends_with_us=True)
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def cluster(made_cluster):
    """One data directory for all tests of a module, stopped before and after each."""
    yield made_cluster
    made_cluster.stop()


def eventually(condition, seconds=10):
    """Whether the condition comes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def is_alive(pid):
    """Running, and not a zombie that its parent has yet to collect."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
