"""`python -m bench [NAME...]`: run the measurements, or some of them, and print one table."""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from bench.table import Compared, as_table, cells

# What each measures stands at the top of its module, which is imported when it is run.
MEASUREMENTS = (
    "answer",
    "lookup",
    "due_work",
    "idle_tick",
    "start_up",
    "understanding",
    "pairing",
    "practice",
    "slack",
    "oversight",
)


def main() -> int:
    """0 whatever the goals, 1 where a measurement itself failed, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="bench", description="Ratios of Cairn's times to their floors and peers.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these of {', '.join(MEASUREMENTS)}")
    wanted = parser.parse_args().names or MEASUREMENTS
    unknown = [name for name in wanted if name not in MEASUREMENTS]
    if unknown:
        parser.error(f"there is no measurement {unknown[0]!r}; there are {', '.join(MEASUREMENTS)}")
    found = {name: _measured(name) for name in wanted}
    print(as_table([cells(name, row) for name, rows in found.items() for row in rows or ()]))
    return 1 if None in found.values() else 0


def _measured(name: str) -> list[Compared] | None:
    """The rows of one measurement, None (and its traceback on stderr) when it failed."""
    print(f"measuring {name} ...", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="cairn-bench-", ignore_cleanup_errors=True) as folder:
        try:
            measure: Callable[[Path], list[Compared]] = import_module(f"bench.{name}").measure
            return measure(Path(folder))
        except Exception:
            traceback.print_exc()
            return None


if __name__ == "__main__":
    sys.exit(main())
