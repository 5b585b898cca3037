"""What people begin of their own accord in a rehearsal, by the number of the school day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.rehearsal.stage import Stage
from bot.rehearsal.visits import officers_propose
from store.posts import Holder, heads, link_officers
from store.schools import SchoolView

THEME: Final = "attendance"
BY_OFFICER, BY_HEAD = "Soft starts on Mondays", "Walking bus with breakfast"
# On which school day each is shared, counted from 0.
SHARED: Final = {BY_OFFICER: 2, BY_HEAD: 9}


def _led(stage: Stage, number: int) -> tuple[SchoolView, Holder, Holder]:
    """A school with its head and its link officer: the first such school of the cluster of that number."""
    with stage.cairn.database.read() as session:
        leading, officers = heads(session, stage.today), link_officers(session, stage.today)
        found = [one for one in stage.schools(session) if leading.get(one.id) and officers.get(one.id)]
    clusters = sorted({one.cluster for one in found})
    school = next(one for one in found if one.cluster == clusters[number])
    return school, leading[school.id][0], officers[school.id][0]


def follows_a_theme(stage: Stage) -> None:
    """A headteacher asks to hear of new practice on attendance."""
    _, head, _ = _led(stage, 0)
    stage.do(head.person_id, "follow_theme", {"theme": THEME})


def officer_shares(stage: Stage) -> None:
    """An officer writes down what a school does well; the school is asked for its consent."""
    school, _, officer = _led(stage, 1)
    _share(stage, officer.person_id, school, BY_OFFICER)


def head_shares(stage: Stage) -> None:
    """A headteacher shares what their own school does; the officer is asked to check it."""
    school, head, _ = _led(stage, 2)
    _share(stage, head.person_id, school, BY_HEAD)


def _share(stage: Stage, person_id: int, school: SchoolView, title: str) -> None:
    filled = {
        "title": title,
        "summary": "A calm half hour with games before the bell, run by support staff.",
        "what_changed": "Late coming on Mondays fell from 31 to 12 a week in two terms.",
        "themes": THEME,
        "qi": "3.1",
        "stage": "P1 to P7",
    }
    stage.do(person_id, "practice_share", {"seed_code": school.seed_code, "step": "form"}, filled)


SCENES: Final[dict[int, tuple[Callable[[Stage], None], ...]]] = {
    0: (officers_propose,),
    1: (follows_a_theme,),
    SHARED[BY_OFFICER]: (officer_shares,),
    SHARED[BY_HEAD]: (head_shares,),
}
