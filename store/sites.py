"""Where schools lie, for the ways between them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from store.schools import clusters, schools


@dataclass(frozen=True)
class SchoolSite:
    """A school on the map; `urban_rural` is the eightfold class, latitude and longitude are degrees."""

    school_id: int
    seed_code: str
    cluster: str
    urban_rural: int | None
    latitude: float | None
    longitude: float | None


_SITES = select(
    schools.c.id,
    schools.c.seed_code,
    func.coalesce(clusters.c.name, ""),
    schools.c.urban_rural,
    schools.c.latitude,
    schools.c.longitude,
).select_from(schools.outerjoin(clusters, schools.c.cluster_id == clusters.c.id))


def school_sites(session: Session) -> dict[int, SchoolSite]:
    """Every school on the map, by its id."""
    return {row[0]: SchoolSite(*row) for row in session.execute(_SITES)}
