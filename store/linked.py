"""Which schools somebody is link officer of, and the schools of clusters: what a standing is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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

from store.columns import table_of
from store.people import Person, Post
from store.prepared import Prepared
from store.schools import schools

people = table_of(Person)
posts = table_of(Post)

DAY: BindParameter[date] = bindparam("day")


def held(day: ColumnElement[date], table: object = posts) -> ColumnElement[bool]:
    """The condition that a post is held on `day`: begun, and not yet ended (`until` is the first day without it)."""
    columns = getattr(table, "c")  # noqa: B009
    return and_(
        or_(columns.from_date.is_(None), columns.from_date <= day), or_(columns.until.is_(None), columns.until > day)
    )


_SCHOOLS_OF_CLUSTERS = select(schools.c.id).where(schools.c.cluster_id.in_(bindparam("clusters", expanding=True)))

# Who is link officer of a school: whoever has a dated post at it, else the officer named in the list of schools, else
# who has the post for its cluster. Cover is no such post: it lends its holder what the covered officer has, in the
# school or cluster that the cover names. `officers_on` tells the same of a whole day.
_at_school, _in_post = posts.alias("at_school"), posts.alias("in_post")
_named = people.alias("named")
_OWN_POST = and_(posts.c.role == "link_officer", posts.c.covers_id.is_(None), held(DAY))
_HAS_POST_AT_IT = exists().where(
    _at_school.c.role == "link_officer",
    _at_school.c.covers_id.is_(None),
    _at_school.c.school_id == schools.c.id,
    held(DAY, _at_school),
)
_NAMED_IN_POST = and_(
    _named.c.email == schools.c.link_officer_email,
    _named.c.left_at.is_(None),
    exists().where(_in_post.c.role == "link_officer", _in_post.c.person_id == _named.c.id, held(DAY, _in_post)),
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


class Held(NamedTuple):
    """A post that somebody holds, with their name."""

    name: str
    role: str
    school_id: int | None
    cluster_id: int | None
    covers_id: int | None


def linked_schools(session: Session, person_id: int, rows: Sequence[Held], day: date) -> frozenset[int]:
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
        if officer == cover.covers_id and reaches(cover.school_id, cover.cluster_id, school, cluster)
    }
    return frozenset(own | lent)


def reaches(of_school: int | None, of_cluster: int | None, school: int, cluster: int | None) -> bool:
    """Whether a cover for one school, for one cluster, or for everything, reaches this school."""
    if of_school is not None:
        return of_school == school
    return of_cluster is None or of_cluster == cluster


def schools_of(session: Session, cluster_ids: Iterable[int]) -> frozenset[int]:
    wanted = list(cluster_ids)
    return frozenset(session.execute(_SCHOOLS_OF_CLUSTERS, {"clusters": wanted}).scalars()) if wanted else frozenset()
