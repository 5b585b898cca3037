"""What messages say about needs and pairs. PAIR_LINES names for each kind of duty the sentence it becomes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing
from handlers.cards import Button
from handlers.lines import Gone, Line
from handlers.mentoring_access import may_know_pair
from handlers.mentoring_cards import pair_buttons
from handlers.mentoring_request import need_buttons
from handlers.mentoring_round import TOGETHER
from handlers.mentoring_words import say_reasons, until
from handlers.wording import count, say_day
from store.announcements import subjects_sent
from store.mentoring import PairView, pairs_by_id
from store.mentoring_needs import NeedView, needs_by_id
from store.messages import DutyView
from store.posts import standing

_WHY: Final = {
    "pair_to_approve": "the authority has its link officers look at a pair before the two hear of it",
    "pair_proposed": "a proposed pair is told to the two and to their link officer",
    "pair_withdrawn": "you were told of the proposal, and it does not go ahead",
    "pair_introduced": "you are one of the two",
    "pair_ended": "you were one of the two, or are their link officer, and the pair was ended",
    "pair_stuck": "you are their link officer, and neither has said that they have met",
}
# What the officer of the mentee's school is told as such, beside the two.
_FOR_ITS_OFFICER: Final = ("pair_proposed", "pair_stuck")


@dataclass(frozen=True)
class NeedLines:
    """What new headteachers are asked."""

    authority: Authority
    now: datetime
    needs: Mapping[int, NeedView]
    standings: Mapping[int, Standing]

    def line(self, duty: DutyView) -> Line:
        need = self.needs.get(duty.subject_id)
        if need is None or need.state != "asked":
            raise Gone("it was answered")
        if not self.standings[duty.recipient_id].is_head:
            raise Gone("the recipient leads no school any more")
        days = count(self.authority.framework.mentoring.asked_school_days, "school day")
        text = (
            "You are new as a headteacher, so I am looking for an experienced colleague as your mentor. What would "
            f"help most? One tap is enough. If you do not answer within {days}, I look for the best fit all the same."
        )
        opened = Button("What I need of a mentor", "mentor_request", {"step": "form"})
        return Line(text, "A mentor for you", need_buttons(self.authority), opened)

    def about(self, duty: DutyView) -> str:
        need = self.needs.get(duty.subject_id)
        return f"a mentor for {need.person}" if need else "a mentor"

    def why(self, duty: DutyView, standing: Standing) -> str:
        months = count(self.authority.framework.mentoring.new_within_months, "month")
        return f"A mentor for you: your first headship began less than {months} ago by the posts on record."

    def useful_until(self, duty: DutyView) -> datetime | None:
        need = self.needs.get(duty.subject_id)
        return duty.send_by if need and need.state == "asked" else None


@dataclass(frozen=True)
class PairLines:
    """The pairs of one batch of duties, and what their recipients are today."""

    authority: Authority
    now: datetime
    pairs: Mapping[int, PairView]
    standings: Mapping[int, Standing]
    introduced: Collection[str]

    @property
    def today(self) -> date:
        return self.now.astimezone(self.authority.timezone).date()

    def line(self, duty: DutyView) -> Line:
        pair = self.pairs.get(duty.subject_id)
        if pair is None:
            raise Gone("the pair is gone")
        person = self.standings[duty.recipient_id]
        if not may_know_pair(self.authority, person, pair):
            raise Gone("the recipient has nothing to do with the pair any more")
        if duty.kind in _FOR_ITS_OFFICER and not _is_told(pair, person):
            raise Gone("the recipient is not the officer of the headteacher's school any more")
        if duty.kind == "pair_introduced" and duty.subject in self.introduced:
            raise Gone("the two were introduced in a conversation of their own")
        text = PAIR_LINES[duty.kind](pair, person, self.authority, self.today)
        opened = Button(f"Open {pair.mentee} and {pair.mentor}", "show_pair", {"pair": str(pair.id)})
        return Line(text, "A mentoring pair", self._buttons(pair, person), opened)

    def _buttons(self, pair: PairView, person: Standing) -> tuple[Button, ...]:
        if pair.state == "ended" and person.person_id == pair.mentee_id:
            return (Button("Find me another", "mentor_request", {"step": "form"}),)
        return pair_buttons(pair, person, self.authority)

    def about(self, duty: DutyView) -> str:
        pair = self.pairs.get(duty.subject_id)
        return f"{pair.mentee} with {pair.mentor}" if pair else "a pair that is gone"

    def why(self, duty: DutyView, standing: Standing) -> str:
        if duty.kind in _WHY:
            return f"{self.about(duty)}: {_WHY[duty.kind]}."
        rule = next((rule for rule in self.authority.framework.reminders if rule.key == duty.kind), None)
        days = count(int(duty.rule.rpartition(":")[2]), "school day")
        return f"{self.about(duty)}: the rule “{rule.label if rule else duty.kind}” asks {days} after the announcement."

    def useful_until(self, duty: DutyView) -> datetime | None:
        """Of a check-in a fortnight more, of a proposal as long as it may be declined."""
        pair = self.pairs.get(duty.subject_id)
        if pair is None or not pair.is_open:
            return None
        return duty.send_by + timedelta(days=14) if duty.kind == "pair_checkin" else pair.window_ends_at


def _is_told(pair: PairView, person: Standing) -> bool:
    """Whether somebody is one of the two, or officer of the mentee's school, today."""
    return person.person_id in pair.people or pair.mentee_school_id in person.links


def need_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> NeedLines:
    """Read what these duties about needs need."""
    needs = needs_by_id(session, {duty.subject_id for duty in duties})
    return NeedLines(authority, now, needs, _standings(session, authority, duties, now))


def pair_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> PairLines:
    """Read what these duties about pairs need."""
    pairs = pairs_by_id(session, {duty.subject_id for duty in duties})
    new = {duty.subject for duty in duties if duty.kind == "pair_introduced"}
    introduced = subjects_sent(session, TOGETHER, new, but="page")
    return PairLines(authority, now, pairs, _standings(session, authority, duties, now), introduced)


def _standings(
    session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime
) -> dict[int, Standing]:
    day = now.astimezone(authority.timezone).date()
    return {person: standing(session, person, day) for person in {duty.recipient_id for duty in duties}}


PairLine = Callable[[PairView, Standing, Authority, date], str]


def _in_state(pair: PairView, *states: str) -> None:
    if pair.state not in states:
        raise Gone("the pair has gone on since")


def _to_approve(pair: PairView, person: Standing, authority: Authority, today: date) -> str:
    _in_state(pair, "draft")
    return (
        f"Please look at this pair before the two hear of it: {pair.mentee} ({pair.mentee_school}) with {pair.mentor} "
        f"({pair.mentor_school}) as {pair.kind}. {say_reasons(pair.reasons)}"
    )


def _proposed(pair: PairView, person: Standing, authority: Authority, today: date) -> str:
    _in_state(pair, "proposed")
    ends = until(pair.window_ends_at, authority, today)
    if person.person_id == pair.mentee_id:
        opening = f"I propose {pair.mentor} ({pair.mentor_school}) as your {pair.kind}."
    elif person.person_id == pair.mentor_id:
        opening = f"I propose you as {pair.kind} for {pair.mentee} ({pair.mentee_school})."
    else:
        return (
            f"I have proposed {pair.mentor} ({pair.mentor_school}) as {pair.kind} for {pair.mentee} "
            f"({pair.mentee_school}). {say_reasons(pair.reasons)} Both may decline {ends}; then it is announced."
        )
    return (
        f"{opening} {say_reasons(pair.reasons)} You can decline {ends}, and nobody asks you why. After that it is "
        "announced by your names and schools only."
    )


def _withdrawn(pair: PairView, person: Standing, authority: Authority, today: date) -> str:
    _in_state(pair, "declined", "ended")
    if person.person_id == pair.mentee_id:
        return f"The pair with {pair.mentor} does not go ahead. I am looking for the best other fit for you."
    if person.person_id == pair.mentor_id:
        return f"The pair with {pair.mentee} does not go ahead. There is nothing for you to do."
    return f"The pair of {pair.mentee} and {pair.mentor} does not go ahead. I am looking for the best other fit."


def _introduced(pair: PairView, person: Standing, authority: Authority, today: date) -> str:
    _in_state(pair, "announced")
    if person.person_id == pair.mentee_id:
        return (
            f"{pair.mentor} ({pair.mentor_school}, {pair.mentor_email}) is now your {pair.kind}. A first step: send "
            f"{pair.mentor} two times in the next fortnight that would suit you for a first talk."
        )
    return (
        f"You are now {pair.kind} for {pair.mentee} ({pair.mentee_school}, {pair.mentee_email}). A first step: "
        f"{pair.mentee} sends you two times for a first talk. If nothing has come in a week, please write first."
    )


def _checkin(pair: PairView, person: Standing, authority: Authority, today: date) -> str:
    _in_state(pair, "announced")
    other = pair.mentor if person.person_id == pair.mentee_id else pair.mentee
    if pair.met != "yes":
        return f"Have you and {other} met yet? I keep only a yes or a no, never what you talk about."
    if pair.fit_by(person.person_id) == "unknown":
        return f"You and {other} have met. Is it a good fit? I keep only that answer, never what was said."
    raise Gone("it was answered")


def _stuck(pair: PairView, person: Standing, authority: Authority, today: date) -> str:
    _in_state(pair, "announced")
    if pair.met == "yes" or pair.announced_at is None:
        raise Gone("they have met")
    since = say_day(pair.announced_at.astimezone(authority.timezone).date(), today)
    return (
        f"{pair.mentee} ({pair.mentee_school}) and {pair.mentor} ({pair.mentor_school}) have been a pair since "
        f"{since}, and have not told me that they have met. A word from you may help."
    )


def _ended(pair: PairView, person: Standing, authority: Authority, today: date) -> str:
    _in_state(pair, "ended")
    if person.person_id in pair.people:
        other = pair.mentor if person.person_id == pair.mentee_id else pair.mentee
        return f"Your pair with {other} has come to its end. Thank you both."
    return f"The pair of {pair.mentee} and {pair.mentor} has come to its end."


PAIR_LINES: Final[dict[str, PairLine]] = {
    "pair_to_approve": _to_approve,
    "pair_proposed": _proposed,
    "pair_withdrawn": _withdrawn,
    "pair_introduced": _introduced,
    "pair_checkin": _checkin,
    "pair_stuck": _stuck,
    "pair_ended": _ended,
}
