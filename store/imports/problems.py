"""What is wrong with a file, fault by fault."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 5


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend. `row` counts from 1, the header; 0 and '' mean the file or the row as a whole."""

    row: int
    column: str
    what: str

    def sentence(self, file: str) -> str:
        """Where it is, what is wrong and what to do."""
        where = (file, f"row {self.row}" if self.row else "", self.column)
        return f"{', '.join(part for part in where if part)}: {self.what}."


class ImportProblem(Exception):
    """A file that was not imported, not even in part. `faults` has a sentence for each thing to mend."""

    def __init__(self, file: str, faults: Iterable[Fault]) -> None:
        self.faults = tuple(fault.sentence(file) for fault in sorted(set(faults)))
        super().__init__(file)

    def __str__(self) -> str:
        more = len(self.faults) - SHOWN
        rest = (f"And {more} more {'fault' if more == 1 else 'faults'}.",) if more > 0 else ()
        return " ".join((*self.faults[:SHOWN], *rest))
