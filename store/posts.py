"""What somebody is today: the posts they hold, and which schools follow from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    and_,
    bindparam,
    or_,
    select,
)
from sqlmodel import Session

from framework.access import HEAD_ROLES, Standing
from store.columns import table_of
from store.linked import DAY, Held, held, linked_schools, people, posts, reaches, schools_of
from store.people import PlatformAccount
from store.prepared import Prepared
from store.schools import schools

accounts = table_of(PlatformAccount)

_PERSON_BY_EMAIL = Prepared(select(people.c.id).where(people.c.email == bindparam("email"), people.c.left_at.is_(None)))
_IS_THEIR_ACCOUNT = (
    accounts.c.platform == bindparam("platform"),
    accounts.c.tenant == bindparam("tenant"),
    accounts.c.user == bindparam("user"),
    accounts.c.confirmed_at.is_not(None),
    people.c.left_at.is_(None),
)
_PERSON_BY_ACCOUNT = Prepared(
    select(people.c.id).join(accounts, accounts.c.person_id == people.c.id).where(*_IS_THEIR_ACCOUNT)
)
# The same person with every post that they hold, or with none.
_HELD_BY_ACCOUNT = Prepared(
    select(people.c.id, people.c.name, posts.c.role, posts.c.school_id, posts.c.cluster_id, posts.c.covers_id)
    .join(accounts, accounts.c.person_id == people.c.id)
    .outerjoin(posts, and_(posts.c.person_id == people.c.id, held(DAY)))
    .where(*_IS_THEIR_ACCOUNT)
)
_HELD_POSTS = Prepared(
    select(people.c.name, posts.c.role, posts.c.school_id, posts.c.cluster_id, posts.c.covers_id)
    .join(people, people.c.id == posts.c.person_id)
    .where(posts.c.person_id == bindparam("person"), people.c.left_at.is_(None), held(DAY))
)


def person_by_email(session: Session, email: str) -> int | None:
    """The id of the person with this address, whatever its capitals; None when nobody has it."""
    found: int | None = _PERSON_BY_EMAIL.value(session, {"email": email.strip().lower()})
    return found


def person_by_account(session: Session, platform: str, tenant: str, user: str) -> int | None:
    """The person behind a confirmed account of a platform, or None."""
    key = {"platform": platform, "tenant": tenant, "user": user}
    found: int | None = _PERSON_BY_ACCOUNT.value(session, key)
    return found


def standing(session: Session, person_id: int, day: date) -> Standing:
    """What this person is on `day`; without a held post a standing that may nothing."""
    return _standing(
        session, person_id, [Held(*row) for row in _HELD_POSTS.rows(session, {"person": person_id, "day": day})], day
    )


def standing_by_account(session: Session, platform: str, tenant: str, user: str, day: date) -> Standing | None:
    """As `standing`, of the person behind a confirmed account of a platform; None where it is nobody's."""
    key = {"platform": platform, "tenant": tenant, "user": user, "day": day}
    rows = _HELD_BY_ACCOUNT.rows(session, key)
    if not rows:
        return None
    return _standing(session, rows[0][0], [Held(*row[1:]) for row in rows if row[2] is not None], day)


def _standing(session: Session, person_id: int, rows: Sequence[Held], day: date) -> Standing:
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
        links=linked_schools(session, person_id, rows, day) if "link_officer" in roles else frozenset(),
        leads=schools_of(session, led),
        supports=frozenset(row.school_id for row in supported if row.school_id)
        | schools_of(session, {row.cluster_id for row in supported if row.cluster_id}),
    )


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
    .where(people.c.left_at.is_(None), held(DAY))
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
        return [one for one in covers if reaches(one.school_id, one.cluster_id, school_id, cluster)]

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


# The tables are those of `store.linked`, and are read here too.
__all__ = ["Holder", "Officers", "accounts", "heads", "held", "holders", "link_officers", "people", "posts", "standing"]
