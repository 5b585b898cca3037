"""What somebody is today: the posts they hold, and which schools follow from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, or_, select
from sqlmodel import Session

from framework.access import HEAD_ROLES, Standing
from store.columns import table_of
from store.people import Person, PlatformAccount, Post
from store.schools import schools

people = table_of(Person)
posts = table_of(Post)
accounts = table_of(PlatformAccount)

_DAY: BindParameter[date] = bindparam("day")


def held(day: ColumnElement[date], table: object = posts) -> ColumnElement[bool]:
    """The condition that a post is held on `day`: begun, and not yet ended (`until` is the first day without it)."""
    columns = getattr(table, "c")  # noqa: B009
    return and_(
        or_(columns.from_date.is_(None), columns.from_date <= day), or_(columns.until.is_(None), columns.until > day)
    )


_PERSON_BY_EMAIL = select(people.c.id, people.c.name).where(
    people.c.email == bindparam("email"), people.c.left_at.is_(None)
)
_PERSON_BY_ACCOUNT = (
    select(people.c.id)
    .join(accounts, accounts.c.person_id == people.c.id)
    .where(
        accounts.c.platform == bindparam("platform"),
        accounts.c.tenant == bindparam("tenant"),
        accounts.c.user == bindparam("user"),
        accounts.c.confirmed_at.is_not(None),
        people.c.left_at.is_(None),
    )
)
_HELD_POSTS = (
    select(people.c.name, posts.c.role, posts.c.school_id, posts.c.cluster_id, posts.c.covers_id)
    .join(people, people.c.id == posts.c.person_id)
    .where(posts.c.person_id == bindparam("person"), people.c.left_at.is_(None), held(_DAY))
)
_SCHOOLS_OF_CLUSTERS = select(schools.c.id).where(schools.c.cluster_id.in_(bindparam("clusters", expanding=True)))

_officer_post = posts.alias("officer_post")
_OFFICERS: BindParameter[int] = bindparam("officers", expanding=True)
_LINKED_BY_POST = (
    select(schools.c.id)
    .join(
        posts,
        or_(
            posts.c.school_id == schools.c.id,
            and_(posts.c.school_id.is_(None), posts.c.cluster_id == schools.c.cluster_id),
        ),
    )
    .where(posts.c.role == "link_officer", posts.c.person_id.in_(_OFFICERS), held(_DAY))
)
_LINKED_BY_RECORD = (
    select(schools.c.id)
    .join(people, people.c.email == schools.c.link_officer_email)
    .where(
        people.c.id.in_(_OFFICERS),
        # A dated post at the school itself says more than the officer named in the list of schools.
        ~exists().where(
            _officer_post.c.role == "link_officer", _officer_post.c.school_id == schools.c.id, held(_DAY, _officer_post)
        ),
    )
)


def person_by_email(session: Session, email: str) -> int | None:
    """The id of the person with this address, whatever its capitals; None when nobody has it."""
    row = session.execute(_PERSON_BY_EMAIL, {"email": email.strip().lower()}).first()
    return row.id if row else None


def person_by_account(session: Session, platform: str, tenant: str, user: str) -> int | None:
    """The person behind a confirmed account of a platform, or None."""
    return session.execute(_PERSON_BY_ACCOUNT, {"platform": platform, "tenant": tenant, "user": user}).scalar()


def standing(session: Session, person_id: int, day: date) -> Standing:
    """What this person is on `day`; without a held post a standing that may nothing."""
    rows = session.execute(_HELD_POSTS, {"person": person_id, "day": day}).all()
    if not rows:
        return Standing(person_id=person_id)
    roles = frozenset(row.role for row in rows)
    led = {row.cluster_id for row in rows if row.role == "cluster_lead" and row.cluster_id}
    supported = [row for row in rows if row.role == "support_provider"]
    return Standing(
        person_id=person_id,
        name=rows[0].name,
        roles=roles,
        heads=frozenset(row.school_id for row in rows if row.role in HEAD_ROLES and row.school_id),
        links=_linked_schools(session, person_id, rows, day) if "link_officer" in roles else frozenset(),
        leads=_schools_of(session, led),
        supports=frozenset(row.school_id for row in supported if row.school_id)
        | _schools_of(session, {row.cluster_id for row in supported if row.cluster_id}),
    )


def _linked_schools(session: Session, person_id: int, rows: Sequence[object], day: date) -> frozenset[int]:
    covered = {getattr(row, "covers_id") for row in rows if getattr(row, "role") == "link_officer"} - {None}  # noqa: B009
    values = {"officers": [person_id, *covered], "day": day}
    found = [session.execute(query, values).scalars() for query in (_LINKED_BY_POST, _LINKED_BY_RECORD)]
    return frozenset(school for part in found for school in part)


def _schools_of(session: Session, cluster_ids: Iterable[int]) -> frozenset[int]:
    wanted = list(cluster_ids)
    return frozenset(session.execute(_SCHOOLS_OF_CLUSTERS, {"clusters": wanted}).scalars()) if wanted else frozenset()


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a post on a day, as an answer names them."""

    person_id: int
    name: str
    email: str
    role: str
    school_id: int | None
    covers_id: int | None = None


_HOLDERS = (
    select(
        people.c.id,
        people.c.name,
        people.c.email,
        posts.c.role,
        posts.c.school_id,
        posts.c.covers_id,
        posts.c.cluster_id,
    )
    .join(people, people.c.id == posts.c.person_id)
    .where(posts.c.role.in_(bindparam("roles", expanding=True)), people.c.left_at.is_(None), held(_DAY))
    .order_by(people.c.name)
)
_HOLDERS_AT = _HOLDERS.where(posts.c.school_id.in_(bindparam("schools", expanding=True)))
_OFFICER_EMAILS = select(schools.c.id, schools.c.cluster_id, schools.c.link_officer_email)


def holders(session: Session, roles: Iterable[str], day: date) -> list[Holder]:
    """Everybody who holds one of `roles` on `day`, by name."""
    rows = session.execute(_HOLDERS, {"roles": sorted(roles), "day": day})
    return [Holder(*row[:6]) for row in rows]


def heads(session: Session, day: date, only: Collection[int] | None = None) -> dict[int, list[Holder]]:
    """Who leads each school (or `only` these) on `day`: heads and acting heads, without those whom another covers."""
    found: dict[int, list[Holder]] = defaultdict(list)
    query = _HOLDERS if only is None else _HOLDERS_AT
    values = {"roles": ["acting_headteacher", "headteacher"], "day": day, "schools": list(only or ())}
    for row in session.execute(query, values):
        holder = Holder(*row[:6])
        if holder.school_id is not None:
            found[holder.school_id].append(holder)
    return {school: _without_covered(leading) for school, leading in found.items()}


def heads_of(session: Session, school_id: int, day: date) -> list[Holder]:
    """Who leads one school on `day`."""
    return heads(session, day, [school_id]).get(school_id, [])


def _without_covered(leading: list[Holder]) -> list[Holder]:
    covered = {holder.covers_id for holder in leading}
    remaining = [holder for holder in leading if holder.person_id not in covered]
    return list({holder.person_id: holder for holder in remaining}.values())


@dataclass(frozen=True)
class Officers:
    """Who is link officer on a day: of each school, who is in post at all, and who covers for whom."""

    by_school: Mapping[int, list[Holder]]
    in_post: Mapping[int, Holder]
    covering: Mapping[int, list[Holder]]

    def with_cover(self, own: Iterable[Holder]) -> list[Holder]:
        """These officers and whoever covers for them, each person once."""
        found = [holder for officer in own for holder in (officer, *self.covering.get(officer.person_id, ()))]
        return list({holder.person_id: holder for holder in reversed(found)}.values())[::-1]


def officers_on(session: Session, day: date, only: Collection[int] | None = None) -> Officers:
    """The link officers on `day`: everybody in post, and those of every school (or of `only` these)."""
    rows = session.execute(_HOLDERS, {"roles": ["link_officer"], "day": day}).all()
    by_school: dict[int, list[Holder]] = defaultdict(list)
    by_cluster: dict[int, list[Holder]] = defaultdict(list)
    covering: dict[int, list[Holder]] = defaultdict(list)
    for row in rows:
        holder = Holder(*row[:6])
        if holder.covers_id:
            covering[holder.covers_id].append(holder)
        elif holder.school_id:
            by_school[holder.school_id].append(holder)
        elif row.cluster_id:
            by_cluster[row.cluster_id].append(holder)
    in_post = {row.id: Holder(*row[:6]) for row in rows}
    by_email = {holder.email: holder for holder in in_post.values()}
    query = _OFFICER_EMAILS if only is None else _OFFICER_EMAILS.where(schools.c.id.in_(list(only)))
    linked = {}
    for school in session.execute(query):
        named = [by_email[school.link_officer_email]] if school.link_officer_email in by_email else []
        linked[school.id] = by_school.get(school.id) or named or by_cluster.get(school.cluster_id, [])
    return Officers({school: own for school, own in linked.items() if own}, in_post, covering)


def link_officers(session: Session, day: date, only: Collection[int] | None = None) -> dict[int, list[Holder]]:
    """The link officers of every school (or of `only` these) that has one on `day`, then who covers them."""
    found = officers_on(session, day, only)
    return {school: found.with_cover(own) for school, own in found.by_school.items()}
