"""How figures, thresholds and the cells of a matrix are said: with their unit, their period, and why there is none."""

from __future__ import annotations

from datetime import date

from config.authority import Authority
from framework.criteria import MET, MISSING, NOT_FOR_IT, SUPPRESSED, TOO_SMALL, WATCH, Cell, Criterion, Reading
from framework.figures import shown
from handlers.wording import say_day

STATES = {
    MET: "met",
    WATCH: "not met, to be watched",
    "clear": "not met",
    MISSING: "nothing on record",
    SUPPRESSED: "suppressed",
    TOO_SMALL: "too few pupils to judge",
    NOT_FOR_IT: "not for this sector",
}
GRADES = {6: "excellent", 5: "very good", 4: "good", 3: "satisfactory", 2: "weak", 1: "unsatisfactory"}
GRADE_KINDS = {"inspection": "inspection", "self_evaluation": "own evaluation"}


def say_figure(value: float, measure: str, authority: Authority) -> str:
    """'93.0%', with the unit and decimals of the measure."""
    known = authority.measure(measure)
    return shown(value, known.unit, known.decimals)


def say_reading(reading: Reading, measure: str, authority: Authority) -> str:
    """The figure, or why there is none: never a zero in its place."""
    if reading.value is not None:
        return say_figure(reading.value, measure, authority)
    return "no figure" if reading.code == "blank" else f"suppressed ({reading.code})"


def say_cell(cell: Cell, authority: Authority) -> str:
    """What a cell rests on, in a few words with its date: '88.2% in 2024, threshold 89.6%'."""
    criterion = cell.criterion
    if cell.state in (MISSING, SUPPRESSED, TOO_SMALL):
        return _why_open(cell, authority)
    if criterion.measure and cell.value is not None:
        return _of_measure(cell, cell.value, authority)
    if criterion.qi and cell.value is not None:
        return f"lowest: {GRADES.get(int(cell.value), cell.value)}, {_day(cell.when)}"
    since = f"since {_day(cell.when)}" if cell.state == MET and criterion.event != "no_headteacher" else ""
    return since or f"as of {_day(cell.when)}"


def _why_open(cell: Cell, authority: Authority) -> str:
    criterion = cell.criterion
    if cell.state == TOO_SMALL and cell.value is not None:
        share = f"{say_figure(cell.value, criterion.measure, authority)} in {cell.when}"
        return f"{share}, of fewer than {criterion.least_roll} pupils"
    if cell.value is not None:
        lacks = "the figure before is suppressed" if cell.state == SUPPRESSED else "nothing to compare it with"
        return f"{say_figure(cell.value, criterion.measure, authority)} in {cell.when}; {lacks}"
    if cell.state == SUPPRESSED:
        return f"{cell.code} in {cell.when}: hidden by the source, and counted neither way"
    return f"no figure for {cell.when}" if cell.when else ""


def _of_measure(cell: Cell, value: float, authority: Authority) -> str:
    criterion = cell.criterion
    known = authority.measure(criterion.measure)
    now = f"{shown(value, known.unit, known.decimals)} in {cell.when}"
    if cell.beside is None:
        return now
    other = shown(cell.beside, known.unit, known.decimals)
    if criterion.worse_by is not None:
        return f"{now}, before it {other}"
    if criterion.behind_by is not None:
        return f"{now}, {'locally' if criterion.comparator == 'local' else 'nationally'} {other}"
    way_out = ""
    if cell.state == WATCH and criterion.exit_at is not None:
        way_out = f", way out {say_figure(criterion.exit_at, criterion.measure, authority)}"
    return f"{now}, threshold {other}{way_out}"


def say_rule(criterion: Criterion, authority: Authority) -> str:
    """What a criterion asks, as a headteacher reads it: 'Attendance below 89.6%'."""
    if criterion.measure:
        return f"{authority.measure(criterion.measure).label} {_threshold(criterion, authority)}"
    if criterion.qi:
        kinds = " or ".join(GRADE_KINDS[kind] for kind in sorted(criterion.grade_kinds))
        return f"{kinds} of {', '.join(criterion.qi)} at {GRADES[criterion.at_most]} or lower"
    if criterion.event in ("new_headteacher", "own_request"):
        return f"within the last {criterion.within_months} months"
    return "on the day itself"


def _threshold(criterion: Criterion, authority: Authority) -> str:
    if criterion.below is not None:
        return f"below {say_figure(criterion.below, criterion.measure, authority)}"
    if criterion.above is not None:
        return f"above {say_figure(criterion.above, criterion.measure, authority)}"
    if criterion.worse_by is not None:
        return (
            f"worse by {say_figure(criterion.worse_by, criterion.measure, authority)} or more since the figure before"
        )
    behind = say_figure(criterion.behind_by or 0, criterion.measure, authority)
    return f"{behind} or more behind the {criterion.comparator} figure"


def _day(iso: str) -> str:
    return say_day(date.fromisoformat(iso)) if iso else "a day that is not on record"
