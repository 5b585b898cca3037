"""Tier decisions by school and first day: a different one supersedes the one on record, which stays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func, select, update

from store.imports.cells import Day, Email, Line, MaybeDay, SeedCode, Tier
from store.imports.loading import NO_PERSON, NO_SCHOOL, CsvRow, Kind, Loading, person_ids, school_ids
from store.tiers import decisions


class TierRow(CsvRow):
    """From `from_date` a school is on `tier`."""

    seed_code: SeedCode
    tier: Tier
    from_date: Day
    reason: Line = ""
    decided_by: Email = ""
    discussed_on: MaybeDay = None
    review_on: MaybeDay = None


@dataclass(frozen=True)
class _Decision:
    """A decision as the record keeps it, without when it was recorded."""

    school_id: int
    tier: str
    from_date: date
    reason: str
    decided_by_id: int | None
    discussed_on: date | None
    review_on: date | None

    @property
    def key(self) -> tuple[int, date]:
        return self.school_id, self.from_date


def load(loading: Loading, rows: list[TierRow]) -> None:
    """Add what was not recorded yet. Of several rows for one school and day the last is in force."""
    schools, people = school_ids(loading.session), person_ids(loading.session)
    by_key: dict[tuple[int, date], list[_Decision]] = defaultdict(list)
    for row in rows:
        decision = _decision(loading, row, schools, people)
        if decision is not None:
            by_key[decision.key].append(decision)
    recorded = _recorded(loading)
    new = [one for key, said in by_key.items() for one in _unrecorded(said, recorded.get(key, []))]
    loading.add(decisions, [asdict(one) | {"recorded_at": loading.now} for one in new])
    _supersede(loading)
    loading.added = len({one.key for one in new} - recorded.keys())
    loading.changed = len(new) - loading.added
    loading.unchanged = sum(map(len, by_key.values())) - len(new)


def _decision(loading: Loading, row: TierRow, schools: dict[str, int], people: dict[str, int]) -> _Decision | None:
    if row.seed_code not in schools:
        loading.fault(row.row, "seed_code", NO_SCHOOL.format(row.seed_code))
    if row.decided_by and row.decided_by not in people:
        loading.fault(row.row, "decided_by", NO_PERSON.format(row.decided_by))
    if row.review_on and row.review_on < row.from_date:
        loading.fault(row.row, "review_on", f"{row.review_on} is before {row.from_date}; correct one of the two days")
    if row.seed_code not in schools:
        return None
    decided_by = people.get(row.decided_by)
    return _Decision(
        schools[row.seed_code], row.tier, row.from_date, row.reason, decided_by, row.discussed_on, row.review_on
    )


def _recorded(loading: Loading) -> dict[tuple[int, date], list[_Decision]]:
    """Everything on record by school and day, the one in force last."""
    columns = [decisions.c[name] for name in _Decision.__dataclass_fields__]
    found: dict[tuple[int, date], list[_Decision]] = defaultdict(list)
    for row in loading.session.execute(select(*columns).order_by(decisions.c.id)):
        decision = _Decision(*row)
        found[decision.key].append(decision)
    return dict(found)


def _unrecorded(said: list[_Decision], recorded: list[_Decision]) -> list[_Decision]:
    """What is new in `said`: nothing where its last is in force, else that and what stood before it nowhere yet."""
    if recorded and recorded[-1] == said[-1]:
        return []
    earlier = [one for one in said[:-1] if one not in recorded and one != said[-1]]
    return [*dict.fromkeys(earlier), said[-1]]


def _supersede(loading: Loading) -> None:
    """Of each school and day, the decision recorded last supersedes those before it."""
    later = decisions.alias("later")
    last = (
        select(func.max(later.c.id))
        .where(later.c.school_id == decisions.c.school_id, later.c.from_date == decisions.c.from_date)
        .scalar_subquery()
    )
    query = update(decisions).where(decisions.c.superseded_by_id.is_(None), decisions.c.id < last)
    loading.session.connection().execute(query.values(superseded_by_id=last))


TIERS = Kind(TierRow, load)
