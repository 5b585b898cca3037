"""Telling those concerned of a step in a tier decision: a duty each, read out as the case then stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from config.authority import Authority
from handlers.asked import local_day
from handlers.request import Request
from handlers.telling import useful_until
from store.duties import Duty
from store.posts import Holder, heads_of, holders, link_officers
from store.schools import school_by_id
from store.tier_cases import CaseView


def tell_of_case(
    request: Request, session: Session, authority: Authority, rule: str, case: CaseView, to: Iterable[str]
) -> list[Holder]:
    """Enqueue what these must be told of the case at its present revision; returns whom, without who does it now.

    `to` names 'heads', 'officers' (the school's link officers), 'proposer', or roles of the whole authority.
    """
    day = local_day(request, authority)
    found: dict[int, Holder] = {}
    for name in to:
        for holder in _people(name, session, case, day):
            found.setdefault(holder.person_id, holder)
    found.pop(request.standing.person_id or 0, None)
    school = school_by_id(session, case.school_id)
    for holder in found.values():
        cluster = school.cluster if school and holder.school_id == case.school_id else ""
        opens = authority.sending.next_open(request.now, authority.school_year, cluster)
        session.add(
            Duty(
                rule=rule,
                kind=rule,
                subject=f"tiercase:{case.id}",
                revision=case.revision,
                recipient_id=holder.person_id,
                school_id=case.school_id,
                cluster=cluster,
                not_before=opens,
                send_by=useful_until(opens, authority, cluster),
                made_at=request.now,
            )
        )
    return list(found.values())


def _people(name: str, session: Session, case: CaseView, day: date) -> list[Holder]:
    if name == "heads":
        return heads_of(session, case.school_id, day)
    if name == "officers":
        return link_officers(session, day, [case.school_id]).get(case.school_id, [])
    if name == "proposer":
        return [Holder(case.proposed_by_id, case.proposed_by, "", "", None)] if case.proposed_by_id else []
    return holders(session, [name], day)
