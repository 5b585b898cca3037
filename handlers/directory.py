"""What everyone may know about a school: its cluster, who leads it, who is its link officer."""

from __future__ import annotations

from sqlmodel import Session

from config.authority import Authority
from handlers.asked import local_day
from handlers.cards import Button, Card, Facts, Reply, Text
from handlers.request import Request
from handlers.wording import ROLE_NAMES, SECTORS, say_day, say_list
from store.posts import Holder, heads_of, link_officers


def who_is_link(request: Request, session: Session, authority: Authority) -> Reply:
    """The link officer of the school, with who covers for them."""
    school = request.school
    assert school is not None, "the dispatcher finds the school before it calls"
    day = local_day(request, authority)
    officers = link_officers(session, day).get(school.id, [])
    source = Text(f"From the posts on record on {say_day(day)}.", quiet=True)
    if not officers:
        words = f"No link officer is on record for {school.name} just now. The quality improvement team can help."
        return Card(body=(Text(words), source), about=school.id)
    named = [_named(officer, officers) for officer in officers]
    many = "link officer is" if len(officers) == 1 else "link officers are"
    return Card(body=(Text(f"{school.name}: the {many} {say_list(named)}."), source), about=school.id)


def _named(officer: Holder, officers: list[Holder]) -> str:
    covered = next((other.name for other in officers if other.person_id == officer.covers_id), "")
    covering = f", covering for {covered}" if covered else ""
    return f"{officer.name} ({officer.email}{covering})"


def school_profile(request: Request, session: Session, authority: Authority) -> Reply:
    """The public facts of the school; nothing of its tier, its visits or its figures."""
    school = request.school
    assert school is not None, "the dispatcher finds the school before it calls"
    day = local_day(request, authority)
    heads = [f"{head.name} ({ROLE_NAMES[head.role]})" for head in heads_of(session, school.id, day)]
    officers = [officer.name for officer in link_officers(session, day).get(school.id, [])]
    rows = (
        ("Sector", SECTORS.get(school.sector, school.sector)),
        ("Cluster", school.cluster or "none on record"),
        ("Led by", say_list(heads) or "nobody is on record"),
        ("Link officer", say_list(officers) or "nobody is on record"),
        ("Seed code", school.seed_code),
    )
    tier = Button("Which tier?", "tier_of_school", {"seed_code": school.seed_code})
    visit = Button("Next visit", "next_visit", {"seed_code": school.seed_code})
    return Card(title=school.name, body=(Facts(rows),), buttons=(tier, visit), about=school.id)
