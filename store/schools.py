"""Schools and the clusters they belong to."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlmodel import Field, Session, SQLModel

from store.columns import table_of
from store.leases import fact, set_fact
from store.prepared import Prepared


class Cluster(SQLModel, table=True):
    """An associated school group, often a secondary school with its primaries."""

    __tablename__ = "cluster"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class School(SQLModel, table=True):
    """One school or centre, by the seed code that the Scottish Government gives it.

    `aliases` are separated by ';'. `urban_rural` is the eightfold class (1 large urban, 8 very remote rural).
    `link_officer_email` is kept as it came, in lower case, and counts from the day its owner is among the people.
    """

    __tablename__ = "school"
    id: int | None = Field(default=None, primary_key=True)
    seed_code: str = Field(unique=True)
    name: str
    aliases: str = ""
    sector: str
    cluster_id: int | None = Field(default=None, foreign_key="cluster.id", index=True)
    denomination: str = ""
    roll: int | None = None
    urban_rural: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    postcode: str = ""
    link_officer_email: str = Field(default="", index=True)


class SchoolView(NamedTuple):
    """What an answer needs to know of a school; `town` tells two of the same name apart."""

    id: int
    seed_code: str
    name: str
    aliases: str
    sector: str
    cluster: str
    cluster_id: int | None
    roll: int | None
    urban_rural: int | None
    postcode: str
    denomination: str = ""


schools = table_of(School)
clusters = table_of(Cluster)

_VIEW = select(
    schools.c.id,
    schools.c.seed_code,
    schools.c.name,
    schools.c.aliases,
    schools.c.sector,
    func.coalesce(clusters.c.name, ""),
    schools.c.cluster_id,
    schools.c.roll,
    schools.c.urban_rural,
    schools.c.postcode,
    schools.c.denomination,
).select_from(schools.outerjoin(clusters, schools.c.cluster_id == clusters.c.id))
_ALL = Prepared(_VIEW.order_by(schools.c.name, schools.c.seed_code))
_BY_ID = Prepared(_VIEW.where(schools.c.id == bindparam("id")))
_BY_CODE = Prepared(_VIEW.where(schools.c.seed_code == bindparam("code")))
_CLUSTER_NAMES = select(clusters.c.id, clusters.c.name).order_by(clusters.c.name)


def all_schools(session: Session) -> tuple[SchoolView, ...]:
    """Every school of the authority, by name."""
    return tuple(SchoolView(*row) for row in _ALL.rows(session))


def school_by_id(session: Session, school_id: int) -> SchoolView | None:
    row = _BY_ID.first(session, {"id": school_id})
    return SchoolView(*row) if row else None


def school_by_code(session: Session, seed_code: str) -> SchoolView | None:
    row = _BY_CODE.first(session, {"code": seed_code})
    return SchoolView(*row) if row else None


def cluster_names(session: Session) -> dict[int, str]:
    """The clusters, by id, in the order of their names."""
    return {row.id: row.name for row in session.execute(_CLUSTER_NAMES)}


def names_revision(session: Session) -> str:
    """Changes whenever a name of a school, a cluster or a person does."""
    return fact(session, "names_revision")


def names_changed(session: Session) -> None:
    """Have every process read the names anew before it understands the next sentence."""
    set_fact(session, "names_revision", secrets.token_hex(8))
