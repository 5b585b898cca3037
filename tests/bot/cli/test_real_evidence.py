"""One real authority's published figures, imported as they are: one period, so that nothing can rise or fall."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from math import log2
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[3]
OPEN_DATA = ROOT.parent / "shared" / "data" / "schools_scotland.csv"
AUTHORITY = "Highland"
PERIOD = "2024"
NOW = "2026-11-23T09:30"
SECTORS = {"Primary": "primary", "Secondary": "secondary", "Special": "special"}
URBAN_RURAL = (
    "Large Urban Areas", "Other Urban Areas", "Accessible Small Towns", "Remote Small Towns",
    "Very Remote Small Towns", "Accessible Rural Areas", "Remote Rural Areas", "Very Remote Rural Areas",
)  # fmt: skip
THRESHOLDS = {"primary": 89.6, "secondary": 84.0}
Ask = Callable[[str, str], dict]

pytestmark = pytest.mark.skipif(
    not OPEN_DATA.exists(), reason="the open data of Scotland's schools is not beside the project"
)


def number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def schools() -> list[dict[str, str]]:
    with OPEN_DATA.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["la"] == AUTHORITY]


def sector(row: dict[str, str]) -> str:
    return SECTORS.get(row["type"], "all_through")


def share(row: dict[str, str]) -> str:
    """The share of pupils from the most deprived fifth: suppressed where either number is."""
    pupils, roll = number(row["simd_q1"]), number(row["roll_2024"])
    return row["simd_q1"] if pupils is None or not roll else f"{100 * pupils / roll:.1f}"


def person(name: str, role: str, school: str = "") -> dict[str, str]:
    return {"email": f"{name}@council.example", "name": f"Made Up {name}", "role": role, "seed_codes": school}


def files() -> dict[str, list[dict[str, str]]]:
    rows = schools()
    ranks = {name: str(at) for at, name in enumerate(URBAN_RURAL, 1)}
    return {
        "schools": [
            {
                "seed_code": row["seed"],
                "name": row["name"],
                "sector": sector(row),
                "cluster": f"Cluster {at % 20 + 1}",
                "roll": row["roll_2024"],
                "urban_rural": ranks.get(row["urban_rural_8"], ""),
                "latitude": row["lat"],
                "longitude": row["lon"],
                "link_officer": f"officer{at % 8}@council.example",
            }
            for at, row in enumerate(rows)
        ],
        "people": [
            person("education", "head_of_education"),
            *(person(f"officer{at}", "link_officer") for at in range(8)),
            person("head", "headteacher", next(row["seed"] for row in rows if sector(row) == "primary")),
        ],
        "indicators": [
            {"seed_code": row["seed"], "measure": measure, "period": PERIOD, "value": value, "source": "Open data"}
            for row in rows
            for measure, value in (
                ("attendance", row["attendance"]),
                ("unauthorised_absence", row["unauth_absence"]),
                ("simd_q1", share(row)),
                ("roll", row["roll_2024"]),
            )
        ],
    }


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Asks by the command line over a record with the published figures imported."""
    folder = tmp_path_factory.mktemp("figures")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "SLACK_"))}

    def run(command: str, *arguments: str) -> str:
        line = [sys.executable, "-m", "bot.cli.main", command, "--data", str(folder / "data"), *arguments]
        done = subprocess.run(line, env=env, capture_output=True, text=True, cwd=ROOT, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    for kind, rows in files().items():
        path = folder / f"{kind}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        said = run("import", kind, str(path))
        if kind == "indicators":
            hidden = sum(number(row["value"]) is None for row in rows)
            assert f"{hidden} of {len(rows)} figures are suppressed" in said

    def asking(who: str, words: str) -> dict:
        found: dict = json.loads(run("ask", "--as", f"{who}@council.example", "--now", NOW, "--json", words))
        return found

    return asking


def table(answer: dict, at: int = 0) -> list[list[str]]:
    found = [element for element in answer["card"]["body"] if element["type"] == "table"]
    return found[at]["rows"] if found else []


def test_low_attendance_is_what_the_file_says_and_no_suppressed_figure_counts(ask: Ask):
    low = {
        row["name"]
        for row in schools()
        if (value := number(row["attendance"])) is not None
        and value < THRESHOLDS.get(sector(row), 0)
        and (number(row["roll_2024"]) or 1000) >= 20
    }
    answer = ask("education", "which schools have low attendance?")
    assert answer["card"]["title"].startswith(f"{len(low)} of {len(schools())} schools")
    assert {row[0] for row in table(answer)} <= low
    # Of a school for all ages only a fall would count, and one period shows none.
    hidden = sum(
        sector(row) == "all_through"
        or (
            sector(row) in THRESHOLDS and (number(row["attendance"]) is None or (number(row["roll_2024"]) or 1000) < 20)
        )
        for row in schools()
    )
    assert f"too few pupils at {hidden} schools" in answer["answer"]


def test_nothing_falls_in_a_single_period(ask: Ask):
    row = next(row for row in schools() if sector(row) == "primary" and (number(row["attendance"]) or 0) > 92)
    rows = {cells[0]: cells[1:] for cells in table(ask("education", f"any red flags at {row['name']}?"))}
    assert rows["Attendance has fallen by 2 points or more"][0] == "nothing on record"
    assert "nothing to compare it with" in rows["Attendance has fallen by 2 points or more"][1]


def test_a_special_school_is_not_judged_by_what_is_not_for_it(ask: Ask):
    row = next(row for row in schools() if sector(row) == "special" and number(row["attendance"]) is not None)
    answer = ask("education", f"any red flags at {row['name']}?")
    assert not any("Attendance" in cells[0] for cells in table(answer))
    assert "not for special schools" in answer["answer"]


def test_a_tiny_roll_is_shown_and_not_judged(ask: Ask):
    row = next(
        row for row in schools() if (number(row["roll_2024"]) or 99) < 20 and number(row["attendance"]) is not None
    )
    rows = {cells[0]: cells[1:] for cells in table(ask("education", f"any red flags at {row['name']}?"))}
    state = rows.get("Attendance in the lowest tenth of primary schools", ("too few pupils to judge",))
    assert state[0] == "too few pupils to judge"


def _distance(one: dict[str, str], other: dict[str, str]) -> float | None:
    """How unlike two schools of a sector are, worked out here anew: roll, most deprived fifth, rurality.

    What is not published of the first counts for nothing; what is not of the second leaves it out.
    """
    parts = []
    for of, scale in (
        (lambda row: (n := number(row["roll_2024"])) and log2(n + 10), 1.0),
        (lambda row: number(share(row)), 20.0),
        (lambda row: URBAN_RURAL.index(row["urban_rural_8"]), 2.0),
    ):
        own, its = of(one), of(other)
        if own is not None and its is None:
            return None
        parts.append(0.0 if own is None else abs(own - its) / scale)
    return sum(parts)


@pytest.mark.parametrize("at", [0, 40, 90])
def test_comparators_are_the_schools_nearest_by_roll_deprivation_and_rurality(ask: Ask, at: int):
    rows = [row for row in schools() if sector(row) == "primary"]
    own = [row for row in rows if number(row["attendance"]) is not None][at]
    others = [(far, row["seed"], row) for row in rows if row is not own and (far := _distance(own, row)) is not None]
    nearest = [number(row["attendance"]) for _, _, row in sorted(others, key=lambda one: one[0])[:8]]
    known = [value for value in nearest if value is not None]
    shown = {cells[0]: cells[1:] for cells in table(ask("education", f"how does attendance at {own['name']} compare?"))}
    latest, _, sector_here, alike, _ = shown["Attendance"]
    assert latest == f"{own['attendance']}% ({PERIOD})"
    assert alike == (f"{median(known):.1f}%" if len(known) >= 5 else "fewer than 5")
    assert sector_here.startswith(f"{median(v for r in rows if (v := number(r['attendance'])) is not None):.1f}%")


def test_a_headteacher_sees_their_own_figures_beside_others_and_nobody_elses(ask: Ask):
    own, far = (row["name"] for row in [row for row in schools() if sector(row) == "primary"][:2])
    assert ask("head", "how does our attendance compare with similar schools?")["card"]["title"] == f"{own}: figures"
    assert "Attendance" not in ask("head", f"how does attendance at {far} compare with other schools?")["answer"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("are we giving too many schools enhanced support?", "Support across"),
        ("which schools have low attendance and also have a new HT?", "attendance and new headteacher"),
        ("tier changes this session with reasons", "0 moves between tiers"),
        ("is anybody overloaded?", "Load of 8 link officers"),
        ("what are the common themes across our schools?", "themes"),
    ],
)
def test_the_questions_of_oversight_are_answered(ask: Ask, words: str, said: str):
    answer = ask("education", words)
    assert not answer["refused"]
    assert said in answer["answer"]
