"""Which school somebody means, asked back; where names are the same, with what tells them apart."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from handlers.cards import Button, Card, Reply, Text, say
from handlers.instead import Instead
from handlers.request import Request
from handlers.understanding.schools import Found
from handlers.wording import SECTORS
from store.schools import SchoolView, school_by_id

MOST_CHOICES = 6


def existing(session: Session, school_id: int) -> SchoolView:
    """A school that was there a moment ago. Raises Instead when it has been taken out since."""
    school = school_by_id(session, school_id)
    if school is None:
        raise Instead(say("That school has just been taken out of the record. Please ask again."))
    return school


def which(found: Found, words: str, request: Request, session: Session) -> Reply:
    """The question back for words that fit several schools, or none but some that are near."""
    offered = (found.matches or found.nearest)[:MOST_CHOICES]
    schools = [existing(session, match.school.id) for match in offered]
    if found.matches:
        return choose("Which of these do you mean?", schools, request)
    if schools:
        return choose(f"I have no school called “{words}” on record. The nearest are these:", schools, request)
    return say(f"I have no school called “{words}” on record, and none near it. Please check the name.")


def choose(question: str, schools: Collection[SchoolView], request: Request) -> Card:
    """The question with a button for each school, which asks again what was asked."""
    kept = {name: value for name, value in request.action.values.items() if name not in ("school", "seed_code")}
    choices = tuple(
        Button(told_apart(school, schools), request.action.name, kept | {"seed_code": school.seed_code})
        for school in schools
    )
    return Card(body=(Text(question),), choices=choices)


def told_apart(school: SchoolView, among: Collection[SchoolView]) -> str:
    """The school's name, with cluster and sector where another in `among` has the same."""
    same = [other for other in among if other.name == school.name]
    if len(same) < 2:
        return school.name
    parts = [part for part in (school.cluster, SECTORS.get(school.sector, school.sector)) if part]
    if len({(other.cluster, other.sector) for other in same}) < len(same):
        parts.append(school.seed_code)
    return f"{school.name} ({', '.join(parts)})"
