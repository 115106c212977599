"""`./run bench NAME …`: run measurements, each on a database of its own.

Options go to the one measurement they follow: `./run bench load --teachers 12000`.
"""

import importlib
import sys

import django

BENCHES = {
    "import": "bench.import_schools",
    "schools": "bench.school_search",
    "load": "bench.load",
    "search": "bench.search",
}


def main(arguments: list[str]) -> int:
    names, options = _split(arguments)
    unknown = [name for name in names if name not in BENCHES]
    if unknown or not names or (options and len(names) > 1):
        for name in unknown:
            print(f"There is no measurement {name!r}.", file=sys.stderr)
        print(f"./run bench NAME … or NAME OPTIONS   names: {', '.join(BENCHES)}")
        return 2 if unknown else 0
    django.setup()
    # Every measurement runs, even when one before it misses its target.
    given = [options] if options else []
    missed = [name for name in names if not importlib.import_module(BENCHES[name]).main(*given)]
    return 1 if missed else 0


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    first = next((n for n, one in enumerate(arguments) if one.startswith("-")), len(arguments))
    return arguments[:first], arguments[first:]


sys.exit(main(sys.argv[1:]))
