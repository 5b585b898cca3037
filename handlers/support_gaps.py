"""Schools above the lightest tier that lack a plan, a visit or a review in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from handlers.asked import not_yours
from handlers.cards import Button, Card, Element, Reply, Table, Text
from handlers.instead import Instead
from handlers.oversight import NOTICE, source, where
from handlers.oversight_facts import NO_OFFICER, Support, Supported, read_support
from handlers.paging import page_of
from handlers.request import Action, Request
from handlers.wording import clipped, count, say_day, say_list

_SHOWN = 20
Wording = Callable[[Supported, Support], str]


def support_gaps(request: Request, session: Session, authority: Authority) -> Reply:
    """Which schools lack an agreed plan, visits, a review or a discussion; of one tier where one is named."""
    support = read_support(request, session, authority)
    if not support.schools:
        raise Instead(not_yours(request, session))
    asked = [one for one in support.schools if request.values.get("tier") in (None, "", one.key)]
    parts = _parts(support, asked, request)
    lacking = {one.school.id for found, _, _ in parts for one in found}
    body = [element for _, elements, _ in parts for element in elements]
    tier = authority.tier(request.values["tier"]).label if request.values.get("tier") else ""
    what = f"{len(lacking)} of {count(len(asked), f'{tier} school'.strip())}{where(request)}"
    return Card(
        title=f"Missing support: {what}",
        body=(*body, source(support.day)),
        buttons=(*(button for _, _, on in parts for button in on), *_buttons(request)),
        notice=NOTICE,
    )


def overdue_reviews(request: Request, session: Session, authority: Authority) -> Reply:
    """The reviews of tiers and plans that are past their day, alone."""
    values = {**request.values, "only": "review"}
    return support_gaps(replace(request, action=Action(request.action.name, values)), session, authority)


# Who lacks it, what is shown of them, and the button that goes on.
Part = tuple[list[Supported], list[Element], tuple[Button, ...]]


# What may be lacking: its name in a question, what is said of it, the column, the matter, who lacks it.
_KINDS: Final[tuple[tuple[str, str, str, str, Callable[[Support], list[Supported]]], ...]] = (
    ("plan", "without an agreed plan", "Plan", "plan_state", Support.without_plan),
    ("visit", "with fewer visits than are due by now, or none at all", "Visits", "visits", Support.without_visit),
    ("review", "with a review past its day", "Review", "tier_reason", Support.without_review),
    ("discussion", "whose tier was not discussed with its headteacher", "Decided", "tier_reason", Support.undiscussed),
)


def _parts(support: Support, asked: Sequence[Supported], request: Request) -> list[Part]:
    """Each kind of gap with its schools; of each school only what this person may know of it."""
    access, only = support.authority.access, request.values.get("only", "")
    ids = {one.school.id for one in asked}
    parts = []
    for name, what, column, matter, lacking in _KINDS:
        if only in ("", name):
            found = [
                one
                for one in lacking(support)
                if one.school.id in ids and may(access, request.standing, matter, one.school.id)
            ]
            page, on = _page(name, what, found, request)
            parts.append((found, _table(what, column, page, len(found), support, _WORDS[name]), on))
    return parts


def _page(
    name: str, what: str, found: list[Supported], request: Request
) -> tuple[Sequence[Supported], tuple[Button, ...]]:
    """One kind alone goes on page by page; among the others its first page leads to it."""
    if request.values.get("only", ""):
        return page_of(found, _SHOWN, request)
    values = {**request.values, "only": name}
    on = (Button(clipped(f"All {len(found)} {what}", 75), "support_gaps", values),) if len(found) > _SHOWN else ()
    return found[:_SHOWN], on


def _table(
    what: str, column: str, found: Sequence[Supported], number: int, support: Support, words: Wording
) -> list[Element]:
    if not found:
        return [Text(f"No school {what}.")]
    title = f"{count(number, 'school')} {what}"
    more = f" ({len(found)} of them here)" if number > len(found) else ""
    rows = tuple(
        (one.school.name, support.authority.tier(one.key).label, words(one, support), _officers(one)) for one in found
    )
    return [Text(f"{title}{more}:"), Table(("School", "Tier", column, "Link officer"), rows, title)]


def _plan_words(one: Supported, support: Support) -> str:
    return "proposed, not agreed yet" if one.plan else "none"


def _visit_words(one: Supported, support: Support) -> str:
    coming = f", {one.visits.coming} to come" if one.visits.coming else ", none to come"
    held = f"{one.visits.held} of {one.visits_due} held" if one.visits_due else "none held"
    return f"{held}{coming}"


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


def _decided_words(one: Supported, support: Support) -> str:
    return f"on this tier since {say_day(one.tier.since, support.day)}" if one.tier else ""


_WORDS: Final = {"plan": _plan_words, "visit": _visit_words, "review": _review_words, "discussion": _decided_words}


def _officers(one: Supported) -> str:
    return say_list([officer.name for officer in one.officers]) or NO_OFFICER


def _buttons(request: Request) -> tuple[Button, ...]:
    kept = {name: value for name, value in request.values.items() if name in ("cluster", "sector", "person", "scope")}
    return (Button("Support by tier", "oversight_balance", kept), Button("Officers’ load", "officer_load"))
