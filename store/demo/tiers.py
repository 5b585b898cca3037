"""Two sessions of tier decisions in the demo authority: who moved up, who came back down, and why."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from store.demo.names import HEAD_OF_EDUCATION, QUALITY_MANAGER, email_of
from store.demo.officers import AWAITED_AT, Leave, officer_on
from store.demo.places import BY_CODE, PLACES, Place
from store.demo.words import CAUSES, FROM_INTENSIVE, STILL_INTENSIVE, TO_INTENSIVE, UNIVERSAL_REASONS, Cause
from store.demo.year import school_day_from

UNIVERSAL, TARGETED, INTENSIVE = "universal", "targeted", "intensive"
REVIEW_AFTER = {TARGETED: 60, INTENSIVE: 35}  # school days: termly, and every seven school weeks
LEVEL = {UNIVERSAL: 0, TARGETED: 1, INTENSIVE: 2}
FIRST = 395  # school days ago: a little more than two sessions
UNTOUCHED = ("OCH", "COU", "LNG")  # each already shows something else that is wrong


@dataclass(frozen=True)
class Decision:
    """A school's tier from one day on. `discussed` is None where nobody spoke with the headteacher."""

    place: Place
    tier: str
    from_date: date
    reason: str
    decided_by: str
    discussed: date | None
    review: date


@dataclass(frozen=True)
class Story:
    """The moves of one school, each so many school days ago; the marks are what is deliberately wrong with the last."""

    moves: tuple[tuple[str, int], ...]
    undiscussed: bool = False
    overdue: bool = False


@dataclass(frozen=True)
class TierHistory:
    """The decisions of each school (by code, earliest first), and the three schools that stand out."""

    of_school: dict[str, tuple[Decision, ...]]
    headteacher_at: Place
    undiscussed_at: Place
    overdue_at: Place

    def tier_on(self, place: Place, day: date) -> str:
        held = [one for one in self.of_school[place.code] if one.from_date <= day]
        return held[-1].tier if held else UNIVERSAL

    def supported(self, today: date, *tiers: str) -> list[Place]:
        return [place for place in PLACES if self.tier_on(place, today) in tiers]


STEADY = Story(((UNIVERSAL, FIRST),))
HEADTEACHER = Story(((UNIVERSAL, FIRST), (TARGETED, 48)))
UNDISCUSSED = Story(((UNIVERSAL, FIRST), (TARGETED, 23)), undiscussed=True)
OVERDUE = Story(((UNIVERSAL, FIRST), (TARGETED, 85)), overdue=True)
OTHERS = (
    Story(((UNIVERSAL, FIRST), (TARGETED, 130))),
    Story(((TARGETED, FIRST),)),
    Story(((TARGETED, FIRST), (INTENSIVE, 260), (TARGETED, 70))),
    Story(((UNIVERSAL, FIRST), (TARGETED, 12))),
    Story(((UNIVERSAL, FIRST), (TARGETED, 240), (INTENSIVE, 95))),
    Story(((TARGETED, FIRST), (INTENSIVE, 31))),
    Story(((UNIVERSAL, FIRST), (TARGETED, 200), (INTENSIVE, 150))),
    Story(((TARGETED, FIRST), (UNIVERSAL, 110))),
    Story(((UNIVERSAL, FIRST), (TARGETED, 300), (UNIVERSAL, 40))),
    Story(((INTENSIVE, FIRST), (TARGETED, 280), (UNIVERSAL, 75))),
    Story(((UNIVERSAL, FIRST), (TARGETED, 340), (UNIVERSAL, 190))),
)


def _stories(rng: random.Random, headteacher_at: Place) -> dict[str, Story]:
    """School code -> story, for the schools that do not simply stay universal."""
    codes = [
        place.code
        for place in PLACES
        if place.sector in ("primary", "secondary") and place.code not in (*UNTOUCHED, headteacher_at.code)
    ]
    chosen = rng.sample(codes, len(OTHERS) + 2)
    return {headteacher_at.code: HEADTEACHER} | dict(zip(chosen, (UNDISCUSSED, OVERDUE, *OTHERS), strict=True))


def _yearly_review(place: Place, day: date) -> date:
    """The school's tier discussion in September or early October, more than two months after `day`."""
    order = PLACES.index(place) % 20
    after = day + timedelta(days=60)
    years = (date(year, 9, 1) for year in (day.year, day.year + 1, day.year + 2))
    return next(one for one in (school_day_from(first, order) for first in years) if one > after)


def _review(place: Place, tier: str, day: date) -> date:
    return _yearly_review(place, day) if tier == UNIVERSAL else school_day_from(day, REVIEW_AFTER[tier])


def _held(tier: str, day: date, until: date, place: Place) -> list[tuple[str, date]]:
    """The decision of `day` and the reviews that confirm it, each when it was due, before `until`."""
    held: list[tuple[str, date]] = []
    while day < until:
        held.append((tier, day))
        day = _review(place, tier, day)
    return held


def _dated(story: Story, place: Place, today: date) -> list[tuple[str, date]]:
    """Tier and day of every decision: the moves of the story, with the reviews held between them."""
    moves = [(tier, school_day_from(today, -ago)) for tier, ago in story.moves]
    spans = [
        _held(tier, day, until, place)
        for (tier, day), (_, until) in pairwise([*moves, ("", today + timedelta(days=1))])
    ]
    if story.overdue:
        spans[-1] = spans[-1][:1]
    return [one for span in spans for one in span]


def _reason(before: str | None, tier: str, confirmed: int, cause: Cause, rng: random.Random) -> str:
    """Why this tier after that one; `confirmed` counts the reviews since the last move, told in turn."""
    if tier == UNIVERSAL:
        return cause.down if before not in (None, UNIVERSAL) else rng.choice(UNIVERSAL_REASONS)
    if before in (None, tier):
        still = cause.still if tier == TARGETED else STILL_INTENSIVE
        return still[confirmed % len(still)]
    if tier == INTENSIVE:
        return rng.choice(TO_INTENSIVE)
    return cause.up if before == UNIVERSAL else rng.choice(FROM_INTENSIVE)


def _decider(place: Place, before: str | None, tier: str, day: date, leave: Leave) -> str:
    """Intensive support is for the head of education; the school whose officer is awaited, for the quality manager."""
    if INTENSIVE in (before, tier):
        return email_of(HEAD_OF_EDUCATION)
    return email_of(QUALITY_MANAGER) if place.code == AWAITED_AT else officer_on(place, day, leave)


def _decisions(place: Place, story: Story, today: date, leave: Leave, seed: str) -> tuple[Decision, ...]:
    rng = random.Random(seed)
    cause = rng.choice(CAUSES)
    decisions: list[Decision] = []
    before: str | None = None
    confirmed = 0
    dated = _dated(story, place, today)
    for tier, day in dated:
        reason = _reason(before, tier, confirmed, cause, rng)
        undiscussed = story.undiscussed and day == dated[-1][1]
        discussed = None if undiscussed else school_day_from(day, -rng.randint(1, 5))
        decider = _decider(place, before, tier, day, leave)
        decisions.append(Decision(place, tier, day, reason, decider, discussed, _review(place, tier, day)))
        confirmed = confirmed + 1 if before in (None, tier) else 0
        before = tier
    return tuple(decisions)


def tier_history(today: date, seed: int, leave: Leave, ordinary: Sequence[Place]) -> TierHistory:
    """Every decision; the demo's own headteacher is at one of `ordinary`, lately moved to targeted."""
    rng = random.Random(f"{seed}:tiers")
    headteacher_at = rng.choice(ordinary)
    stories = _stories(rng, headteacher_at)
    of_school = {
        place.code: _decisions(place, stories.get(place.code, STEADY), today, leave, f"{seed}:tier:{place.code}")
        for place in PLACES
    }
    places = {story: BY_CODE[code] for code, story in stories.items()}
    return TierHistory(of_school, headteacher_at, places[UNDISCUSSED], places[OVERDUE])


def tier_row(decision: Decision) -> dict[str, str]:
    """One row of the `tiers` contract."""
    return {
        "seed_code": decision.place.seed_code,
        "tier": decision.tier,
        "from_date": decision.from_date.isoformat(),
        "reason": decision.reason,
        "decided_by": decision.decided_by,
        "discussed_on": decision.discussed.isoformat() if decision.discussed else "",
        "review_on": decision.review.isoformat(),
    }
