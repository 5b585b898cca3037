"""Schools by seed code, and the clusters that they name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from store.imports.cells import Email, Latitude, Line, Longitude, Roll, Sector, SeedCode, Several, UrbanRural
from store.imports.loading import CsvRow, Kind, Loading, cluster_ids
from store.schools import clusters, schools


class SchoolRow(CsvRow):
    """One school. A column that the file does not have leaves the record as it is; an empty cell empties it."""

    seed_code: SeedCode
    name: Line
    aliases: Several = ""
    sector: Sector
    cluster: Line = ""
    denomination: Line = ""
    roll: Roll = None
    urban_rural: UrbanRural = None
    latitude: Latitude = None
    longitude: Longitude = None
    postcode: Line = ""
    link_officer: Email = ""


_STORED_AS = {"cluster": "cluster_id", "link_officer": "link_officer_email"}


def load(loading: Loading, rows: list[SchoolRow]) -> None:
    """Add the schools that are new, change those that differ."""
    rows = _each_once(loading, rows)
    _add_clusters(loading, rows)
    ids = cluster_ids(loading.session)
    known = {row["seed_code"]: row for row in loading.session.execute(select(schools)).mappings()}
    new, changed = [], []
    for row in rows:
        values, before = _values(row, ids, loading.columns), known.get(row.seed_code)
        if before is None:
            new.append(values)
        elif any(before[name] != value for name, value in values.items()):
            changed.append(values | {"id": before["id"]})
    loading.add(schools, new)
    loading.change(schools, changed)
    loading.added, loading.changed = len(new), len(changed)
    loading.unchanged = len(rows) - len(new) - len(changed)


def _each_once(loading: Loading, rows: list[SchoolRow]) -> list[SchoolRow]:
    first: dict[str, SchoolRow] = {}
    for row in rows:
        if first.setdefault(row.seed_code, row) is not row:
            standing = first[row.seed_code].row
            loading.fault(row.row, "seed_code", f"{row.seed_code} stands in row {standing} already; keep one of them")
    return list(first.values())


def _add_clusters(loading: Loading, rows: list[SchoolRow]) -> None:
    known = cluster_ids(loading.session)
    named = {row.cluster.casefold(): row.cluster for row in reversed(rows) if row.cluster}
    new = [{"name": name} for key, name in sorted(named.items()) if key not in known]
    loading.add(clusters, new)


def _values(row: SchoolRow, cluster: dict[str, int], columns: frozenset[str]) -> dict[str, Any]:
    found = row.model_dump(include=set(columns))
    if "cluster" in found:
        found["cluster"] = cluster.get(row.cluster.casefold())
    return {_STORED_AS.get(name, name): value for name, value in found.items()}


SCHOOLS = Kind(SchoolRow, load, names_people_and_schools=True)
