import os
import signal
import subprocess
import sys

import pytest

from runner.errors import RunnerError
from runner.places import PYTHON, ROOT, make_private, socket_directory
from runner.processes import Program, Supervisor, run_at_terminal, run_step
from tests.runner.conftest import eventually, is_alive

pytestmark = pytest.mark.servers

UNTIL_ASKED = 'trap "echo $0 >>$LOG; exit" TERM; echo up $0 >>$LOG; while :; do sleep 0.05; done'
STUBBORN = 'trap "" TERM; echo up $0 >>$LOG; while :; do sleep 0.05; done'
KILLED = """
import os
from runner.processes import Program, Supervisor
supervisor = Supervisor(dict(os.environ))
supervisor.start(Program("web", ["sleep", "60"]))
print(supervisor.running[0][1].pid, flush=True)
supervisor.watch()
"""


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log"
    path.touch()
    return path


@pytest.fixture
def supervisor(log):
    made = Supervisor({**os.environ, "LOG": str(log)})
    yield made
    made.stop()


def start(supervisor, log, name, script=UNTIL_ASKED, grace=20):
    supervisor.start(Program(name, ["sh", "-c", script, name], grace))
    assert eventually(lambda: f"up {name}" in log.read_text())


def test_programs_stop_one_after_the_other_newest_first(supervisor, log):
    for name in ("beat", "worker", "web"):
        start(supervisor, log, name)

    supervisor.stop()

    assert log.read_text().split("\n")[3:6] == ["web", "worker", "beat"]


def test_one_that_ends_by_itself_is_named_with_its_code(supervisor, log):
    start(supervisor, log, "beat")
    supervisor.start(Program("worker", ["sh", "-c", "exit 3"]))

    with pytest.raises(RunnerError, match=r"worker ended by itself \(exit code 3\)"):
        supervisor.watch()


def test_one_that_is_killed_is_named_with_the_signal(supervisor, log):
    start(supervisor, log, "web")
    os.kill(supervisor.running[0][1].pid, signal.SIGKILL)

    with pytest.raises(RunnerError, match=r"web ended by itself \(signal SIGKILL\)"):
        supervisor.watch()


def test_one_that_does_not_listen_is_killed_after_its_grace(supervisor, log):
    start(supervisor, log, "web", STUBBORN, grace=0.2)
    process = supervisor.running[0][1]

    supervisor.stop()

    assert process.returncode == -signal.SIGKILL


def test_children_of_a_stopped_program_do_not_stay(supervisor, log, tmp_path):
    start(supervisor, log, "web", f"sleep 60 & echo $! >{tmp_path}/pid; {UNTIL_ASKED}")
    child = int((tmp_path / "pid").read_text())

    supervisor.stop()

    assert eventually(lambda: not is_alive(child))


def test_a_killed_supervisor_leaves_nothing_running():
    killed = subprocess.Popen(
        [sys.executable, "-c", KILLED], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    child = int(killed.stdout.readline())

    killed.kill()
    killed.communicate()

    assert eventually(lambda: not is_alive(child))


def test_a_failed_step_says_so():
    with pytest.raises(RunnerError, match="exit code 7"):
        run_step(["sh", "-c", "exit 7"], os.environ)


@pytest.mark.parametrize(("script", "code"), [("exit 5", 5), ("kill -TERM $$", 143), ("true", 0)])
def test_the_exit_code_of_a_command_is_passed_on(script, code):
    assert run_at_terminal(["sh", "-c", script], os.environ) == code


def test_a_private_directory_is_refused_when_somebody_put_a_link_there(tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "wanted").symlink_to(tmp_path / "theirs")

    with pytest.raises(RunnerError, match="belongs to somebody else"):
        make_private(tmp_path / "wanted")


def test_a_short_path_keeps_its_sockets_beside_the_data(directory):
    assert socket_directory(directory / "run", "a.sock") == directory / "run"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["fly"], 2, "knows no command 'fly'"),
        (["--fast"], 1, "does not know '--fast'"),
    ],
)
def test_a_wrong_command_is_answered_in_one_line(arguments, code, words):
    finished = subprocess.run(
        [PYTHON, "-m", "runner", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (finished.returncode, words in finished.stderr) == (code, True)
    assert "Traceback" not in finished.stderr
