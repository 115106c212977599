"""Finding a school among 300,000 of one country: milliseconds for what people type."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from bench.database import fresh_database, server
from bench.import_schools import ROWS
from bench.registers import school_number, write_register
from bench.table import Figure, show

MOST_MILLISECONDS = 30
TIMES = 15
TYPED = {
    "name and town": "victor hugo beaumont",
    "accents forgotten": "francoise dolto chateauneuf",
    "name with a typo": "antoine de saint-exupery beaulieux",
    "name of a person": "ecole primaire jean moulin",
    "two typos": "prevrt beaurche",
    "official number": school_number(123_456),
    "number with a typo": school_number(123_456).replace("4", "O"),
    "half a word with a typo": "francios",
    "town": "hautepierre",
    "one general word": "college",
    "two letters": "la",
    "half a word": "chatai",
    "nothing there": "kindergarten am see",
    "nothing like it": "xyzzyq",
}


def main() -> bool:
    with fresh_database() as environment:
        _fill(environment)
        figures = [_figure(name, text) for name, text in TYPED.items()]
        return show(f"Finding a school among {ROWS:,} (median of {TIMES}, {server()})", figures)


def _fill(environment: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.csv"
        write_register(file, ROWS)
        command = [sys.executable, settings.BASE_DIR / "manage.py", "import_schools", file]
        subprocess.run(
            [*command, "--country", "FR", "--verbosity", "0"], env=environment, check=True
        )
    # What PostgreSQL does by itself within a minute of an import.
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) accounts_school, accounts_schoolword")


def _figure(name: str, text: str) -> Figure:
    from accounts.school_search import find_schools

    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        find_schools("FR", text)
        taken.append((time.perf_counter() - start) * 1000)
    return Figure(
        f"{name}: {text}"[:44], round(statistics.median(taken), 1), "ms", MOST_MILLISECONDS
    )
