"""Those who send at once what somebody waits for, between the ticks and beside a morning's reminders."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Final

_LOG = logging.getLogger("cairn.senders")
_LONGEST_SLEEP: Final = 5.0


class Senders:
    """A thread for each of `work`; `wake` has all of them work now, and again if they are woken meanwhile."""

    def __init__(self, work: Sequence[Callable[[], object]]) -> None:
        self._stopped = threading.Event()
        self._bells: list[threading.Event] = []
        self._threads: list[threading.Thread] = []
        for one in work:
            self.add(one)

    def add(self, work: Callable[[], object], patience: float = _LONGEST_SLEEP) -> None:
        """One thread more, before they start; without a bell it works every `patience` seconds."""
        bell = threading.Event()
        self._bells.append(bell)
        self._threads.append(
            threading.Thread(target=self._run, args=(work, bell, patience), name="cairn-sender", daemon=True)
        )

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        for bell in self._bells:
            bell.set()

    def stop(self) -> None:
        """Let what is under way end, and send nothing more."""
        self._stopped.set()
        self.wake()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=15)

    def _run(self, work: Callable[[], object], bell: threading.Event, patience: float) -> None:
        while not self._stopped.is_set():
            # Without a bell too, now and then: what another process left for a while may be due.
            bell.wait(patience)
            bell.clear()
            if self._stopped.is_set():
                return
            try:
                work()
            except Exception:
                _LOG.exception("sending failed; the next round tries again")
