"""What somebody is today: the posts they hold, and which schools follow from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    exists,
    or_,
    select,
    union_all,
)
from sqlmodel import Session

from framework.access import HEAD_ROLES, Standing
from store.columns import table_of
from store.people import Person, PlatformAccount, Post
from store.prepared import Prepared
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


_PERSON_BY_EMAIL = Prepared(select(people.c.id).where(people.c.email == bindparam("email"), people.c.left_at.is_(None)))
_PERSON_BY_ACCOUNT = Prepared(
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
_HELD_POSTS = Prepared(
    select(people.c.name, posts.c.role, posts.c.school_id, posts.c.cluster_id, posts.c.covers_id)
    .join(people, people.c.id == posts.c.person_id)
    .where(posts.c.person_id == bindparam("person"), people.c.left_at.is_(None), held(_DAY))
)
_SCHOOLS_OF_CLUSTERS = select(schools.c.id).where(schools.c.cluster_id.in_(bindparam("clusters", expanding=True)))

# Who is link officer of a school: whoever has a dated post at it, else the officer named in the list of schools, else
# who has the post for its cluster. Cover is no such post: it lends its holder what the covered officer has, in the
# school or cluster that the cover names. `officers_on` tells the same of a whole day.
_at_school, _in_post = posts.alias("at_school"), posts.alias("in_post")
_named = people.alias("named")
_OWN_POST = and_(posts.c.role == "link_officer", posts.c.covers_id.is_(None), held(_DAY))
_HAS_POST_AT_IT = exists().where(
    _at_school.c.role == "link_officer",
    _at_school.c.covers_id.is_(None),
    _at_school.c.school_id == schools.c.id,
    held(_DAY, _at_school),
)
_NAMED_IN_POST = and_(
    _named.c.email == schools.c.link_officer_email,
    _named.c.left_at.is_(None),
    exists().where(_in_post.c.role == "link_officer", _in_post.c.person_id == _named.c.id, held(_DAY, _in_post)),
)


def _named_for(of: Callable[[ColumnElement[int]], ColumnElement[bool]]) -> Select[Any]:
    """The schools in whose list the officers that `of` picks are named, and that nobody has a post at."""
    return (
        select(_named.c.id, schools.c.id, schools.c.cluster_id)
        .select_from(_named.join(schools, _NAMED_IN_POST))
        .where(of(_named.c.id), ~_HAS_POST_AT_IT)
    )


def _linked(of: Callable[[ColumnElement[int]], ColumnElement[bool]]) -> CompoundSelect[Any]:
    """Every school of the officers that `of` picks, with the officer and the cluster."""
    at_school = (
        select(posts.c.person_id, schools.c.id, schools.c.cluster_id)
        .select_from(posts.join(schools, posts.c.school_id == schools.c.id))
        .where(_OWN_POST, of(posts.c.person_id))
    )
    of_cluster = and_(posts.c.school_id.is_(None), posts.c.cluster_id == schools.c.cluster_id)
    by_cluster = (
        select(posts.c.person_id, schools.c.id, schools.c.cluster_id)
        .select_from(posts.join(schools, of_cluster))
        .where(_OWN_POST, of(posts.c.person_id), ~_HAS_POST_AT_IT, ~exists().where(_NAMED_IN_POST))
    )
    return union_all(at_school, _named_for(of), by_cluster)


_LINKED_TO_ONE = Prepared(_linked(lambda column: column == bindparam("officer")))
# As above for somebody who is known to be in post.
_NAMED_FOR_ONE = Prepared(
    select(schools.c.id)
    .select_from(_named.join(schools, _named.c.email == schools.c.link_officer_email))
    .where(_named.c.id == bindparam("officer"), ~_HAS_POST_AT_IT)
)
_LINKED_TO_SEVERAL = _linked(lambda column: column.in_(bindparam("officers", expanding=True)))


def person_by_email(session: Session, email: str) -> int | None:
    """The id of the person with this address, whatever its capitals; None when nobody has it."""
    found: int | None = _PERSON_BY_EMAIL.value(session, {"email": email.strip().lower()})
    return found


def person_by_account(session: Session, platform: str, tenant: str, user: str) -> int | None:
    """The person behind a confirmed account of a platform, or None."""
    key = {"platform": platform, "tenant": tenant, "user": user}
    found: int | None = _PERSON_BY_ACCOUNT.value(session, key)
    return found


class _Held(NamedTuple):
    """A post that somebody holds, with their name."""

    name: str
    role: str
    school_id: int | None
    cluster_id: int | None
    covers_id: int | None


def standing(session: Session, person_id: int, day: date) -> Standing:
    """What this person is on `day`; without a held post a standing that may nothing."""
    rows = [_Held(*row) for row in _HELD_POSTS.rows(session, {"person": person_id, "day": day})]
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


def _linked_schools(session: Session, person_id: int, rows: Sequence[_Held], day: date) -> frozenset[int]:
    """Their own schools as link officer, and of those of whom they cover the part that the cover names."""
    covers = [row for row in rows if row.role == "link_officer" and row.covers_id]
    if not covers:
        # Whose posts name no school and no cluster has the schools whose list names them, and no others.
        placed, values = any(row.school_id or row.cluster_id for row in rows), {"officer": person_id, "day": day}
        if placed:
            return frozenset([school for _, school, _ in _LINKED_TO_ONE.rows(session, values)])
        return frozenset([school for (school,) in _NAMED_FOR_ONE.rows(session, values)])
    officers = sorted({person_id, *(row.covers_id for row in covers if row.covers_id)})
    linked = session.execute(_LINKED_TO_SEVERAL, {"officers": officers, "day": day}).all()
    own = {school for officer, school, _ in linked if officer == person_id}
    lent = {
        school
        for cover in covers
        for officer, school, cluster in linked
        if officer == cover.covers_id and _reaches(cover.school_id, cover.cluster_id, school, cluster)
    }
    return frozenset(own | lent)


def _reaches(of_school: int | None, of_cluster: int | None, school: int, cluster: int | None) -> bool:
    """Whether a cover for one school, for one cluster, or for everything, reaches this school."""
    if of_school is not None:
        return of_school == school
    return of_cluster is None or of_cluster == cluster


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
    cluster_id: int | None = None


_HOLDING = (
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
    .where(people.c.left_at.is_(None), held(_DAY))
    .order_by(people.c.name)
)
_HOLDERS = _HOLDING.where(posts.c.role.in_(bindparam("roles", expanding=True)))
_HOLDERS_AT = _HOLDERS.where(posts.c.school_id.in_(bindparam("schools", expanding=True)))
_OFFICER_EMAILS = select(schools.c.id, schools.c.cluster_id, schools.c.link_officer_email)
_OFFICER_EMAILS_AT = _OFFICER_EMAILS.where(schools.c.id.in_(bindparam("schools", expanding=True)))
# Of one school: whoever may be its officer, and every cover.
_OFFICER_EMAIL_OF_ONE = Prepared(_OFFICER_EMAILS.where(schools.c.id == bindparam("school")))
_OFFICERS_FOR_ONE = Prepared(
    _HOLDING.where(
        posts.c.role == "link_officer",
        or_(
            posts.c.covers_id.is_not(None),
            posts.c.school_id == bindparam("school"),
            posts.c.cluster_id == bindparam("cluster"),
            people.c.email == bindparam("email"),
        ),
    )
)


def holders(session: Session, roles: Iterable[str], day: date) -> list[Holder]:
    """Everybody who holds one of `roles` on `day`, by name."""
    rows = session.execute(_HOLDERS, {"roles": sorted(roles), "day": day})
    return [Holder(*row) for row in rows]


def heads(session: Session, day: date, only: Collection[int] | None = None) -> dict[int, list[Holder]]:
    """Who leads each school (or `only` these) on `day`: heads and acting heads, without those whom another covers."""
    found: dict[int, list[Holder]] = defaultdict(list)
    query = _HOLDERS if only is None else _HOLDERS_AT
    values = {"roles": ["acting_headteacher", "headteacher"], "day": day, "schools": list(only or ())}
    for row in session.execute(query, values):
        holder = Holder(*row)
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
    """Who is link officer on a day: of each school, who is in post at all, and who covers for whom.

    `covering` holds for each officer every cover, for one school, for one cluster or for all that is theirs;
    `clusters` the cluster of each school that was asked about.
    """

    by_school: Mapping[int, list[Holder]]
    in_post: Mapping[int, Holder]
    covering: Mapping[int, list[Holder]]
    clusters: Mapping[int, int | None]

    def cover_at(self, officer_id: int, school_id: int) -> list[Holder]:
        """Who covers this officer at this school."""
        cluster = self.clusters.get(school_id)
        covers = self.covering.get(officer_id, ())
        return [one for one in covers if _reaches(one.school_id, one.cluster_id, school_id, cluster)]

    def is_away(self, officer_id: int) -> bool:
        """Whether somebody covers all that is theirs."""
        return any(one.school_id is None and one.cluster_id is None for one in self.covering.get(officer_id, ()))

    def with_cover(self, own: Iterable[Holder], school_id: int) -> list[Holder]:
        """These officers of a school and whoever covers for them there, each person once."""
        found = [one for officer in own for one in (officer, *self.cover_at(officer.person_id, school_id))]
        return list({holder.person_id: holder for holder in reversed(found)}.values())[::-1]


def officers_on(session: Session, day: date, only: Collection[int] | None = None) -> Officers:
    """The link officers on `day`: everybody in post, and those of every school (or of `only` these)."""
    query = _OFFICER_EMAILS if only is None else _OFFICER_EMAILS_AT
    linked = session.execute(query, {"schools": list(only or ())})
    return _officers(holders(session, ["link_officer"], day), linked)


def _officers(holding: Sequence[Holder], linked_to: Iterable[Sequence[Any]]) -> Officers:
    """Out of the posts of link officers, and of schools with their clusters and the officers named in their list."""
    by_school: dict[int, list[Holder]] = defaultdict(list)
    by_cluster: dict[int, list[Holder]] = defaultdict(list)
    covering: dict[int, list[Holder]] = defaultdict(list)
    for holder in holding:
        if holder.covers_id:
            covering[holder.covers_id].append(holder)
        elif holder.school_id:
            by_school[holder.school_id].append(holder)
        elif holder.cluster_id:
            by_cluster[holder.cluster_id].append(holder)
    in_post = {holder.person_id: holder for holder in holding}
    by_email = {holder.email: holder for holder in in_post.values()}
    linked, clusters = {}, {}
    for school, cluster, email in linked_to:
        clusters[school] = cluster
        named = [by_email[email]] if email in by_email else []
        linked[school] = by_school.get(school) or named or by_cluster.get(cluster, [])
    return Officers({school: own for school, own in linked.items() if own}, in_post, covering, clusters)


def _officers_of_one(session: Session, day: date, school_id: int) -> Officers:
    """As `officers_on` for one school, without whoever is not concerned."""
    linked = _OFFICER_EMAIL_OF_ONE.rows(session, {"school": school_id})
    holding: list[Holder] = []
    for school, cluster, email in linked:
        values = {"day": day, "school": school, "cluster": cluster, "email": email}
        holding += [Holder(*row) for row in _OFFICERS_FOR_ONE.rows(session, values)]
    return _officers(holding, linked)


def link_officers(session: Session, day: date, only: Collection[int] | None = None) -> dict[int, list[Holder]]:
    """The link officers of every school (or of `only` these) that has one on `day`, then who covers them."""
    if only is not None and len(only) == 1:
        found = _officers_of_one(session, day, next(iter(only)))
    else:
        found = officers_on(session, day, only)
    return {school: found.with_cover(own, school) for school, own in found.by_school.items()}
