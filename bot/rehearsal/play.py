"""The play: school weeks over a fresh demo, its clock moved through every day, open or closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Final

from bot.app import open_cairn
from bot.rehearsal.cast import Cast
from bot.rehearsal.ledger import Ledger
from bot.rehearsal.scenes import SCENES
from bot.rehearsal.stage import Say, Stage
from config.settings import Settings
from store.demo.year import is_school_day
from store.demo_record import make_demo
from store.posts import heads

# Before the sending hours, in them three times, and after them; what goes out when nothing may would be seen.
MORNING, NOON, AFTERNOON = time(8, 1), time(12, 30), time(16, 30)
CLOSED: Final = (time(7, 15), time(19, 5))
_SCHOOL_DAYS_A_WEEK: Final = 5


@dataclass
class Played:
    """A rehearsal as far as it has been played: from `first` to `last`, and on from `next_day`."""

    stage: Stage
    cast: Cast
    first: date
    last: date
    next_day: date
    days: list[date] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        return self.stage.ledger


def play(folder: Path, first: date, school_weeks: int, say: Say, seed: int = 2026) -> Played:
    """Play `school_weeks` of five school days from `first` on, over a demo of its own in `folder`."""
    played = opened(folder, first, say, seed)
    for _ in range(school_weeks):
        play_week(played)
    return played


def opened(folder: Path, first: date, say: Say, seed: int = 2026) -> Played:
    """A play that has not begun: a fresh demo of `first` in `folder`, and its people."""
    cairn = open_cairn(Settings(data_dir=folder))
    make_demo(cairn.database, folder, first, seed)
    cairn.close()
    stage = Stage(open_cairn(Settings(data_dir=folder)), say)
    return Played(stage, Cast(stage), first, first, first)


def play_week(played: Played) -> None:
    """Play on to the end of the fifth school day from here, closed days between them included."""
    over = len(played.days)
    while len(played.days) < over + _SCHOOL_DAYS_A_WEEK:
        _play_day(played, played.next_day)


def _play_day(played: Played, day: date) -> None:
    _note_where_people_are(played.stage, day)
    is_open = is_school_day(day)
    played.stage.say(f"{day:%A %-d %B %Y}{'' if is_open else ' (no school)'}")
    if is_open:
        _school_day(played, day, len(played.days))
        played.days.append(day)
    else:
        _closed_day(played, day)
    played.last, played.next_day = day, day + timedelta(days=1)


def _note_where_people_are(stage: Stage, day: date) -> None:
    """For the judgement on closed days: which clusters' schools each head leads that day."""
    with stage.cairn.database.read() as session:
        led = heads(session, day)
        cluster_of = {school.id: school.cluster for school in stage.schools(session)}
    stage.ledger.clusters = {}
    for school, those in led.items():
        for one in those:
            known = stage.ledger.clusters.get(one.person_id, frozenset())
            stage.ledger.clusters[one.person_id] = known | {cluster_of[school]}


def _school_day(played: Played, day: date, number: int) -> None:
    stage, cast = played.stage, played.cast
    stage.move_to(day, CLOSED[0])
    cast.read(stage.move_to(day, MORNING))
    cast.read(stage.move_to(day, NOON))
    cast.answer()
    for scene in SCENES.get(number, ()):
        scene(stage)
    cast.keep_appointments()
    cast.read(stage.round())
    cast.read(stage.move_to(day, AFTERNOON))
    cast.answer()
    cast.read(stage.round())
    stage.move_to(day, CLOSED[1])


def _closed_day(played: Played, day: date) -> None:
    for clock in (MORNING, NOON):
        played.cast.read(played.stage.move_to(day, clock))
