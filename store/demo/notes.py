"""Notes of the demo's past visits: what was seen and what comes next."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from store.demo.diary import Visit
from store.demo.words import NEXT_STEPS, STRENGTHS
from store.demo.year import school_day_from

WRITTEN_WITHIN = 4  # school days: inside the shortest time that the framework allows


def _note(visit: Visit, today: date, seed: int) -> dict[str, str] | None:
    rng = random.Random(f"{seed}:note:{visit.reference}")
    written = school_day_from(visit.day, rng.randint(1, WRITTEN_WITHIN))
    if written > today:
        return None
    return {
        "reference": visit.reference,
        "held_on": visit.day.isoformat(),
        "strengths": rng.choice(STRENGTHS[visit.slot.visit_type]),
        "next_steps": rng.choice(NEXT_STEPS[visit.slot.visit_type]),
        "written_on": written.isoformat(),
        "officer": visit.officer,
    }


def notes(visits: Sequence[Visit], today: date, seed: int) -> list[dict[str, str]]:
    """One note for each visit that took place; those of the last few school days are still being written."""
    written = (_note(visit, today, seed) for visit in visits if visit.status == "done")
    return [note for note in written if note]
