"""The whole of `./run`, on data of its own."""

import os
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest

from runner.places import PYTHON, ROOT
from tests.runner.conftest import eventually

pytestmark = pytest.mark.servers


@pytest.fixture
def portal(directory):
    """Starts `./run` and ends whatever of it a failed test leaves."""
    started = []
    (directory / "postgres").mkdir(mode=0o700)
    (directory / "postgres" / "demo-loaded").touch()  # the demo world has its own tests

    def start(*arguments, port):
        process = subprocess.Popen(
            [PYTHON, "-m", "runner", *arguments],
            cwd=ROOT,
            env={**plain_environment(), "VAR_DIR": str(directory), "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=30)


def plain_environment():
    unwanted = ("DJANGO_SETTINGS_MODULE", "SITE_URL", "CACHE_URL")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until_ready(process):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            return
    pytest.fail("It ended before it was ready:\n" + "".join(lines))


def processes_of(directory):
    """The command lines that name the directory or that were started with it as VAR_DIR."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(directory) in words:
            found.append(words.split(b"\0")[0])
    return found


def test_one_life_of_a_portal(portal, port, directory):
    running = portal(port=port)
    until_ready(running)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
        assert answer.read() == b"ready\n"
    refuses_a_second(portal, port)
    lets_a_command_join(portal, port)
    assert running.poll() is None

    os.kill(running.pid, signal.SIGINT)
    assert "Stopped." in running.communicate(timeout=60)[0]
    assert running.returncode == 0
    assert eventually(lambda: processes_of(directory) == [])

    # The second start is on the data of the first. Now a part dies, and takes the rest with it.
    running = portal(port=port)
    until_ready(running)
    os.kill(worker_of(running), signal.SIGKILL)
    assert "worker ended by itself (signal SIGKILL)" in running.communicate(timeout=60)[0]
    assert running.returncode == 1
    assert eventually(lambda: processes_of(directory) == [])


def refuses_a_second(portal, port):
    second = portal(port=port)
    assert "already running" in second.communicate(timeout=30)[0]
    assert second.returncode == 1


def lets_a_command_join(portal, port):
    joined = portal("manage", "migrate", "--check", port=port)
    assert (joined.communicate(timeout=30)[0], joined.returncode) == ("", 0)


def worker_of(running):
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    (worker,) = [
        pid for pid in children if b"\0worker\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    return int(worker)


def test_a_taken_port_is_named_before_anything_starts(portal, directory):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        said = portal(port=port).communicate(timeout=30)[0]

    assert f"Port {port} cannot be used" in said
    assert f"PORT={port + 1} ./run" in said
    assert processes_of(directory) == []
