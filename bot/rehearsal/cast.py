"""How the people of a rehearsal answer what they get: by the buttons and forms below it, each in their own way.

REACTIONS names for each kind of duty what its reader does about it, at the next pause of the day. Who does what
follows from the record's own numbers, so that the same demo is always played the same way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from bot.rehearsal import visits
from bot.rehearsal.ledger import Sent
from bot.rehearsal.stage import Stage
from handlers.cards import Reply
from store.mentoring import PairView, pairs_by_id
from store.messages import DutyView
from store.plan_lists import PlanView, goals_by_id, plans_by_id
from store.posts import link_officers

# Where a message says several things, its reader opens one of them first: kind of subject -> action and its value.
OPENS: Final = {
    "pair": ("show_pair", "pair"),
    "plan": ("plan_status", "plan"),
    "practice": ("show_practice", "practice"),
    "visit": ("show_visit", "visit"),
}


@dataclass
class Cast:
    """Everybody: what they have read and not answered yet, whose first pair was declined, what is in the diaries."""

    stage: Stage
    declined: set[int] = field(default_factory=set)
    waiting: list[tuple[Sent, DutyView]] = field(default_factory=list)
    held: dict[tuple[int, int], datetime] = field(default_factory=dict)
    diary: dict[date, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    lives: visits.Lives = field(default_factory=visits.Lives)

    def read(self, sent: Sequence[Sent]) -> None:
        """Take in what went out; it is answered at the next pause."""
        self.waiting += [(one, duty) for one in sent for duty in one.duties]

    def answer(self) -> None:
        """Everybody answers what they have read since the last pause."""
        waiting, self.waiting = self.waiting, []
        for sent, duty in waiting:
            react = REACTIONS.get(duty.kind)
            if react is not None:
                react(self, sent, duty)

    def shown(self, sent: Sent, duty: DutyView) -> Reply:
        """The message itself where it says one thing, else what opening that thing shows."""
        if len(sent.duties) == 1 or duty.subject_kind not in OPENS:
            return sent.reply
        action, name = OPENS[duty.subject_kind]
        return self.stage.act(duty.recipient_id, action, {name: str(duty.subject_id)})

    def keep_appointments(self) -> None:
        """Hold the plan reviews that stand in the officers' diaries for today, and write visits up."""
        visits.hold_visits(self)
        for officer, plan_id in self.diary.pop(self.stage.today, []):
            self.record_review(officer, plan_id)

    def record_review(self, officer: int, plan_id: int) -> None:
        """Put the review of a plan on record as held today, if it is still due."""
        plan = self.plan(plan_id)
        if plan.next_review_on is None or plan.next_review_on > self.stage.today:
            return
        filled = {"held_on": self.stage.today.isoformat(), "agreed_next": "Keep to the plan; look again together."}
        self.held[plan_id, plan.schedule_revision] = self.stage.now
        self.stage.do(officer, "record_review", {"plan": str(plan_id), "step": "form"}, filled)

    def pair(self, pair_id: int) -> PairView:
        with self.stage.cairn.database.read() as session:
            return pairs_by_id(session, {pair_id})[pair_id]

    def plan(self, plan_id: int) -> PlanView:
        with self.stage.cairn.database.read() as session:
            return plans_by_id(session, {plan_id})[plan_id]

    def officers_of(self, school_id: int) -> list[int]:
        with self.stage.cairn.database.read() as session:
            found = link_officers(session, self.stage.today, [school_id])
        return [one.person_id for one in found.get(school_id, [])]

    def is_officer(self, duty: DutyView) -> bool:
        """Whether a duty came to somebody as the school's link officer."""
        return duty.school_id in self.stage.person(duty.recipient_id).links

    def press(
        self, sent: Sent, duty: DutyView, action: str, filled: Mapping[str, str] | None = None, **of: str
    ) -> bool:
        return self.stage.press(duty.recipient_id, self.shown(sent, duty), action, filled, **of)


def _says_what_is_needed(cast: Cast, sent: Sent, duty: DutyView) -> None:
    """Every second new head taps a need; the others say nothing, and are paired all the same."""
    if duty.subject_id % 2 == 0:
        cast.stage.do(duty.recipient_id, "mentor_request", {"kind": "mentor", "needs": "2.3"})


def _declines_once(cast: Cast, sent: Sent, duty: DutyView) -> None:
    """Of the first pair of each new head one of the two declines: the head or the mentor, in turn."""
    pair = cast.pair(duty.subject_id)
    declines = pair.mentee_id if pair.mentee_id % 2 else pair.mentor_id
    if pair.mentee_id in cast.declined or duty.recipient_id != declines:
        return
    if cast.press(sent, duty, "decline_pair"):
        cast.declined.add(pair.mentee_id)


def _says_whether_they_met(cast: Cast, sent: Sent, duty: DutyView) -> None:
    """The new head answers, once the mentor has; one pair in three says nothing until its officer has a word."""
    pair = cast.pair(duty.subject_id)
    if pair.mentee_id % 3 and pair.state == "announced":
        if pair.met != "yes":
            cast.press(sent, duty, "pair_met", met="yes")
        elif pair.fit_by(duty.recipient_id) == "unknown":
            cast.press(sent, duty, "pair_fit", fit="good")


def _has_a_word(cast: Cast, sent: Sent, duty: DutyView) -> None:
    """What an officer's word leads to: the mentor arranges it, and says so."""
    pair = cast.pair(duty.subject_id)
    cast.stage.do(pair.mentor_id, "pair_met", {"pair": str(pair.id), "met": "yes"})


def _holds_the_review(cast: Cast, sent: Sent, duty: DutyView) -> None:
    """Every second review is held on its day; the others are not."""
    plan = cast.plan(duty.subject_id)
    if cast.is_officer(duty) and plan.id % 2 == 0 and plan.next_review_on is not None:
        cast.diary[plan.next_review_on].append((duty.recipient_id, plan.id))


def _holds_it_late(cast: Cast, sent: Sent, duty: DutyView) -> None:
    """When chased for the second time; every third officer only when the quality manager has been told."""
    if cast.is_officer(duty) and not duty.rule.endswith(":1") and duty.subject_id % 3:
        cast.record_review(duty.recipient_id, duty.subject_id)


def _asks_the_officer(cast: Cast, sent: Sent, duty: DutyView) -> None:
    plan = cast.plan(duty.subject_id)
    for officer in cast.officers_of(plan.school_id):
        cast.record_review(officer, plan.id)
        return


def _agrees_the_plan(cast: Cast, sent: Sent, duty: DutyView) -> None:
    cast.press(sent, duty, "agree_plan")


def _says_how_the_goal_stands(cast: Cast, sent: Sent, duty: DutyView) -> None:
    """Whoever reads of it first; the other side finds it settled."""
    with cast.stage.cairn.database.read() as session:
        goal = goals_by_id(session, {duty.subject_id})[duty.subject_id]
    if goal.is_open:
        cast.press(sent, duty, "plan_update", {"status": "met"})


def _consents(cast: Cast, sent: Sent, duty: DutyView) -> None:
    cast.press(sent, duty, "practice_consent", answer="yes")


def _approves(cast: Cast, sent: Sent, duty: DutyView) -> None:
    cast.press(sent, duty, "practice_approve")


def _says_still_true(cast: Cast, sent: Sent, duty: DutyView) -> None:
    cast.press(sent, duty, "practice_still_true")


Reaction = Callable[[Cast, Sent, DutyView], None]
REACTIONS: Final[dict[str, Reaction]] = {
    "mentor_need": _says_what_is_needed,
    "pair_proposed": _declines_once,
    "pair_checkin": _says_whether_they_met,
    "pair_stuck": _has_a_word,
    "plan_proposed": _agrees_the_plan,
    "plan_review_coming": _holds_the_review,
    "plan_review_overdue": _holds_it_late,
    "plan_review_long_overdue": _asks_the_officer,
    "goal_overdue": _says_how_the_goal_stands,
    "practice_consent": _consents,
    "practice_check": _approves,
    "practice_fresh": _says_still_true,
    **visits.REACTIONS,
}
