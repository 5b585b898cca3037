"""From an authority's tiers and kinds of visit to what each tier promises."""

from __future__ import annotations

from collections.abc import Sequence

from config.files import TierBand, VisitType
from config.proposing import PatternLine
from framework.promises import ANY, PatternVisit, Window, even_windows

_ANY_KIND = VisitType(key="any", label="Visit", minutes=120)


def pattern_of(tier: TierBand, kinds: Sequence[VisitType]) -> tuple[PatternVisit, ...]:
    """The visits that this tier promises: those of its pattern, or as many as it says, spread over the year."""
    by_key = {kind.key: kind for kind in kinds}
    lines = tier.pattern or tuple(PatternLine(visit=kind.key) for kind in kinds if kind.window)[: tier.visits]
    found = [_visit(line, by_key.get(line.visit, _ANY_KIND), tier) for line in lines]
    if not tier.pattern and len(found) < tier.visits:
        windows = even_windows(tier.visits - len(found))
        found += [PatternVisit(ANY, window, _ANY_KIND.minutes, attends=tier.attends) for window in windows]
    return tuple(found)


def _visit(line: PatternLine, kind: VisitType, tier: TierBand) -> PatternVisit:
    first, last = line.window or kind.window or ("09-01", "06-30")
    return PatternVisit(
        kind=line.visit,
        window=Window(_month_day(first), _month_day(last)),
        minutes=line.minutes or kind.minutes,
        mode=line.mode or kind.mode,
        focus=line.focus or kind.focus,
        attends=line.attends or tier.attends,
    )


def _month_day(text: str) -> tuple[int, int]:
    month, _, day = text.partition("-")
    return int(month), int(day)
