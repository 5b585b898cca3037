"""Oversight as files: every school with its support, every move with its reason, and the shares without names."""

from __future__ import annotations

from collections import Counter

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from framework.flows import moves
from framework.oversight import hide_few, percent, quantity
from handlers.asked import local_day, not_yours
from handlers.files import File, csv_file
from handlers.instead import Instead
from handlers.oversight_facts import Support, Supported, read_support
from handlers.request import Request
from handlers.tier_flows import histories, known, period
from handlers.wording import say_list
from store.schools import all_schools
from store.tiers import tier_keys_on


def support_file(request: Request, session: Session, authority: Authority) -> File:
    """A row a school: its tier, plan, visits, reviews and officers, each cell as far as the asker may know it."""
    support = read_support(request, session, authority)
    if not support.schools:
        raise Instead(not_yours(request, session))
    header = (
        "Seed code", "School", "Cluster", "Sector", "Tier", "Since", "Tier review by", "Plan", "Plan review by",
        "Visits held this session", "Visits due by now", "Visits to come", "Link officers",
    )  # fmt: skip
    return csv_file(f"support-{support.day}.csv", header, [_row(one, support, request) for one in support.schools])


def _row(one: Supported, support: Support, request: Request) -> tuple[str, ...]:
    authority = support.authority

    def allowed(matter: str) -> bool:
        return may(authority.access, request.standing, matter, one.school.id)

    tier, plan = one.tier, one.plan if allowed("plan_state") else None
    review = tier.review_on if tier and allowed("tier_reason") else None
    visits = (one.visits.held, one.visits_due, one.visits.coming) if allowed("visits") else ("", "", "")
    return (
        one.school.seed_code,
        one.school.name,
        one.school.cluster,
        one.school.sector,
        authority.tier(tier.tier).label if tier else "",
        tier.since.isoformat() if tier else "",
        review.isoformat() if review else "",
        ("agreed" if plan.agreed else "proposed") if plan else "",
        plan.next_review_on.isoformat() if plan and plan.next_review_on else "",
        *(str(number) for number in visits),
        say_list([officer.name for officer in one.officers]),
    )


def changes_file(request: Request, session: Session, authority: Authority) -> File:
    """A row a move between tiers, with its reason and who decided."""
    today = local_day(request, authority)
    first, last = period(request, today, authority)
    schools, decided = known(request, session, authority, last)
    rows = []
    for move in moves(histories(decided), first, last):
        school = schools[move.school]
        decision = next(one for one in decided[move.school] if one.from_date == move.day)
        labels = authority.tier(move.before).label, authority.tier(move.after).label
        discussed = decision.discussed_on.isoformat() if decision.discussed_on else ""
        rows.append(
            (school.seed_code, school.name, school.cluster, move.day.isoformat(), *labels, decision.reason,
             decision.exit_criteria, decision.decided_by, discussed)
        )  # fmt: skip
    header = (
        "Seed code", "School", "Cluster", "From", "Tier before", "Tier after", "Reason", "What would move it back",
        "Decided by", "Discussed on",
    )  # fmt: skip
    return csv_file(f"tier-moves-{first}-{last}.csv", header, rows)


def shares_file(request: Request, session: Session, authority: Authority) -> File:
    """The whole authority by tier, without names and without numbers under five."""
    day = local_day(request, authority)
    whole = len(all_schools(session))
    held = Counter(tier_keys_on(session, day).values())
    bands = sorted(authority.framework.tiers, key=lambda band: band.rank)
    shown = hide_few({band.key: held[band.key] for band in bands})
    rows = [
        (band.label, "not shown", "", "")
        if (number := shown[band.key]) is None
        else (band.label, str(number), percent(number, whole), quantity(number, whole))
        for band in bands
    ]
    return csv_file(f"support-shares-{day}.csv", ("Tier", "Schools", "Share", "In words"), rows)
