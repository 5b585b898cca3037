"""Strong practice by school and title; what differs is changed, but a consent given in Cairn stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Any, Final

from pydantic import BeforeValidator
from rapidfuzz import fuzz, process, utils
from sqlalchemy import RowMapping, select

from framework.practice import qi_in
from store.imports.cells import Email, Line, MaybeDay, SeedCode, Several
from store.imports.loading import NO_SCHOOL, CsvRow, Kind, Loading, school_ids
from store.imports.sheet import shown
from store.posts import holders
from store.practice import practice_changed, practices

_LONGEST_TITLE: Final = 120
_CHECKING_ROLES: Final = ("link_officer", "quality_manager", "head_of_education")
# What was identified longer ago is no news in a channel.
_NEWS: Final = timedelta(days=14)
_ANSWERS: Final = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}


def _answer(value: str) -> str:
    found = _ANSWERS.get(value.casefold())
    if found is None:
        raise ValueError(
            f"{shown(value)} is neither yes nor no; write one of them, or leave it empty to have Cairn ask"
        )
    return found


def _indicators(value: str) -> str:
    parts = [part for part in re.split(r"[;,\s]+", re.sub(r"\bQI\b", " ", value, flags=re.IGNORECASE)) if part]
    wrong = next((part for part in parts if qi_in(part) != (part,)), "")
    if wrong:
        raise ValueError(f"{shown(wrong)} is not a quality indicator; write such as 2.3, several with ; between")
    return ";".join(dict.fromkeys(parts))


class PracticeRow(CsvRow):
    """One piece of practice. Who identified it is an e-mail address or a name; an officer's address is the check."""

    seed_code: SeedCode
    title: Line
    summary: Line
    themes: Several
    qi: Annotated[str, BeforeValidator(_indicators)] = ""
    stage: Line = ""
    contact: Email = ""
    identified_by: Line = ""
    identified_on: MaybeDay = None
    consent: Annotated[str, BeforeValidator(_answer)] = ""


@dataclass
class _Known:
    """What the rows are held against, read once."""

    loading: Loading

    @cached_property
    def today(self) -> date:
        return self.loading.now.astimezone(self.loading.authority.timezone).date()

    @cached_property
    def themes(self) -> Mapping[str, str]:
        """Keys of the themes by key and label, in small letters."""
        rows = self.loading.authority.themes.themes
        return {name.casefold(): row.key for row in rows for name in (row.key, row.label, row.key.replace("_", " "))}

    @cached_property
    def checkers(self) -> Mapping[str, int]:
        """Whose e-mail address stands for an officer's check."""
        return {one.email: one.person_id for one in holders(self.loading.session, _CHECKING_ROLES, self.today)}

    @cached_property
    def on_record(self) -> dict[tuple[int, str], RowMapping]:
        rows = self.loading.session.execute(select(practices)).mappings()
        return {(row["school_id"], row["title"].casefold()): row for row in rows}

    def nearest_theme(self, name: str) -> str:
        """The label of the theme that comes nearest to what was written."""
        labels = [row.label for row in self.loading.authority.themes.themes]
        return str(process.extractOne(name, labels, scorer=fuzz.WRatio, processor=utils.default_process)[0])


def load(loading: Loading, rows: list[PracticeRow]) -> None:
    """Add what is new, change what differs."""
    schools, known = school_ids(loading.session), _Known(loading)
    seen: dict[tuple[int, str], int] = {}
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for row in rows:
        school = schools.get(row.seed_code)
        themes = _themes(loading, row, known)
        if not _is_right(loading, row, school, seen) or school is None:
            continue
        before = known.on_record.get((school, row.title.casefold()))
        said = _said(row, themes, loading.columns)
        if before is None:
            new.append(_fresh(said, row, school, known))
        elif _differs(loading, row, said, before):
            changed.append(_changed(said, before, known))
    loading.add(practices, new)
    loading.change(practices, changed)
    if new or changed:
        practice_changed(loading.session)
    loading.added, loading.changed, loading.unchanged = len(new), len(changed), len(seen) - len(new) - len(changed)


def _themes(loading: Loading, row: PracticeRow, known: _Known) -> str:
    keys = []
    for name in row.themes.split(";"):
        key = known.themes.get(name.casefold())
        if key is None:
            what = f"{shown(name)} is no theme of themes.toml; the nearest is '{known.nearest_theme(name)}'"
            loading.fault(row.row, "themes", what)
        else:
            keys.append(key)
    return ";".join(dict.fromkeys(keys))


def _is_right(loading: Loading, row: PracticeRow, school: int | None, seen: dict[tuple[int, str], int]) -> bool:
    """Whether the row is taken in; its faults are noted."""
    faults = len(loading.faults)
    if school is None:
        loading.fault(row.row, "seed_code", NO_SCHOOL.format(row.seed_code))
        return False
    if len(row.title) > _LONGEST_TITLE:
        loading.fault(row.row, "title", f"it has {len(row.title)} characters; keep it to {_LONGEST_TITLE}")
    first = seen.setdefault((school, row.title.casefold()), row.row)
    if first != row.row:
        loading.fault(row.row, "title", f"row {first} has the same school and title; keep one of the two")
    return len(loading.faults) == faults


def _said(row: PracticeRow, themes: str, columns: frozenset[str]) -> dict[str, Any]:
    """The facts that the file names, by the record's columns."""
    values = {
        "title": row.title,
        "summary": row.summary,
        "themes": themes,
        "qi": row.qi,
        "stage": row.stage,
        "contact": row.contact,
        "identified_by": row.identified_by.lower() if "@" in row.identified_by else row.identified_by,
        "identified_on": row.identified_on,
    }
    said = {name: value for name, value in values.items() if name in columns}
    if "contact" in said:
        said["contact_email"] = said.pop("contact")
    # An empty cell leaves the consent as it is.
    return said | ({"consent": row.consent} if row.consent else {})


def _fresh(said: Mapping[str, Any], row: PracticeRow, school: int, known: _Known) -> dict[str, Any]:
    loading = known.loading
    checker = known.checkers.get(row.identified_by.lower())
    checked_on = (row.identified_on or known.today) if checker is not None else None
    shared = row.consent == "yes" and checked_on is not None
    old = row.identified_on if row.identified_on and row.identified_on <= known.today - _NEWS else None
    return {
        "school_id": school,
        "what_changed": "",
        "qi": "",
        "stage": "",
        "contact_email": "",
        "identified_by": "",
        "identified_on": None,
        "check_note": "",
        "checked_by_id": checker,
        "checked_on": checked_on,
        "confirmed_on": None,
        "state": "shared" if shared else "draft",
        "announced_at": loading.authority.sending.opens(old) if shared and old else None,
        "consent_at": loading.now if row.consent == "yes" else None,
        "revision": 1,
        "to_plan": True,
        "changed_at": loading.now,
        # Where the file says nothing, its school is asked.
        "consent": "asked",
        **said,
    }


def _differs(loading: Loading, row: PracticeRow, said: dict[str, Any], before: RowMapping) -> bool:
    """Whether the row changes anything; a consent that its school gave or kept back in Cairn is left as it is."""
    if said.get("consent", before["consent"]) != before["consent"] and before["consent_by_id"] is not None:
        del said["consent"]
        loading.remarks.append(f"Row {row.row}: the school answered in Cairn ({before['consent']}); that stands.")
    return any(before[name] != value for name, value in said.items())


def _changed(said: Mapping[str, Any], before: RowMapping, known: _Known) -> dict[str, Any]:
    kept = ("title", "summary", "themes", "qi", "stage", "contact_email", "identified_by", "identified_on", "consent")
    now = {name: before[name] for name in kept} | dict(said)
    shared = now["consent"] == "yes" and before["checked_on"] is not None
    state = "withdrawn" if before["state"] == "withdrawn" else "shared" if shared else "draft"
    counted = {"revision": before["revision"] + 1, "to_plan": True, "changed_at": known.loading.now}
    return {"id": before["id"], **now, "state": state, "changed_by_id": None, **counted}


PRACTICE = Kind(PracticeRow, load)
