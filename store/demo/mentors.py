"""The demo's mentors: settled headteachers across the clusters, one kept apart from a new head, one training lapsed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from store.demo.people import NOT_ORDINARY, Post, Staff

NUMBER = 13
LAPSED, APART = 3, 5  # whose training has lapsed, and who is kept apart from a new head
_STRENGTHS = (
    "2.3;moderation",
    "1.3;leadership",
    "3.1;wellbeing",
    "2.3;reading",
    "1.3;self_evaluation",
    "3.2;tracking",
    "small_schools;2.3",
    "outdoor_learning;play",
    "attendance;3.1",
    "asn;2.4",
    "1.2;professional_learning",
    "equity;3.2",
    "partnerships;2.7",
)
_LONG_ENOUGH = relativedelta(years=4)


def _settled(today: date, team: Staff) -> list[Post]:
    """Heads of one school, four years or more in post."""
    return [
        post
        for post in team.posts
        if post.role == "headteacher"
        and post.place
        and post.place.code not in NOT_ORDINARY
        and post.until is None
        and post.from_date <= today - _LONG_ENOUGH
    ]


def _spread(settled: Sequence[Post], rng: random.Random) -> list[Post]:
    """One from each cluster in turn, so that nobody's mentor need be far; two from secondary schools among them."""
    shuffled = rng.sample(list(settled), len(settled))
    chosen = [post for post in shuffled if post.place and post.place.sector == "secondary"][:2]
    while len(chosen) < min(NUMBER, len(shuffled)):
        clusters = [post.place.cluster for post in chosen if post.place]
        left = [post for post in shuffled if post not in chosen]
        chosen.append(min(left, key=lambda post: clusters.count(post.place.cluster if post.place else "")))
    return chosen


def wrong_with_mentors(rows: Sequence[dict[str, str]]) -> list[str]:
    """What is deliberately wrong: a training of more than three years ago."""
    return [f"{rows[LAPSED]['email']}: a mentor whose training, of {rows[LAPSED]['trained_on']}, has lapsed."]


def mentor_rows(today: date, seed: int, team: Staff, new_head: str) -> list[dict[str, str]]:
    """Rows of the `mentors` contract; one mentor is kept apart from the head whose e-mail is `new_head`."""
    rng = random.Random(f"{seed}:mentors")
    rows = []
    for number, post in enumerate(_spread(_settled(today, team), rng)):
        days = rng.randint(60, 700)
        trained = today - relativedelta(days=days) - (relativedelta(years=3) if number == LAPSED else relativedelta())
        rows.append(
            {
                "email": post.email,
                "experienced_since": post.from_date.isoformat(),
                "trained_on": trained.isoformat(),
                "capacity": str(2 if number % 4 == 0 else 1),
                "strengths": _STRENGTHS[number],
                "not_with": new_head if number == APART else "",
            }
        )
    return rows
