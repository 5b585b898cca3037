"""The round of a school day: who is new is asked, who waits is paired, what nobody declined is announced.

It runs while planning, under the lease. Every step is a conditional change of a row, so that a second run does nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from statistics import fmean
from typing import Any, Final

from dateutil.relativedelta import relativedelta
from sqlmodel import Session

from config.authority import Authority
from framework.fitting import Kind, Mentee, Mentor
from framework.pairing import Pair as Fitting
from framework.pairing import Rules, pair_all
from handlers.mentoring_words import pairing_rules
from store.announcements import announce, group_of
from store.evidence import latest_shares
from store.homes import mark_stale, school_topic
from store.leases import fact, set_fact
from store.mentoring import (
    Pair,
    PairView,
    earlier_pairs,
    open_pairs,
    pairs_by_id,
    pairs_past_their_window,
    withdrawn_draft,
)
from store.mentoring_needs import (
    NeedView,
    change_need,
    new_need,
    people_ever_asked,
    say_why_it_waits,
    waiting_needs,
    waits_again,
)
from store.mentors import Headship, MentorView, all_mentors, first_led, headships, not_with, pairs_led_elsewhere
from store.pair_changes import change_pair, plan_pairs_again, told_of
from store.tenants import meet_somewhere

CHANNEL: Final = "mentoring"
ANNOUNCED: Final = "pairs_announced"
TOGETHER: Final = "pair_together"
PROPOSED: Final = "pair_proposed"
POST_ENDED: Final = "A post has ended"
_LAST_ROUND = "mentoring_round_on"
_KINDS: Final[tuple[Kind, ...]] = ("mentor", "buddy")


def daily_round(session: Session, authority: Authority, now: datetime) -> None:
    """Ask, pair and tidy up, once on each school day, as soon as the sending hours open."""
    today = now.astimezone(authority.timezone).date()
    if fact(session, _LAST_ROUND) == today.isoformat() or not authority.sending.is_open(now, authority.school_year):
        return
    set_fact(session, _LAST_ROUND, today.isoformat())
    led = headships(session, today)
    _end_where_a_post_ended(session, led, now)
    _ask_the_new(session, authority, led, now)
    _Round(session, authority, now, led).pair_everybody()
    # Who is officer on the days to come may have been put on record since.
    plan_pairs_again(session)


def follow_headships(session: Session, authority: Authority, now: datetime) -> None:
    """Have every open pair stand at the schools that its two lead today, so that access and answers follow them."""
    today = now.astimezone(authority.timezone).date()
    moved = pairs_by_id(session, pairs_led_elsewhere(session, today))
    led = headships(session, today) if moved else {}
    for pair in moved.values():
        mentee = _school_now(led.get(pair.mentee_id), pair.mentee_school_id)
        mentor = _school_now(led.get(pair.mentor_id), pair.mentor_school_id)
        if (mentee, mentor) != pair.schools:
            change_pair(session, pair, {"mentee_school_id": mentee, "mentor_school_id": mentor})


def _school_now(headship: Headship | None, before: int) -> int:
    """The school of the pair as long as they lead it, then the one that counts; where they lead none, nothing moves."""
    return before if headship is None or before in headship.schools else headship.school_id


def announce_due(session: Session, authority: Authority, now: datetime) -> None:
    """Announce the pairs that nobody declined in time; where the two have not both been told, give them that time."""
    if not authority.sending.is_open(now, authority.school_year):
        return
    due = pairs_past_their_window(session, now)
    told = told_of(session, PROPOSED, due)
    ready = [pair for pair in due if told[pair.id].issuperset(pair.people)]
    led = headships(session, now.astimezone(authority.timezone).date())
    for pair in due:
        if pair not in ready:
            ends = window_end(authority, now, [led[person].cluster for person in pair.people if person in led])
            change_pair(session, pair, {"window_ends_at": ends, "round": pair.round + 1})
    if ready:
        _announce(session, ready, now)


def _announce(session: Session, ready: Sequence[PairView], now: datetime) -> None:
    subject = f"pair:{min(pair.id for pair in ready)}"
    values = {"state": "announced", "announced_at": now, "announcement": subject}
    new = [pair for pair in ready if change_pair(session, pair, values)]
    if new:
        announce(session, CHANNEL, ANNOUNCED, subject, now)
    for pair in new:
        if meet_somewhere(session, pair.people):
            announce(session, group_of(pair.people), TOGETHER, f"pair:{pair.id}", now)


def window_end(authority: Authority, now: datetime, clusters: Sequence[str]) -> datetime:
    """Until when both may decline: the close of the last of the authority's school days for it, wherever they are."""
    today = now.astimezone(authority.timezone).date()
    days = authority.framework.mentoring.decline_school_days
    last = max(authority.school_year.shift(today, days, cluster) for cluster in {"", *clusters})
    return authority.sending.closes(last)


def _end_where_a_post_ended(session: Session, led: Mapping[int, Headship], now: datetime) -> None:
    for pair in open_pairs(session):
        if all(person in led for person in pair.people):
            continue
        ended = {"state": "ended", "ended_at": now, "ended_reason": POST_ENDED}
        if change_pair(session, pair, ended) and pair.mentee_id in led:
            waits_again(session, pair.need_id)
    for need in waiting_needs(session):
        if need.person_id not in led:
            change_need(session, need.id, need.revision, {"state": "closed"})


def _ask_the_new(session: Session, authority: Authority, led: Mapping[int, Headship], now: datetime) -> None:
    """Everybody whose first headship is new, who was never asked and was never a mentee."""
    today = now.astimezone(authority.timezone).date()
    since = today - relativedelta(months=authority.framework.mentoring.new_within_months)
    known = people_ever_asked(session) | {mentee for mentee, _ in earlier_pairs(session)}
    known |= {mentor.person_id for mentor in all_mentors(session) if mentor.experienced_since <= since}
    began = first_led(session)
    for person, headship in sorted(led.items()):
        first = began.get(person)
        if first and since < first <= today and person not in known and not headship.is_covered:
            new_need(session, person, now, {})


@dataclass(frozen=True)
class _Round:
    """One round over all who wait: mentors first, buddies among the room that is left."""

    session: Session
    authority: Authority
    now: datetime
    led: Mapping[int, Headship]

    @property
    def _today(self) -> date:
        return self.now.astimezone(self.authority.timezone).date()

    def pair_everybody(self) -> None:
        paired = {(pair.mentee_id, pair.kind) for pair in open_pairs(self.session)}
        waiting = [
            need
            for need in waiting_needs(self.session)
            if (need.person_id, need.kind) not in paired and self._takes_part(need)
        ]
        if not waiting:
            return
        rules, apart = pairing_rules(self.authority), not_with(self.session)
        earlier = set(earlier_pairs(self.session))
        offered = [self._mentor(one, apart) for one in all_mentors(self.session) if self._may_mentor(one)]
        for kind in _KINDS:
            of_kind = {need.person_id: need for need in waiting if need.kind == kind}
            mentees = [self._mentee(need, kind, apart) for need in of_kind.values()]
            made = self._pair_kind(mentees, offered, of_kind, rules, earlier)
            earlier |= {(pair.mentee.id, pair.mentor.id) for pair in made}
            taken = [pair.mentor.id for pair in made]
            offered = [replace(one, capacity=one.capacity - taken.count(one.id)) for one in offered]

    def _takes_part(self, need: NeedView) -> bool:
        """Who has answered, and who has said nothing for long enough, as long as they are there."""
        headship = self.led.get(need.person_id)
        if headship is None or headship.is_covered:
            return False
        asked = need.asked_at.astimezone(self.authority.timezone).date()
        days = self.authority.framework.mentoring.asked_school_days
        over = self.authority.school_year.shift(asked, days, headship.cluster)
        return need.state == "answered" or over <= self._today

    def _may_mentor(self, mentor: MentorView) -> bool:
        headship = self.led.get(mentor.person_id)
        return mentor.active and headship is not None and not headship.is_covered

    def _pair_kind(
        self,
        mentees: Sequence[Mentee],
        offered: Sequence[Mentor],
        of: Mapping[int, NeedView],
        rules: Rules,
        earlier: set[tuple[int, int]],
    ) -> list[Fitting]:
        found = pair_all(mentees, offered, self._today, rules, earlier)
        for waits in found.unpaired:
            say_why_it_waits(self.session, of[waits.mentee.id].id, waits.why)
        return [pair for pair in found.pairs if self._propose(pair, of[pair.mentee.id])]

    def _propose(self, pair: Fitting, need: NeedView) -> bool:
        if not change_need(self.session, need.id, need.revision, {"state": "paired", "waits_because": ""}):
            return False
        draft = self.authority.framework.mentoring.officer_approves
        mentee, mentor = self.led[pair.mentee.id], self.led[pair.mentor.id]
        values: dict[str, object] = {
            "mentee_school_id": mentee.school_id,
            "mentor_school_id": mentor.school_id,
            "need_id": need.id,
            "kind": need.kind,
            "state": "draft" if draft else "proposed",
            "reasons": json.dumps(pair.reasons, ensure_ascii=False),
            "made_at": self.now,
            "proposed_at": None if draft else self.now,
            "window_ends_at": None if draft else window_end(self.authority, self.now, [mentee.cluster, mentor.cluster]),
        }
        earlier = withdrawn_draft(self.session, pair.mentee.id, pair.mentor.id)
        if earlier is not None:
            return change_pair(self.session, earlier, values | {"round": earlier.round + 1})
        self.session.add(Pair.model_validate({"mentee_id": pair.mentee.id, "mentor_id": pair.mentor.id, **values}))
        self.session.flush()
        mark_stale(self.session, [school_topic(mentee.school_id), school_topic(mentor.school_id)])
        return True

    def _head(self, person_id: int, apart: Mapping[int, frozenset[int]]) -> dict[str, Any]:
        """What is weighed of either of the two: the school that they lead, and with whom they are never paired."""
        headship = self.led[person_id]
        return {
            "id": person_id,
            "schools": headship.schools,
            "sector": headship.sector,
            "roll": headship.roll,
            "is_teaching_head": self._teaches(headship),
            "urban_rural": headship.urban_rural,
            "deprivation": self._deprivation(headship),
            "latitude": headship.latitude,
            "longitude": headship.longitude,
            "denomination": headship.denomination,
            "not_with": apart.get(person_id, frozenset()),
        }

    def _mentee(self, need: NeedView, kind: Kind, apart: Mapping[int, frozenset[int]]) -> Mentee:
        return Mentee(
            **self._head(need.person_id, apart),
            needs=frozenset(need.needs),
            wants_denomination=need.wants_denomination,
            kind=kind,
        )

    def _mentor(self, mentor: MentorView, apart: Mapping[int, frozenset[int]]) -> Mentor:
        return Mentor(
            **self._head(mentor.person_id, apart),
            capacity=mentor.room,
            experienced_since=mentor.experienced_since,
            trained_on=mentor.trained_on,
            strengths=frozenset(mentor.strengths),
        )

    @cached_property
    def _deprived(self) -> Mapping[int, float]:
        return latest_shares(self.session, self.authority.framework.matrix.deprivation_measure)

    def _deprivation(self, headship: Headship) -> float | None:
        """The share of pupils from the most deprived fifth, of several schools the mean; None where it is not known."""
        known = [self._deprived[school] for school in headship.schools if school in self._deprived]
        return fmean(known) if known else None

    def _teaches(self, headship: Headship) -> bool:
        """Ours: the head of a primary school as small as this teaches a class."""
        most = self.authority.framework.mentoring.teaching_head_roll
        return headship.sector == "primary" and headship.roll is not None and headship.roll <= most
