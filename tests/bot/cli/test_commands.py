"""The command line as a process: what it prints, how it exits, on both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from store.demo import demo_people_of_note, generate

ROOT = Path(__file__).parents[3]
NOTE = demo_people_of_note(generate(date(2026, 11, 23)))
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def cairn(demo_url: str, tmp_path: Path) -> Run:
    """Runs `cairn` over the demo in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "SLACK_"))}
    env = kept | {"CAIRN_DATABASE_URL": demo_url, "CAIRN_CONFIG_DIR": str(tmp_path / "config")}

    def run(*arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot.cli.main", *arguments]
        return subprocess.run(command, env=env | extra, capture_output=True, text=True, cwd=ROOT, check=False)

    return run


def asked(cairn: Run, email: str, *words: str) -> dict:
    done = cairn("ask", "--as", email, "--json", *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_question_is_answered_as_text_and_as_the_public_json(cairn: Run):
    answer = asked(cairn, NOTE["headteacher"], "what tier are we on?")
    assert set(answer) == {"intent", "entities", "answer", "card", "choices", "next", "place", "also", "refused"}
    assert answer["intent"] == "tier_of_school"
    assert "support since" in answer["answer"]
    text = cairn("ask", "--as", NOTE["headteacher"], "what tier are we on?")
    assert answer["answer"] in text.stdout


def test_a_head_who_names_no_school_speaks_of_their_own(cairn: Run):
    assert (
        asked(cairn, NOTE["headteacher"], "the boiler broke, cancel Friday's visit")["entities"]["self_school"] is True
    )
    assert "self_school" not in asked(cairn, NOTE["link_officer"], "which tiers are there")["entities"]
    other = asked(cairn, NOTE["headteacher"], "who is the link officer for Strangeglen Primary")
    assert "self_school" not in other["entities"]


def test_a_refusal_is_an_answer_and_exits_0(cairn: Run):
    answer = asked(cairn, "stranger@elsewhere.example", "what tier is any school on?")
    assert answer["refused"]
    assert answer["entities"] == {}


def test_asked_in_a_channel_the_place_is_private(cairn: Run):
    answer = asked(cairn, NOTE["link_officer"], "--in", "officers", "which of my schools are targeted?")
    assert answer["place"] == "private"


def test_a_batch_answers_line_by_line(cairn: Run, tmp_path: Path):
    lines = [
        {"as": NOTE["headteacher"], "text": "our tier?"},
        {"as": NOTE["link_officer"], "text": "help", "in": "officers"},
    ]
    (tmp_path / "batch.jsonl").write_text("\n".join(map(json.dumps, lines)))
    done = cairn("ask", "--batch", str(tmp_path / "batch.jsonl"))
    assert [json.loads(line)["intent"] for line in done.stdout.splitlines()] == ["tier_of_school", "help"]


def test_wrong_usage_exits_2(cairn: Run):
    assert cairn("ask", "without anybody").returncode == 2
    assert cairn("fly").returncode == 2


def test_what_goes_wrong_is_one_line_on_stderr(cairn: Run, tmp_path: Path):
    for arguments in (
        ("import", "schools", str(tmp_path / "nowhere.csv")),
        ("import", "weather", str(tmp_path / "nowhere.csv")),
        ("ask", "--as", "a@b.example", "--now", "noonish", "our tier?"),
        ("do", "--as", NOTE["headteacher"], "fly"),
        ("do", "--as", NOTE["headteacher"], "move_visit", "tomorrow"),
        ("tick", "--now", "someday"),
        ("restore", str(tmp_path / "nowhere.cairn")),
    ):
        done = cairn(*arguments)
        assert done.returncode == 1, arguments
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert "Traceback" not in done.stderr


def test_a_broken_configuration_stops_with_one_clear_line(cairn: Run, tmp_path: Path):
    own = tmp_path / "broken"
    own.mkdir()
    (own / "framework.toml").write_text('[[tiers]]\nkey = "a"\n')
    done = cairn("check", CAIRN_CONFIG_DIR=str(own))
    assert done.returncode == 1
    assert done.stderr.strip() == "framework.toml, tiers, entry 1, label: Field required."


def test_ticks_send_what_is_due_and_a_second_sends_nothing(cairn: Run):
    first = json.loads(cairn("tick", "--now", "2026-11-23T09:00", "--json").stdout)
    assert len(first["sent"]) > 5
    second = json.loads(cairn("tick", "--now", "2026-11-23T09:05", "--json").stdout)
    assert (second["sent"], second["gathered"]) == ([], 0)


@pytest.mark.parametrize("moment", ["2026-11-22T10:00", "2026-11-23T07:59", "2026-11-23T17:30", "2026-12-26T10:00"])
def test_nothing_goes_out_on_a_closed_day_or_outside_hours(cairn: Run, moment: str):
    assert json.loads(cairn("tick", "--now", moment, "--json").stdout)["sent"] == []


def test_after_three_days_of_silence_what_is_useful_goes_and_the_rest_is_reported(cairn: Run):
    json.loads(cairn("tick", "--now", "2026-11-23T09:00", "--json").stdout)
    later = json.loads(cairn("tick", "--now", "2026-11-27T09:00", "--json").stdout)
    assert later["sent"]
    assert any(entry["rule"].startswith("visit_upcoming") for entry in later["expired"])


def test_a_dry_run_shows_and_keeps_nothing(cairn: Run):
    shown = json.loads(cairn("tick", "--now", "2026-11-23T09:00", "--dry-run", "--json").stdout)
    assert shown["sent"]
    sent = json.loads(cairn("tick", "--now", "2026-11-23T09:00", "--json").stdout)
    assert len(sent["sent"]) == len(shown["sent"])


def test_over_a_record_with_chat_tokens_the_clock_stays(cairn: Run, database, record_url: str, tmp_path: Path):
    done = cairn("tick", "--now", "2026-11-23T09:00", CAIRN_DATABASE_URL=record_url, CAIRN_SLACK_BOT_TOKEN="xoxb-1")
    assert done.returncode == 1
    assert "the clock is not moved" in done.stderr
    dry = cairn(
        "tick", "--now", "2026-11-23T09:00", "--dry-run", CAIRN_DATABASE_URL=record_url, CAIRN_SLACK_BOT_TOKEN="xoxb-1"
    )
    assert dry.returncode == 0


def test_an_action_is_carried_out_or_says_in_one_line_why_not(cairn: Run):
    officer, code = NOTE["link_officer"], _school_of(cairn, NOTE["link_officer"])
    done = cairn("do", "--as", officer, "book_visit", f"seed_code={code}", "date=2027-01-20", "time=16:00", "--json")
    assert done.returncode == 0, done.stderr
    again = cairn("do", "--as", officer, "book_visit", f"seed_code={code}", "date=2027-01-20", "time=16:30")
    assert again.returncode == 1
    assert "then (" in again.stderr
    short = cairn("do", "--as", officer, "book_visit", f"seed_code={code}")
    assert (short.returncode, "date, time" in short.stderr) == (1, True)


def _school_of(cairn: Run, officer: str) -> str:
    answer = asked(cairn, officer, "book a visit")
    choices = answer["choices"]
    return choices[0]["values"]["seed_code"]


def test_help_and_usage_load_nothing_heavy():
    code = """
import contextlib, io, sys
from bot.cli.main import main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    main(["--help"])
heavy = ("sqlmodel", "sqlalchemy", "pydantic", "starlette", "apscheduler", "rapidfuzz", "holidays")
print([name for name in heavy if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_explain_says_why_a_sentence_was_understood_so(cairn: Run):
    done = cairn("ask", "--as", NOTE["headteacher"], "--explain", "what teir are we on?")
    assert done.returncode == 0, done.stderr
    assert "Understood as:" in done.stdout
    assert "tier_of_school (" in done.stdout
    assert "'teir' read as 'tier'" in done.stdout
    assert done.stdout.count("because ") >= 3
    assert ", not " in done.stdout


def test_an_authoritys_own_words_mean_what_its_file_says(cairn: Run, tmp_path: Path):
    (tmp_path / "config").mkdir(exist_ok=True)
    file = tmp_path / "config" / "framework.toml"
    file.write_text('[words]\nnext_visit = ["when does the big chap dander in"]', encoding="utf-8")
    assert asked(cairn, NOTE["headteacher"], "when does the big chap dander in, please")["intent"] == "next_visit"
    explained = cairn("ask", "--as", NOTE["headteacher"], "--explain", "when does the big chap dander in").stdout
    assert "this authority has taught these words" in explained


def test_own_words_under_an_unknown_action_are_refused_with_file_key_and_reason(cairn: Run, tmp_path: Path):
    (tmp_path / "config").mkdir(exist_ok=True)
    file = tmp_path / "config" / "framework.toml"
    file.write_text('[words]\nnext_vist = ["when is the big chap in"]', encoding="utf-8")
    done = cairn("ask", "--as", NOTE["headteacher"], "when is the big chap in")
    assert done.returncode == 1
    assert "framework.toml, words, next_vist: there is no action of that name" in done.stderr
    assert "did you mean next_visit?" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_asking_loads_no_server_and_no_scheduler(cairn: Run, demo_url: str, tmp_path: Path):
    code = (
        "import sys; from bot.cli.main import main\n"
        f"main(['ask', '--as', {NOTE['headteacher']!r}, 'our tier?'])\n"
        "heavy = 'starlette uvicorn apscheduler alembic jinja2 slack_bolt slack_sdk websockets'.split()\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    env = os.environ | {"CAIRN_DATABASE_URL": demo_url, "CAIRN_CONFIG_DIR": str(tmp_path / "config")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=env, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_check_says_what_to_mend(cairn: Run):
    done = cairn("check")
    assert done.returncode == 0
    assert "mend  without a link officer in post: Langmorlie Primary School" in done.stdout
    assert "ok    the audit's seals hold" in done.stdout


def test_check_says_that_slack_is_not_connected_and_what_half_of_it_lacks(cairn: Run):
    assert "ok    Slack is not connected" in cairn("check").stdout
    assert (
        "mend  Slack is not connected: set CAIRN_SLACK_BOT_TOKEN"
        in cairn("check", CAIRN_SLACK_APP_TOKEN="xapp-1").stdout
    )


def test_deliveries_are_listed_paused_and_resumed(cairn: Run):
    cairn("tick", "--now", "2026-11-23T09:00")
    assert "sent" in cairn("deliveries", "list").stdout
    assert "was not paused" in cairn("deliveries", "resume").stdout
    assert cairn("deliveries", "retry", "999").returncode == 1
