"""One real authority's schools at real scale, imported as files and asked by the command line; the rest is made up."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.bot.cli.real_authority import NEEDS_OPEN_DATA, TODAY, Run, imported, rows, write

pytestmark = NEEDS_OPEN_DATA


@pytest.fixture(scope="module")
def cairn(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`cairn` over a record with the authority's files imported."""
    return imported(tmp_path_factory.mktemp("real"), rows())


def _ask(cairn: Run, who: str, words: str) -> dict:
    done = cairn("ask", "--as", who, "--now", f"{TODAY}T09:30", "--json", words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_head_is_told_their_own_tier(cairn: Run, tmp_path: Path):
    schools = rows()["schools"]
    lines = [
        {"as": f"head{s['seed_code']}@council.example", "text": "what tier are we on?", "now": f"{TODAY}T09:30"}
        for s in schools
    ]
    (tmp_path / "batch.jsonl").write_text("\n".join(map(json.dumps, lines)))
    answers = [json.loads(line) for line in cairn("ask", "--batch", str(tmp_path / "batch.jsonl")).stdout.splitlines()]
    assert [answer["entities"].get("school") for answer in answers] == [school["name"] for school in schools]
    assert not any(answer["refused"] for answer in answers)


def test_an_officer_finds_every_school_by_its_name_or_is_asked(cairn: Run, tmp_path: Path):
    schools = rows()["schools"]
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
    counted = Counter(row["tier"] for row in rows()["tiers"])
    answer = _ask(cairn, "quality@council.example", "how many schools are intensive?")["answer"]
    assert f"{counted['intensive']} of {sum(counted.values())} schools" in answer


def test_the_same_files_again_change_nothing(cairn: Run, tmp_path: Path):
    for kind, lines in rows().items():
        said = cairn("import", kind, str(write(tmp_path, kind, lines))).stdout
        assert "0 added, 0 changed" in said


def test_a_fault_in_row_7_names_row_7_and_imports_nothing(cairn: Run, tmp_path: Path):
    lines = [dict(row, tier="intensive", from_date="2026-10-05") for row in rows()["tiers"]]
    lines[5]["seed_code"] = "nonsense"
    done = cairn("import", "tiers", str(write(tmp_path, "tiers", lines)))
    assert done.returncode == 1
    assert "row 7" in done.stderr
    counted = Counter(row["tier"] for row in rows()["tiers"])
    assert (
        f"{counted['intensive']} of"
        in _ask(cairn, "quality@council.example", "how many schools are intensive?")["answer"]
    )


def test_who_has_left_is_refused_from_that_day(cairn: Run, tmp_path: Path):
    school = rows()["schools"][3]
    who = f"head{school['seed_code']}@council.example"
    ends = [
        {"email": who, "role": "headteacher", "seed_code": school["seed_code"], "from_date": "", "until": "2026-11-25"}
    ]
    assert cairn("import", "posts", str(write(tmp_path, "posts", ends))).returncode == 0
    before = cairn("ask", "--as", who, "--now", "2026-11-24T23:59", "--json", "our tier?")
    after = cairn("ask", "--as", who, "--now", "2026-11-25T00:00", "--json", "our tier?")
    assert (json.loads(before.stdout)["refused"], json.loads(after.stdout)["refused"]) == (False, True)
