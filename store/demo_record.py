"""The fictional demo authority as a record: its files written, its rows imported like anybody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from sqlalchemy import select, update
from sqlmodel import Session

from config.authority import Authority, load_authority
from store.clock import mark_as_demo, set_business_clock
from store.database import Database
from store.demo import AUTHORITY, DemoAuthority, generate
from store.demo.places import ISLANDS
from store.demo.year import running_session
from store.demo_evidence import load_intelligence
from store.demo_notes import load_notes
from store.demo_reviews import load_reviews
from store.imports import KINDS, import_sheet
from store.imports.sheet import sheet_of
from store.migrations import RecordProblem
from store.schools import schools
from store.visits import visits

_MARK = "# Written for Cairn's demo, and written anew with it: the authority is fictional."
_BEGINS_AT = time(8, 30)


@dataclass(frozen=True)
class DemoMade:
    """The demo that was made. `wrong` says what is deliberately wrong in it; `of_note` maps a part to an e-mail."""

    authority: str
    folder: Path
    schools: int
    people: int
    visits: int
    wrong: tuple[str, ...]
    of_note: dict[str, str]

    def summary(self) -> str:
        """What to print about it: how large it is, whom to ask as, and what to find in it."""
        parts = [f"  {part.replace('_', ' ')}: {email}" for part, email in self.of_note.items()]
        return "\n".join(
            [
                f"{self.authority} (fictional): {self.schools} schools, {self.people} people, {self.visits} visits.",
                "Some of the people:",
                *parts,
                "What is wrong in it, on purpose:",
                *(f"  {sentence}" for sentence in self.wrong),
            ]
        )


def make_demo(database: Database, folder: Path, today: date, seed: int = 2026) -> DemoMade:
    """Fill an empty record with the demo as it stands on `today`, and write its files into `folder/config`.

    All in one go: on any failure the record and the folder stay as they were. Raises RecordProblem over a record that
    has schools, and where files that are not the demo's are in the way.
    """
    demo = generate(today, seed)
    files = _files(demo, folder / "config", today)
    with database.write() as session:
        if session.execute(select(schools.c.id).limit(1)).first():
            raise RecordProblem("The record has schools already: make the demo in an empty one (--data).")
        _refuse_others_files(files)
        before = {path: path.read_bytes() for path in files if path.exists()}
        had_folder = (folder / "config").is_dir()
        try:
            _write_files(files)
            authority = load_authority(folder / "config")
            _load(session, demo, authority, today)
            mark_as_demo(session, seed)
            # The demo begins with its first day's morning, so that there is something to see whenever it is made.
            set_business_clock(session, _at(today, _BEGINS_AT, authority))
            session.commit()
        except BaseException:
            _put_back(files, before)
            if not had_folder and (folder / "config").is_dir():
                (folder / "config").rmdir()
            raise
    people = len({row["email"] for row in demo.people})
    return DemoMade(AUTHORITY, folder, len(demo.schools), people, len(demo.visits), tuple(demo.wrong), demo.of_note)


def _files(demo: DemoAuthority, folder: Path, today: date) -> dict[Path, str]:
    session = running_session(today)
    framework = [f'authority = "{AUTHORITY}"', f'version = "{session.name}"', f"adopted_on = {session.first}"]
    islands = ", ".join(f'{{ name = "{name}", clusters = ["{name}"] }}' for name in ISLANDS)
    return {
        folder / "framework.toml": "\n".join(
            [_MARK, "", "[framework]", *framework, "", "[proposing]", f"islands = [{islands}]", ""]
        ),
        folder / "school_year.toml": f"{_MARK}\n{demo.school_year_toml}",
    }


def _refuse_others_files(files: dict[Path, str]) -> None:
    for path in files:
        if path.exists() and not path.read_bytes().startswith(_MARK.encode()):
            raise RecordProblem(f"{path} is not the demo's: move it away, or choose another folder with --data.")


def _write_files(files: dict[Path, str]) -> None:
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _put_back(files: dict[Path, str], before: dict[Path, bytes]) -> None:
    for path in files:
        if path in before:
            path.write_bytes(before[path])
        else:
            path.unlink(missing_ok=True)


def _load(session: Session, demo: DemoAuthority, authority: Authority, today: date) -> None:
    start = _at(today, time(), authority)
    for kind in KINDS:
        import_sheet(session, authority, kind, sheet_of(f"the demo's {kind}", getattr(demo, kind)), start)
    # What was past its time when the record first knew of a visit was never due: the demo knows its visits from the
    # hour at which reminders begin to go out, whatever the time is when it is made.
    session.connection().execute(update(visits).values(changed_at=authority.sending.opens(today)))
    load_notes(session, demo.notes, authority, today)
    load_reviews(session, demo.plan_reviews, authority)
    load_intelligence(session, demo.intelligence, authority)


def _at(day: date, clock: time, authority: Authority) -> datetime:
    return datetime.combine(day, clock, tzinfo=authority.timezone).astimezone(UTC)
