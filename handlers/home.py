"""What somebody sees first: their own work at a glance, in sections that follow from what they are today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing
from handlers.asked import local_day
from handlers.cards import Button, Card, Divider, Element, Reply, Text
from handlers.home_others import administrators_sections, leads_sections, oversight_sections, supporters_sections
from handlers.home_schools import heads_sections, officers_sections
from handlers.prompts import first_words
from handlers.request import Request
from handlers.wording import say_day
from store.homes import ADMINISTRATION, EVERYTHING, school_topic
from store.mentoring import pairs_of

NOTICE: Final = "Your overview in Cairn"

Sections = Callable[[Request, Session, Authority], list[Card]]
_BY_ROLE: Final[tuple[tuple[str, Sections], ...]] = (
    ("is_head", heads_sections),
    ("is_officer", officers_sections),
    ("has_oversight", oversight_sections),
    ("leads", leads_sections),
    ("supports", supporters_sections),
    ("is_administrator", administrators_sections),
)


@dataclass(frozen=True)
class Home:
    """The sections of somebody's home, each a card with its own buttons, and what changes them."""

    sections: tuple[Card, ...]
    topics: frozenset[str]


def home_of(request: Request, session: Session, authority: Authority) -> Home:
    """The home of whoever asks, by the roles that they hold today; without a role it is empty."""
    person = request.standing
    found = [
        part for role, sections in _BY_ROLE if getattr(person, role) for part in sections(request, session, authority)
    ]
    return Home(tuple(found), topics_of(person, session))


def topics_of(person: Standing, session: Session) -> frozenset[str]:
    """What changes this person's home: their schools and those of their pairs, all schools, or administration."""
    schools = person.heads | person.links | person.leads | person.supports
    if person.is_head and person.person_id is not None:
        pairs = pairs_of(session, person.person_id)
        schools |= {school for pair in pairs for school in (pair.mentee_school_id, pair.mentor_school_id)}
    found = {school_topic(school) for school in schools}
    if person.has_oversight:
        found.add(EVERYTHING)
    if person.is_administrator:
        found.add(ADMINISTRATION)
    return frozenset(found)


def home(request: Request, session: Session, authority: Authority) -> Reply:
    """The home as one card, for where there is no page of its own: the sections in turn, their buttons at the foot."""
    sections = home_of(request, session, authority).sections
    body: list[Element] = []
    for section in sections:
        body += [*([Divider()] if body else []), Text(section.title), *section.body]
    if not body:
        body = [Text(first_words(request.standing))]
    return Card(
        title=f"Your overview, {say_day(local_day(request, authority))}",
        body=tuple(body),
        buttons=_once(sections),
        notice=NOTICE,
    )


def _once(sections: Sequence[Card]) -> tuple[Button, ...]:
    """The buttons of all sections, each once: somebody of two roles may have the same in both."""
    return tuple({repr(button): button for section in sections for button in section.buttons}.values())
