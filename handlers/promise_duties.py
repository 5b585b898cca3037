"""A changed tier changes what a school is promised: both sides are told once, with what to arrange or to drop.

Whoever records the tier, and by whatever way, the calendar is looked through at the next round. The message names no
tier: it says that more, fewer or other visits are promised from now on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlmodel import Session

from config.authority import Authority
from handlers.telling import useful_until
from store.leases import fact, set_fact
from store.outbox import DutyRow, WaitingDuty, put_duties
from store.posts import Holder, heads, link_officers
from store.promises import mark_promises, newest_decision, promises_seen
from store.schools import SchoolView, all_schools
from store.tiers import TierNow, tiers_on

KIND = "calendar_changed"
_LOOKED_AT = "calendars_looked_at"


def waits(session: Session) -> bool:
    """Never: every change is looked through at once."""
    return False


def plan_all_again(session: Session, now: datetime) -> None:
    """A change of the rules changes no tier: there is nothing to tell anew."""


def lay_out(session: Session, authority: Authority, now: datetime) -> tuple[int, list[WaitingDuty]]:
    """Tell both sides of each school whose tier has changed since its calendar was last looked through.

    A school that is seen for the first time has no calendar that could have changed.
    """
    today = now.astimezone(authority.timezone).date()
    looked_at = f"{today}:{newest_decision(session)}"
    if fact(session, _LOOKED_AT) == looked_at:
        return 0, []
    set_fact(session, _LOOKED_AT, looked_at)
    tiers, seen = tiers_on(session, today), promises_seen(session)
    changed = [school for school, tier in tiers.items() if _is_new(tier, seen.get(school))]
    if not changed:
        return 0, []
    rows = [(school, tiers[school].tier, tiers[school].since, _count(tiers[school], seen.get(school), authority))
            for school in changed]  # fmt: skip
    mark_promises(session, rows, now)
    told = [(school, revision) for school, _, _, revision in rows if school in seen and revision > seen[school][2]]
    wanted = _duties(session, authority, dict(told), today, now) if told else []
    put_duties(session, wanted)
    return len(wanted), []


def _is_new(tier: TierNow, seen: tuple[str, date, int] | None) -> bool:
    return seen is None or (tier.tier, tier.since) != seen[:2]


def _count(tier: TierNow, seen: tuple[str, date, int] | None, authority: Authority) -> int:
    """How often the calendar of a school has changed, with this change."""
    return 0 if seen is None else seen[2] + _matters(tier, seen, authority)


def _matters(tier: TierNow, seen: tuple[str, date, int], authority: Authority) -> bool:
    """Whether what is promised differs: a tier that stays at its review, or promises the same, changes nothing."""
    return authority.patterns.get(tier.tier, ()) != authority.patterns.get(seen[0], ())


def _duties(
    session: Session, authority: Authority, told: Mapping[int, int], today: date, now: datetime
) -> list[DutyRow]:
    leading, officers = heads(session, today, list(told)), link_officers(session, today, list(told))
    found = []
    for school in (one for one in all_schools(session) if one.id in told):
        both = {h.person_id: h for h in (*officers.get(school.id, ()), *leading.get(school.id, ()))}
        found += [_duty(school, told[school.id], holder, authority, today, now) for holder in both.values()]
    return found


def _duty(
    school: SchoolView, revision: int, holder: Holder, authority: Authority, today: date, now: datetime
) -> DutyRow:
    cluster = school.cluster if holder.role != "link_officer" else ""
    opens = authority.sending.opens(authority.school_year.next_school_day(today + timedelta(days=1), cluster))
    return DutyRow(
        rule=KIND,
        kind=KIND,
        subject=f"promise:{school.id}",
        revision=revision,
        recipient_id=holder.person_id,
        school_id=school.id,
        cluster=cluster,
        not_before=opens,
        send_by=useful_until(opens, authority, cluster),
        made_at=now,
    )
