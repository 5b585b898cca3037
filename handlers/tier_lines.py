"""What messages say about a tier under discussion, and about reviews of tiers: never which tier, and never why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, may
from framework.deciding import ASKED, DISCUSSED, PROPOSED, UNDER_WAY, VIEWED
from handlers.cards import Button
from handlers.lines import Gone, Line
from handlers.tier_cases import next_steps, who_decides
from handlers.wording import clipped, count, say_day
from store.messages import DutyView
from store.posts import standing
from store.tier_cases import CaseView, cases_by_id
from store.tiers import Due, decisions_due

TELLINGS: Final = {
    "tier_asked": "a headteacher asks for support or a review",
    "tier_answered": "a request is answered",
    "tier_proposed": "a tier is proposed",
    "tier_viewed": "a headteacher gives a view",
    "tier_disagreed": "a headteacher does not agree",
    "tier_discussed": "a discussion is put on record",
    "tier_decided": "a tier is decided",
    "tier_withdrawn": "a proposal is withdrawn",
}
_PUT_OFF_AT_MOST = timedelta(days=14)


@dataclass(frozen=True)
class CaseLines:
    """The cases of one batch of duties, and what their recipients are today."""

    authority: Authority
    now: datetime
    cases: Mapping[int, CaseView]
    standings: Mapping[int, Standing]

    @property
    def today(self) -> date:
        return self.now.astimezone(self.authority.timezone).date()

    def line(self, duty: DutyView) -> Line:
        """What the duty says today. Raises Gone when its reason has gone, or it is not the recipient's any more."""
        case = self.cases.get(duty.subject_id)
        if case is None:
            raise Gone("the matter is gone")
        person = self.standings[duty.recipient_id]
        if not may(self.authority.access, person, "tier_case", case.school_id):
            raise Gone("the recipient has nothing to do with it any more")
        text = COMPOSERS[duty.kind](duty, case, self)
        opened = Button(clipped(f"Tier discussion of {case.school}", 70), "tier_case", {"seed_code": case.seed_code})
        steps = next_steps(case, person, self.authority)
        return Line(text, case.school, (*steps, Button("Open it", "tier_case", opened.values)), opened)

    def about(self, duty: DutyView) -> str:
        """What the duty is about, in a few words."""
        case = self.cases.get(duty.subject_id)
        return f"{case.school}, its tier under discussion" if case else "a tier discussion that is gone"

    def why(self, duty: DutyView, standing: Standing) -> str:
        """Why it came to this person."""
        case = self.cases.get(duty.subject_id)
        role = "one of those concerned"
        if case and case.school_id in standing.heads:
            role = "its headteacher"
        elif case and case.school_id in standing.links:
            role = "its link officer"
        return f"{self.about(duty)}: I tell you, as {role}, when {TELLINGS[duty.kind]}."

    def useful_until(self, duty: DutyView) -> datetime | None:
        """For a fortnight more, while the matter is open."""
        case = self.cases.get(duty.subject_id)
        return duty.send_by + _PUT_OFF_AT_MOST if case and case.is_open else None


def case_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> CaseLines:
    """Read what these duties about cases need."""
    day = now.astimezone(authority.timezone).date()
    people = {duty.recipient_id for duty in duties}
    found = cases_by_id(session, {duty.subject_id for duty in duties})
    return CaseLines(authority, now, found, {person: standing(session, person, day) for person in people})


Composer = Callable[[DutyView, CaseView, CaseLines], str]


def _in(case: CaseView, states: Sequence[str]) -> None:
    if case.state not in states:
        raise Gone(f"it is {case.state}")


def _asked(duty: DutyView, case: CaseView, lines: CaseLines) -> str:
    _in(case, (ASKED,))
    what = "a review of its tier" if case.asked_for == "review" else "support"
    return f"{case.school} asks for {what}. Please answer, or propose a tier to discuss."


def _answered(duty: DutyView, case: CaseView, lines: CaseLines) -> str:
    return f"The request of {case.school} is answered. Open it to read the answer."


def _proposed(duty: DutyView, case: CaseView, lines: CaseLines) -> str:
    _in(case, (PROPOSED, VIEWED))
    who = case.proposed_by or "Your link officer"
    if case.school_id not in lines.standings[duty.recipient_id].heads:
        return f"{who} has proposed a tier for {case.school}; its headteacher has been asked for a view."
    _in(case, (PROPOSED,))
    return (
        f"{who} has proposed a tier for {case.school}, to be discussed with you. You see the same evidence; please "
        "say what you think of it."
    )


def _viewed(duty: DutyView, case: CaseView, lines: CaseLines) -> str:
    _in(case, (VIEWED,))
    if duty.revision != case.revision:
        raise Gone("the view was changed, which is told instead")
    says = "agrees with" if case.agrees == "yes" else "does not agree with"
    who = case.viewed_by or "The headteacher"
    return f"{who} {says} the proposal for {case.school}. Please hold the discussion, and put it on record."


def _disagreed(duty: DutyView, case: CaseView, lines: CaseLines) -> str:
    _in(case, UNDER_WAY)
    if not case.disagreed:
        raise Gone("the headteacher agrees now")
    words = f"Officer and headteacher do not agree on the tier of {case.school}."
    return f"{words} Once it is discussed, it is for you to decide."


def _discussed(duty: DutyView, case: CaseView, lines: CaseLines) -> str:
    _in(case, (DISCUSSED,))
    held = say_day(case.discussed_on, lines.today) if case.discussed_on else "a day"
    waits = f"It is now decided by {who_decides(case, case.to_tier, lines.authority)}."
    return f"The discussion about the tier of {case.school} is on record, held on {held}. {waits}"


def _decided(duty: DutyView, case: CaseView, lines: CaseLines) -> str:
    _in(case, ("decided", "told"))
    who = case.decided_by or "the authority"
    return f"The tier of {case.school} has been decided by {who}. Open it for the reason and the way back."


def _withdrawn(duty: DutyView, case: CaseView, lines: CaseLines) -> str:
    _in(case, ("withdrawn",))
    return f"The proposal about the tier of {case.school} was withdrawn."


COMPOSERS: Final[dict[str, Composer]] = {
    "tier_asked": _asked,
    "tier_answered": _answered,
    "tier_proposed": _proposed,
    "tier_viewed": _viewed,
    "tier_disagreed": _disagreed,
    "tier_discussed": _discussed,
    "tier_decided": _decided,
    "tier_withdrawn": _withdrawn,
}


@dataclass(frozen=True)
class ReviewLines:
    """The tier decisions whose review is due, as they stand today."""

    authority: Authority
    now: datetime
    due: Mapping[int, Due]
    standings: Mapping[int, Standing]

    @property
    def today(self) -> date:
        return self.now.astimezone(self.authority.timezone).date()

    def line(self, duty: DutyView) -> Line:
        """What is due about a tier's review. Raises Gone once it was reviewed, or is no business of the recipient."""
        due = self.due.get(duty.subject_id)
        if due is None or due.review_on is None:
            raise Gone("the tier has been decided anew")
        person = self.standings[duty.recipient_id]
        if not may(self.authority.access, person, "tier_reason", due.school_id):
            raise Gone("the recipient has nothing to do with it any more")
        code = {"seed_code": due.seed_code}
        opened = Button(clipped(f"Tier of {due.school}", 70), "tier_of_school", code)
        return Line(
            self._words(duty, due, due.review_on),
            due.school,
            (Button("Propose a tier", "propose_tier", code), opened),
            opened,
        )

    def _words(self, duty: DutyView, due: Due, day: date) -> str:
        if duty.kind == "tier_review_coming":
            if day < self.today:
                raise Gone("the day of the review has passed")
            words = f"The tier of {due.school} is to be reviewed by {say_day(day, self.today)}."
            return f"{words} It may stay as it is; that is decided too."
        if day >= self.today:
            raise Gone("the day of the review has not passed")
        days = self.authority.school_year.school_days(day + timedelta(days=1), self.today)
        ago = f"{count(days, 'school day')} ago" if days else "lately"
        when = f"{say_day(day, self.today)}, {ago}"
        return f"The tier of {due.school} was to be reviewed by {when}, and no decision is on record."

    def about(self, duty: DutyView) -> str:
        due = self.due.get(duty.subject_id)
        return f"{due.school}, the review of its tier" if due else "a tier that was reviewed meanwhile"

    def why(self, duty: DutyView, standing: Standing) -> str:
        rule = next((rule for rule in self.authority.framework.reminders if rule.key == duty.kind), None)
        days = count(int(duty.rule.rpartition(":")[2]), "school day")
        timing = "before the day" if duty.kind == "tier_review_coming" else "after the day has passed"
        role = "its link officer" if duty.school_id in standing.links else "the quality manager"
        label = rule.label if rule else duty.kind
        return f"{self.about(duty)}: you are {role}, and the rule “{label}” sends a reminder {days} {timing}."

    def useful_until(self, duty: DutyView) -> datetime | None:
        due = self.due.get(duty.subject_id)
        return duty.send_by + _PUT_OFF_AT_MOST if due is not None and due.review_on is not None else None


def review_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> ReviewLines:
    """Read the decisions that these duties are about, as far as they still stand."""
    day = now.astimezone(authority.timezone).date()
    due = {one.id: one for one in decisions_due(session, day)}
    people = {duty.recipient_id for duty in duties}
    return ReviewLines(authority, now, due, {person: standing(session, person, day) for person in people})
