"""One real authority's schools at real scale as the files of an import; people and what they do are made up."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OPEN_DATA = ROOT.parent / "shared" / "data" / "schools_scotland.csv"
AUTHORITY = "Argyll and Bute"
TODAY = date(2026, 11, 23)
SECTORS = {"Primary": "primary", "Secondary": "secondary", "Special": "special"}
URBAN_RURAL = {
    name: str(number)
    for number, name in enumerate(
        (
            "Large Urban Areas",
            "Other Urban Areas",
            "Accessible Small Towns",
            "Remote Small Towns",
            "Very Remote Small Towns",
            "Accessible Rural Areas",
            "Remote Rural Areas",
            "Very Remote Rural Areas",
        ),
        1,
    )
}
Rows = list[dict[str, str]]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

NEEDS_OPEN_DATA = pytest.mark.skipif(
    not OPEN_DATA.exists(), reason="the open data of Scotland's schools is not beside the project"
)


def _schools() -> list[dict[str, str]]:
    with OPEN_DATA.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["la"] == AUTHORITY]


def officer(index: int) -> str:
    return f"officer{index % 6}@council.example"


def _school_row(index: int, row: dict[str, str]) -> dict[str, str]:
    return {
        "seed_code": row["seed"],
        "name": row["name"],
        "sector": SECTORS.get(row["type"], "all_through"),
        "cluster": f"Cluster {index % 9 + 1}",
        "denomination": row["denomination"],
        "roll": row["roll_2024"],
        "urban_rural": URBAN_RURAL.get(row["urban_rural_8"], ""),
        "latitude": row["lat"],
        "longitude": row["lon"],
        "postcode": row["postcode"],
        "link_officer": officer(index),
    }


def rows() -> dict[str, list[dict[str, str]]]:
    """The files of an authority: its real schools, and made-up people, tiers and visits."""
    schools = [_school_row(index, row) for index, row in enumerate(_schools())]
    people = [{"email": officer(i), "name": f"Officer {i}", "role": "link_officer", "seed_codes": ""} for i in range(6)]
    people.append(
        {"email": "quality@council.example", "name": "Quality Manager", "role": "quality_manager", "seed_codes": ""}
    )
    people += [
        {
            "email": f"head{s['seed_code']}@council.example",
            "name": f"Head {s['seed_code']}",
            "role": "headteacher",
            "seed_codes": s["seed_code"],
        }
        for s in schools
    ]
    tiers = [
        {
            "seed_code": school["seed_code"],
            "tier": ("universal", "universal", "targeted", "universal", "intensive")[index % 5],
            "from_date": "2026-09-14",
            "reason": f"made-up reason {index}",
            "decided_by": school["link_officer"],
            "discussed_on": "2026-09-10",
            "review_on": "2027-09-13",
        }
        for index, school in enumerate(schools)
    ]
    visits = [
        {
            "seed_code": school["seed_code"],
            "visit_type": "V2",
            "starts_at": f"{TODAY + timedelta(days=1 + index // 6)}T10:00",
            "minutes": "90",
            "mode": "in_person",
            "officer": school["link_officer"],
            "status": "agreed",
        }
        for index, school in enumerate(schools)
    ]
    return {"schools": schools, "people": people, "tiers": tiers, "visits": visits}


def write(folder: Path, kind: str, lines: list[dict[str, str]]) -> Path:
    path = folder / f"{kind}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return path


def at_command_line(folder: Path) -> Run:
    """`cairn` over the record in `folder`, as a process of its own, without anything of this machine's environment."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "SLACK_"))}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command, *rest = arguments
        line = [sys.executable, "-m", "bot.cli.main", command, "--data", str(folder / "data"), *rest]
        return subprocess.run(line, env=env, capture_output=True, text=True, cwd=ROOT, check=False)

    return run


def imported(folder: Path, files: dict[str, list[dict[str, str]]]) -> Run:
    """`cairn` over a record into which these files were imported, in this order."""
    run = at_command_line(folder)
    for kind, lines in files.items():
        done = run("import", kind, str(write(folder, kind, lines)))
        assert done.returncode == 0, done.stderr
    return run
