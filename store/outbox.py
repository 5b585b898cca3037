"""Reading and moving duties and messages: what waits, what was sent, and what became of it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Insert,
    String,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlmodel import Session

from store.clock import real_now
from store.columns import UtcDateTime, insert_for, table_of
from store.duties import Duty, Message, TurnedDown
from store.prepared import Prepared
from store.waiting import open_again

duties = table_of(Duty)
messages = table_of(Message)
turned = table_of(TurnedDown)


def message_by_id(session: Session, message_id: int) -> Message | None:
    return session.get(Message, message_id)


_ANSWER = Prepared(
    insert(messages)
    .values(
        {name: bindparam(name) for name in ("recipient_id", "address", "delivery_id", "kept", "send_by", "made_at")}
        | {"next_attempt_at": bindparam("now"), "kind": "answer", "state": "due", "attempts": 0}
        | dict.fromkeys(("channel", "lease_owner", "platform", "platform_reference", "failure"), "")
    )
    .inline()
)


def put_answer(
    session: Session, recipient_id: int | None, address: str, kept: str, made_at: datetime, lasts: timedelta
) -> None:
    """Have an answer posted: `kept` is its card, `made_at` business time; it waits for at most `lasts` of real time."""
    now = real_now()
    row = {
        "recipient_id": recipient_id,
        "address": address,
        "delivery_id": secrets.token_urlsafe(16),
        "kept": kept,
        "now": now,
        "send_by": now + lasts,
        "made_at": made_at,
    }
    _ANSWER.rows(session, row)


def last_message_to(session: Session, person_id: int) -> Message | None:
    """The last message of duties that reached this person."""
    query = select(Message).where(
        messages.c.recipient_id == person_id, messages.c.state == "sent", messages.c.kind != "answer"
    )
    return session.scalars(query.order_by(messages.c.sent_at.desc(), messages.c.id.desc()).limit(1)).first()


def snooze_duties(session: Session, duty_id: int, again: datetime, send_by: datetime, now: datetime) -> int:
    """Have one sent duty come again at `again`; 0 when it waits already."""
    query = (
        update(duties)
        .where(duties.c.id == duty_id, duties.c.state == "sent")
        .values(
            state="due", not_before=again, send_by=send_by, message_id=None, snoozed=duties.c.snoozed + 1, made_at=now
        )
    )
    return int(session.connection().execute(query).rowcount)


def turned_down(session: Session, person_id: int) -> frozenset[str]:
    """The kinds of reminder that this person does not want."""
    return frozenset(session.execute(select(turned.c.kind).where(turned.c.person_id == person_id)).scalars())


def turn_down_kind(session: Session, person_id: int, kind: str, now: datetime) -> None:
    query = insert_for(session, turned).values(person_id=person_id, kind=kind, since=now)
    session.connection().execute(query.on_conflict_do_nothing())


def turn_on_kind(session: Session, person_id: int, kind: str) -> None:
    session.connection().execute(turned.delete().where(turned.c.person_id == person_id, turned.c.kind == kind))


@dataclass(frozen=True)
class DutyRow:
    """A duty as it is laid out; times are aware UTC."""

    rule: str
    kind: str
    subject: str
    revision: int
    recipient_id: int
    school_id: int | None
    cluster: str
    not_before: datetime
    send_by: datetime
    made_at: datetime


@dataclass(frozen=True)
class WaitingDuty:
    """A duty that waits, expires or is dropped, as far as planning and its report need it."""

    id: int
    rule: str
    kind: str
    subject: str
    revision: int
    recipient_id: int
    cluster: str


_WAITING_COLUMNS = (
    duties.c.id,
    duties.c.rule,
    duties.c.kind,
    duties.c.subject,
    duties.c.revision,
    duties.c.recipient_id,
    duties.c.cluster,
)
_OF_SUBJECTS = select(*_WAITING_COLUMNS).where(
    duties.c.subject.in_(bindparam("subjects", expanding=True)), duties.c.state == "due"
)
_EXPIRE = (
    update(duties)
    .where(duties.c.state == "due", duties.c.send_by <= bindparam("now"))
    .values(state="expired", why_ended="its time had passed")
    .returning(*_WAITING_COLUMNS)
)


_LAID_ANEW = ("not_before", "send_by", "school_id", "cluster", "state", "why_ended")


def put_duties(session: Session, rows: Sequence[DutyRow]) -> None:
    """Lay duties out; one that stands already takes the new times, if it still waits or was dropped while it did."""
    if not rows:
        return
    insert = insert_for(session, duties)
    query = insert.on_conflict_do_update(
        index_elements=["rule", "subject", "revision", "recipient_id"],
        set_={name: insert.excluded[name] for name in _LAID_ANEW},
        where=or_(
            and_(duties.c.state == "due", duties.c.snoozed == 0),
            # Dropped while it waited, since it was wanted no more; it is wanted again.
            and_(duties.c.state == "dropped", duties.c.message_id.is_(None)),
        ),
    )
    fixed = {"state": "due", "why_ended": "", "snoozed": 0, "message_id": None}
    session.connection().execute(query, [vars(row) | fixed for row in rows])


def waiting_for_subjects(session: Session, subjects: Collection[str]) -> list[WaitingDuty]:
    """The duties about these subjects that wait."""
    return [WaitingDuty(*row) for row in session.execute(_OF_SUBJECTS, {"subjects": list(subjects)})]


def drop_duties(session: Session, ids: Sequence[int], why: str) -> None:
    """End duties whose reason has gone."""
    if ids:
        query = update(duties).where(duties.c.id.in_(list(ids))).values(state="dropped", why_ended=why)
        session.connection().execute(query)


def expire_duties(session: Session, now: datetime) -> list[WaitingDuty]:
    """End the duties that are past their time: they are reported, never sent late."""
    return [WaitingDuty(*row) for row in session.connection().execute(_EXPIRE, {"now": now})]


def waiting_clusters(session: Session, now: datetime) -> set[str]:
    """The clusters whose closed days bind somebody whose duty has come ('' for those across the authority)."""
    return set(session.execute(_WAITING_CLUSTERS, {"now": now}).scalars())


def postpone(session: Session, cluster: str, now: datetime, until: datetime) -> None:
    """Have what has come for the people of one cluster wait until `until`."""
    query = update(duties).where(_COME, duties.c.cluster == cluster).values(not_before=until)
    session.connection().execute(query, {"now": now})


def gather(session: Session, now: datetime) -> int:
    """Put every duty that has come into one message a recipient: one that waits to be claimed, or a new one.

    Returns how many duties; all of it in the database, whatever their number.
    """
    connection = session.connection()
    open_again(session, now)
    # A sender that claims at this moment freezes the members: the lock has it wait, or has its message left alone.
    connection.execute(_LOCK_OPEN, {"now": now})
    connection.execute(_new_messages(connection.dialect.name), {"now": now, "real": real_now()})
    return int(connection.execute(_JOIN_MESSAGES, {"now": now}).rowcount)


@cache
def _new_messages(dialect: str) -> Insert:
    """A message for everybody who has a duty that has come and no message that it could join."""
    opaque = func.lower(func.hex(func.randomblob(16))) if dialect == "sqlite" else func.gen_random_uuid().cast(String)
    people = select(duties.c.recipient_id).where(_COME, ~exists().where(_open_message())).distinct().subquery()
    fixed = {"kind": "digest", "channel": "", "address": "", "state": "due", "kept": "", "lease_owner": ""}
    fixed |= {"platform": "", "platform_reference": "", "failure": ""}
    moments = [bindparam("real", type_=UtcDateTime), bindparam("now", type_=UtcDateTime)]
    row = select(people.c.recipient_id, opaque, *moments, literal(0), *map(literal, fixed.values()))
    return insert(messages).from_select(
        ["recipient_id", "delivery_id", "next_attempt_at", "made_at", "attempts", *fixed], row
    )


def _open_message() -> ColumnElement[bool]:
    """A message to the recipient of a duty that nobody has claimed, and that surely was not posted before."""
    return and_(
        messages.c.recipient_id == duties.c.recipient_id,
        messages.c.state == "due",
        messages.c.kind == "digest",
        # One that may have been posted already has been read as it was: nothing joins it any more.
        messages.c.failure == "",
    )


_COME = and_(duties.c.state == "due", duties.c.not_before <= bindparam("now", type_=UtcDateTime))
_WAITING_CLUSTERS = select(duties.c.cluster).where(_COME).distinct()
_LOCK_OPEN = select(messages.c.id).where(exists().where(_COME, _open_message())).with_for_update()
_JOIN_MESSAGES = (
    update(duties)
    .where(_COME)
    .values(
        state="gathered",
        message_id=select(func.min(messages.c.id)).where(_open_message()).correlate(duties).scalar_subquery(),
    )
)
