"""Who receives what: schools by tier, as counts and shares, by cluster, sector or officer; and without names for heads.

Whoever may not know which school is on which tier gets the authority as a whole, with numbers under five hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from config.authority import Authority
from framework.access import has_reach
from framework.oversight import hide_few, percent, quantity
from framework.rhythm import months_later
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Chart, Download, Element, Reply, Series, Table, Text
from handlers.instead import Instead
from handlers.oversight_facts import Support, Supported, grouped, read_support
from handlers.plans import tiers_with_plan
from handlers.request import Request
from handlers.wording import SECTORS, count, say_day, say_list
from store.schools import all_schools
from store.tiers import tier_keys_on

NOTICE = "Cairn has an answer for you."
_GROUP_TITLES = {"cluster": "Cluster", "sector": "Sector", "officer": "Link officer"}
_UNTIERED = "none on record"


def oversight_balance(request: Request, session: Session, authority: Authority) -> Reply:
    """Schools by tier with shares and the words for them, what is missing, and what it was a year ago."""
    asks_for_load = request.values.get("aspect") == "load"
    if not has_reach(authority.access, request.standing, "balance"):
        if asks_for_load:
            raise Instead(not_yours(request, session))
        return without_names(request, session, authority)
    if asks_for_load:
        from handlers.officer_load import officer_load

        return officer_load(request, session, authority)
    support = read_support(request, session, authority)
    if not support.schools:
        raise Instead(not_yours(request, session))
    by = request.values.get("by", "")
    body = _grouped(support, by) if by in _GROUP_TITLES else _as_a_whole(support, request, session)
    words = where(request)
    return Card(
        title=f"Support across {count(len(support.schools), 'school')}{words}",
        body=(*body, source(support.day)),
        buttons=_buttons(request, by),
        notice=NOTICE,
    )


def where(request: Request) -> str:
    """' in the … cluster' and the like: which schools the answer is about, '' for all of them."""
    values = request.values
    parts = [
        f"{SECTORS.get(values['sector'], values['sector'])} only" if values.get("sector") else "",
        f"in the {values['cluster']} cluster" if values.get("cluster") else "",
        f"linked to {values['person']}" if values.get("person") else "",
        "among your own" if values.get("scope") == "mine" else "",
        "in your cluster" if values.get("scope") == "cluster" and not values.get("cluster") else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f" {said}" if said else ""


def source(day: date) -> Text:
    return Text(f"From the tier decisions, plans and visits on record on {say_day(day)}.", quiet=True)


def _as_a_whole(support: Support, request: Request, session: Session) -> list[Element]:
    rows = [_row(label, number, len(support.schools)) for label, number in _counts(support)]
    table = Table(("Tier", "Schools", "Share", "In words"), tuple(rows), "Schools by tier, with their share")
    lines = [Text(line) for line in (*_enhanced(support, session), *_missing(support))]
    kept = {name: request.values[name] for name in ("cluster", "sector", "person", "scope") if request.values.get(name)}
    return [table, *lines, Download("Every school as a file (CSV)", "support", kept)]


def _row(label: str, number: int, whole: int) -> tuple[str, ...]:
    return label, str(number), percent(number, whole), quantity(number, whole)


def _counts(support: Support) -> list[tuple[str, int]]:
    counted = Counter(one.key for one in support.schools)
    named = [(band.label, counted[band.key]) for band in support.bands()]
    return [*named, *([(_UNTIERED, counted[""])] if counted[""] else [])]


def _enhanced(support: Support, session: Session) -> list[str]:
    """How many are above the lightest tier, now and a year ago, and beside the authority's own mark if it has one."""
    whole, now = len(support.schools), len(support.enhanced())
    lightest = support.bands()[0].label
    share = f"{percent(now, whole)}, {quantity(now, whole)}"
    lines = [f"{now} of {count(whole, 'school')} ({share}) {'is' if now == 1 else 'are'} above {lightest} support."]
    before = _a_year_ago(support, session)
    if before is not None:
        lines[0] += f" A year ago it was {before} ({percent(before, whole)})."
    mark = support.authority.framework.oversight.most_enhanced_percent
    if mark is not None:
        over = 100 * now > mark * whole
        lines.append(f"That is {'more than' if over else 'within'} the {mark}% that your framework aims at.")
    return lines


def _a_year_ago(support: Support, session: Session) -> int | None:
    """The same schools above the lightest tier a year before; None where the record does not reach back for most."""
    then = tier_keys_on(session, months_later(support.day, -12))
    known = [then[one.school.id] for one in support.schools if one.school.id in then]
    if 2 * len(known) < len(support.schools):
        return None
    keys = tiers_with_plan(support.authority)
    return sum(key in keys for key in known)


def _missing(support: Support) -> list[str]:
    """What schools lack, in one sentence."""
    lacks = [
        (len(support.without_plan()), "without an agreed plan"),
        (len(support.without_visit()), "with fewer visits than are due by now, or none at all"),
        (len(support.without_review()), "with a review past its day"),
        (len(support.undiscussed()), "whose tier was not discussed"),
    ]
    found = [f"{number} {words}" for number, words in lacks if number]
    return [f"Missing: {say_list(found)}." if found else "Nothing is missing: plans, visits and reviews are in time."]


def _grouped(support: Support, by: str) -> list[Element]:
    bands = support.bands()
    groups = grouped(support.schools, by)
    rows = tuple(
        _group_row(_named(name, by), members, support, [band.key for band in bands]) for name, members in groups.items()
    )
    title = f"Schools by tier and {_GROUP_TITLES[by].lower()}"
    header = (_GROUP_TITLES[by], "Schools", *(band.label for band in bands), f"Above {bands[0].label}")
    return [_picture(groups, by, title, support), Table(header, rows, title)]


def _picture(groups: Mapping[str, Sequence[Supported]], by: str, title: str, support: Support) -> Chart:
    """The groups as stacked bars, a part a tier; the words say each bar's figures."""
    bands = support.bands()
    held = {_named(name, by): Counter(one.key for one in members) for name, members in groups.items()}
    series = tuple(Series(band.label, tuple(float(one[band.key]) for one in held.values())) for band in bands)
    said = "; ".join(
        f"{name}: {say_list([f'{one[band.key]} {band.label}' for band in bands if one[band.key]]) or 'none on record'}"
        for name, one in held.items()
    )
    return Chart("stacked", title, tuple(held), series, f"{said}.")


def _named(name: str, by: str) -> str:
    return SECTORS.get(name, name).capitalize() if by == "sector" else name


def _group_row(name: str, members: Sequence[Supported], support: Support, keys: Sequence[str]) -> tuple[str, ...]:
    counted = Counter(one.key for one in members)
    enhanced = sum(counted[key] for key in tiers_with_plan(support.authority))
    return name, str(len(members)), *(str(counted[key]) for key in keys), percent(enhanced, len(members))


def _buttons(request: Request, shown: str) -> tuple[Button, ...]:
    kept = {name: value for name, value in request.values.items() if name in ("cluster", "sector", "person", "scope")}
    groups = [
        Button(f"By {_GROUP_TITLES[by].lower()}", "oversight_balance", kept | {"by": by})
        for by in _GROUP_TITLES
        if by != shown
    ]
    return (
        *groups,
        Button("Over time", "tier_drift", kept),
        Button("What is missing?", "support_gaps", kept),
        Button("Officers’ load", "officer_load"),
    )


def without_names(request: Request, session: Session, authority: Authority) -> Card:
    """The authority as a whole for those who may not know which school is on which tier; always the whole,

    since the difference between two such answers would tell what each of them hides.
    """
    day = local_day(request, authority)
    schools = all_schools(session)
    held = Counter(tier_keys_on(session, day).values())
    bands = sorted(authority.framework.tiers, key=lambda band: band.rank)
    shown = hide_few({band.key: held[band.key] for band in bands})
    rows = tuple(_shown_row(band.label, shown[band.key], len(schools)) for band in bands)
    hidden = (Text("Numbers under five, and what would tell them, are not shown."),) if None in shown.values() else ()
    table = Table(("Tier", "Schools", "Share", "In words"), rows, "Schools of the authority by tier, without names")
    return Card(
        title=f"Support across {count(len(schools), 'school')} of the authority",
        body=(table, *hidden, Download("The shares as a file (CSV)", "support_shares"), source(day)),
        buttons=(Button("Our tier", "tier_of_school"),) if request.standing.is_head else (),
        notice=NOTICE,
    )


def _shown_row(label: str, number: int | None, whole: int) -> tuple[str, ...]:
    return (label, "not shown", "", "") if number is None else _row(label, number, whole)
