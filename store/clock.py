"""The business clock: the real one, except over the demo, whose clock is a fact that page and command line share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from store.leases import fact, set_fact

_DEMO = "demo"
_AHEAD = "clock_ahead_seconds"


def real_now() -> datetime:
    """Real time, aware UTC: leases, retries and heartbeats go by it."""
    return datetime.now(UTC)


def business_now(session: Session) -> datetime:
    """What time it is for the business of the record, aware UTC."""
    ahead = fact(session, _AHEAD)
    return real_now() + timedelta(seconds=float(ahead)) if ahead else real_now()


def set_business_clock(session: Session, to: datetime) -> None:
    """Move the demo's clock, which goes on from there. Raises ValueError over a record that is not the demo."""
    if not is_demo(session):
        raise ValueError("Only the demo's clock can be moved.")
    set_fact(session, _AHEAD, str((to - real_now()).total_seconds()))


def is_demo(session: Session) -> bool:
    """Whether this record is the fictional demo authority."""
    return bool(fact(session, _DEMO))


def mark_as_demo(session: Session, seed: int) -> None:
    set_fact(session, _DEMO, str(seed))
