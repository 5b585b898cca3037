"""What is due about mentoring: who is asked, told of a pair, introduced, checked in on.

Each pair is one proposal, so that the unique key of a duty (rule, pair, revision, recipient) tells everybody of each of
its turns once; `round` alone opens a proposal again for those whom it has not reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import OVERSIGHT_ROLES
from handlers.mentoring_round import PROPOSED, announce_due, daily_round, follow_headships
from handlers.telling import useful_until
from store.mentoring import PairView, pairs_to_plan
from store.mentoring_needs import NeedView, mark_needs_planned, needs_to_plan, plan_needs_again
from store.mentors import Headship, headships
from store.outbox import DutyRow, WaitingDuty, drop_duties, put_duties, waiting_for_subjects
from store.pair_changes import mark_pairs_planned, plan_pairs_again, told_of
from store.posts import Holder, holders, link_officers
from store.tenants import meet_somewhere

CHECKIN: Final = "pair_checkin"
_TOGETHER_FIRST: Final = timedelta(hours=1)


def waits(session: Session) -> bool:
    """Never: everything that changed is laid out at once."""
    return False


def plan_all_again(session: Session, now: datetime) -> None:
    """Have the duties of all that wait and all open pairs laid out anew: the rules or the dates changed."""
    plan_pairs_again(session)
    plan_needs_again(session)


def lay_out(session: Session, authority: Authority, now: datetime) -> tuple[int, list[WaitingDuty]]:
    """Hold the day's round, announce what is due, and lay out the duties of what changed."""
    follow_headships(session, authority, now)
    daily_round(session, authority, now)
    announce_due(session, authority, now)
    changed, asked = pairs_to_plan(session), needs_to_plan(session)
    if not changed and not asked:
        return 0, []
    due = _Due(session, authority, now)
    told = told_of(session, PROPOSED, changed)
    wanted = [row for need in asked for row in due.of_need(need)]
    wanted += [row for pair in changed for row in due.of_pair(pair, told[pair.id])]
    subjects = [f"pair:{pair.id}" for pair in changed] + [f"need:{need.id}" for need in asked]
    dropped = _drop_unwanted(session, subjects, wanted)
    put_duties(session, wanted)
    mark_pairs_planned(session, changed)
    mark_needs_planned(session, asked)
    return len(wanted), dropped


def _drop_unwanted(session: Session, subjects: list[str], wanted: Iterable[DutyRow]) -> list[WaitingDuty]:
    keys = {(row.rule, row.subject, row.revision, row.recipient_id) for row in wanted}
    waiting = waiting_for_subjects(session, subjects)
    gone = [duty for duty in waiting if (duty.rule, duty.subject, duty.revision, duty.recipient_id) not in keys]
    drop_duties(session, [duty.id for duty in gone], "it was answered, or has changed")
    return gone


@dataclass(frozen=True)
class _Due:
    """What is due of one pair or one need, with the posts of the day."""

    session: Session
    authority: Authority
    now: datetime

    @property
    def _today(self) -> date:
        return self.now.astimezone(self.authority.timezone).date()

    @cached_property
    def _led(self) -> dict[int, Headship]:
        return headships(self.session, self._today)

    @cached_property
    def _linked(self) -> dict[date, dict[int, list[Holder]]]:
        """The link officers of every school by day, each day read once."""
        return {}

    def of_need(self, need: NeedView) -> list[DutyRow]:
        """While there is no answer, the one question; it closes when the wait for an answer does."""
        headship = self._led.get(need.person_id)
        if need.state != "asked" or headship is None:
            return []
        asked = need.asked_at.astimezone(self.authority.timezone).date()
        days = self.authority.framework.mentoring.asked_school_days
        last = self.authority.school_year.shift(asked, days, headship.cluster)
        row = self._row("mentor_need", f"need:{need.id}", need.person_id, headship.school_id, need.asked_at)
        return [self._closing(row, self.authority.sending.closes(last))]

    def of_pair(self, pair: PairView, told: frozenset[int]) -> list[DutyRow]:
        """By the state of the pair, whom to tell what; `told` are those whom the proposal has reached."""
        if pair.state == "draft":
            return self._to_approve(pair)
        if pair.state == "proposed":
            return self._proposed(pair, told)
        if pair.state == "announced":
            return [*self._introduced(pair), *self._checkins(pair), *self._stuck(pair)]
        kind = "pair_ended" if pair.announced_at else "pair_withdrawn"
        ended = pair.ended_at or pair.proposed_at or pair.made_at
        those = {*pair.people, *self._officers(pair, ended)} if pair.announced_at else set(told)
        return [self._of_pair(kind, pair, person, ended) for person in those - {pair.ended_by_id, pair.declined_by_id}]

    def _to_approve(self, pair: PairView) -> list[DutyRow]:
        """Once of each round: the officers of today, since it waits for an answer however long that takes."""
        asked = self._officers(pair, self.now)
        asked = asked or [one.person_id for one in holders(self.session, OVERSIGHT_ROLES, self._today)]
        return [self._of_pair("pair_to_approve", pair, person, self.now, pair.round) for person in asked]

    def _proposed(self, pair: PairView, told: frozenset[int]) -> list[DutyRow]:
        """Both, each in a message that lasts as long as they may decline, and their officer."""
        proposed, ends = pair.proposed_at or pair.made_at, pair.window_ends_at or pair.made_at
        opened = proposed if pair.round == 1 else self.now
        rows = [
            self._closing(self._of_pair(PROPOSED, pair, person, opened, pair.round), ends)
            for person in pair.people
            if person not in told or pair.round == 1
        ]
        return rows + [
            self._closing(self._of_pair(PROPOSED, pair, one, proposed), ends) for one in self._officers(pair, proposed)
        ]

    def _introduced(self, pair: PairView) -> list[DutyRow]:
        """Each of the two by themselves; where they can talk together, only if that has not worked after an hour."""
        since = pair.announced_at or self.now
        if meet_somewhere(self.session, pair.people):
            since += _TOGETHER_FIRST
        return [self._of_pair("pair_introduced", pair, one, since) for one in pair.people]

    def _checkins(self, pair: PairView) -> list[DutyRow]:
        """Both are asked until they have met; then each whether it fits, as long as they have not said so."""
        asked = [person for person in pair.people if pair.met != "yes" or pair.fit_by(person) == "unknown"]
        announced = (pair.announced_at or self.now).astimezone(self.authority.timezone).date()
        rows = []
        for rule in (rule for rule in self.authority.framework.reminders if rule.key == CHECKIN):
            for offset in rule.school_days_after:
                for person in asked:
                    cluster = self._led[person].cluster if person in self._led else ""
                    morning = self.authority.school_year.shift(announced, offset, cluster)
                    last = self.authority.school_year.shift(morning, rule.useful_for_school_days, cluster)
                    opens = self.authority.sending.opens(morning)
                    row = self._of_pair(CHECKIN, pair, person, opens, rule=f"{CHECKIN}:{offset}")
                    rows.append(self._closing(row, self.authority.sending.closes(last)))
        return rows

    def _stuck(self, pair: PairView) -> list[DutyRow]:
        """A word to the officer, once the two have been asked and had a school day to answer."""
        if pair.met == "yes":
            return []
        announced = (pair.announced_at or self.now).astimezone(self.authority.timezone).date()
        day = announced + timedelta(days=self.authority.framework.mentoring.stuck_days)
        year, checkins = self.authority.school_year, [row.not_before for row in self._checkins(pair)]
        asked = min(checkins).astimezone(self.authority.timezone).date() if checkins else announced
        opens = self.authority.sending.opens(max(year.next_school_day(day), year.shift(asked, 1)))
        return [self._of_pair("pair_stuck", pair, officer, opens) for officer in self._officers(pair, opens)]

    def _officers(self, pair: PairView, since: datetime) -> list[int]:
        """The officers of the mentee's school on the day on which they can be told, which may be one to come."""
        opens = self.authority.sending.next_open(since, self.authority.school_year)
        day = opens.astimezone(self.authority.timezone).date()
        if day not in self._linked:
            self._linked[day] = link_officers(self.session, day)
        return sorted({officer.person_id for officer in self._linked[day].get(pair.mentee_school_id, [])})

    def _of_pair(
        self, kind: str, pair: PairView, person: int, since: datetime, revision: int = 1, rule: str = ""
    ) -> DutyRow:
        school = pair.mentor_school_id if person == pair.mentor_id else pair.mentee_school_id
        row = self._row(kind, f"pair:{pair.id}", person, school, since)
        return replace(row, revision=revision, rule=rule or kind)

    def _row(self, kind: str, subject: str, person: int, school: int, since: datetime) -> DutyRow:
        """A telling from the first moment after `since` at which this person may be sent something."""
        cluster = self._led[person].cluster if person in self._led else ""
        opens = self.authority.sending.next_open(since, self.authority.school_year, cluster)
        return DutyRow(
            rule=kind,
            kind=kind,
            subject=subject,
            revision=1,
            recipient_id=person,
            school_id=school,
            cluster=cluster,
            not_before=opens,
            send_by=useful_until(opens, self.authority, cluster),
            made_at=self.now,
        )

    def _closing(self, row: DutyRow, closes: datetime) -> DutyRow:
        return replace(row, send_by=closes)
