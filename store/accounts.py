"""Accounts on chat platforms: which are confirmed as whose, and what the platforms told of everybody else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, exists, func, or_, select, update
from sqlmodel import Field, Session, SQLModel, UniqueConstraint

from framework.accounts import TURNED_AWAY, OnRecord, PlatformUser, Verdict
from store.columns import UtcDateTime, insert_for, table_of
from store.people import Person
from store.posts import accounts, held, people, posts
from store.schools import names_changed
from store.waiting import reached_now

WAITING: Final = ("proposed", "unknown")


class PlatformProfile(SQLModel, table=True):
    """What a platform told of one of its users, and what follows: linked, proposed, unknown, refused.

    Nobody is let in by it: access rests on the confirmed account alone. `person_id` is whose account it is, or is
    proposed to be. `revision` counts what changed, `wrote_at` is when they first wrote themselves, `greeted_at` when
    they were told that they are not known yet; both are business time.
    """

    __tablename__ = "platform_profile"
    __table_args__ = (UniqueConstraint("platform", "tenant", "user"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str
    tenant: str
    user: str
    email: str = ""
    name: str = ""
    state: str
    why: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    revision: int = 1
    wrote_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    greeted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


profiles = table_of(PlatformProfile)


@dataclass(frozen=True)
class ProfileView:
    """A platform's user as an answer names them; `person` and `person_email` are of whose account it is or may be."""

    id: int
    platform: str
    tenant: str
    user: str
    email: str
    name: str
    state: str
    why: str
    person_id: int | None
    person: str
    person_email: str
    revision: int
    wrote_at: datetime | None

    @property
    def shown(self) -> str:
        """What to call them: their name on the platform, with the e-mail address where it is told."""
        name = self.name or self.user
        return f"{name} ({self.email})" if self.email else name

    @property
    def waits(self) -> bool:
        return self.state in WAITING


_VIEW = select(
    *(profiles.c[name] for name in ("id", "platform", "tenant", "user", "email", "name", "state", "why", "person_id")),
    func.coalesce(people.c.name, ""),
    func.coalesce(people.c.email, ""),
    profiles.c.revision,
    profiles.c.wrote_at,
).select_from(profiles.outerjoin(people, people.c.id == profiles.c.person_id))
_BY_ID = _VIEW.where(profiles.c.id.in_(bindparam("ids", expanding=True)))
_WAITING = _VIEW.where(profiles.c.state.in_(WAITING)).order_by(
    profiles.c.wrote_at.is_(None), profiles.c.name, profiles.c.id
)
_KEY = (
    accounts.c.platform == bindparam("platform"),
    accounts.c.tenant == bindparam("tenant"),
    accounts.c.user == bindparam("user"),
)


_LINKED = (
    select(accounts.c.person_id, people.c.left_at)
    .join(people, people.c.id == accounts.c.person_id)
    .where(*_KEY, accounts.c.confirmed_at.is_not(None))
)
_BY_EMAIL = select(people.c.id, people.c.left_at).where(people.c.email == bindparam("email"))
_PROFILE = select(profiles.c.id, profiles.c.state, profiles.c.why, profiles.c.email).where(
    *(profiles.c[name] == bindparam(name) for name in ("platform", "tenant", "user"))
)
_ACCOUNTS_OF = (
    select(accounts.c.tenant, accounts.c.user)
    .join(people, people.c.id == accounts.c.person_id)
    .where(
        accounts.c.person_id == bindparam("person"),
        accounts.c.platform == bindparam("platform"),
        accounts.c.confirmed_at.is_not(None),
        people.c.left_at.is_(None),
    )
    .order_by(accounts.c.confirmed_at.desc(), accounts.c.id.desc())
)


def accounts_of(session: Session, person_id: int, platform: str) -> list[tuple[str, str]]:
    """The confirmed (tenant, user) of a person on a platform, the latest first; none of somebody who has left."""
    rows = session.execute(_ACCOUNTS_OF, {"person": person_id, "platform": platform})
    return [(row.tenant, row.user) for row in rows if row.tenant]


def on_record(session: Session, user: PlatformUser, vouched_for: Collection[str]) -> OnRecord:
    """What the record holds about a platform's user; `vouched_for` are e-mail addresses in small letters."""
    key = {"platform": user.platform, "tenant": user.tenant, "user": user.user}
    linked = session.execute(_LINKED, key).first()
    email = user.email.strip().lower()
    owner = session.execute(_BY_EMAIL, {"email": email}).first() if email else None
    before = session.execute(_PROFILE, key).first()
    left = linked.left_at if linked else owner.left_at if owner else None
    others = (
        [one for one in accounts_of(session, owner.id, user.platform) if one != (user.tenant, user.user)]
        if owner
        else []
    )
    return OnRecord(
        linked_id=linked.person_id if linked else None,
        person_id=owner.id if owner else None,
        has_left=left is not None,
        has_another=bool(others),
        is_vouched_for=bool(email) and email in vouched_for,
        is_turned_away=before is not None and before.state == "refused" and before.why == TURNED_AWAY,
        email_is_new=before is None or before.email != email,
    )


def add_person(session: Session, email: str, name: str) -> int:
    """Take somebody into the record who is known by e-mail alone; returns their id."""
    person = Person(email=email.strip().lower(), name=name)
    session.add(person)
    session.flush()
    names_changed(session)
    assert person.id is not None
    return person.id


def keep_profile(session: Session, user: PlatformUser, verdict: Verdict, now: datetime) -> ProfileView:
    """Keep what the platform tells and what follows; the revision counts when that differs from before."""
    told = {
        "email": user.email.strip().lower(),
        "name": user.name.strip(),
        "state": verdict.state,
        "why": verdict.why,
        "person_id": verdict.person_id,
    }
    row = insert_for(session, profiles).values(
        platform=user.platform, tenant=user.tenant, user=user.user, revision=1, changed_at=now, **told
    )
    differs = or_(*(profiles.c[name].is_distinct_from(row.excluded[name]) for name in told))
    changed = {name: row.excluded[name] for name in told}
    kept = row.on_conflict_do_update(
        index_elements=["platform", "tenant", "user"],
        set_=changed | {"revision": profiles.c.revision + 1, "changed_at": now},
        where=differs,
    )
    session.connection().execute(kept)
    key = {"platform": user.platform, "tenant": user.tenant, "user": user.user}
    found = session.execute(_PROFILE, key).one()
    return profiles_by_id(session, [found.id])[found.id]


def confirm_account(session: Session, profile: ProfileView, person_id: int, now: datetime) -> list[str]:
    """Make this account the person's; an earlier one of theirs in the same tenant counts no more.

    Returns the users of the accounts that count no more.
    """
    row = insert_for(session, accounts).values(
        platform=profile.platform, tenant=profile.tenant, user=profile.user, person_id=person_id, confirmed_at=now
    )
    session.connection().execute(
        row.on_conflict_do_update(
            index_elements=["platform", "tenant", "user"], set_={"person_id": person_id, "confirmed_at": now}
        )
    )
    reached_now(session, person_id)
    earlier = (
        update(accounts)
        .where(
            accounts.c.platform == profile.platform,
            accounts.c.tenant == profile.tenant,
            accounts.c.person_id == person_id,
            accounts.c.user != profile.user,
            accounts.c.confirmed_at.is_not(None),
        )
        .values(confirmed_at=None)
        .returning(accounts.c.user)
    )
    gone = list(session.connection().execute(earlier).scalars())
    set_profile(session, profile.id, "linked", "confirmed", person_id, now)
    those = (profiles.c.platform == profile.platform, profiles.c.tenant == profile.tenant, profiles.c.user.in_(gone))
    replaced = {"state": "refused", "why": "the person has another account now", "changed_at": now}
    session.connection().execute(update(profiles).where(*those).values(**replaced, revision=profiles.c.revision + 1))
    return gone


def set_profile(session: Session, profile_id: int, state: str, why: str, person_id: int | None, now: datetime) -> None:
    """What an administrator, or a confirmation, made of a profile."""
    values = {"state": state, "why": why, "person_id": person_id, "changed_at": now}
    session.connection().execute(
        update(profiles).where(profiles.c.id == profile_id).values(**values, revision=profiles.c.revision + 1)
    )


def close_account(session: Session, platform: str, tenant: str, user: str) -> bool:
    """Have this account count no more; False when it did not count before."""
    named = (accounts.c.platform == platform, accounts.c.tenant == tenant, accounts.c.user == user)
    closing = update(accounts).where(*named, accounts.c.confirmed_at.is_not(None)).values(confirmed_at=None)
    return bool(session.connection().execute(closing).rowcount)


def mark_wrote(session: Session, profile_id: int, now: datetime) -> bool:
    """Note that they wrote themselves; True the first time."""
    first = update(profiles).where(profiles.c.id == profile_id, profiles.c.wrote_at.is_(None)).values(wrote_at=now)
    return bool(session.connection().execute(first).rowcount)


def mark_greeted(session: Session, profile_id: int, now: datetime) -> bool:
    """Note that they were told that they are not known; True the first time."""
    first = update(profiles).where(profiles.c.id == profile_id, profiles.c.greeted_at.is_(None))
    return bool(session.connection().execute(first.values(greeted_at=now)).rowcount)


def profiles_by_id(session: Session, ids: Collection[int]) -> dict[int, ProfileView]:
    rows = session.execute(_BY_ID, {"ids": list(ids)}) if ids else ()
    return {row.id: ProfileView(*row) for row in rows}


def profile_of_user(session: Session, platform: str, tenant: str, user: str) -> ProfileView | None:
    found = session.execute(_PROFILE, {"platform": platform, "tenant": tenant, "user": user}).first()
    return profiles_by_id(session, [found.id])[found.id] if found else None


def waiting_profiles(session: Session) -> list[ProfileView]:
    """Everybody who waits for an administrator's word, those who wrote themselves first."""
    return [ProfileView(*row) for row in session.execute(_WAITING)]


_LINKED_PEOPLE = _VIEW.where(profiles.c.state == "linked", profiles.c.person_id == bindparam("person"))


def linked_profiles(session: Session, person_id: int) -> list[ProfileView]:
    """The profiles that are confirmed as this person's."""
    return [ProfileView(*row) for row in session.execute(_LINKED_PEOPLE, {"person": person_id})]


_UNLINKED = (
    select(people.c.id, people.c.name, people.c.email)
    .where(
        people.c.left_at.is_(None),
        exists().where(posts.c.person_id == people.c.id, held(bindparam("day"))),
        ~exists().where(
            accounts.c.person_id == people.c.id,
            accounts.c.platform == bindparam("platform"),
            accounts.c.confirmed_at.is_not(None),
            accounts.c.tenant != "",
        ),
    )
    .order_by(people.c.name, people.c.email)
)


def unlinked_people(session: Session, platform: str, day: date) -> list[tuple[int, str, str]]:
    """Id, name and e-mail of everybody with a post on `day` and without a confirmed account on this platform."""
    return [tuple(row) for row in session.execute(_UNLINKED, {"platform": platform, "day": day})]


_PEOPLE = select(people.c.id, people.c.name, people.c.email, people.c.left_at)


def people_with_addresses(session: Session, emails: Iterable[str]) -> Mapping[str, Any]:
    """The people of the record with these e-mail addresses (small letters), by address."""
    rows = session.execute(_PEOPLE.where(people.c.email.in_(list(emails))))
    return {row.email: row for row in rows}
