"""Mentors by e-mail: since when a head, when trained, for how many, good at what, and with whom not to be paired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator
from rapidfuzz import process
from sqlalchemy import delete, select

from config.authority import Authority
from framework.numbers import number_in
from store.imports.cells import Day, Email, MaybeDay, Several
from store.imports.loading import NO_PERSON, CsvRow, Kind, Loading, person_ids
from store.imports.sheet import shown
from store.mentors import kept_apart, mentors

_MOST = 20


def _capacity(value: str) -> int:
    number = number_in(value, -1)
    if not 0 <= number <= _MOST:
        raise ValueError(f"{shown(value)} is not a whole number from 0 to {_MOST}; write for how many they have room")
    return number


class MentorRow(CsvRow):
    """One mentor. Of a mentor on record, an empty cell of a column that the file has empties what was there."""

    email: Email
    experienced_since: Day
    trained_on: MaybeDay = None
    capacity: Annotated[int, BeforeValidator(_capacity)] = 1
    strengths: Several = ""
    not_with: Several = ""


def load(loading: Loading, rows: list[MentorRow]) -> None:
    """Add the mentors that are new, change those that differ."""
    people, names = person_ids(loading.session), strength_names(loading.authority)
    known = {row.person_id: row for row in loading.session.execute(select(mentors))}
    apart: dict[int, set[int]] = {}
    for pair in loading.session.execute(select(kept_apart)):
        apart.setdefault(pair.person_id, set()).add(pair.other_id)
    first: dict[str, int] = {}
    for row in rows:
        earlier = first.setdefault(row.email, row.row)
        strengths, others = _strengths(loading, row, names), _not_with(loading, row, people)
        if earlier != row.row:
            loading.fault(row.row, "email", f"{row.email} stands in row {earlier} already; keep one of them")
        elif row.email not in people:
            loading.fault(row.row, "email", NO_PERSON.format(row.email))
        else:
            person = people[row.email]
            values = _values(loading, row, strengths)
            new = _enter(loading, person, values, known.get(person))
            differs = "not_with" in loading.columns and others != apart.get(person, set())
            if differs:
                _keep_apart(loading, person, others)
            _count(loading, is_new=new is None, differs=bool(new) or differs)


def _values(loading: Loading, row: MentorRow, strengths: str) -> dict[str, object]:
    """What the row says, in the columns that the file has; a date still to come is no experience."""
    today = loading.now.astimezone(loading.authority.timezone).date()
    for column in ("experienced_since", "trained_on"):
        day = getattr(row, column)
        if day is not None and day > today:
            loading.fault(row.row, column, f"{day} is still to come; write the day on which it was")
    said = {
        "experienced_since": row.experienced_since,
        "trained_on": row.trained_on,
        "capacity": row.capacity,
        "strengths": strengths,
    }
    return {name: value for name, value in said.items() if name in loading.columns}


def _enter(loading: Loading, person: int, values: dict[str, object], was: object) -> bool | None:
    """Put the row down: None for a new mentor, else whether anything differed."""
    if was is None:
        usual = {"trained_on": None, "capacity": 1, "strengths": "", "active": True}
        loading.add(mentors, [usual | values | {"person_id": person}])
        return None
    differs = any(getattr(was, name) != value for name, value in values.items())
    if differs:
        connection = loading.session.connection()
        connection.execute(mentors.update().where(mentors.c.person_id == person).values(**values))
    return differs


def _count(loading: Loading, *, is_new: bool, differs: bool) -> None:
    if is_new:
        loading.added += 1
    elif differs:
        loading.changed += 1
    else:
        loading.unchanged += 1


def _keep_apart(loading: Loading, person: int, others: set[int]) -> None:
    loading.session.connection().execute(delete(kept_apart).where(kept_apart.c.person_id == person))
    loading.add(kept_apart, [{"person_id": person, "other_id": other} for other in sorted(others)])


def strength_names(authority: Authority) -> dict[str, str]:
    """Numbers of quality indicators and keys of themes, by number, key and label in small letters."""
    indicators = authority.framework.quality_indicators.items()
    names = {name.casefold(): number for number, label in indicators for name in (number, label)}
    themes = authority.themes.themes
    return {name.casefold(): theme.key for theme in themes for name in (theme.label, theme.key)} | names


def _strengths(loading: Loading, row: MentorRow, names: Mapping[str, str]) -> str:
    keys = []
    for said in row.strengths.split(";") if row.strengths else ():
        key = names.get(said.casefold().removeprefix("qi").strip()) or names.get(said.casefold())
        if key is None:
            near = process.extractOne(said.casefold(), list(names))
            hint = f"the nearest is {near[0]}" if near else "write a number or a key of themes.toml"
            loading.fault(row.row, "strengths", f"{shown(said)} is neither an indicator nor a theme; {hint}")
        else:
            keys.append(key)
    return ";".join(dict.fromkeys(keys))


def _not_with(loading: Loading, row: MentorRow, people: Mapping[str, int]) -> set[int]:
    named = [email.lower() for email in row.not_with.split(";") if email]
    for email in named:
        if email == row.email:
            loading.fault(row.row, "not_with", "nobody is kept apart from themselves; take their own e-mail out")
        elif email not in people:
            loading.fault(row.row, "not_with", NO_PERSON.format(email))
    return {people[email] for email in named if email in people}


MENTORS = Kind(MentorRow, load)
