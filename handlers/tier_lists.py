"""Which schools, and how many, are on which tier: by tier, cluster, officer and sector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from sqlmodel import Session

from config.authority import Authority
from framework.access import has_reach, may, reaches_all
from framework.numbers import number_in
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Reply, Table, Text
from handlers.instead import Instead
from handlers.request import Request
from handlers.wording import SECTORS, count, say_day
from store.posts import link_officers
from store.schools import SchoolView, all_schools
from store.tiers import TierNow, tiers_on

PAGE = 20
Row = tuple[SchoolView, TierNow | None]
_NO_TIER = "none on record"


def tier_list(request: Request, session: Session, authority: Authority) -> Reply:
    """The schools that fit the question, or their number, out of those whose tier the asker may know.

    Who may know of no school but their own is refused: a list of one would read like the truth about all.
    """
    if not has_reach(authority.access, request.standing, "tier"):
        return _whole_authority(request, session, authority)
    day = local_day(request, authority)
    tiers = tiers_on(session, day)
    asked = [(school, tiers.get(school.id)) for school in _in_question(request, session, authority, day)]
    wanted = request.values.get("tier", "")
    if not wanted:
        return _balance(asked, request, authority)
    fitting = [row for row in asked if row[1] and row[1].tier == wanted]
    if request.values.get("count"):
        return _how_many(fitting, asked, wanted, request, authority)
    return _which(fitting, wanted, request, authority)


def _whole_authority(request: Request, session: Session, authority: Authority) -> Reply:
    """Numbers without names for who may know of no school but their own; which schools, they are not told."""
    names_schools = request.values.get("tier") and not request.values.get("count")
    if names_schools or not has_reach(authority.access, request.standing, "balance_anonymous"):
        raise Instead(not_yours(request, session))
    from handlers.oversight import without_names

    return without_names(request, session, authority)


def _in_question(request: Request, session: Session, authority: Authority, day: date) -> list[SchoolView]:
    conditions: list[Callable[[SchoolView], bool]] = [
        lambda school: may(authority.access, request.standing, "tier", school.id)
    ]
    values = request.values
    if values.get("scope") == "mine":
        conditions.append(lambda school: school.id in request.standing.own_schools)
    if values.get("scope") == "cluster" and not values.get("cluster"):
        own = {school.cluster for school in all_schools(session) if school.id in request.standing.own_schools}
        conditions.append(lambda school: school.cluster in own)
    if values.get("cluster"):
        conditions.append(lambda school: school.cluster == values["cluster"])
    if values.get("sector"):
        conditions.append(lambda school: school.sector == values["sector"])
    if values.get("person"):
        linked = {
            school
            for school, officers in link_officers(session, day).items()
            if values["person"] in {o.name for o in officers}
        }
        conditions.append(lambda school: school.id in linked)
    return [school for school in all_schools(session) if all(holds(school) for holds in conditions)]


def _where(request: Request, authority: Authority) -> str:
    values = request.values
    narrowed = values.get("scope") in ("mine", "cluster") or reaches_all(authority.access, request.standing, "tier")
    parts = [
        "" if narrowed else "among those you may see",
        f"{SECTORS.get(values['sector'], values['sector'])} schools only" if values.get("sector") else "",
        f"in the {values['cluster']} cluster" if values.get("cluster") else "",
        f"linked to {values['person']}" if values.get("person") else "",
        "among your own schools" if values.get("scope") == "mine" else "",
        "in your cluster" if values.get("scope") == "cluster" and not values.get("cluster") else "",
    ]
    return ", ".join(part for part in parts if part)


def _balance(asked: Sequence[Row], request: Request, authority: Authority) -> Card:
    held = Counter(tier.tier if tier else "" for _, tier in asked)
    labels = [(tier.key, tier.label) for tier in sorted(authority.framework.tiers, key=lambda tier: tier.rank)]
    known = {key for key, _ in labels}
    labels += [(key, key or _NO_TIER) for key in sorted(held) if key not in known]
    rows = tuple((label, str(held[key]), _share(held[key], len(asked))) for key, label in labels if key or held[key])
    where = _where(request, authority)
    table = Table(("Tier", "Schools", "Share"), rows, f"Schools by tier{', ' + where if where else ''}")
    title = f"{count(len(asked), 'school')} by tier" + (f" {where}" if where else "")
    more = tuple(_list_button(key, label, request) for key, label in labels if key in known and held[key])
    return Card(
        title=title, body=(table, _source(request, authority)), buttons=more, notice="Cairn has an answer for you."
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "–"


def _list_button(key: str, label: str, request: Request) -> Button:
    kept = {name: value for name, value in request.values.items() if name != "count"}
    return Button(f"Which are {label}?", "tier_list", kept | {"tier": key})


def _how_many(
    fitting: Sequence[Row], asked: Sequence[Row], wanted: str, request: Request, authority: Authority
) -> Card:
    label = authority.tier(wanted).label
    where = _where(request, authority)
    verb = "is" if len(fitting) == 1 else "are"
    words = f"{len(fitting)} of {count(len(asked), 'school')}{' ' + where if where else ''} {verb} on {label} support"
    share = f" ({_share(len(fitting), len(asked))})" if asked else ""
    return Card(
        body=(Text(f"{words}{share}."), _source(request, authority)),
        buttons=(_list_button(wanted, label, request),) if fitting else (),
        notice="Cairn has an answer for you.",
    )


def _which(fitting: Sequence[Row], wanted: str, request: Request, authority: Authority) -> Card:
    label = authority.tier(wanted).label
    where = _where(request, authority)
    if not fitting:
        return Card(
            body=(Text(f"No school{' ' + where if where else ''} is on {label} support."), _source(request, authority))
        )
    first = number_in(request.values.get("from", ""))
    page = fitting[first : first + PAGE]
    rows = tuple((school.name, school.cluster, say_day(tier.since) if tier else "") for school, tier in page)
    title = f"{count(len(fitting), 'school')} on {label} support" + (f" {where}" if where else "")
    table = Table(("School", "Cluster", "Since"), rows, title)
    return Card(
        title=title,
        body=(table, _source(request, authority)),
        buttons=_next_page(len(fitting), first, request),
        notice="Cairn has an answer for you.",
    )


def _next_page(length: int, first: int, request: Request) -> tuple[Button, ...]:
    left = length - first - PAGE
    if left <= 0:
        return ()
    return (Button(f"Next {min(left, PAGE)}", "tier_list", dict(request.values) | {"from": str(first + PAGE)}),)


def _source(request: Request, authority: Authority) -> Text:
    return Text(f"From the tier decisions on record on {say_day(local_day(request, authority))}.", quiet=True)
