"""`./run` itself, with a Python and an npm that only pretend to install."""

import os
import shutil
import signal
import subprocess

import pytest

from runner.places import ROOT
from tests.runner.conftest import eventually

FAKE_PYTHON = """#!/bin/sh
case "$1 $2" in
"-V "*) echo "Python 3.11.0" ;;
"-c "*) exit ${FAKE_CHECK:-0} ;;
"-m venv") mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
"-m pip")
    echo "pip $*" >>calls
    case ${FAKE_PIP:-} in fail) echo "no such package"; exit 1 ;; hang) exec sleep 60 ;; esac
    sleep ${FAKE_SECONDS:-0} ;;
"-m runner") shift 2; echo "runner $*" ;;
esac
"""
FAKE_NPM = """#!/bin/sh
[ "$1" = --version ] && { echo 11.0.0; exit; }
echo "npm $*" >>calls
rm -rf node_modules; mkdir node_modules
"""


@pytest.fixture
def clone(tmp_path):
    """A clone with nothing installed."""
    shutil.copy(ROOT / "run", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    for name, text in (("python", FAKE_PYTHON), ("npm", FAKE_NPM)):
        program = tmp_path / "fakes" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(text)
        program.chmod(0o755)
    (tmp_path / "calls").touch()
    return tmp_path


def run(clone, *arguments, **environment):
    return subprocess.Popen(
        [clone / "run", *arguments],
        env={
            "PATH": f"{clone}/fakes:/usr/bin:/bin",
            "PYTHON": str(clone / "fakes" / "python"),
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(process):
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def calls(clone):
    return [line.split()[0] for line in (clone / "calls").read_text().splitlines()]


def test_the_first_run_installs_and_the_second_does_not(clone):
    assert finish(run(clone, "manage", "check"))[:2] == (0, "runner manage check\n")
    assert calls(clone) == ["pip", "npm"]

    assert finish(run(clone, "manage", "check"))[1:] == ("runner manage check\n", "")
    assert calls(clone) == ["pip", "npm"]


def test_the_tests_need_more_and_the_portal_nothing_beyond(clone):
    finish(run(clone))
    text = (clone / "calls").read_text()
    assert "runtime.lock" in text
    assert "--omit=dev" in text
    (clone / "calls").write_text("")

    finish(run(clone, "test"))
    assert calls(clone) == ["pip", "npm"]
    finish(run(clone))
    assert calls(clone) == ["pip", "npm"]


@pytest.mark.parametrize("name", ["requirements/runtime.lock", "package-lock.json"])
def test_a_changed_lock_file_is_installed(clone, name):
    finish(run(clone))
    with (clone / name).open("a") as file:
        file.write("\n")

    finish(run(clone))

    assert len(calls(clone)) == 3


def test_a_failed_step_shows_why_and_where_to_read_on(clone):
    code, out, err = finish(run(clone, FAKE_PIP="fail"))

    assert (code, out) == (1, "")
    assert "no such package" in err
    assert "var/log/install.log" in err
    assert not (clone / ".venv" / "installing").exists()


def test_an_interrupted_installation_is_made_anew(clone):
    process = run(clone, FAKE_PIP="hang")
    assert eventually(lambda: calls(clone) == ["pip"])
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    (clone / ".venv" / "half-a-package").touch()

    code, out, err = finish(run(clone))

    assert (code, out) == (0, "runner \n")
    assert "interrupted" in err
    assert not (clone / ".venv" / "half-a-package").exists()


def test_two_at_once_install_one_after_the_other(clone):
    both = [run(clone, "manage", "one", FAKE_SECONDS="1"), run(clone, "manage", "two")]

    assert [finish(process)[0] for process in both] == [0, 0]
    assert sorted(calls(clone)) == ["npm", "pip"]


def test_a_machine_without_a_fitting_python_is_told_what_to_do(clone):
    code, _, err = finish(run(clone, FAKE_CHECK="1"))

    assert code == 1
    assert "Python 3.11, 3.12 or 3.13" in err
    assert "apt-get install python3 python3-venv" in err


def test_help_installs_nothing(clone):
    code, out, _ = finish(run(clone, "help"))

    assert code == 0
    assert "./run manage COMMAND" in out
    assert calls(clone) == []
