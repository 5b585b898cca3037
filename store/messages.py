"""Sending: claiming messages under a lease, what they carry, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Row, Update, bindparam, func, select, update
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import Session

from store.columns import UtcDateTime
from store.duties import Message
from store.homes import ADMINISTRATION, mark_stale
from store.outbox import duties, messages, turned


@dataclass(frozen=True)
class Claimed:
    """A message under this sender's lease. `reconcile` says that an earlier attempt may have reached the platform."""

    id: int
    recipient_id: int | None
    channel: str
    kind: str
    delivery_id: str
    kept: str
    attempts: int
    send_by: datetime | None
    reconcile: bool
    made_at: datetime
    address: str = ""
    tried_at: datetime | None = None


@dataclass(frozen=True)
class DutyView:
    """A duty of a message, as composing needs it."""

    id: int
    message_id: int | None
    rule: str
    kind: str
    subject: str
    revision: int
    recipient_id: int
    school_id: int | None
    send_by: datetime
    cluster: str

    @property
    def subject_kind(self) -> str:
        return self.subject.partition(":")[0]

    @property
    def subject_id(self) -> int:
        return int(self.subject.partition(":")[2])


_CLAIMED = (
    messages.c.id,
    messages.c.recipient_id,
    messages.c.channel,
    messages.c.kind,
    messages.c.delivery_id,
    messages.c.kept,
    messages.c.attempts,
    messages.c.send_by,
    messages.c.made_at,
    messages.c.address,
    messages.c.tried_at,
)
AMBIGUOUS = "ambiguous"
MAY_HAVE_BEEN_SENT = "may have been sent"


def claim(
    session: Session, owner: str, real: datetime, lease: timedelta, most: int, *, answers_only: bool
) -> list[Claimed]:
    """Take up to `most` messages under a lease: those due, and those whose sender's lease ran out.

    `answers_only` leaves the digests: outside the sending hours only what somebody asked for goes out. Real time.
    """
    found: list[Claimed] = []
    for lapsed in (True, False):
        values = {"real": real, "most": most - len(found), "owner": owner, "until": real + lease}
        rows = session.connection().execute(_taking(lapsed, answers_only), values)
        found += [_claimed(row, reconcile=lapsed or row.failure == AMBIGUOUS) for row in rows]
    return found


@cache
def _taking(lapsed: bool, answers_only: bool) -> ReturningUpdate[Any]:
    """The one statement that takes messages; what another sender holds just now is passed over."""
    state, moment = ("claimed", messages.c.lease_until) if lapsed else ("due", messages.c.next_attempt_at)
    conditions = [messages.c.state == state, moment <= bindparam("real", type_=UtcDateTime)]
    if answers_only:
        conditions.append(messages.c.kind == "answer")
    chosen = select(messages.c.id).where(*conditions).order_by(moment).limit(bindparam("most"))
    # Chosen once, before the update: PostgreSQL might otherwise run a limited subquery anew for each row.
    picked = chosen.with_for_update(skip_locked=True).cte("picked").prefix_with("MATERIALIZED", dialect="postgresql")
    lease: dict[str, Any] = {"lease_owner": bindparam("owner"), "lease_until": bindparam("until", type_=UtcDateTime)}
    lease |= {"tried_at": func.coalesce(messages.c.tried_at, bindparam("real", type_=UtcDateTime))}
    taken = update(messages).where(messages.c.id.in_(select(picked.c.id))).values(state="claimed", **lease)
    return taken.returning(*_CLAIMED, messages.c.failure)


_PEEK = (
    select(*_CLAIMED)
    .where(messages.c.state == "due", messages.c.next_attempt_at <= bindparam("real"))
    .order_by(messages.c.next_attempt_at)
)


def peek(session: Session, real: datetime) -> list[Claimed]:
    """What could be claimed at `real` time, without claiming it."""
    return [_claimed(row, reconcile=False) for row in session.execute(_PEEK, {"real": real})]


def _claimed(row: Row[Any], *, reconcile: bool) -> Claimed:
    return Claimed(
        id=row.id,
        recipient_id=row.recipient_id,
        channel=row.channel,
        kind=row.kind,
        delivery_id=row.delivery_id,
        kept=row.kept,
        attempts=row.attempts,
        send_by=row.send_by,
        made_at=row.made_at,
        address=row.address,
        tried_at=row.tried_at,
        reconcile=reconcile,
    )


_DUTY = select(
    duties.c.id,
    duties.c.message_id,
    duties.c.rule,
    duties.c.kind,
    duties.c.subject,
    duties.c.revision,
    duties.c.recipient_id,
    duties.c.school_id,
    duties.c.send_by,
    duties.c.cluster,
)
_DUTIES_OF = _DUTY.where(duties.c.message_id.in_(bindparam("ids", expanding=True))).order_by(
    duties.c.send_by, duties.c.id
)
_SAID_BY = _DUTIES_OF.where(duties.c.state.in_(("sent", "unknown", "gathered")))
_DUTIES_BY_ID = _DUTY.where(duties.c.id.in_(bindparam("ids", expanding=True)))
_GATHERED = _DUTIES_OF.where(duties.c.state == "gathered")
_TURNED_DOWN = select(turned.c.person_id, turned.c.kind).where(
    turned.c.person_id.in_(bindparam("people", expanding=True))
)


def duties_of_messages(session: Session, ids: Collection[int]) -> list[DutyView]:
    """The gathered duties of these messages, the most pressing first."""
    return [DutyView(*row) for row in session.execute(_GATHERED, {"ids": list(ids)})] if ids else []


def duties_said_by(session: Session, message: Message) -> list[DutyView]:
    """What a message told its reader: nothing while it waits, and never a duty that was dropped when it was sent."""
    if message.state not in ("claimed", "sent", "unknown"):
        return []
    return [DutyView(*row) for row in session.execute(_SAID_BY, {"ids": [message.id]})]


def duties_by_id(session: Session, ids: Collection[int]) -> list[DutyView]:
    """These duties, whatever became of them."""
    rows = session.execute(_DUTIES_BY_ID, {"ids": list(ids)}) if ids else ()
    return [DutyView(*row) for row in rows]


def kinds_turned_down(session: Session, people: Collection[int]) -> frozenset[tuple[int, str]]:
    """Which of these people want which kinds no more."""
    rows = session.execute(_TURNED_DOWN, {"people": list(people)}) if people else ()
    return frozenset((row[0], row[1]) for row in rows)


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt. `state` is the message's new state; `sent_at` is business time, the rest real (UTC).

    `attempts` counts the posts that were tried and failed, this one included: a message has only so many.
    """

    message_id: int
    state: str
    said: tuple[int, ...] = ()
    dropped: Mapping[int, str] | None = None
    expired: tuple[int, ...] = ()
    held_back: tuple[int, ...] = ()
    attempts: int = 0
    platform: str = ""
    reference: str = ""
    failure: str = ""
    sent_at: datetime | None = None
    next_attempt_at: datetime | None = None


_MINE = (
    select(messages.c.id)
    .where(
        messages.c.id.in_(bindparam("ids", expanding=True)),
        messages.c.state == "claimed",
        messages.c.lease_owner == bindparam("owner"),
    )
    .with_for_update()
)
_END_DUTY = (
    update(duties).where(duties.c.id == bindparam("duty")).values(state=bindparam("to"), why_ended=bindparam("why"))
)
_RELEASE_DUTY = update(duties).where(duties.c.id == bindparam("duty")).values(state="due", message_id=None)


def record(session: Session, owner: str, outcomes: Sequence[Outcome]) -> int:
    """Put outcomes on record for the messages that are still under this owner's lease; returns how many were."""
    values = {"ids": [outcome.message_id for outcome in outcomes], "owner": owner}
    mine = set(session.execute(_MINE, values).scalars())
    kept = [outcome for outcome in outcomes if outcome.message_id in mine]
    alike = defaultdict(list)
    for outcome in kept:
        row = _message_values(outcome)
        bound = {f"{name}_": value for name, value in row.items()}
        alike[tuple(row)].append(bound | {"message": outcome.message_id})
    connection = session.connection()
    for names, rows in alike.items():
        connection.execute(_setting(names), rows)
    if any(outcome.state in ("dead", "unknown") for outcome in kept):
        mark_stale(session, [ADMINISTRATION])
    ended = [row for outcome in kept for row in _ended_duties(outcome)]
    if ended:
        connection.execute(_END_DUTY, ended)
    released = [{"duty": duty} for outcome in kept for duty in outcome.held_back]
    if released:
        connection.execute(_RELEASE_DUTY, released)
    return len(kept)


@lru_cache(maxsize=32)
def _setting(names: tuple[str, ...]) -> Update:
    """The update of one message that sets these columns; made once for each set of them."""
    return (
        update(messages)
        .where(messages.c.id == bindparam("message"))
        .values({name: bindparam(f"{name}_") for name in names})
    )


def _message_values(outcome: Outcome) -> dict[str, object]:
    values: dict[str, object] = {
        "attempts": outcome.attempts,
        "state": outcome.state,
        "lease_owner": "",
        "lease_until": None,
        "failure": outcome.failure,
    }
    if outcome.platform:
        values |= {"platform": outcome.platform, "platform_reference": outcome.reference}
    if outcome.state in ("sent", "dropped", "expired", "dead", "unknown"):
        # A kept answer is wiped as soon as it is nobody's to send any more.
        values |= {"kept": "", "sent_at": outcome.sent_at}
    if outcome.next_attempt_at is not None:
        values["next_attempt_at"] = outcome.next_attempt_at
    return values


def _ended_duties(outcome: Outcome) -> list[dict[str, object]]:
    ended = [(duty, "dropped", why) for duty, why in (outcome.dropped or {}).items()]
    ended += [(duty, "expired", "its time had passed") for duty in outcome.expired]
    if outcome.state in ("sent", "dead", "unknown"):
        ended += [(duty, outcome.state, outcome.failure) for duty in outcome.said]
    return [{"duty": duty, "to": state, "why": why} for duty, state, why in ended]
