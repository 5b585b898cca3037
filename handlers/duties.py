"""What is due: rules laid out as duties, duties past their time, and duties gathered into one message a person.

PLANNERS are the capabilities that have duties; each lays out its own.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from config.authority import Authority
from handlers import (
    digests,
    mentoring_duties,
    note_duties,
    plan_duties,
    practice_duties,
    promise_duties,
    tier_duties,
    visit_duties,
)
from store.leases import fact, set_fact
from store.outbox import WaitingDuty, expire_duties, gather, postpone, waiting_clusters

_LOG = logging.getLogger("cairn.duties")
_RULES_SEEN = "rules_fingerprint"


class Planner(Protocol):
    """A capability that has duties."""

    def lay_out(self, session: Session, authority: Authority, now: datetime) -> tuple[int, list[WaitingDuty]]:
        """Lay out the duties of what changed; returns how many, and those that were dropped with the change."""
        ...

    def waits(self, session: Session) -> bool:
        """Whether something is still to be laid out."""
        ...

    def plan_all_again(self, session: Session, now: datetime) -> None:
        """Have everything laid out anew with the next `lay_out`."""
        ...


PLANNERS: Final[tuple[Planner, ...]] = (
    visit_duties,
    promise_duties,
    note_duties,
    mentoring_duties,
    plan_duties,
    practice_duties,
    tier_duties,
    digests,
)


@dataclass(frozen=True)
class Planned:
    """What one round of planning did; the duties that were dropped or that expired are named.

    `failed` names the planners that could not do theirs: what they would have laid out waits for the next round.
    """

    laid_out: int
    dropped: tuple[WaitingDuty, ...]
    expired: tuple[WaitingDuty, ...]
    gathered: int
    more: bool = False
    failed: tuple[str, ...] = ()

    def and_then(self, later: Planned) -> Planned:
        """This and what came after it, as one."""
        return Planned(
            self.laid_out + later.laid_out,
            (*self.dropped, *later.dropped),
            (*self.expired, *later.expired),
            self.gathered + later.gathered,
            later.more,
            tuple(dict.fromkeys((*self.failed, *later.failed))),
        )


def lay_out(session: Session, authority: Authority, now: datetime) -> Planned:
    """Lay out the next batch of what changed; until nothing is laid out any more, there is a next one."""
    _notice_new_rules(session, authority, now)
    planned = Planned(0, (), (), 0)
    for planner in PLANNERS:
        planned = planned.and_then(_laid_out_by(planner, session, authority, now))
    able = [planner for planner in PLANNERS if _name_of(planner) not in planned.failed]
    return replace(planned, more=any(planner.waits(session) for planner in able))


def _laid_out_by(planner: Planner, session: Session, authority: Authority, now: datetime) -> Planned:
    """What one planner lays out. One that fails leaves nothing half done, and keeps nobody else's reminders back."""
    try:
        with session.begin_nested():
            number, dropped = planner.lay_out(session, authority, now)
    except SQLAlchemyError:
        # The record's own fault, and no planner's: the whole round is tried again.
        raise
    except Exception:
        _LOG.exception("planning failed planner=%s", _name_of(planner))
        return Planned(0, (), (), 0, failed=(_name_of(planner),))
    return Planned(number, tuple(dropped), (), 0)


def _name_of(planner: Planner) -> str:
    return getattr(planner, "__name__", type(planner).__name__).rpartition(".")[2]


def plan(session: Session, authority: Authority, now: datetime) -> Planned:
    """One round: lay out what changed, expire what is past its time, gather what is due. `now` is business time."""
    laid = lay_out(session, authority, now)
    while laid.more:
        laid = laid.and_then(lay_out(session, authority, now))
    return laid.and_then(settle(session, authority, now))


def settle(session: Session, authority: Authority, now: datetime) -> Planned:
    """Expire what is past its time, and gather what is due; once everything is laid out."""
    expired = expire_duties(session, now)
    return Planned(0, (), tuple(expired), _gather(session, authority, now))


def _notice_new_rules(session: Session, authority: Authority, now: datetime) -> None:
    if fact(session, _RULES_SEEN) != authority.fingerprint:
        for planner in PLANNERS:
            planner.plan_all_again(session, now)
        set_fact(session, _RULES_SEEN, authority.fingerprint)


def _gather(session: Session, authority: Authority, now: datetime) -> int:
    """Put the duties that may go out now into one message a person; what a closed day holds back waits for the next."""
    if not authority.sending.is_open(now, authority.school_year):
        return 0
    for cluster in waiting_clusters(session, now):
        if not _open(cluster, authority, now):
            opens = authority.sending.next_open(now, authority.school_year, cluster)
            postpone(session, cluster, now, opens)
    return gather(session, now)


def _open(cluster: str, authority: Authority, now: datetime) -> bool:
    return authority.sending.is_open(now, authority.school_year, cluster)
