"""Reading and moving duties and messages: what waits, what was sent, and what became of it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, insert, or_, select, update
from sqlmodel import Session

from store.clock import real_now
from store.columns import insert_for, table_of
from store.duties import Duty, Message, TurnedDown

duties = table_of(Duty)
messages = table_of(Message)
turned = table_of(TurnedDown)


def message_by_id(session: Session, message_id: int) -> Message | None:
    return session.get(Message, message_id)


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
_WAITING = (
    select(*_WAITING_COLUMNS)
    .where(duties.c.state == "due", duties.c.not_before <= bindparam("now"))
    .order_by(duties.c.not_before, duties.c.id)
    .limit(bindparam("most"))
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
_OPEN_MESSAGES = (
    select(messages.c.recipient_id, messages.c.id)
    .where(
        messages.c.recipient_id.in_(bindparam("people", expanding=True)),
        messages.c.state == "due",
        messages.c.kind == "digest",
        # One that may have been posted already has been read as it was: nothing joins it any more.
        messages.c.failure == "",
    )
    # A sender that claims at this moment freezes the members: the lock has it wait, or has this message left alone.
    .with_for_update()
)
_JOIN_MESSAGE = (
    update(duties).where(duties.c.id == bindparam("duty")).values(state="gathered", message_id=bindparam("message"))
)


def put_duties(session: Session, rows: Sequence[DutyRow]) -> None:
    """Lay duties out; one that stands already takes the new times, if it still waits or was dropped while it did."""
    if not rows:
        return
    insert = insert_for(session, duties)
    query = insert.on_conflict_do_update(
        index_elements=["rule", "subject", "revision", "recipient_id"],
        set_={name: insert.excluded[name] for name in ("not_before", "send_by", "cluster", "state", "why_ended")},
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


def waiting_duties(session: Session, now: datetime, most: int) -> list[WaitingDuty]:
    """Duties whose moment has come, oldest first."""
    return [WaitingDuty(*row) for row in session.execute(_WAITING, {"now": now, "most": most})]


def postpone(session: Session, ids: Sequence[int], until: datetime) -> None:
    """Have duties wait until `until`."""
    session.connection().execute(update(duties).where(duties.c.id.in_(list(ids))).values(not_before=until))


def gather(session: Session, by_recipient: Mapping[int, Sequence[int]], now: datetime) -> int:
    """Put duties into one message a recipient: one that still waits to be claimed, or a new one."""
    people = list(by_recipient)
    open_messages = {row[0]: row[1] for row in session.execute(_OPEN_MESSAGES, {"people": people})} if people else {}
    missing = [person for person in people if person not in open_messages]
    open_messages |= _new_messages(session, missing, now)
    rows = [{"duty": duty, "message": open_messages[person]} for person in people for duty in by_recipient[person]]
    if rows:
        session.connection().execute(_JOIN_MESSAGE, rows)
    return len(rows)


def _new_messages(session: Session, people: Sequence[int], now: datetime) -> dict[int, int]:
    if not people:
        return {}
    attempt = real_now()
    rows = [
        {
            "recipient_id": person,
            "kind": "digest",
            "delivery_id": secrets.token_urlsafe(16),
            "next_attempt_at": attempt,
            "made_at": now,
        }
        for person in people
    ]
    query = insert(messages).returning(messages.c.recipient_id, messages.c.id)
    return {row[0]: row[1] for row in session.connection().execute(query, [_NEW_MESSAGE | row for row in rows])}


_NEW_MESSAGE = {
    "channel": "",
    "state": "due",
    "kept": "",
    "attempts": 0,
    "lease_owner": "",
    "platform": "",
    "platform_reference": "",
    "failure": "",
}
