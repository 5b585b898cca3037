"""The risk matrix: what meets a criterion, what is open, and what it suggests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.criteria import (
    ANSWERED,
    CLEAR,
    MET,
    MISSING,
    NOT_FOR_IT,
    SUPPRESSED,
    TOO_SMALL,
    WATCH,
    Cell,
    Criterion,
    Evidence,
    Grade,
    Reading,
    Suggesting,
    cell,
    matrix,
    points,
    suggested,
)

TODAY = date(2026, 11, 23)
LOW = Criterion(
    "low", "Low", "targeted", measure="attendance", below=89.6, exit_at=91.3, sectors=frozenset({"primary"})
)
FALL = Criterion("fall", "Fall", "targeted", measure="attendance", worse_by=2.0)
ABSENT = Criterion("absent", "Absent", "targeted", measure="absence", above=5, exit_at=3, higher_is_better=False)
BEHIND = Criterion("behind", "Behind", "targeted", measure="literacy", behind_by=10)
WEAK = Criterion(
    "weak", "Weak", "intensive", weight=6, qi=("1.3", "2.3"), at_most=2, grade_kinds=frozenset({"inspection"})
)
TIERS = (Suggesting("universal", 1, None), Suggesting("targeted", 2, 3), Suggesting("intensive", 3, 6))


def school(*readings: Reading, measure: str = "attendance", **more: object) -> Evidence:
    return replace(Evidence("primary", TODAY, readings={measure: readings} if readings else {}), **more)  # type: ignore[arg-type]


def figure(value: float | None, code: str = "", period: str = "2025/26", national: float | None = None) -> Reading:
    return Reading(period, value, code, national=national)


@pytest.mark.parametrize(("value", "state"), [(89.5, MET), (89.6, WATCH), (91.2, WATCH), (91.3, CLEAR), (0.0, MET)])
def test_below_the_threshold_is_met_and_short_of_the_way_out_is_watched(value: float, state: str):
    assert cell(LOW, school(figure(value))).state == state


@pytest.mark.parametrize(("value", "state"), [(5.1, MET), (5, WATCH), (3.1, WATCH), (3, CLEAR)])
def test_where_lower_is_better_it_is_the_other_way_round(value: float, state: str):
    assert cell(ABSENT, school(figure(value), measure="absence")).state == state


@pytest.mark.parametrize("code", ["c", "C", "z", "*", "[c]", "x", "97-100%"])
@pytest.mark.parametrize("criterion", [LOW, FALL])
def test_a_suppressed_figure_meets_nothing(criterion: Criterion, code: str):
    found = cell(criterion, school(figure(None, code), figure(95.0, period="2024/25")))
    assert (found.state, found.value, found.code) == (SUPPRESSED, None, code)


def test_nothing_on_record_is_missing_and_so_is_an_empty_cell():
    assert cell(LOW, school()).state == MISSING
    assert cell(LOW, school(figure(None, "blank"))).state == MISSING


@pytest.mark.parametrize(("before", "state"), [(91.0, MET), (90.9, CLEAR), (88.0, CLEAR)])
def test_a_fall_is_counted_from_the_figure_before(before: float, state: str):
    found = cell(FALL, school(figure(89.0), figure(before, period="2024/25")))
    assert (found.state, found.beside) == (state, before)


def test_a_fall_from_a_suppressed_figure_is_no_fall():
    found = cell(FALL, school(figure(80.0), figure(None, "c", "2024/25"), figure(95.0, period="2023/24")))
    assert found.state == SUPPRESSED
    assert cell(FALL, school(figure(80.0))).state == MISSING


def test_behind_the_comparator_counts_only_where_there_is_one():
    assert cell(BEHIND, school(figure(60, national=74), measure="literacy")).state == MET
    assert cell(BEHIND, school(figure(65, national=74), measure="literacy")).state == CLEAR
    assert cell(BEHIND, school(figure(60), measure="literacy")).state == MISSING
    local = replace(BEHIND, comparator="local")
    assert cell(local, school(Reading("2025/26", 60, local=71), measure="literacy")).state == MET


def test_other_sectors_and_tiny_rolls_are_not_judged():
    assert cell(LOW, school(figure(50.0), sector="special")).state == NOT_FOR_IT
    small = replace(LOW, least_roll=20)
    assert cell(small, school(figure(50.0), roll=19)).state == TOO_SMALL
    assert cell(small, school(figure(50.0), roll=20)).state == MET
    assert cell(small, school(figure(50.0), roll=None)).state == MET


def grades(*listed: tuple[str, Grade]) -> Evidence:
    found: dict[str, list[Grade]] = {}
    for qi, grade in listed:
        found.setdefault(qi, []).append(grade)
    return Evidence("primary", TODAY, grades=found)


def test_the_latest_grade_of_each_indicator_counts():
    new, old = date(2026, 5, 1), date(2020, 5, 1)
    evidence = grades(("2.3", Grade("inspection", 4, new)), ("2.3", Grade("inspection", 1, old)))
    assert cell(WEAK, evidence).state == CLEAR
    evidence = grades(("2.3", Grade("inspection", 4, new)), ("1.3", Grade("inspection", 2, old)))
    assert cell(WEAK, evidence).state == MET


def test_own_evaluation_is_no_inspection():
    assert cell(WEAK, grades(("2.3", Grade("self_evaluation", 1, TODAY)))).state == MISSING


@pytest.mark.parametrize(
    ("since", "state"), [(date(2025, 11, 24), MET), (date(2025, 11, 23), CLEAR), (TODAY, MET), (None, MISSING)]
)
def test_a_headship_is_new_for_its_months(since: date | None, state: str):
    new = Criterion("new", "New", "targeted", event="new_headteacher", within_months=12)
    assert cell(new, school(head_since=since)).state == state


def test_no_head_and_acting_heads():
    none = Criterion("none", "None", "targeted", event="no_headteacher")
    acting = Criterion("acting", "Acting", "targeted", event="acting_headteacher")
    assert cell(none, school(has_head=False)).state == MET
    assert cell(acting, school(has_head=False)).state == CLEAR
    assert cell(acting, school(head_is_acting=True)).state == MET
    assert cell(none, school()).state == CLEAR


def test_a_request_counts_for_its_months():
    asked = Criterion("asked", "Asked", "targeted", event="own_request", within_months=6)
    assert cell(asked, school(asked_on=date(2026, 6, 1))).state == MET
    assert cell(asked, school(asked_on=date(2026, 5, 1))).state == CLEAR
    assert cell(asked, school()).state == CLEAR


def met(weight: int, to: str) -> Cell:
    return Cell(Criterion("k", "K", to, weight), MET)


def test_points_for_a_heavier_tier_count_for_the_lighter_ones_too():
    ranks = {tier.key: tier.rank for tier in TIERS}
    cells = [met(2, "targeted"), met(3, "intensive")]
    assert (points(cells, ranks, 2), points(cells, ranks, 3)) == (5, 3)
    assert suggested(cells, TIERS, 0.5) == "targeted"
    assert suggested([met(6, "intensive")], TIERS, 0.5) == "intensive"
    assert suggested([met(2, "targeted")], TIERS, 0.5) == "universal"


def test_too_little_evidence_suggests_nothing_light():
    open_ = Cell(Criterion("o", "O", "targeted"), MISSING)
    clear = Cell(Criterion("c", "C", "targeted"), CLEAR)
    assert suggested([open_, open_, clear], TIERS, 0.5) is None
    assert suggested([open_, clear], TIERS, 0.5) == "universal"
    assert suggested([], TIERS, 0.5) is None
    assert suggested([open_, open_, met(3, "targeted")], TIERS, 0.5) == "targeted"


READINGS = st.lists(
    st.one_of(
        st.floats(0, 100).map(lambda value: Reading("2025/26", round(value, 1))),
        st.sampled_from(["c", "*", "97-100%", "blank"]).map(lambda code: Reading("2025/26", None, code)),
    ),
    max_size=3,
)


@given(READINGS, READINGS)
def test_what_is_not_known_never_counts(attendance: list[Reading], absence: list[Reading]):
    evidence = Evidence("primary", TODAY, readings={"attendance": attendance, "absence": absence})
    for one in matrix((LOW, FALL, ABSENT), evidence):
        readings = evidence.readings[one.criterion.measure]
        if not readings or readings[0].value is None:
            assert one.state not in ANSWERED
