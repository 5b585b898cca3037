"""Strong practice: what a school did, what changed, whether it agrees, and whether an officer has checked it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, false, func, select, true, update
from sqlmodel import Field, Index, Session, SQLModel, UniqueConstraint

from store.columns import UtcDateTime, table_of
from store.leases import fact, set_fact
from store.people import Person
from store.schools import clusters, schools

STATES: Final = ("draft", "shared", "withdrawn")
CONSENTS: Final = ("unknown", "asked", "yes", "no")
_REVISION: Final = "practice_revision"


class Practice(SQLModel, table=True):
    """One piece of strong practice of one school.

    `state`: draft (waits for consent or a check), shared (everybody may find it), withdrawn. `consent` is its school's:
    unknown, asked, yes or no. `themes` (keys of themes.toml) and `qi` are separated by ';'. `contact_email` counts as a
    person from the day its owner is among the people. `confirmed_on` is when its school last said that it is still
    true. `revision` counts every change; `to_plan` says that the next tick has to lay its duties out. What began as a
    message has its author (`author_says`: '' where they need not be asked, asked, yes, no) and `source`, the way back.
    """

    __tablename__ = "practice"
    __table_args__ = (
        UniqueConstraint("school_id", "title"),
        Index("practice_to_plan", "to_plan", "id"),
        Index("practice_by_state_and_announcement", "state", "announced_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    title: str
    summary: str
    what_changed: str = ""
    themes: str = ""
    qi: str = ""
    stage: str = ""
    contact_email: str = ""
    identified_by: str = ""
    identified_on: date | None = None
    consent: str = "unknown"
    consent_by_id: int | None = Field(default=None, foreign_key="person.id")
    consent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    checked_by_id: int | None = Field(default=None, foreign_key="person.id")
    checked_on: date | None = None
    check_note: str = ""
    confirmed_on: date | None = None
    state: str = "draft"
    announced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = 1
    to_plan: bool = True
    entered_by_id: int | None = Field(default=None, foreign_key="person.id")
    changed_by_id: int | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime = Field(sa_type=UtcDateTime)
    author_id: int | None = Field(default=None, foreign_key="person.id")
    author_says: str = ""
    source: str = ""


@dataclass(frozen=True)
class PracticeView:
    """A piece of practice as answers and messages show it; names are '' where nobody is on record."""

    id: int
    school_id: int
    school: str
    seed_code: str
    sector: str
    cluster: str
    roll: int | None
    urban_rural: int | None
    title: str
    summary: str
    what_changed: str
    themes_text: str
    qi_text: str
    stage: str
    contact_email: str
    contact_id: int | None
    contact: str
    identified_by: str
    identified_on: date | None
    consent: str
    consent_by_id: int | None
    checked_by_id: int | None
    checked_on: date | None
    check_note: str
    confirmed_on: date | None
    state: str
    announced_at: datetime | None
    revision: int
    entered_by_id: int | None
    changed_by_id: int | None
    changed_by: str
    changed_at: datetime
    author_id: int | None
    author: str
    author_says: str
    source: str

    @property
    def themes(self) -> tuple[str, ...]:
        return split(self.themes_text)

    @property
    def qi(self) -> tuple[str, ...]:
        return split(self.qi_text)

    @property
    def is_public(self) -> bool:
        """Whether everybody may find it: its school agrees, its author does, and an officer has checked it."""
        agreed = self.consent == "yes" and self.author_agrees
        return self.state == "shared" and agreed and self.checked_on is not None

    @property
    def author_agrees(self) -> bool:
        return self.author_says in ("", "yes")

    @property
    def waits_for_author(self) -> bool:
        return self.state == "draft" and self.author_says == "asked"

    @property
    def waits_for_consent(self) -> bool:
        return self.state == "draft" and self.consent == "asked"

    @property
    def waits_for_check(self) -> bool:
        agreed = self.consent == "yes" and self.author_agrees
        return self.state == "draft" and agreed and self.checked_on is None and not self.check_note

    @property
    def known_true_on(self) -> date:
        """The last day on which somebody stood for it."""
        known = (self.confirmed_on, self.checked_on, self.identified_on)
        return max((day for day in known if day), default=self.changed_at.date())


def split(text: str) -> tuple[str, ...]:
    """The parts of a ';'-separated column."""
    return tuple(part for part in text.split(";") if part)


practices = table_of(Practice)
_people = table_of(Person)
_contacts = _people.alias("contact_person")
_changers = _people.alias("practice_changer")
_authors = _people.alias("practice_author")

_VIEW = select(
    practices.c.id,
    practices.c.school_id,
    schools.c.name,
    schools.c.seed_code,
    schools.c.sector,
    func.coalesce(clusters.c.name, ""),
    schools.c.roll,
    schools.c.urban_rural,
    practices.c.title,
    practices.c.summary,
    practices.c.what_changed,
    practices.c.themes,
    practices.c.qi,
    practices.c.stage,
    practices.c.contact_email,
    _contacts.c.id,
    func.coalesce(_contacts.c.name, ""),
    practices.c.identified_by,
    practices.c.identified_on,
    practices.c.consent,
    practices.c.consent_by_id,
    practices.c.checked_by_id,
    practices.c.checked_on,
    practices.c.check_note,
    practices.c.confirmed_on,
    practices.c.state,
    practices.c.announced_at,
    practices.c.revision,
    practices.c.entered_by_id,
    practices.c.changed_by_id,
    func.coalesce(_changers.c.name, ""),
    practices.c.changed_at,
    practices.c.author_id,
    func.coalesce(_authors.c.name, ""),
    practices.c.author_says,
    practices.c.source,
).select_from(
    practices.join(schools, schools.c.id == practices.c.school_id)
    .outerjoin(clusters, clusters.c.id == schools.c.cluster_id)
    .outerjoin(_contacts, (_contacts.c.email == practices.c.contact_email) & _contacts.c.left_at.is_(None))
    .outerjoin(_changers, _changers.c.id == practices.c.changed_by_id)
    .outerjoin(_authors, _authors.c.id == practices.c.author_id)
)
# No entry reaches everybody by its state alone: what both agreed to and the check are asked for again here.
_AGREED = (practices.c.consent == "yes") & practices.c.author_says.in_(("", "yes"))
_CHECKED = practices.c.checked_on.is_not(None)
_PUBLIC = _VIEW.where(practices.c.state == "shared", _AGREED, _CHECKED).order_by(practices.c.id)
_BY_ID = _VIEW.where(practices.c.id == bindparam("id"))
_BY_IDS = _VIEW.where(practices.c.id.in_(bindparam("ids", expanding=True))).order_by(practices.c.id)
_UNSHARED = _VIEW.where(practices.c.state == "draft").order_by(practices.c.changed_at.desc(), practices.c.id)
_UNSHARED_AT = _UNSHARED.where(practices.c.school_id.in_(bindparam("schools", expanding=True)))
_TO_PLAN = _VIEW.where(practices.c.to_plan == true()).order_by(practices.c.id).limit(bindparam("most"))
_TO_ANNOUNCE = _PUBLIC.where(practices.c.announced_at.is_(None))
_ANNOUNCED = _PUBLIC.where(practices.c.announced_at >= bindparam("first"), practices.c.announced_at < bindparam("last"))


def practice_by_id(session: Session, practice_id: int) -> PracticeView | None:
    row = session.execute(_BY_ID, {"id": practice_id}).first()
    return PracticeView(*row) if row else None


def practices_by_id(session: Session, ids: Collection[int]) -> dict[int, PracticeView]:
    """Those of `ids` that exist, in one read."""
    rows = session.execute(_BY_IDS, {"ids": list(ids)}) if ids else ()
    return {row[0]: PracticeView(*row) for row in rows}


def public_practices(session: Session) -> list[PracticeView]:
    """What everybody may find: shared, with its school's consent, checked by an officer."""
    return [PracticeView(*row) for row in session.execute(_PUBLIC)]


def unshared_practices(session: Session, only: Collection[int] | None = None) -> list[PracticeView]:
    """What waits for consent or a check (of `only` these schools), the latest change first."""
    found = session.execute(_UNSHARED if only is None else _UNSHARED_AT, {"schools": list(only or ())})
    return [PracticeView(*row) for row in found]


def practices_to_plan(session: Session, most: int) -> list[PracticeView]:
    """Practice that changed since its duties were laid out."""
    return [PracticeView(*row) for row in session.execute(_TO_PLAN, {"most": most})]


def practices_to_announce(session: Session) -> list[PracticeView]:
    """Practice that everybody may find and nobody was told of yet."""
    return [PracticeView(*row) for row in session.execute(_TO_ANNOUNCE)]


def practices_announced(session: Session, first: datetime, last: datetime) -> list[PracticeView]:
    """What was announced from `first` (included) to `last` (left out), aware, and still may be found."""
    return [PracticeView(*row) for row in session.execute(_ANNOUNCED, {"first": first, "last": last})]


def practice_revision(session: Session) -> str:
    """Changes whenever an entry of the directory does."""
    return fact(session, _REVISION)


def practice_changed(session: Session) -> None:
    """Have every process read the directory anew before its next search."""
    set_fact(session, _REVISION, secrets.token_hex(8))


def add_practice(session: Session, values: Mapping[str, Any]) -> int:
    """Put a new entry on record; its id."""
    practice = Practice(**values)
    session.add(practice)
    session.flush()
    practice_changed(session)
    assert practice.id is not None, "a flushed row has its key"
    return practice.id


def change_practice(session: Session, practice_id: int, revision: int, changes: Mapping[str, object]) -> bool:
    """Change an entry if it still stands at `revision`; False when somebody was quicker."""
    counted = {"to_plan": True, "revision": practices.c.revision + 1}
    query = update(practices).where(practices.c.id == practice_id, practices.c.revision == revision)
    done = bool(session.connection().execute(query.values(**changes, **counted)).rowcount)
    if done:
        practice_changed(session)
    return done


def mark_announced(session: Session, practice_id: int, now: datetime) -> bool:
    """Note that an entry was announced; False when it was already."""
    query = update(practices).where(practices.c.id == practice_id, practices.c.announced_at.is_(None))
    return bool(session.connection().execute(query.values(announced_at=now)).rowcount)


def mark_practices_planned(session: Session, planned: Iterable[PracticeView]) -> None:
    """The duties of exactly these revisions are laid out; a change in between stays to be planned."""
    rows = [{"practice": practice.id, "seen": practice.revision} for practice in planned]
    if rows:
        seen = (practices.c.id == bindparam("practice"), practices.c.revision == bindparam("seen"))
        session.connection().execute(update(practices).where(*seen).values(to_plan=False), rows)


def plan_practices_again(session: Session) -> None:
    """Have the duties of all practice laid out anew: the rules, the dates or who holds which post changed."""
    session.connection().execute(update(practices).where(practices.c.to_plan == false()).values(to_plan=True))
