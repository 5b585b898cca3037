"""A sender or an answer that dies at a named step: `python -m tests.crash.crashing URL PORT STEP`.

The product has no hooks for this: its database and its platform are wrapped here.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any, Final, NoReturn

from sqlalchemy import event
from sqlmodel import Session

from bot.delivery import Delivery
from bot.outgoing import Outgoing
from config.authority import load_authority
from handlers.answer import Answers
from store.database import Database
from store.prepared import _InSql
from tests.crash.chat_platform import ChatPlatform, counts
from tests.crash.small_record import BOOKING, MONDAY

DIED: Final = 9

SENDING_STEPS: Final = (
    "halfway through the claim",
    "before the claim is committed",
    "after the claim is committed",
    "after composing",
    "before the post",
    "after the server accepted, before its reply",
    "after the reply, before the record",
    "halfway through the record",
    "before the record is committed",
    "after the record is committed",
)
ANSWERING_STEPS: Final = (
    "halfway through the answer",
    "before the answer is committed",
    "after the answer is committed",
)


def die() -> NoReturn:
    """Gone at once: nothing is flushed, rolled back or closed."""
    os._exit(DIED)


class DyingDatabase(Database):
    """Dies in the write transaction that `names` gives the step's name, in their order."""

    def __init__(self, url: str, step: str, names: tuple[str, ...]) -> None:
        super().__init__(url)
        self.step, self.names, self.writes, self.statements = step, names, 0, 0
        event.listen(self.engine, "after_cursor_execute", self._after_statement)
        self._watch_prepared()

    @property
    def writing(self) -> str:
        return self.names[min(self.writes, len(self.names)) - 1] if self.writes else ""

    def _after_statement(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "WITH")) and self.step == f"halfway through the {self.writing}":
            die()

    def _watch_prepared(self) -> None:
        """SQLAlchemy does not hear of what the driver runs by itself."""
        run = _InSql.read

        def watched(in_sql: _InSql, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
            self._after_statement(None, None, in_sql.words)
            return run(in_sql, rows)

        setattr(_InSql, "read", watched)  # noqa: B010

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Session]:
        self.writes += 1
        with super().write(durable=durable) as session:
            yield session
            session.flush()
            if self.step == f"before the {self.writing} is committed":
                die()
        if self.step == f"after the {self.writing} is committed":
            die()


class DyingPlatform(ChatPlatform):
    """Dies about the second message of the batch, so that one is behind it and one ahead."""

    def __init__(self, port: int, step: str) -> None:
        super().__init__(port)
        self.step, self.seen = step, 0

    def reaches(self, outgoing: Outgoing) -> bool:
        self.seen += 1
        self._perhaps("after composing")
        return super().reaches(outgoing)

    def send(self, outgoing: Outgoing) -> str:
        self._perhaps("before the post")
        if self.seen == 2 and self.step == "after the server accepted, before its reply":
            self._die_once_accepted(outgoing)
        reference = super().send(outgoing)
        self._perhaps("after the reply, before the record")
        return reference

    def _perhaps(self, step: str) -> None:
        if self.seen == 2 and self.step == step:
            die()

    def _die_once_accepted(self, outgoing: Outgoing) -> NoReturn:
        """Send the request and never read the reply."""
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request("POST", "/post", json.dumps({"delivery_id": outgoing.delivery_id}))
        while not counts(self.port)[0].get(outgoing.delivery_id):
            pass
        die()


def send(url: str, port: int, step: str) -> None:
    database = DyingDatabase(url, step, ("claim", "record"))
    Delivery(database, load_authority(None), [DyingPlatform(port, step)]).round(MONDAY)


def answer(url: str, step: str) -> None:
    Answers(DyingDatabase(url, step, ("answer",)), load_authority(None)).answer(BOOKING)


if __name__ == "__main__":
    _, given_url, given_port, given_step = sys.argv
    if given_step in ANSWERING_STEPS:
        answer(given_url, given_step)
    else:
        send(given_url, int(given_port), given_step)
