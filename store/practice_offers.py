"""Messages whose authors were asked whether they would share them as practice: each message once, for all time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlmodel import Field, Session, SQLModel, UniqueConstraint

from store.columns import UtcDateTime, insert_for, table_of


class PracticeOffer(SQLModel, table=True):
    """One message. `words` are what it said, kept until its author has answered; `state`: open, shared, declined."""

    __tablename__ = "practice_offer"
    __table_args__ = (UniqueConstraint("platform", "tenant", "ref"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str
    tenant: str
    ref: str
    author_id: int = Field(foreign_key="person.id", index=True)
    by_id: int | None = Field(default=None, foreign_key="person.id")
    words: str
    link: str = ""
    state: str = "open"
    made_at: datetime = Field(sa_type=UtcDateTime)


offers = table_of(PracticeOffer)


@dataclass(frozen=True)
class OfferView:
    """An offer as its author's message and form need it."""

    id: int
    author_id: int
    words: str
    link: str
    state: str


_BY_ID = select(offers.c.id, offers.c.author_id, offers.c.words, offers.c.link, offers.c.state).where(
    offers.c.id.in_(bindparam("ids", expanding=True))
)


def make_offer(session: Session, key: tuple[str, str, str], offer: Mapping[str, object], now: datetime) -> int | None:
    """Put an offer on record; `key` is platform, tenant and the message's own id. None when it was offered before."""
    named = dict(zip(("platform", "tenant", "ref"), key, strict=True))
    row = insert_for(session, offers).values(**named, **offer, state="open", made_at=now)
    once = row.on_conflict_do_nothing(index_elements=["platform", "tenant", "ref"]).returning(offers.c.id)
    made: int | None = session.connection().execute(once).scalar()
    return made


def offers_by_id(session: Session, ids: Collection[int]) -> dict[int, OfferView]:
    rows = session.execute(_BY_ID, {"ids": list(ids)}) if ids else ()
    return {row.id: OfferView(*row) for row in rows}


def close_offer(session: Session, offer_id: int, state: str) -> bool:
    """End an offer, and forget what the message said; False when it was answered before."""
    query = update(offers).where(offers.c.id == offer_id, offers.c.state == "open").values(state=state, words="")
    return bool(session.connection().execute(query).rowcount)
