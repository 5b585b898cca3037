"""One round: plan under the lease, send what is due, seal the audit, leave a heartbeat."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.delivery import Attempt, Delivered, Delivery
from handlers.composers import Composed, compose
from handlers.duties import Planned, lay_out, plan, settle
from store.audit import seal
from store.clock import real_now
from store.homes import begin_day
from store.inbox import forget_before
from store.leases import fact, give_up_lease, lease_holder, set_fact, take_lease
from store.local_page import forget_old_sessions
from store.messages import Claimed, Outcome, peek
from store.short_memory import forget_lapsed

PLANNING = "planning"
HEARTBEAT = "heartbeat"
_LEASE_SECONDS = 90.0
_INBOX_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Round:
    """What one round did. `leader` is who holds the planning lease when it was not this process."""

    now: datetime
    planned: Planned = field(default_factory=lambda: Planned(0, (), (), 0))
    delivered: Delivered = field(default_factory=Delivered)
    leader: str = ""


def run_round(delivery: Delivery, now: datetime) -> Round:
    """Plan (if this process has or gets the lease) and deliver, as of the business time `now`."""
    planned = Planned(0, (), (), 0, more=True)
    leader = ""
    while planned.more and not leader:
        step, leader = _plan_step(delivery, now)
        planned = planned.and_then(step)
    return Round(now, planned, delivery.round(now), leader)


def _plan_step(delivery: Delivery, now: datetime) -> tuple[Planned, str]:
    """One transaction of planning under the lease, short enough that others may write in between.

    The second value is who holds the lease where it is not this process.
    """
    real = real_now()
    with delivery.database.write(durable=False) as session:
        if not take_lease(session, PLANNING, delivery.owner, real, _LEASE_SECONDS):
            return Planned(0, (), (), 0), lease_holder(session, PLANNING, real)
        laid = lay_out(session, delivery.authority, now)
        if laid.more:
            return laid, ""
        _housekeeping(session, real)
        begin_day(session, now.astimezone(delivery.authority.timezone).date())
        if not laid.failed:
            # A round that could not plan everything leaves none: whoever watches /healthz hears of it.
            set_fact(session, HEARTBEAT, real.isoformat())
        return laid.and_then(settle(session, delivery.authority, now)), ""


def _housekeeping(session: Session, real: datetime) -> None:
    seal(session, real)
    forget_old_sessions(session, real)
    forget_before(session, real - _INBOX_KEPT)
    forget_lapsed(session, real)


def heartbeat(session: Session) -> datetime | None:
    """When the last round ran (real time), None when none has."""
    kept = fact(session, HEARTBEAT)
    return datetime.fromisoformat(kept) if kept else None


def give_up_planning(delivery: Delivery) -> None:
    """Let another process plan at once, after a single round by hand."""
    with delivery.database.write(durable=False) as session:
        give_up_lease(session, PLANNING, delivery.owner)


class _DryRun(Exception):
    """Undoes what a dry round wrote."""


def dry_round(delivery: Delivery, now: datetime) -> Round:
    """What a round at `now` would plan and send; nothing is kept and nothing goes out."""
    done = Round(now)
    try:
        with delivery.database.write(durable=False) as session:
            planned = plan(session, delivery.authority, now)
            is_open = delivery.authority.sending.is_open(now, delivery.authority.school_year)
            waiting = [message for message in peek(session, real_now()) if is_open or message.kind == "answer"]
            composed = compose(session, delivery.authority, waiting, now)
            attempts = tuple(_would_be(message, composed[message.id]) for message in waiting)
            done = Round(now, planned, Delivered(attempts))
            raise _DryRun
    except _DryRun:
        return done


def _would_be(message: Claimed, composed: Composed) -> Attempt:
    state = "sent" if composed.reply is not None else "dropped"
    return Attempt(message, Outcome(message.id, state, composed.said, composed.dropped, composed.expired), composed)
