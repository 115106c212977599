"""Child processes: started so that they end with us, stopped in order, never left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from runner.errors import RunnerError
from runner.places import ROOT

PR_SET_PDEATHSIG = 1
STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TICK = 0.05

Environment = Mapping[str, str]


class StopRequested(BaseException):
    """Somebody pressed Ctrl-C or asked us to end. Not an error, so no handler should catch it."""


def end_with_parent(request: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends `request` to the child when its parent dies, however.

    Linux only; elsewhere a killed supervisor leaves its children to the next start.
    """
    parent = os.getpid()
    prctl = getattr(ctypes.CDLL(None), "prctl", None)

    def in_the_child() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, int(request))
            if os.getppid() != parent:  # it died before the request was made
                os.kill(os.getpid(), request)

    return in_the_child


@contextlib.contextmanager
def stop_on_signals() -> Iterator[None]:
    """Turn Ctrl-C, SIGTERM and a closed terminal into StopRequested."""

    def request_stop(signum: int, frame: FrameType | None) -> None:
        raise StopRequested

    before = {one: signal.signal(one, request_stop) for one in STOPPING_SIGNALS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@dataclass(frozen=True)
class Program:
    """What to start, and how long it may take to end when asked to."""

    name: str
    command: Sequence[str | Path]
    grace: float = 20


@dataclass
class Supervisor:
    """Starts programs one after the other and stops them in the opposite order."""

    environment: Environment
    running: list[tuple[Program, "subprocess.Popen[bytes]"]] = field(default_factory=list)
    impatient: bool = False

    def start(self, program: Program) -> None:
        process = subprocess.Popen(
            [str(part) for part in program.command],
            env=dict(self.environment),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent(),
        )
        self.running.append((program, process))

    def check(self) -> None:
        """RunnerError as soon as one of the programs has ended by itself."""
        for program, process in self.running:
            if (code := process.poll()) is not None:
                raise RunnerError(
                    f"{program.name} ended by itself ({describe_exit(code)}). "
                    "Its last words are above. Everything else is being stopped."
                )

    def watch(self) -> None:
        """Wait until a program ends by itself (RunnerError) or a stop is requested."""
        while True:
            self.check()
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop all, newest first. A second Ctrl-C meanwhile ends the rest at once."""
        with self._hurried_by_signals():
            while self.running:
                program, process = self.running.pop()
                self._end(process, program.grace)

    def _end(self, process: "subprocess.Popen[bytes]", grace: float) -> None:
        if process.poll() is None:
            process.terminate()
        deadline = time.monotonic() + grace
        while process.poll() is None and time.monotonic() < deadline and not self.impatient:
            time.sleep(TICK)
        with contextlib.suppress(ProcessLookupError):  # its own children, if it left any
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    @contextlib.contextmanager
    def _hurried_by_signals(self) -> Iterator[None]:
        def hurry(signum: int, frame: FrameType | None) -> None:
            self.impatient = True

        before = {one: signal.signal(one, hurry) for one in STOPPING_SIGNALS}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


def run_step(command: Sequence[str | Path], environment: Environment) -> None:
    """Run one program to its end without a terminal; RunnerError if it fails."""
    with subprocess.Popen(
        [str(part) for part in command],
        env=dict(environment),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_parent(),
    ) as process:
        try:
            code = process.wait()
        except BaseException:
            process.terminate()
            raise
    if code:
        raise RunnerError(f"That failed ({describe_exit(code)}). The reason is above.")


def run_at_terminal(command: Sequence[str | Path], environment: Environment) -> int:
    """Run one program that owns the terminal, such as a shell or pytest; its exit code.

    It gets the Ctrl-C of the terminal by itself, so that signal only makes us wait for it. The
    others are for us alone and are passed on.
    """
    process = subprocess.Popen([str(part) for part in command], env=dict(environment), cwd=ROOT)

    def pass_on(signum: int, frame: FrameType | None) -> None:
        if signum != signal.SIGINT:
            process.send_signal(signum)

    before = {one: signal.signal(one, pass_on) for one in STOPPING_SIGNALS}
    try:
        code = process.wait()
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    return code if code >= 0 else 128 - code


def describe_exit(code: int) -> str:
    if code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"
