"""`./run bench NAME …`: run measurements, each on a database of its own."""

import importlib
import sys

import django

BENCHES = {
    "import": "bench.import_schools",
    "schools": "bench.school_search",
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHES]
    if unknown or not names:
        for name in unknown:
            print(f"There is no measurement {name!r}.", file=sys.stderr)
        print(f"./run bench NAME …   names: {', '.join(BENCHES)}")
        return 2 if unknown else 0
    django.setup()
    # Every measurement runs, even when one before it misses its target.
    missed = [name for name in names if not importlib.import_module(BENCHES[name]).main()]
    return 1 if missed else 0


sys.exit(main(sys.argv[1:]))
