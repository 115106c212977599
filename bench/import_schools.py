"""Importing a register of 300,000 schools: seconds, memory, and that a second run changes nothing."""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.conf import settings

from bench.database import fresh_database, server
from bench.registers import write_register
from bench.table import Figure, show

ROWS = 300_000
MOST_SECONDS = 60
MOST_MEGABYTES = 300
COUNTS = re.compile(r"([\d,]+) (created|changed|unchanged|rejected)")


def main() -> bool:
    with tempfile.TemporaryDirectory() as folder, fresh_database() as environment:
        file = Path(folder) / "register.csv"
        awkward = write_register(file, ROWS)
        first = _import(file, environment)
        second = _import(file, environment)
        return show(
            f"Import of {ROWS:,} schools ({file.stat().st_size >> 20} MB, GISCO, {server()})",
            [
                Figure("first run", first["seconds"], "s", MOST_SECONDS),
                Figure("rows per second", round(ROWS / first["seconds"])),
                Figure("most memory", first["megabytes"], "MB", MOST_MEGABYTES),
                Figure("schools created", first["created"]),
                Figure("rows rejected", first["rejected"], "", awkward),
                Figure("second run", second["seconds"], "s", MOST_SECONDS),
                Figure("most memory, second run", second["megabytes"], "MB", MOST_MEGABYTES),
                Figure("created by the second run", second["created"], "", 0),
                Figure("changed by the second run", second["changed"], "", 0),
            ],
        )


def _import(file: Path, environment: dict[str, str]) -> dict[str, float]:
    """One run of the command in a process of its own, start-up included."""
    command = [sys.executable, settings.BASE_DIR / "manage.py", "import_schools", file]
    start = time.monotonic()
    process = subprocess.Popen(
        [*command, "--country", "FR"], env=environment, stdout=subprocess.PIPE, text=True
    )
    with process:
        told = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"The import failed with exit code {process.returncode}.")
    counts = {name: int(count.replace(",", "")) for count, name in COUNTS.findall(told)}
    seconds = time.monotonic() - start
    return {**counts, "seconds": round(seconds, 1), "megabytes": usage.ru_maxrss >> 10}
