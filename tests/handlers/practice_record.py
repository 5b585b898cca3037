"""Pieces of practice straight in the small record, as an import would leave them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from store.outbox import duties, messages
from store.practice import PracticeView, add_practice, practice_by_id

from .conftest import NOW, Asking

OURS = "Kilbrannan Primary School"
FORM = {
    "title": "Walking maths trail",
    "summary": "Numbers found on the way to school, noted and used in class.",
    "what_changed": "Children explain their working more often.",
    "themes": "numeracy;outdoor_learning",
    "qi": "2.3",
    "stage": "P4 to P7",
    "contact": "head@a.example",
}


def put(asking: Asking, title: str, *, school: str = OURS, themes: str = "numeracy", **values: Any) -> int:
    """An entry that everybody may find, unless `values` say otherwise."""
    usual: dict[str, Any] = {
        "school_id": asking.schools[school],
        "title": title,
        "summary": f"What {title} was.",
        "themes": themes,
        "consent": "yes",
        "checked_on": date(2026, 11, 2),
        "checked_by_id": asking.people["officer@a.example"],
        "identified_on": date(2026, 11, 2),
        "state": "shared",
        "announced_at": NOW,
        "changed_at": NOW,
    }
    with asking.database.write() as session:
        return add_practice(session, usual | values)


def entry(asking: Asking, practice: int) -> PracticeView:
    with asking.database.read() as session:
        found = practice_by_id(session, practice)
    assert found is not None
    return found


def only_entry(asking: Asking) -> PracticeView:
    from store.practice import practices

    with asking.database.read() as session:
        return entry(asking, session.execute(select(practices.c.id)).scalar_one())


def waiting(asking: Asking) -> set[tuple[str, str]]:
    """The duties that wait: kind and the recipient's e-mail."""
    names = {person: email for email, person in asking.people.items()}
    with asking.database.read() as session:
        rows = session.execute(select(duties.c.kind, duties.c.recipient_id).where(duties.c.state == "due"))
        return {(row.kind, names[row.recipient_id]) for row in rows}


def channels(asking: Asking) -> list[str]:
    """The channels to which something is to be posted, in order."""
    with asking.database.read() as session:
        rows = session.execute(select(messages.c.channel).where(messages.c.channel != "").order_by(messages.c.id))
        return list(rows.scalars())
