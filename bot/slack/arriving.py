"""Who somebody is, found out beside what cannot wait for it: a trigger, and a slash command, live for three seconds.

(https://docs.slack.dev/interactivity/handling-user-interaction)
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import Final

from handlers.request import Account

# Seconds that somebody unknown is waited for before a window opens, or a command is acknowledged, all the same.
PATIENCE: Final = 1.5


@dataclass(frozen=True)
class Arriving:
    """Somebody who pressed, used a shortcut or typed a command, while Slack may still be asked about them.

    `was_let_in` looks on record whether they were let in before, as Slack said of them then.
    """

    _found: Future[Account | None]
    was_let_in: Callable[[], bool] = lambda: True

    @property
    def is_expected(self) -> bool:
        """Whether they are let in unless Slack says otherwise by now."""
        return self._found.done() or self.was_let_in()

    def is_settled(self, seconds: float = 0.0) -> bool:
        """Whether it is known within so many seconds who they are, or that it cannot be known now."""
        return self._found.done() or bool(wait([self._found], seconds).done)

    @property
    def is_turned_away(self) -> bool:
        """Whether it is known already that they get nothing."""
        return self._found.done() and self._found.exception() is None and self._found.result() is None

    def account(self) -> Account | None:
        """The account, None of who gets nothing; waits for it. Raises what the client raises."""
        return self._found.result()

    def then(self, go_on: Callable[[Arriving], None]) -> None:
        """Go on, in another thread, as soon as it is known who they are."""
        self._found.add_done_callback(lambda _found: go_on(self))
