"""Schools above the lightest tier that lack a plan, a visit or a review in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from handlers.asked import not_yours
from handlers.cards import Button, Card, Element, Reply, Table, Text
from handlers.instead import Instead
from handlers.oversight import NOTICE, source, where
from handlers.oversight_facts import NO_OFFICER, Support, Supported, read_support
from handlers.request import Request
from handlers.wording import count, say_day, say_list

_SHOWN = 20
Wording = Callable[[Supported, Support], str]


def support_gaps(request: Request, session: Session, authority: Authority) -> Reply:
    """Which schools lack an agreed plan, had fewer visits than are due by now, or have a review past its day."""
    support = read_support(request, session, authority)
    if not support.schools:
        raise Instead(not_yours(request, session))
    enhanced = [one for one in support.enhanced() if request.values.get("tier") in (None, "", one.key)]
    if not enhanced:
        words = f"No school{where(request)} is above {support.bands()[0].label} support."
        return Card(body=(Text(words), source(support.day)), notice=NOTICE)
    parts = _parts(support, enhanced, request)
    lacking = {one.school.id for found, _ in parts for one in found}
    body = [element for _, elements in parts for element in elements]
    what = (
        f"{len(lacking)} of {count(len(enhanced), 'school')} above {support.bands()[0].label} support{where(request)}"
    )
    return Card(
        title=f"Missing support: {what}",
        body=(*body, source(support.day)),
        buttons=_buttons(request),
        notice=NOTICE,
    )


Part = tuple[list[Supported], list[Element]]


def _parts(support: Support, enhanced: Sequence[Supported], request: Request) -> list[Part]:
    """Each kind of gap with its schools; of each school only what this person may know of it."""

    def known(found: Iterable[Supported], matter: str) -> list[Supported]:
        access = support.authority.access
        return [one for one in found if one in enhanced and may(access, request.standing, matter, one.school.id)]

    without_plan = known(support.without_plan(), "plan_state")
    without_visit = known(support.without_visit(), "visits")
    without_review = known(support.without_review(), "tier_reason")
    return [
        (
            without_plan,
            _table("without an agreed plan", "Plan", without_plan, support, _plan_words),
        ),
        (
            without_visit,
            _table("with fewer visits than are due by now", "Visits", without_visit, support, _visit_words),
        ),
        (
            without_review,
            _table("with a review past its day", "Review", without_review, support, _review_words),
        ),
    ]


def _table(what: str, column: str, found: Sequence[Supported], support: Support, words: Wording) -> list[Element]:
    if not found:
        return [Text(f"No school {what}.")]
    title = f"{count(len(found), 'school')} {what}"
    more = f" (the first {_SHOWN})" if len(found) > _SHOWN else ""
    rows = tuple(
        (one.school.name, support.authority.tier(one.key).label, words(one, support), _officers(one))
        for one in found[:_SHOWN]
    )
    return [Text(f"{title}{more}:"), Table(("School", "Tier", column, "Link officer"), rows, title)]


def _plan_words(one: Supported, support: Support) -> str:
    return "proposed, not agreed yet" if one.plan else "none"


def _visit_words(one: Supported, support: Support) -> str:
    coming = f", {one.visits.coming} to come" if one.visits.coming else ", none to come"
    return f"{one.visits.held} of {one.visits_due} held{coming}"


def _review_words(one: Supported, support: Support) -> str:
    late = [
        f"plan, due {say_day(one.plan.next_review_on, support.day)}"
        if one.plan and one.plan.next_review_on and support.plan_review_late(one)
        else "",
        f"tier, due {say_day(one.tier.review_on, support.day)}"
        if one.tier and one.tier.review_on and support.tier_review_late(one)
        else "",
    ]
    return "; ".join(words for words in late if words)


def _officers(one: Supported) -> str:
    return say_list([officer.name for officer in one.officers]) or NO_OFFICER


def _buttons(request: Request) -> tuple[Button, ...]:
    kept = {name: value for name, value in request.values.items() if name in ("cluster", "sector", "person", "scope")}
    return (Button("Support by tier", "oversight_balance", kept), Button("Officers’ load", "officer_load"))
