"""Plans, goals, mentors and practice over one real authority's schools: imported, asked about, faults named by row."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bot.cli.real_authority import NEEDS_OPEN_DATA, TODAY, Rows, Run, imported, rows, write

pytestmark = NEEDS_OPEN_DATA

QUALITY, EDUCATION = "quality@council.example", "education@council.example"
THEMES = ("attendance", "reading", "outdoor_learning", "nurture", "numeracy", "transitions")


def _head(school: dict[str, str]) -> str:
    return f"head{school['seed_code']}@council.example"


@dataclass(frozen=True)
class Files:
    """All files of the authority, and what the questions below are about."""

    all: dict[str, Rows]
    supported: Rows
    without_plan: dict[str, str]
    overdue: dict[str, str]
    new_head: dict[str, str]
    mentors: Rows


def _files() -> Files:
    base = rows()
    schools = base["schools"]
    tier_of = {row["seed_code"]: row["tier"] for row in base["tiers"]}
    supported = [school for school in schools if tier_of[school["seed_code"]] != "universal"]
    planned = supported[:-1]
    primaries = [school for school in schools if school["sector"] == "primary"]
    new_head, mentors = primaries[0], primaries[10:22]
    base["people"] += [{"email": EDUCATION, "name": "Head of Education", "role": "head_of_education", "seed_codes": ""}]
    new, old = (TODAY - timedelta(days=60)).isoformat(), "2015-08-17"
    for person in base["people"]:
        person["started_on"] = new if person["email"] == _head(new_head) else old
    whole = base | {
        "plans": [_plan(school, is_late=at == 0) for at, school in enumerate(planned)],
        "goals": [_goal(school, number) for school in planned for number in (1, 2)],
        "mentors": [_mentor(school, at) for at, school in enumerate(mentors)],
        "practice": [_practice(school, at) for at, school in enumerate(schools[:48])],
    }
    return Files(whole, supported, supported[-1], planned[0], new_head, mentors)


def _plan(school: dict[str, str], *, is_late: bool) -> dict[str, str]:
    return {
        "seed_code": school["seed_code"],
        "title": "Made-up plan",
        "agreed_on": "2026-09-21",
        "review_every_school_weeks": "8",
        "next_review_on": "2026-11-11" if is_late else "2026-12-09",
    }


def _goal(school: dict[str, str], number: int) -> dict[str, str]:
    return {
        "seed_code": school["seed_code"],
        "plan_title": "Made-up plan",
        "number": str(number),
        "goal": f"Made-up goal {number}",
        "responsible": _head(school) if number == 1 else school["link_officer"],
        "due_on": "2027-03-26",
        "measure": "made-up measure",
        "baseline": "62%",
        "target": "80%" if number == 1 else "",
    }


def _mentor(school: dict[str, str], at: int) -> dict[str, str]:
    return {
        "email": _head(school),
        "experienced_since": "2015-08-17",
        "trained_on": "2021-05-01" if at == 0 else "2025-05-01",
        "capacity": "0" if at == 1 else "2",
        "strengths": "2.3;reading",
        "not_with": "",
    }


def _practice(school: dict[str, str], at: int) -> dict[str, str]:
    return {
        "seed_code": school["seed_code"],
        "title": f"Made-up practice {at}",
        "summary": "Made-up words about what was done and what changed.",
        "themes": THEMES[at % len(THEMES)],
        "qi": "2.3",
        "stage": "P1 to P7" if school["sector"] == "primary" else "",
        "contact": _head(school),
        "identified_by": school["link_officer"],
        "identified_on": "2026-09-30",
        "consent": "" if at == 47 else "yes",
    }


@pytest.fixture(scope="module")
def files() -> Files:
    return _files()


@pytest.fixture(scope="module")
def cairn(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`cairn` over the imported record, its first school morning over."""
    run = imported(tmp_path_factory.mktemp("whole"), files.all)
    assert run("tick", "--now", f"{TODAY}T09:00").returncode == 0
    return run


@dataclass(frozen=True)
class Question:
    """Who asks what, the intent it must be read as, and what the answer says."""

    who: Callable[[Files], str]
    words: Callable[[Files], str]
    intent: str
    says: Callable[[Files], str]


def _fixed(text: str) -> Callable[[Files], str]:
    return lambda _files: text


def _new_head(words: str, intent: str, says: str) -> Question:
    return Question(lambda f: _head(f.new_head), _fixed(words), intent, _fixed(says))


def _planned_head(words: str, intent: str, says: str) -> Question:
    return Question(lambda f: _head(f.overdue), _fixed(words), intent, _fixed(says))


def _education(words: str, intent: str, says: str) -> Question:
    return Question(_fixed(EDUCATION), _fixed(words), intent, _fixed(says))


def _quality(words: str, intent: str, says: Callable[[Files], str]) -> Question:
    return Question(_fixed(QUALITY), _fixed(words), intent, says)


QUESTIONS = (
    Question(
        lambda f: f.overdue["link_officer"],
        lambda f: f"how is the action plan of {f.overdue['name']} going?",
        "plan_status",
        _fixed("Made-up goal 1"),
    ),
    _planned_head("how is our action plan going?", "plan_status", "62%"),
    _planned_head("what is missing in our plan?", "plan_status", "target"),
    _planned_head("what am I down for and by when?", "my_goals", "26 March"),
    Question(
        lambda f: f.overdue["link_officer"],
        _fixed("which plans are overdue?"),
        "plan_overdue",
        lambda f: f.overdue["name"],
    ),
    _quality("which plan reviews are due in December?", "review_due", lambda f: f.supported[1]["name"]),
    _quality("which targeted or intensive schools have no plan?", "plan_overdue", lambda f: f.without_plan["name"]),
    _quality("which mentors have room?", "free_mentors", lambda f: f"Head {f.mentors[2]['seed_code']}"),
    _quality("whose mentor training has lapsed?", "mentor_training", lambda f: f"Head {f.mentors[0]['seed_code']}"),
    _quality("which new heads have no mentor?", "pairs_list", lambda f: f"Head {f.new_head['seed_code']}"),
    _new_head("who is my mentor?", "mentor_of", "mentor"),
    _new_head("who is good at outdoor learning?", "practice_search", "Made-up practice"),
    _new_head("kids not turning up, what do others do?", "practice_search", "Made-up practice"),
    _new_head("any schools like ours with strong practice in reading?", "practice_search", "Made-up practice"),
    _new_head("strong practice for QI 2.3", "practice_search", "2.3"),
    _quality("how many schools are on each tier?", "tier_list", _fixed("83")),
    Question(
        _fixed(EDUCATION), _fixed("is the support balanced across clusters?"), "oversight_balance", _fixed("Cluster 1")
    ),
    _education("is anybody overloaded?", "oversight_balance", "Officer 0"),
)


def _ask_all(cairn: Run, files: Files, folder: Path) -> list[dict]:
    lines = [
        {"as": question.who(files), "text": question.words(files), "now": f"{TODAY}T09:30"} for question in QUESTIONS
    ]
    path = folder / "batch.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    return [json.loads(line) for line in cairn("ask", "--batch", str(path)).stdout.splitlines()]


def test_every_question_is_answered_from_the_record(cairn: Run, files: Files, tmp_path: Path):
    answers = _ask_all(cairn, files, tmp_path)
    for question, answer in zip(QUESTIONS, answers, strict=True):
        words = question.words(files)
        assert question.intent in (answer["intent"], answer.get("action")), (words, answer["intent"], answer["answer"])
        assert question.says(files) in json.dumps(answer, ensure_ascii=False), (words, answer["answer"])
        assert not answer["refused"], words


def test_a_head_learns_nothing_of_another_schools_plan_or_pairs(cairn: Run, files: Files):
    other = files.supported[3]["name"]
    for words in (f"how is the action plan of {other} going?", f"what is missing in the plan of {other}?"):
        told = cairn("ask", "--as", _head(files.new_head), "--now", f"{TODAY}T09:30", "--json", words)
        nowhere = words.replace(other, "Nowhere Primary School")
        of_none = cairn("ask", "--as", _head(files.new_head), "--now", f"{TODAY}T09:30", "--json", nowhere)
        assert told.stdout.replace(other, "Nowhere Primary School") == of_none.stdout
        assert "Made-up" not in told.stdout


def test_practice_without_consent_is_found_by_nobody_else(cairn: Run, files: Files):
    told = cairn(
        "ask", "--as", _head(files.new_head), "--now", f"{TODAY}T09:30", "--json", "show me all strong practice"
    )
    assert "Made-up practice 47" not in told.stdout


FAULTS = [
    ("plans", "agreed_on", "31/31/2026"),
    ("plans", "seed_code", "nonsense"),
    ("goals", "plan_title", "A plan that is not there"),
    ("goals", "number", "minus one"),
    ("mentors", "email", "nobody@council.example"),
    ("mentors", "capacity", "many"),
    ("practice", "themes", "atendance"),
    ("practice", "qi", "9.9"),
    ("practice", "consent", "perhaps"),
]


@pytest.mark.parametrize(("kind", "field", "value"), FAULTS)
def test_a_fault_is_named_by_its_row_and_field_and_nothing_is_imported(
    cairn: Run, files: Files, tmp_path: Path, kind: str, field: str, value: str
):
    lines = [dict(row) for row in files.all[kind]]
    lines[4][field] = value
    done = cairn("import", kind, str(write(tmp_path, kind, lines)))
    assert done.returncode == 1
    assert "row 6" in done.stderr
    assert field in done.stderr


def test_after_all_those_faults_the_same_files_change_nothing(cairn: Run, files: Files, tmp_path: Path):
    for kind in ("plans", "goals", "mentors", "practice"):
        said = cairn("import", kind, str(write(tmp_path, kind, files.all[kind])))
        assert "0 added, 0 changed" in said.stdout, (kind, said.stdout, said.stderr)


def test_the_new_head_is_asked_paired_and_announced_in_the_weeks_that_follow(cairn: Run, files: Files):
    """The clock goes on a fortnight over the real record, as real time would."""
    said = []
    for day in ("2026-12-01", "2026-12-02", "2026-12-04", "2026-12-07", "2026-12-08"):
        done = cairn("tick", "--now", f"{day}T09:00", "--json")
        assert done.returncode == 0, done.stderr
        said += json.loads(done.stdout)["sent"]
    assert any("I propose" in entry["text"] for entry in said)
    name = f"Head {files.new_head['seed_code']}"
    assert any(entry["to"] == "mentoring" and name in entry["text"] for entry in said)
