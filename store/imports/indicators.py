"""Figures of schools by measure and period, as governments export them: what is suppressed stays suppressed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from config.evidence import Measure
from framework.figures import Figure, figure
from store.evidence import indicators
from store.imports.cells import Line, SeedCode
from store.imports.loading import NO_SCHOOL, CsvRow, Kind, Loading, school_ids
from store.imports.sheet import shown


class IndicatorRow(CsvRow):
    """One figure. An empty `value` says that there is none; it is kept as missing, never as zero."""

    seed_code: SeedCode
    measure: Line
    period: Line
    value: Line = ""
    local_comparator: Line = ""
    national_comparator: Line = ""
    source: Line = ""


_MOST_CHARACTERS = 120


def load(loading: Loading, rows: list[IndicatorRow]) -> None:
    """Add what is new, correct what differs; a later row for the same school, measure and period is a fault."""
    schools = school_ids(loading.session)
    measures = {
        name.casefold(): measure for measure in loading.authority.framework.measures for name in measure.names()
    }
    known = _on_record(loading)
    stands: dict[tuple[int, str, str], int] = {}
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    hidden = 0
    for row in rows:
        values = _values(loading, row, schools.get(row.seed_code), measures.get(row.measure.casefold()))
        if values is None or not _first(loading, row, values, stands):
            continue
        hidden += values["value"] is None
        before = known.get((values["school_id"], values["measure"], values["period"]))
        if before is None:
            new.append(values | {"recorded_at": loading.now})
        elif any(before[name] != value for name, value in values.items()):
            changed.append(values | {"id": before["id"], "recorded_at": loading.now})
    loading.add(indicators, new)
    loading.change(indicators, changed)
    loading.added, loading.changed, loading.unchanged = len(new), len(changed), len(stands) - len(new) - len(changed)
    if hidden:
        loading.remarks.append(f"{hidden} of {len(rows)} figures are suppressed or empty; they count as not known.")


def _on_record(loading: Loading) -> dict[tuple[int, str, str], Any]:
    rows = loading.session.execute(select(indicators)).mappings()
    return {(row["school_id"], row["measure"], row["period"]): row for row in rows}


def _values(loading: Loading, row: IndicatorRow, school: int | None, measure: Measure | None) -> dict[str, Any] | None:
    """The columns of one figure; None, with the faults noted, where something in the row is wrong."""
    if school is None:
        loading.fault(row.row, "seed_code", NO_SCHOOL.format(row.seed_code))
    if measure is None:
        keys = ", ".join(one.key for one in loading.authority.framework.measures) or "none yet"
        what = f"{shown(row.measure)} is not a measure of framework.toml; write one of {keys}"
        loading.fault(row.row, "measure", what)
    if not row.period or len(row.period) > _MOST_CHARACTERS:
        loading.fault(row.row, "period", "write the period in a few words, such as 2024/25")
    if school is None or measure is None:
        return None
    value = _figure(loading, row.row, "value", row.value, measure)
    local = _figure(loading, row.row, "local_comparator", row.local_comparator, measure)
    national = _figure(loading, row.row, "national_comparator", row.national_comparator, measure)
    if value is None or local is None or national is None:
        return None
    return {
        "school_id": school,
        "measure": measure.key,
        "period": row.period,
        "value": value.value,
        "code": value.code,
        "local_comparator": local.value,
        "national_comparator": national.value,
        "source": row.source[:_MOST_CHARACTERS],
    }


def _figure(loading: Loading, row: int, column: str, text: str, measure: Measure) -> Figure | None:
    try:
        found = figure(text, measure.unit)
    except ValueError as error:
        loading.fault(row, column, f"{shown(text)}: {error}; write a number such as {_example(measure)}")
        return None
    if found.value is None or _possible(found.value, measure):
        return found
    limits = " to ".join(f"{one:g}" for one in (measure.least, measure.most) if one is not None)
    where = (
        f"from {limits}" if measure.least is not None and measure.most is not None else f"{_bound(measure)} {limits}"
    )
    loading.fault(row, column, f"{shown(text)} cannot be: {measure.label} goes {where}")
    return None


def _possible(value: float, measure: Measure) -> bool:
    low = measure.least is None or value >= measure.least
    return low and (measure.most is None or value <= measure.most)


def _bound(measure: Measure) -> str:
    return "from" if measure.least is not None else "up to"


def _example(measure: Measure) -> str:
    return "93.0" if measure.unit == "%" else "12"


def _first(
    loading: Loading, row: IndicatorRow, values: dict[str, Any], stands: dict[tuple[int, str, str], int]
) -> bool:
    key = (values["school_id"], values["measure"], values["period"])
    if stands.setdefault(key, row.row) == row.row:
        return True
    what = f"{values['measure']} of {row.period} stands in row {stands[key]} already; keep one of them"
    loading.fault(row.row, "period", what)
    return False


INDICATORS = Kind(IndicatorRow, load)
