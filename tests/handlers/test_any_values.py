"""No value of any action, whatever it holds, makes something go wrong."""

from __future__ import annotations

import re
import sys
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import import_module
from inspect import getsource

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from handlers import log
from handlers.table import HANDLERS
from store.mentoring import Pair
from store.people import Post

from .conftest import NOW, Asking
from .practice_record import put

SCHOOL = "Kilbrannan Primary School"
EVERYTHING = "quality@a.example"
# No number, too large for a column, for a conversion, only alike; a day at either end; what no database keeps.
HOSTILE = (
    "9" * 41,
    "2147483648",
    "2147483647",
    "1" * 5000,
    "１",
    "-1",
    "9999-12-31",
    "0001-01-01",
    "1900-02-29",
    "\x00",
    "1\x00\ud800",
    "' OR 1=1 --",
    "%s{0}<@U1>*_~`|",
    "\u202e\U0001f600" * 300,
)
_NAMES = re.compile(r"""values(?:\.get\(|\[)"(\w+)\"""")


@cache
def names_read_by(module: str) -> frozenset[str]:
    """The names of the values that a module of `handlers` reads."""
    return frozenset(_NAMES.findall(getsource(import_module(f"handlers.{module}"))))


# Fields of a note that are named after what they are about.
_OF_NOTES = ("step_1", "step_1_owner", "step_1_due", "qi_2_3", "q_strengths")
EVERY_NAME = frozenset(
    name
    for module in (
        *{one.partition(":")[0] for it in HANDLERS.values() for one in (it.show, it.carry_out, it.leaves) if one},
        "asked",
        "visit_forms",
        "plan_forms",
        "practice_forms",
        "practice_entries",
        "mentoring_access",
    )
    for name in names_read_by(module)
) | {*_OF_NOTES, *(name for capability in HANDLERS.values() for name in capability.needs)}


@pytest.fixture
def full(asking: Asking) -> tuple[Asking, dict[str, str]]:
    """Somebody with every post, and the values that name one thing of each sort."""
    person = asking.people[EVERYTHING]
    with asking.database.write() as session:
        for role, school in (("headteacher", SCHOOL), ("link_officer", SCHOOL), ("administrator", None)):
            at_school = asking.schools[school] if school else None
            session.add(Post(person_id=person, role=role, school_id=at_school))
        pair = Pair(
            mentee_id=person,
            mentor_id=asking.people["far@a.example"],
            mentee_school_id=asking.schools[SCHOOL],
            mentor_school_id=asking.schools["Morvarra High School"],
            kind="mentor",
            made_at=NOW,
            proposed_at=NOW,
            window_ends_at=NOW + timedelta(days=3),
        )
        session.add(pair)
        session.flush()
        values = {"pair": str(pair.id)}
    visit = asking.visit(SCHOOL, datetime(2026, 11, 20, 10, tzinfo=UTC), officer=EVERYTHING)
    values |= {"visit": str(visit), "practice": str(put(asking, "Walking trail")), "seed_code": asking.code(SCHOOL)}
    started = asking.do(EVERYTHING, "start_plan", seed_code=values["seed_code"], title="Attendance", weeks="8")
    added = asking.do(EVERYTHING, "add_goal", plan="1", aim="More days at school")
    assert (started.outcome, added.outcome) == ("done", "done"), (started.reply, added.reply)
    day = date(2026, 12, 2).isoformat()
    values |= {"plan": "1", "goal": "1", "date": day, "time": "10:00", "until": day, "held_on": "2026-11-20"}
    return asking, values | {"kind": "mentor", "fit": "good", "met": "yes", "answer": "yes", "sure": "yes"}


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What went wrong, as the log would tell it."""
    found: list[str] = []

    def failure(_reference: str, request: object) -> None:
        error = sys.exc_info()[1]
        action = getattr(request, "action")  # noqa: B009
        found.append(f"{action.name}: {type(error).__name__}: {error!s:.120}")

    monkeypatch.setattr(log, "failure", failure)
    return found


def test_no_action_goes_wrong_over_any_text_in_all_of_its_values(full, wrong):
    """Each action gets the number that nothing can hold, and one of the others in turn: each meets many actions."""
    asking, _ = full
    for turn, action in enumerate(HANDLERS):
        for text in (HOSTILE[0], HOSTILE[1 + turn % (len(HOSTILE) - 1)]):
            asking.do(EVERYTHING, action, **dict.fromkeys(EVERY_NAME, text))
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_no_action_goes_wrong_over_any_text_in_one_of_its_values(full, wrong):
    """Carried out with everything else in order; and shown with nothing else, or as a form, where it has one."""
    asking, real = full
    for action, capability in HANDLERS.items():
        modules = {one.partition(":")[0] for one in (capability.show, capability.carry_out) if one}
        names = {name for module in modules for name in names_read_by(module)} | set(capability.needs)
        shown = names_read_by(capability.show.partition(":")[0])
        others = dict.fromkeys(capability.needs, "1") | real
        for turn, name in enumerate(sorted(names - {"step"})):
            *carried, shown_with = HOSTILE[6:9] if name in ("date", "until", "held_on") else HOSTILE[:2]
            for text in carried:
                asking.do(EVERYTHING, action, **others | {name: text})
            if capability.carry_out and name in shown:
                asking.do(EVERYTHING, action, **(others if turn % 2 else {}) | {name: shown_with, "step": "form"})
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_no_action_goes_wrong_over_any_text_at_all(full, wrong):
    asking, real = full

    @settings(max_examples=25, deadline=None)
    @given(action=st.sampled_from(sorted(HANDLERS)), text=st.text(st.characters(codec=None), max_size=60))
    def try_it(action: str, text: str) -> None:
        asking.do(EVERYTHING, action, **dict.fromkeys(EVERY_NAME, text))
        asking.do(EVERYTHING, action, **real | dict.fromkeys(HANDLERS[action].needs, text))
        assert not wrong, (text, wrong.pop())

    try_it()


def test_the_audit_keeps_the_number_of_a_visit_and_nothing_else_that_was_sent_as_one(full):
    from store.audit import entries

    asking, real = full
    asking.do(EVERYTHING, "show_visit", visit="Words about a child")
    asking.do(EVERYTHING, "show_visit", visit=real["visit"])
    with asking.database.read() as session:
        kept = session.execute(select(entries.c.subject).order_by(entries.c.id)).scalars().all()
    assert kept[-2:] == ["", f"visit:{real['visit']}"]
