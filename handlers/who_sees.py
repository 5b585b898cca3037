"""Who may see what: the authority's own rules of access, read out in words; no school is looked up for it."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import EVERYONE, RELATIONS
from handlers.cards import Button, Card, Element, Reply, Table, Text
from handlers.request import Request
from handlers.wording import say_list

NOTICE: Final = "Cairn has an answer for you."
# What people ask about, in the order in which it is read out: the matters of `[access]`.
ASKED: Final = {
    "tier": "the tier of a school",
    "tier_reason": "why it is on that tier",
    "tier_case": "a tier under discussion",
    "visits": "its visits",
    "note": "notes of its visits",
    "plan": "its action plan",
    "figures": "its figures",
    "concern_figures": "figures that speak of a concern",
    "intelligence": "officers’ notes about it",
    "mentoring": "its mentoring",
}
_WHO: Final = {
    "own_head": "the school’s own headteacher (and deputes)",
    "link_officer": "its link officer (and whoever covers for them)",
    "other_officer": "the other link officers",
    "cluster_lead": "the lead of its cluster",
    "oversight": "those with oversight of all (quality manager, head of education)",
    "support_provider": "whoever supports that school",
    "other_head": "other headteachers (and deputes)",
    "administrator": "administrators",
}


def who_sees(request: Request, session: Session, authority: Authority) -> Reply:
    """Who may see the matter that was asked about; where none was named, each of them."""
    about = request.values.get("about", "")
    body = _of_one(about, authority) if about in ASKED else _of_all(authority)
    title = f"Who may see {ASKED[about]}" if about in ASKED else "Who may see what of a school"
    rest = () if about not in ASKED else (Button("Who may see the rest?", "who_sees"),)
    source = Text(
        "From the rules of access of your authority’s framework; every look is kept in the audit.", quiet=True
    )
    return Card(title=title, body=(*body, source), buttons=rest, notice=NOTICE)


def _of_one(about: str, authority: Authority) -> list[Element]:
    """Who may, and who of those that people worry about may not."""
    allowed = authority.access.get(about, frozenset())
    lines: list[Element] = [Text(f"{_first_upper(allowed_words(allowed))}.")]
    if EVERYONE not in allowed:
        lines.append(Text("Nobody else, and never in a channel: there I answer in a direct message."))
    if not allowed & {EVERYONE, "other_head"}:
        lines.append(Text("Headteachers of other schools may not see it."))
    return lines


def _of_all(authority: Authority) -> list[Element]:
    rows = tuple(
        (_first_upper(words), allowed_words(authority.access.get(matter, frozenset())))
        for matter, words in ASKED.items()
    )
    return [
        Table(("What", "Who may see it"), rows, "Who may see what of a school"),
        Text("Nobody else, and never in a channel: there I answer in a direct message."),
    ]


def allowed_words(allowed: frozenset[str]) -> str:
    """The relations of one line of `[access]` in words, in their usual order: 'its link officer and …'."""
    if EVERYONE in allowed:
        return "everybody who holds a post here"
    return say_list([_WHO[one] for one in RELATIONS if one in allowed]) or "nobody at all"


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]
