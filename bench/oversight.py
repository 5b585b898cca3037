"""The matrix of one school, and what oversight answers over a whole country's schools, beside the SQL that they need.

The floor reads the very same rows with `sqlite3` alone: it judges nothing, counts nothing and makes no card.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert

from bench.record import NOW, Record, authority, make_record
from bench.rounds import interleaved, timed
from bench.table import Compared
from config.authority import Authority
from config.evidence import CriterionRow, Measure
from framework.access import Standing
from handlers.cards import Card
from handlers.oversight import oversight_balance
from handlers.request import Account, Action, Place, Request
from handlers.risk import risk_flags
from handlers.risk_lists import schools_meeting
from handlers.tier_flows import tier_drift
from store.columns import table_of
from store.database import Database
from store.evidence import Indicator
from store.schools import school_by_id

SCHOOLS: Final = 2_450
CRITERIA: Final = 60
# The most that an answer may take of the plain SQL that reads its rows (a goal of the project).
MOST: Final = 5.0
ROUNDS: Final = 5
_FIGURES: Final = "SELECT school_id, measure, period, value, code, local_comparator, national_comparator FROM indicator"
_WHOLE: Final = (
    "SELECT s.id, s.seed_code, s.name, s.aliases, s.sector, c.name, s.cluster_id, s.roll, s.urban_rural, s.postcode "
    "FROM school s LEFT JOIN cluster c ON c.id = s.cluster_id ORDER BY s.name",
    "SELECT id, cluster_id, link_officer_email FROM school",
    "SELECT p.id, p.name, p.email, o.role, o.school_id FROM post o JOIN person p ON p.id = o.person_id "
    "WHERE o.role = 'link_officer'",
)
_TIERS: Final = (
    "SELECT d.school_id, d.tier, d.from_date, d.review_on FROM tier_decision d JOIN (SELECT school_id, max(from_date) "
    "AS since FROM tier_decision WHERE superseded_by_id IS NULL GROUP BY school_id) l ON l.school_id = d.school_id AND "
    "l.since = d.from_date WHERE d.superseded_by_id IS NULL"
)
_HEADS: Final = "SELECT school_id, role, from_date FROM post WHERE role IN ('headteacher', 'acting_headteacher')"
_DECISIONS: Final = (
    "SELECT d.school_id, d.tier, d.from_date, d.reason, p.name, d.discussed_on, d.review_on, d.exit_criteria, d.id "
    "FROM tier_decision d LEFT JOIN person p ON p.id = d.decided_by_id ORDER BY d.school_id, d.from_date"
)
_BALANCE: Final = (
    *_WHOLE, _TIERS, _TIERS, "SELECT school_id, state, next_review_on FROM plan",
    "SELECT school_id, count(*) FROM visit GROUP BY school_id",
)  # fmt: skip
_MEETING: Final = (*_WHOLE, _FIGURES, "SELECT school_id, qi, kind, grade, graded_on FROM qi_grade", _HEADS)


def measure(folder: Path) -> list[Compared]:
    """A line for one school's matrix, and one for each oversight answer."""
    record = make_record(folder, SCHOOLS)
    _add_figures(record)
    database, rules = Database(record.url), many_criteria()
    plain = sqlite3.connect(record.file)
    request = Request(
        Account("operator", "", ""), Place(), NOW, standing=Standing(1, "", frozenset({"head_of_education"}))
    )
    rows = [_line("the matrix of one school", _matrix(database, rules, request), _matrix_floor(plain), 200)]
    for what, handler, floor in (
        ("support by tier", oversight_balance, _BALANCE),
        ("support over time", tier_drift, (*_WHOLE, _DECISIONS)),
        ("schools that meet a criterion", schools_meeting, _MEETING),
    ):
        rows.append(_line(what, _answering(database, rules, request, handler), _reading(plain, floor), ROUNDS))
    plain.close()
    database.close()
    return rows


def many_criteria() -> Authority:
    """Our configuration with sixty measures and a criterion for each."""
    ours = authority()
    measures = tuple(Measure(key=f"measure{at}", label=f"Measure {at}", unit="%") for at in range(CRITERIA))
    criteria = tuple(
        CriterionRow(
            key=f"criterion{at}", label=f"Criterion {at}", points_to="targeted", measure=f"measure{at}", below=20.0
        )
        for at in range(CRITERIA)
    )
    return replace(ours, framework=ours.framework.model_copy(update={"measures": measures, "criteria": criteria}))


def _add_figures(record: Record) -> None:
    database = Database(record.url)
    with database.write() as session:
        for first in range(1, record.schools + 1, 100):
            last = min(first + 100, record.schools + 1)
            session.connection().execute(insert(table_of(Indicator)), list(_figures(first, last)))
    database.close()


def _figures(first: int, last: int) -> Iterator[dict[str, Any]]:
    for school in range(first, last):
        for at in range(CRITERIA):
            yield {
                "school_id": school,
                "measure": f"measure{at}",
                "period": "2025/26",
                "value": float((school * 7 + at * 13) % 100),
                "code": "",
                "source": "",
                "recorded_at": NOW,
            }


def _line(what: str, cairn: Callable[[int], object], floor: Callable[[int], object], rounds: int) -> Compared:
    times = interleaved({"cairn": timed(cairn), "floor": timed(floor)}, rounds, warm_up=2)
    name = f"{what}, {SCHOOLS:,} schools with {CRITERIA} criteria"
    return Compared(name, times["cairn"], times["floor"], "the same rows in SQL", at_most=MOST, tail=True)


def _matrix(database: Database, rules: Authority, request: Request) -> Callable[[int], object]:
    def answer(at: int) -> None:
        with database.read() as session:
            school = school_by_id(session, at % SCHOOLS + 1)
            made = risk_flags(replace(request, school=school, action=Action("risk_flags")), session, rules)
        _must_be_a_card(made)

    return answer


def _matrix_floor(plain: sqlite3.Connection) -> Callable[[int], object]:
    reads = (
        "SELECT id, seed_code, name, aliases, sector, cluster_id, roll, urban_rural, postcode FROM school WHERE id = ?",
        f"{_FIGURES} WHERE school_id = ?",
        "SELECT qi, kind, grade, graded_on FROM qi_grade WHERE school_id = ?",
        f"{_HEADS} AND school_id = ?",
        "SELECT max(asked_at) FROM tier_case WHERE school_id = ?",
        "SELECT tier, from_date, reason FROM tier_decision WHERE school_id = ? ORDER BY from_date DESC LIMIT 1",
    )
    return lambda at: [plain.execute(one, (at % SCHOOLS + 1,)).fetchall() for one in reads]


Handler = Callable[..., object]


def _answering(database: Database, rules: Authority, request: Request, handler: Handler) -> Callable[[int], object]:
    def answer(at: int) -> None:
        with database.read() as session:
            made = handler(replace(request, action=Action("oversight")), session, rules)
        _must_be_a_card(made)

    return answer


def _reading(plain: sqlite3.Connection, reads: tuple[str, ...]) -> Callable[[int], object]:
    return lambda at: [plain.execute(one).fetchall() for one in reads]


def _must_be_a_card(made: object) -> None:
    if not isinstance(made, Card) or made.refused or not made.body:
        raise RuntimeError(f"no answer was made: {made}")
