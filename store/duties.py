"""Duties (what must be said, and why) and messages (one posting, with its lease and its attempts)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from store.columns import UtcDateTime


class Duty(SQLModel, table=True):
    """One thing that one person must be told for one reason.

    `state`: due (waits for `not_before`), gathered (in a message), sent, dropped (its reason has gone, or the person
    turned the kind down), expired (past `send_by`, reported and never sent late), dead (could not be delivered),
    unknown (may have been sent). `rule` is a key of framework.toml with its offset, such as 'visit_upcoming:5', or a
    telling such as 'visit_moved'. `subject` is such as 'visit:12', `revision` the subject's own count. `cluster` is the
    one whose closed days bind the recipient ('' for those who work across the authority).
    """

    __tablename__ = "duty"
    __table_args__ = (
        UniqueConstraint("rule", "subject", "revision", "recipient_id"),
        Index("duty_by_state_and_time", "state", "not_before"),
        Index("duty_by_state_and_end", "state", "send_by"),
        Index("duty_by_subject", "subject"),
    )
    id: int | None = Field(default=None, primary_key=True)
    rule: str
    kind: str
    subject: str
    revision: int
    recipient_id: int = Field(foreign_key="person.id", index=True)
    school_id: int | None = Field(default=None, foreign_key="school.id")
    cluster: str = ""
    not_before: datetime = Field(sa_type=UtcDateTime)
    send_by: datetime = Field(sa_type=UtcDateTime)
    state: str = "due"
    why_ended: str = ""
    snoozed: int = 0
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)


class Message(SQLModel, table=True):
    """One posting to one person (or one channel).

    `state`: due, claimed (under a lease), sent, unknown (may have been sent), dropped, expired, dead. `delivery_id` is
    opaque and goes out with the post, so that a lost reply can be reconciled. `kept` holds the card of an answer until
    it is sent, and is wiped then; everything else is composed at send time from the duties. `address` is the platform's
    own conversation that an answer goes to ('slack:C012:1700.1'; 'slack:' for the recipient's own on that platform; ''
    for wherever they are reached). `tried_at` is when it was claimed for the first time, by real time.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("message_by_state_and_time", "state", "next_attempt_at"),
        Index("message_by_recipient_and_state", "recipient_id", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    recipient_id: int | None = Field(default=None, foreign_key="person.id")
    channel: str = ""
    address: str = ""
    kind: str
    delivery_id: str = Field(unique=True)
    state: str = "due"
    kept: str = ""
    next_attempt_at: datetime = Field(sa_type=UtcDateTime)
    send_by: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    lease_owner: str = ""
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    tried_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    platform: str = ""
    platform_reference: str = ""
    failure: str = ""
    made_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TurnedDown(SQLModel, table=True):
    """A kind of reminder that one person does not want."""

    __tablename__ = "turned_down"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    kind: str = Field(primary_key=True)
    since: datetime = Field(sa_type=UtcDateTime)
