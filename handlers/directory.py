"""What everyone may know about a school: its cluster, who leads it, who is its link officer."""

from __future__ import annotations

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from handlers.asked import local_day
from handlers.cards import Button, Card, Element, Facts, Reply, Table, Text
from handlers.evidence_words import say_reading
from handlers.paging import page_of
from handlers.request import Request
from handlers.wording import ROLE_NAMES, SECTORS, count, say_day, say_list
from store.evidence import Readings, readings
from store.posts import Holder, heads_of, link_officers
from store.schools import SchoolView, all_schools

_SHOWN = 40


def who_is_link(request: Request, session: Session, authority: Authority) -> Reply:
    """The link officer of the school, with who covers for them."""
    school = request.school
    assert school is not None, "the dispatcher finds the school before it calls"
    day = local_day(request, authority)
    officers = link_officers(session, day, [school.id]).get(school.id, [])
    source = Text(f"From the posts on record on {say_day(day)}.", quiet=True)
    if not officers:
        words = f"No link officer is on record for {school.name} just now. The quality improvement team can help."
        return Card(body=(Text(words), source), about=school.id)
    named = [_named(officer, officers) for officer in officers]
    many = "link officer is" if len(officers) == 1 else "link officers are"
    return Card(body=(Text(f"{school.name}: the {many} {say_list(named)}."), source), about=school.id)


def someone_to_turn_to(request: Request, session: Session, authority: Authority) -> Reply:
    """For whoever writes that it is all too much: who to ring, and the way to ask for support; nobody else is told."""
    school, day = request.school, local_day(request, authority)
    officers = link_officers(session, day, [school.id]).get(school.id, []) if school else []
    who = say_list([_named(officer, officers) for officer in officers]) or "the quality improvement team"
    whose = f", the link officer for {school.name}" if school and officers else ""
    body = (
        Text("That sounds like a lot, and you need not carry it alone."),
        Text(f"The person to ring: {who}{whose}."),
        Text("Nobody is told that you wrote this.", quiet=True),
    )
    return Card(body=body, buttons=_help_at_hand(request, school, authority), about=school.id if school else None)


def _help_at_hand(request: Request, school: SchoolView | None, authority: Authority) -> tuple[Button, ...]:
    if school is None:
        return ()
    code = {"seed_code": school.seed_code}
    ways = (
        ("view_tier", Button("Ask for support", "ask_support", code)),
        ("visits", Button("Book a visit", "book_visit", code)),
    )
    return tuple(button for matter, button in ways if may(authority.access, request.standing, matter, school.id))


def without_officer(request: Request, session: Session, authority: Authority) -> Reply:
    """The schools that no link officer is on record for today, of a cluster where one is named."""
    day, cluster = local_day(request, authority), request.values.get("cluster", "")
    schools = [school for school in all_schools(session) if cluster in ("", school.cluster)]
    linked = link_officers(session, day)
    lacking = [school for school in schools if school.id not in linked]
    source = Text(f"From the posts on record on {say_day(day)}.", quiet=True)
    where = f" in the {cluster} cluster" if cluster else ""
    if not lacking:
        words = f"A link officer is on record for each of {count(len(schools), 'school')}{where}."
        return Card(body=(Text(words), source))
    title = f"{len(lacking)} of {count(len(schools), 'school')}{where} without a link officer on record"
    page, more = page_of(lacking, _SHOWN, request)
    rows = tuple((school.name, school.cluster) for school in page)
    return Card(title=title, body=(Table(("School", "Cluster"), rows, title), source), buttons=more)


def _named(officer: Holder, officers: list[Holder]) -> str:
    covered = next((other.name for other in officers if other.person_id == officer.covers_id), "")
    covering = f", covering for {covered}" if covered else ""
    return f"{officer.name} ({officer.email}{covering})"


def school_profile(request: Request, session: Session, authority: Authority) -> Reply:
    """The public facts of the school; in private its latest figures too, for those who may see them."""
    school = request.school
    assert school is not None, "the dispatcher finds the school before it calls"
    day = local_day(request, authority)
    heads = [f"{head.name} ({ROLE_NAMES[head.role]})" for head in heads_of(session, school.id, day)]
    officers = [officer.name for officer in link_officers(session, day, [school.id]).get(school.id, [])]
    rows = (
        ("Sector", SECTORS.get(school.sector, school.sector)),
        ("Cluster", school.cluster or "none on record"),
        ("Led by", say_list(heads) or "nobody is on record"),
        ("Link officer", say_list(officers) or "nobody is on record"),
        ("Seed code", school.seed_code),
    )
    tier = Button("Which tier?", "tier_of_school", {"seed_code": school.seed_code})
    visit = Button("Next visit", "next_visit", {"seed_code": school.seed_code})
    figures = _figures(school, request, session, authority)
    return Card(
        title=school.name,
        body=(Facts(rows), *figures),
        buttons=(tier, visit, *_more(school, request, authority)),
        about=school.id,
    )


def _figures(school: SchoolView, request: Request, session: Session, authority: Authority) -> tuple[Element, ...]:
    """The latest figure of each measure that the asker may see; in a channel none, whoever asks."""
    if not request.place.is_private or not may(authority.access, request.standing, "figures", school.id):
        return ()
    latest = readings(session, [school.id]).get(school.id, Readings())
    rows = tuple(
        (
            measure.label,
            f"{say_reading(latest[measure.key][0], measure.key, authority)} ({latest[measure.key][0].period})",
        )
        for measure in authority.framework.measures
        if measure.key in latest and may(authority.access, request.standing, measure.matter, school.id)
    )
    return (Facts(rows),) if rows else ()


def _more(school: SchoolView, request: Request, authority: Authority) -> tuple[Button, ...]:
    if not may(authority.access, request.standing, "figures", school.id):
        return ()
    code = {"seed_code": school.seed_code}
    return Button("Figures beside others", "school_figures", code), Button("Risk matrix", "risk_flags", code)
