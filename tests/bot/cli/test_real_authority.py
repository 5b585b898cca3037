"""One real authority's schools at real scale, imported as files and asked by the command line; the rest is made up."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import Counter
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
Run = Callable[..., "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.skipif(
    not OPEN_DATA.exists(), reason="the open data of Scotland's schools is not beside the project"
)


def _schools() -> list[dict[str, str]]:
    with OPEN_DATA.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["la"] == AUTHORITY]


def _officer(index: int) -> str:
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
        "link_officer": _officer(index),
    }


def _rows() -> dict[str, list[dict[str, str]]]:
    """The files of an authority: its real schools, and made-up people, tiers and visits."""
    schools = [_school_row(index, row) for index, row in enumerate(_schools())]
    people = [
        {"email": _officer(i), "name": f"Officer {i}", "role": "link_officer", "seed_codes": ""} for i in range(6)
    ]
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


def _write(folder: Path, kind: str, rows: list[dict[str, str]]) -> Path:
    path = folder / f"{kind}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def cairn(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`cairn` over a record with the authority's files imported."""
    folder = tmp_path_factory.mktemp("real")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "SLACK_"))}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command, *rest = arguments
        line = [sys.executable, "-m", "bot.cli.main", command, "--data", str(folder / "data"), *rest]
        return subprocess.run(line, env=env, capture_output=True, text=True, cwd=ROOT, check=False)

    for kind, rows in _rows().items():
        done = run("import", kind, str(_write(folder, kind, rows)))
        assert done.returncode == 0, done.stderr
    return run


def _ask(cairn: Run, who: str, words: str) -> dict:
    done = cairn("ask", "--as", who, "--now", f"{TODAY}T09:30", "--json", words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_head_is_told_their_own_tier(cairn: Run, tmp_path: Path):
    schools = _rows()["schools"]
    lines = [
        {"as": f"head{s['seed_code']}@council.example", "text": "what tier are we on?", "now": f"{TODAY}T09:30"}
        for s in schools
    ]
    (tmp_path / "batch.jsonl").write_text("\n".join(map(json.dumps, lines)))
    answers = [json.loads(line) for line in cairn("ask", "--batch", str(tmp_path / "batch.jsonl")).stdout.splitlines()]
    assert [answer["entities"].get("school") for answer in answers] == [school["name"] for school in schools]
    assert not any(answer["refused"] for answer in answers)


def test_an_officer_finds_every_school_by_its_name_or_is_asked(cairn: Run, tmp_path: Path):
    schools = _rows()["schools"]
    lines = [
        {"as": "officer0@council.example", "text": f"what tier is {s['name']} on?", "now": f"{TODAY}T09:30"}
        for s in schools
    ]
    (tmp_path / "batch.jsonl").write_text("\n".join(map(json.dumps, lines)))
    answers = [json.loads(line) for line in cairn("ask", "--batch", str(tmp_path / "batch.jsonl")).stdout.splitlines()]
    for school, answer in zip(schools, answers, strict=True):
        found = answer["entities"].get("seed_code")
        offered = {choice["values"]["seed_code"] for choice in answer["choices"]}
        assert found == school["seed_code"] or (found is None and school["seed_code"] in offered), (
            school["name"],
            answer["answer"],
        )
    assert sum(bool(answer["choices"]) for answer in answers) <= len(schools) * 0.03


def test_counts_agree_with_the_file(cairn: Run):
    counted = Counter(row["tier"] for row in _rows()["tiers"])
    answer = _ask(cairn, "quality@council.example", "how many schools are intensive?")["answer"]
    assert f"{counted['intensive']} of {sum(counted.values())} schools" in answer


def test_the_same_files_again_change_nothing(cairn: Run, tmp_path: Path):
    for kind, rows in _rows().items():
        said = cairn("import", kind, str(_write(tmp_path, kind, rows))).stdout
        assert "0 added, 0 changed" in said


def test_a_fault_in_row_7_names_row_7_and_imports_nothing(cairn: Run, tmp_path: Path):
    rows = [dict(row, tier="intensive", from_date="2026-10-05") for row in _rows()["tiers"]]
    rows[5]["seed_code"] = "nonsense"
    done = cairn("import", "tiers", str(_write(tmp_path, "tiers", rows)))
    assert done.returncode == 1
    assert "row 7" in done.stderr
    counted = Counter(row["tier"] for row in _rows()["tiers"])
    assert (
        f"{counted['intensive']} of"
        in _ask(cairn, "quality@council.example", "how many schools are intensive?")["answer"]
    )


def test_who_has_left_is_refused_from_that_day(cairn: Run, tmp_path: Path):
    school = _rows()["schools"][3]
    who = f"head{school['seed_code']}@council.example"
    ends = [
        {"email": who, "role": "headteacher", "seed_code": school["seed_code"], "from_date": "", "until": "2026-11-25"}
    ]
    assert cairn("import", "posts", str(_write(tmp_path, "posts", ends))).returncode == 0
    before = cairn("ask", "--as", who, "--now", "2026-11-24T23:59", "--json", "our tier?")
    after = cairn("ask", "--as", who, "--now", "2026-11-25T00:00", "--json", "our tier?")
    assert (json.loads(before.stdout)["refused"], json.loads(after.stdout)["refused"]) == (False, True)
