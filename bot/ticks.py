"""The ticks: the only place that knows APScheduler. No job a reminder; everything due is a row."""

from __future__ import annotations

import logging
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler

SECONDS = 30

_LOG = logging.getLogger("cairn.ticks")


class Ticks:
    """Calls `tick` every half minute in a thread of its own, one at a time, catching up once after a stall."""

    def __init__(self, tick: Callable[[], object], seconds: float = SECONDS) -> None:
        self._tick = tick
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._scheduler.add_job(
            self._safely, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Let a tick under way end, and start no other."""
        self._scheduler.shutdown(wait=True)

    def _safely(self) -> None:
        try:
            self._tick()
        except Exception:
            # Logged here, since the next tick must run whatever became of this one.
            _LOG.exception("a tick failed")
