"""The commands behind `./run`. What they are for is in the usage text of `./run` itself."""

import os
import sys
from collections.abc import Sequence

from runner.browser import browser_settings
from runner.errors import RunnerError
from runner.places import PYTHON
from runner.portal import run_portal
from runner.postgres import LARGE, LASTING
from runner.processes import StopRequested, run_at_terminal, stop_on_signals
from runner.servers import TEST, environment, lasting_servers, throw_away_servers

INTERRUPTED = 130
MOST_TEST_PROCESSES = 4  # each makes a database of its own, so more soon costs more than it gains


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit code. Errors of ours are one plain message, no traceback."""
    name, rest = _split(arguments)
    if name not in COMMANDS:
        print(f"./run knows no command {name!r}. ./run help lists them.", file=sys.stderr)
        return 2
    try:
        with stop_on_signals():
            return COMMANDS[name](rest)
    except RunnerError as error:
        print(error, file=sys.stderr)
        return 1
    except StopRequested:
        return INTERRUPTED


def _split(arguments: Sequence[str]) -> tuple[str, list[str]]:
    if not arguments or arguments[0].startswith("-"):
        return "up", list(arguments)
    return arguments[0], list(arguments[1:])


def up(arguments: list[str]) -> int:
    """Start the portal and keep it running until it is told to stop."""
    unknown = [argument for argument in arguments if argument != "--demo"]
    if unknown:
        raise RunnerError(f"./run does not know {unknown[0]!r}. ./run help lists its options.")
    return run_portal(with_demo="--demo" in arguments)


def manage(arguments: list[str]) -> int:
    """A Django management command, with the servers it needs."""
    with lasting_servers() as settings:
        return run_at_terminal([PYTHON, "manage.py", *arguments], settings)


def test(arguments: list[str]) -> int:
    """The tests, on servers of their own."""
    with throw_away_servers() as settings:
        settings = {**settings, **browser_settings()}
        return run_at_terminal(
            [PYTHON, "-m", "pytest", *_parallel(arguments), *arguments], settings
        )


def _parallel(arguments: list[str]) -> list[str]:
    """Spread the tests over processes, unless the caller says how or looks at one with --pdb.

    Tests are handed out in order and a few at a time, the long ones first, so that all end together.
    """
    own_choice = ("-n", "--numprocesses", "--dist", "--pdb", "--trace")
    if any(argument.startswith(own_choice) for argument in arguments):
        return []
    processes = min(os.cpu_count() or 1, MOST_TEST_PROCESSES)
    return ["-n", str(processes), "--maxschedchunk", "2"]


def bench(arguments: list[str]) -> int:
    """Measurements, on servers of their own that write to the disk and remember as real ones do."""
    with throw_away_servers({**LASTING, **LARGE}) as settings:
        settings = {**settings, "DJANGO_SETTINGS_MODULE": "etwinning.settings.development"}
        return run_at_terminal([PYTHON, "-m", "bench", *arguments], settings)


def lint(arguments: list[str]) -> int:
    """The linters, all of them even when the first complains."""
    settings = {**os.environ, **environment(TEST), "DJANGO_SETTINGS_MODULE": TEST}
    commands = [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
    ]
    codes = [run_at_terminal([PYTHON, "-m", *command], settings) for command in commands]
    return max(codes)


COMMANDS = {"up": up, "manage": manage, "test": test, "bench": bench, "lint": lint}
