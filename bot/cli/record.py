"""`cairn demo`, `import`, `backup` and `restore`: what happens to the record as a whole."""

from __future__ import annotations

import argparse
import shutil
from datetime import timedelta

from bot.app import Cairn
from bot.cli.opening import day, opened
from bot.cli.problems import Refused
from config.settings import Settings, load_settings
from store.audit import Act, put_on_record
from store.clock import real_now
from store.local_page import make_link
from store.posts import person_by_email

_LINK_LASTS = timedelta(days=7)
_DIARY_AHEAD = timedelta(days=550)


def demo(given: argparse.Namespace) -> int:
    """Make the demo's record, and say who is in it."""
    from store.demo_record import make_demo

    settings = load_settings(given.data)
    if given.fresh:
        _throw_away_demo(given, settings)
    with opened(given) as cairn:
        today = day(given.today) if given.today else cairn.now().astimezone(cairn.authority.timezone).date()
        made = make_demo(cairn.database, settings.data_dir, today, given.seed)
    print(made.summary())
    return 0


def _import_diary(given: argparse.Namespace) -> int:
    """Put the busy times of a diary in the place of those that were there; nothing else of it is kept."""
    from store.diaries import replace_diary
    from store.imports.diary import Horizon, read_diary

    if not given.email:
        raise Refused("Say whose diary it is: cairn import diary FILE --as EMAIL.")
    with opened(given) as cairn:
        now = cairn.now()
        read = read_diary(given.file, Horizon(now, now + _DIARY_AHEAD, cairn.authority.timezone))
        with cairn.database.write() as session:
            person = person_by_email(session, given.email)
            if person is None:
                raise Refused(f"Nobody with the address {given.email} is among the people.")
            kept = replace_diary(session, person, read.times)
            put_on_record(session, [Act(now, person, "operator", "import_diary", "done", subject=f"{kept} times")])
            if given.dry_run:
                session.rollback()
    unread = f" {read.unread} entries could not be read." if read.unread else ""
    begin = "Nothing was changed (dry run); the diary would give" if given.dry_run else "diary:"
    print(f"{begin} {kept} busy times, without their titles.{unread}")
    return 0


def _throw_away_demo(given: argparse.Namespace, settings: Settings) -> None:
    if settings.database_url:
        raise Refused("--fresh works on the SQLite file of a data folder: empty the database itself, or give --data.")
    with opened(given) as cairn:
        if not cairn.is_demo and has_schools(cairn):
            raise Refused(f"{settings.data_dir} holds a real record, which is not thrown away.")
    for path in settings.data_dir.glob("cairn.sqlite3*"):
        path.unlink()
    shutil.rmtree(settings.data_dir / "config", ignore_errors=True)


def has_schools(cairn: Cairn) -> bool:
    """Whether the record has any school yet."""
    from store.schools import all_schools

    with cairn.database.read() as session:
        return bool(all_schools(session))


def import_file(given: argparse.Namespace) -> int:
    """Take one CSV file in; or an officer's own diary."""
    from store.imports import KINDS, import_csv

    if given.kind == "diary":
        return _import_diary(given)
    if given.kind not in KINDS:
        raise Refused(f"There is no import '{given.kind}'. There are: {', '.join(KINDS)}, diary.")
    with opened(given) as cairn:
        done = import_csv(
            cairn.database, cairn.authority, given.kind, given.file, now=real_now(), dry_run=given.dry_run
        )
    for remark in done.remarks:
        print(remark)
    begin = "Nothing was changed (dry run); the file would give" if given.dry_run else f"{given.kind}:"
    print(f"{begin} {done.added} added, {done.changed} changed, {done.unchanged} unchanged.")
    return 0


def link(given: argparse.Namespace) -> int:
    """Make a link to one person's page, for an administrator to hand over; it opens once, within a week."""
    with opened(given) as cairn, cairn.database.write() as session:
        person = person_by_email(session, given.email)
        if person is None:
            raise Refused(f"Nobody with the address {given.email} is on record.")
        token = make_link(session, "personal", real_now(), _LINK_LASTS, person)
        act = Act(cairn.now(), None, "operator", "page_link", "done", subject=f"person:{person}")
        put_on_record(session, [act])
    settings = cairn.settings
    base = settings.public_url.rstrip("/") or f"http://{settings.http_host}:{settings.http_port}"
    print(f"{base}/open?token={token}")
    return 0


def backup(given: argparse.Namespace) -> int:
    """Write a copy of the record."""
    from store.backup import backup as write_backup

    with opened(given) as cairn:
        write_backup(cairn.database, given.file)
    print(f"The record is backed up in {given.file}.")
    return 0


def restore(given: argparse.Namespace) -> int:
    """Put a backup in the record's place."""
    from store.backup import restore as put_back

    settings = load_settings(given.data)
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    put_back(settings.url, given.file)
    with opened(given):
        print("The record is restored. Nothing is sent until you say: cairn deliveries resume")
    return 0
