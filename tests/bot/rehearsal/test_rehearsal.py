"""School weeks of the demo in fast motion, and the judge that looks at what went out."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.rehearsal.ledger import Ledger, Sent
from bot.rehearsal.play import Played, opened, play_week
from bot.rehearsal.report import as_data, is_kept, lines, loads
from bot.rehearsal.stage import _next_step
from bot.rehearsal.story import shown
from config.authority import load_authority
from handlers.cards import Button, Card, say
from handlers.request import Action
from store.messages import DutyView

ROOT = Path(__file__).parents[3]
FIRST = date(2026, 11, 23)
ZONE = load_authority(None).timezone
Rehearsed = tuple[Played, list[str], list[list[str]]]
# A Tuesday of the demo's year on which every school is open.
OPEN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory):
    """Eight school weeks with their log, and what was missing by the end of each."""
    log: list[str] = []
    found = opened(tmp_path_factory.mktemp("rehearsal"), FIRST, log.append)
    missing = []
    for _ in range(8):
        play_week(found)
        missing.append([what for one in shown(found) for what in one.missing])
    yield found, log, missing
    found.stage.cairn.close()


def test_everything_is_shown_and_every_promise_kept(played: Rehearsed):
    report = as_data(played[0])
    assert (is_kept(report), [one["missing"] for one in report["shown"]]) == (True, [[], [], [], [], []]), report
    assert report["school_days"] == 40
    assert report["messages"] > 300


def test_what_a_shorter_rehearsal_cannot_show_yet_is_not_called_missing(played: Rehearsed):
    """Practice is digested in the week after it was announced, pairs are checked in on in their fourth week."""
    assert played[2] == [[]] * 8


def test_a_headteacher_gets_at_most_five_messages_a_week_and_most_weeks_none(played: Rehearsed):
    head = next(load for load in loads(played[0]) if load.role == "headteacher")
    assert (head.people > 40, head.most <= 5, head.nine_in_ten <= 2, head.middle <= 2) == (True, True, True, True)


def test_the_log_says_what_went_out_and_what_people_did(played: Rehearsed):
    log = "\n".join(played[1])
    assert "Monday 23 November 2026" in log
    assert "(no school)" in log
    assert "[decline_pair]" in log
    assert "to #mentoring:" in log


def test_the_report_reads_as_lines(played: Rehearsed):
    text = "\n".join(lines(as_data(played[0])))
    assert "new headteachers asked what they need" in text
    assert "sent twice: 0" in text
    assert "MISSING" not in text


def test_what_is_missing_is_seen(played: Rehearsed):
    """Without its posts the same play shows too little: the judge looks at what went out, not at what was meant."""
    found = played[0]
    silent = replace_ledger(found, [one for one in found.ledger.sent if not one.channel])
    missing = [what for one in shown(silent) for what in one.missing]
    assert any("not named in the mentoring channel" in what for what in missing)
    assert any("was not announced once in its cluster" in what for what in missing)
    assert any("is in no weekly digest" in what for what in missing)


def replace_ledger(found: Played, sent: list[Sent]) -> Played:
    stage = type(found.stage)(found.stage.cairn, found.stage.say, found.stage.now)
    stage.ledger = replace(found.ledger, sent=sent)
    return replace(found, stage=stage)


def _sent(at: datetime = OPEN, **changes: object) -> Sent:
    duty = DutyView(1, 1, "visit_upcoming:1", "visit_upcoming", "visit:1", 1, 7, 1, OPEN + timedelta(hours=8), "")
    return replace(Sent(at, "a", 7, "", "digest", say("A visit."), (duty,)), **changes)  # type: ignore[arg-type]


def _faults(*sent: Sent) -> dict[str, int]:
    clusters = {7: frozenset({"Inverskail"}), 8: frozenset({"Dunfearn"})}
    found = Ledger(ZONE, clusters, list(sent)).faults()
    return {promise: len(broken) for promise, broken in found.items() if broken}


def test_the_judge_finds_nothing_wrong_with_a_message_in_time():
    assert _faults(_sent()) == {}


def test_the_judge_sees_the_same_duty_twice():
    assert _faults(_sent(), _sent(delivery_id="b", reply=say("Another.")))["sent twice"] == 1


def test_the_judge_sees_the_same_words_twice():
    assert _faults(_sent(), _sent(delivery_id="b", duties=()))["sent twice"] == 1


def test_the_judge_sees_what_is_late():
    assert "sent late" in _faults(_sent(OPEN + timedelta(hours=8)))


@pytest.mark.parametrize(
    "clock", [datetime(2026, 11, 24, 7, 59, tzinfo=UTC), datetime(2026, 11, 24, 17, 30, tzinfo=UTC)]
)
def test_the_judge_sees_what_is_outside_hours(clock: datetime):
    assert "sent outside hours" in _faults(_sent(clock, duties=()))


def test_the_judge_sees_a_closed_day_of_all_and_of_one_cluster():
    saturday, local = datetime(2026, 11, 28, 10, tzinfo=UTC), datetime(2026, 9, 28, 9, tzinfo=UTC)
    assert "sent on a closed day" in _faults(_sent(saturday, duties=()))
    assert "sent on a closed day" in _faults(_sent(local, duties=()))
    assert _faults(_sent(local, duties=(), person_id=8)) == {}


def test_an_answer_may_go_out_at_any_hour():
    assert _faults(_sent(datetime(2026, 11, 28, 22, tzinfo=UTC), kind="answer", duties=())) == {}


def test_the_command_prints_its_report():
    line = [sys.executable, "-m", "bot.cli.main", "rehearse", "--weeks", "1", "--today", "2026-11-23", "--json"]
    done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, check=False)
    report = json.loads(done.stdout)
    assert (report["school_days"], report["faults"]["sent twice"], done.returncode) == (5, [], 0)


def _card(*buttons: Button) -> Card:
    return Card("A mentoring pair", (say("Met."),), buttons=buttons)


def test_somebody_confirms_what_they_pressed_and_never_takes_it_back():
    """A card that offers the opposite of what was just said would otherwise be pressed to and fro for ever."""
    met = Action("pair_met", {"pair": "1", "met": "yes"})
    back = Button("We have not met yet", "pair_met", {"pair": "1", "met": "no"})
    more = Button("Yes, record it", "pair_met", {"pair": "1", "met": "yes", "step": "confirmed"})
    again = Button("We have met", "pair_met", {"pair": "1", "met": "yes"})
    assert _next_step(_card(back), met, {}) is None
    assert _next_step(_card(again), met, {}) is None
    assert _next_step(_card(more), met, {}) == Action(more.action, more.values)
