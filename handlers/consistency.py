"""How evenly visits are kept, by officer or by cluster: as an answer, a picture and a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from config.authority import Authority
from framework.access import may
from framework.consistency import (
    HYBRID,
    IN_PERSON,
    ONLINE,
    Figures,
    HeldVisit,
    Measure,
    SchoolCalendar,
    by_group,
    figures,
)
from framework.promises import AGREED, KEPT, LATE, MISSED, OPEN, PROPOSED, UNRECORDED
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Chart, Download, Facts, Reply, Series, Table, Text
from handlers.diaries import sites_of
from handlers.files import File, csv_file
from handlers.instead import Instead
from handlers.note_times import NoteTimes
from handlers.promised import SchoolPromises, promises_of, session_span
from handlers.request import Request
from handlers.visit_story import OFFICER, SCHOOL
from handlers.wording import count, say_day, say_list
from store.inspections import InspectionView, inspections_of
from store.notes_written import last_held, notes_written
from store.posts import link_officers
from store.schools import SchoolView, all_schools
from store.visit_events import EventView, events_of

NOBODY = "no link officer"
_SAID = 8
_NAMED = 6
_PARTS = (
    ("held in time", (KEPT,)),
    ("held late", (LATE,)),
    ("past, not written up", (UNRECORDED,)),
    ("agreed", (AGREED,)),
    ("to agree or arrange", (PROPOSED, OPEN)),
    ("missed its time", (MISSED,)),
)


@dataclass(frozen=True)
class Consistency:
    """The figures of the groups and of all their schools together."""

    groups: list[Figures]
    whole: Figures
    by: str
    first: date
    today: date


def visit_consistency(request: Request, session: Session, authority: Authority) -> Reply:
    """The session so far: promised, agreed, kept, late and moved, notes in time, contact, in person and online."""
    found = _read(request, session, authority)
    whole, by = found.whole, found.by
    title = f"Visits by {by}, {say_day(found.first)} to {say_day(found.today)}"
    header = ("Cluster" if by == "cluster" else "Link officer", "Promised", "Held in time", "Late", "Missed",
              "Moved by officer / school", "Notes in time")  # fmt: skip
    rows = tuple(_row(group) for group in (*found.groups, *([whole] if len(found.groups) > 1 else [])))
    other = "officer" if by == "cluster" else "cluster"
    values = {name: request.values[name] for name in ("cluster", "person") if request.values.get(name)}
    return Card(
        title=title,
        body=(
            Text(_first_words(whole)),
            chart(found),
            Table(header, rows, title),
            Facts(_facts(whole, authority)),
            Download("These figures as a CSV file", "visit_consistency", values | {"by": by}),
        ),
        buttons=(Button(f"By {other}", "visit_consistency", values | {"by": other}),),
    )


def consistency_file(request: Request, session: Session, authority: Authority) -> File:
    """The same figures as a CSV, a row for each group and one for all."""
    found = _read(request, session, authority)
    header = ["Cluster" if found.by == "cluster" else "Link officer", "Schools", "Promised"]
    header += [name.capitalize() for name, _ in _PARTS]
    header += ["Moved by officer", "Moved by school", "Called off by officer", "Called off by school"]
    header += ["Notes in time", "Notes late or missing", "Schools long without contact"]
    header += [f"{where}, {how}" for where in ("Remote", "Other") for how in ("in person", "online", "hybrid")]
    header += ["Held shortly before an inspection", "Held before an inspection"]
    rows = [_file_row(group) for group in (*found.groups, found.whole)]
    return csv_file(f"visits-by-{found.by}-{found.today.isoformat()}.csv", header, rows)


def _file_row(group: Figures) -> list[str | float | None]:
    row: list[str | float | None] = [group.group, group.schools, group.promised]
    row += [group.state(*states) for _, states in _PARTS]
    row += [group.moved_by.get(side, 0) for side in (OFFICER, SCHOOL)]
    row += [group.cancelled_by.get(side, 0) for side in (OFFICER, SCHOOL)]
    row += [group.notes_in_time, group.notes_late, len(group.without_contact)]
    row += [group.mode(mode, remote=remote) for remote in (True, False) for mode in (IN_PERSON, ONLINE, HYBRID)]
    return [*row, group.before_inspection, group.around_inspection]


def chart(found: Consistency) -> Chart:
    """What became of the promised visits of each group, as one bar each; its words say the same."""
    groups = found.groups
    series = tuple(
        Series(name, tuple(float(group.state(*states)) for group in groups))
        for name, states in _PARTS
        if any(group.state(*states) for group in groups)
    )
    said = [f"{group.group}: {_in_words(group)}" for group in groups[:_SAID]]
    left = f" And {len(groups) - _SAID} more." if len(groups) > _SAID else ""
    alt = f"Promised visits by {found.by}. {'; '.join(said)}.{left}"
    title = f"What became of promised visits, by {found.by}"
    return Chart("stacked", title, tuple(group.group for group in groups), series, alt)


def _in_words(group: Figures) -> str:
    parts = [f"{group.state(*states)} {name}" for name, states in _PARTS if group.state(*states)]
    return f"of {group.promised}, {', '.join(parts)}" if parts else "none promised"


def _row(group: Figures) -> tuple[str, ...]:
    notes = group.notes_in_time + group.notes_late
    return (
        f"{group.group} ({count(group.schools, 'school')})",
        str(group.promised),
        str(group.state(KEPT)),
        str(group.state(LATE)),
        str(group.state(MISSED)),
        f"{group.moved_by.get(OFFICER, 0)} / {group.moved_by.get(SCHOOL, 0)}",
        f"{group.notes_in_time} of {notes}" if notes else "none due",
    )


def _first_words(whole: Figures) -> str:
    due = whole.state(KEPT, LATE, UNRECORDED, MISSED)
    if not due:
        return f"{count(whole.promised, 'visit')} promised to {count(whole.schools, 'school')}; none is due yet."
    kept = whole.state(KEPT)
    late, missed = whole.state(LATE), whole.state(MISSED)
    return (
        f"Of {count(due, 'promised visit')} that {'was' if due == 1 else 'were'} due, {kept} "
        f"({round(100 * kept / due)}%) {'was' if kept == 1 else 'were'} held in time, {late} late, and {missed} missed."
    )


def _facts(whole: Figures, authority: Authority) -> tuple[tuple[str, str], ...]:
    rules = authority.framework.consistency
    weeks, before = rules.without_contact_school_weeks, rules.before_inspection_school_weeks
    named = list(whole.without_contact[:_NAMED])
    more = len(whole.without_contact) - len(named)
    without = say_list([*named, f"{more} more"] if more else named) or "none"
    rows = [(f"Without contact for {weeks} school weeks", f"{len(whole.without_contact)}: {without}")]
    rows[0] = (rows[0][0], without) if not named else rows[0]
    if whole.around_inspection:
        share = round(100 * whole.before_inspection / whole.around_inspection)
        said = f"{whole.before_inspection} of {whole.around_inspection} visits ({share}%)"
        rows.append((f"Held in the {before} school weeks before an inspection", said))
    rows += [
        (f"{where} schools", _modes(whole, remote=remote)) for where, remote in (("Remote", True), ("Other", False))
    ]
    return tuple(rows)


def _modes(whole: Figures, *, remote: bool) -> str:
    parts = [(whole.mode(IN_PERSON, remote=remote), "in person"), (whole.mode(ONLINE, remote=remote), "online"),
             (whole.mode(HYBRID, remote=remote), "hybrid")]  # fmt: skip
    return ", ".join(f"{number} {words}" for number, words in parts)


def _read(request: Request, session: Session, authority: Authority) -> Consistency:
    schools = _in_question(request, session, authority)
    today = local_day(request, authority)
    officers = {
        school: holders[0].name for school, holders in link_officers(session, today, [s.id for s in schools]).items()
        if holders
    }  # fmt: skip
    calendars = _calendars(schools, request, session, authority, today)
    by = "cluster" if request.values.get("by") == "cluster" else "officer"
    group: Callable[[SchoolCalendar], str] = (
        (lambda one: one.cluster or "no cluster") if by == "cluster" else lambda one: officers.get(one.school, NOBODY)
    )
    rules = authority.framework.consistency
    measure = Measure(
        authority.school_year, today, rules.without_contact_school_weeks, rules.before_inspection_school_weeks
    )
    first = authority.school_year.session(today).first
    return Consistency(
        by_group(calendars, group, measure), figures("All together", calendars, measure), by, first, today
    )


def _in_question(request: Request, session: Session, authority: Authority) -> list[SchoolView]:
    """The schools that the asker may know this of, narrowed to a cluster or an officer where one was named."""
    matters = ("consistency", "tier")
    found = [
        school
        for school in all_schools(session)
        if all(may(authority.access, request.standing, matter, school.id) for matter in matters)
    ]
    if request.values.get("cluster"):
        found = [school for school in found if school.cluster == request.values["cluster"]]
    if request.values.get("person"):
        linked = link_officers(session, local_day(request, authority))
        found = [s for s in found if request.values["person"] in {holder.name for holder in linked.get(s.id, [])}]
    if not found:
        raise Instead(not_yours(request, session, "consistency"))
    return found


def _calendars(
    schools: Sequence[SchoolView], request: Request, session: Session, authority: Authority, today: date
) -> list[SchoolCalendar]:
    """The session of each school, read in a few reads for all of them."""
    promised = promises_of(session, authority, schools, today)
    every = [visit for one in promised for visit in one.visits]
    sites = sites_of(session, authority)
    told: dict[int, list[EventView]] = {}
    for event in events_of(session, every):
        told.setdefault(event.visit_id, []).append(event)
    begins, _ = session_span(authority, today)
    ids = [school.id for school in schools]
    inspected: dict[int, list[InspectionView]] = {}
    for one in inspections_of(session, ids, begins.astimezone(authority.timezone).date()):
        inspected.setdefault(one.school_id, []).append(one)
    seen = last_held(session, ids, request.now)
    notes = _Notes(notes_written(session, every), NoteTimes(session, authority, ids), authority, today)
    return [
        SchoolCalendar(
            school=one.school.id,
            name=one.school.name,
            cluster=one.school.cluster,
            remote=sites[one.school.id].remote,
            states=tuple(standing.state for standing in one.standings),
            held=notes.held(one),
            moved_by=_sides(one, told, "moved"),
            cancelled_by=_sides(one, told, "cancelled"),
            inspected_on=tuple(found.first_on for found in inspected.get(one.school.id, ())),
            last_contact=_day(seen.get(one.school.id), authority),
        )
        for one in promised
    ]


def _day(moment: datetime | None, authority: Authority) -> date | None:
    return moment.astimezone(authority.timezone).date() if moment else None


def _sides(one: SchoolPromises, told: dict[int, list[EventView]], what: str) -> tuple[str, ...]:
    return tuple(event.side for visit in one.visits for event in told.get(visit, ()) if event.what == what)


@dataclass(frozen=True)
class _Notes:
    """What is known of the notes of these visits, and when they were due."""

    written: dict[int, tuple[date, datetime]]
    times: NoteTimes
    authority: Authority
    today: date

    def held(self, one: SchoolPromises) -> tuple[HeldVisit, ...]:
        """The visits of a school that were held, each with whether its note was in time."""
        return tuple(
            HeldVisit(
                visit.starts_at.astimezone(self.authority.timezone).date(), visit.mode, self._in_time(visit.id, one)
            )
            for visit in one.visits.values()
            if visit.status != "cancelled" and (visit.has_note or visit.status == "done")
        )

    def _in_time(self, visit: int, one: SchoolPromises) -> bool | None:
        seen = one.visits[visit]
        if visit in self.written:
            held_on, at = self.written[visit]
            return at.astimezone(self.authority.timezone).date() <= self.times.due_on(seen.school_id, held_on)
        return None if self.today <= self.times.of_visit(seen) else False
