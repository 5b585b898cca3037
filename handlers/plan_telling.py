"""Telling the other side of an action plan what was done to it: a duty of its own, read out as the plan then stands."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from config.authority import Authority
from handlers.asked import local_day
from handlers.request import Request
from handlers.telling import useful_until
from store.duties import Duty
from store.plan_lists import PlanView
from store.posts import Holder, heads_of, link_officers
from store.schools import school_by_id


def tell_other_side(
    request: Request, session: Session, authority: Authority, rule: str, plan: PlanView, *, at_once: bool = True
) -> list[Holder]:
    """Enqueue what the others on the plan's two sides must be told at its present revision; returns whom.

    What need not be told `at_once` waits for the next school morning, so that several changes of one sitting reach
    the other side as one.
    """
    day = local_day(request, authority)
    both = [*link_officers(session, day, [plan.school_id]).get(plan.school_id, [])]
    both += heads_of(session, plan.school_id, day)
    # Somebody may stand on both sides: each person is told once.
    told = list({h.person_id: h for h in both if h.person_id != request.standing.person_id}.values())
    school = school_by_id(session, plan.school_id)
    for holder in told:
        cluster = school.cluster if school and holder.role != "link_officer" else ""
        session.add(_duty(request, authority, rule, plan, holder, cluster, at_once=at_once))
    return told


def _duty(
    request: Request, authority: Authority, rule: str, plan: PlanView, holder: Holder, cluster: str, *, at_once: bool
) -> Duty:
    year, hours = authority.school_year, authority.sending
    morning = year.next_school_day(local_day(request, authority) + timedelta(days=1), cluster)
    opens = hours.next_open(request.now, year, cluster) if at_once else hours.opens(morning)
    return Duty(
        rule=rule,
        kind=rule,
        subject=f"plan:{plan.id}",
        revision=plan.revision,
        recipient_id=holder.person_id,
        school_id=plan.school_id,
        cluster=cluster,
        not_before=opens,
        send_by=useful_until(opens, authority, cluster),
        made_at=request.now,
    )
