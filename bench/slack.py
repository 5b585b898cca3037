"""Slack, from the payload to what is rendered, beside bare Bolt and a default WebClient.

The whole answer: the account, the words, access, what is read, the audit and the answer committed, the acknowledgement,
the blocks. Beside it a Bolt listener that acknowledges the same body and does nothing at all.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy import text

from bench.record import NOW, Record, authority, make_record, officer_id, school_names
from bench.rounds import Times, interleaved, timed
from bench.slack_api import Api
from bench.table import Compared
from bot.slack.desk import Desk
from bot.slack.home_team import HomeTeam, Installed
from bot.slack.pressing import Presses
from bot.slack.receive import Surfaces, bolt_app
from bot.slack.render import messages_of
from bot.slack.talking import Talk
from bot.slack.visitors import Visitors
from bot.slack.web_client import KeptAliveClient
from bot.slack.windows import Windows
from config.authority import Authority
from handlers.accounts import settle_home
from handlers.answer import Answered, Answers, Keep
from handlers.cards import Card, loads
from handlers.files import File
from handlers.request import Request
from store.database import Database

TEAM: Final = "T1"
SIZES: Final = {400: 10.0, 26_000: 15.0}
ROUNDS: Final = 100
POSTS: Final = 40
AT_ONCE: Final = 100
_STRIDE: Final = 7


def measure(folder: Path) -> list[Compared]:
    """A line for each of Slack's goals."""
    rows = [row for size, most in SIZES.items() for row in _answers(folder, size, most)]
    return [*rows, *_routing(folder), *_outgoing(), *_at_once(folder)]


@dataclass
class Cairn:
    """The running Cairn as Slack's folder needs it, over a record of the bench."""

    database: Database
    authority: Authority

    def __post_init__(self) -> None:
        self.answers = Answers(self.database, self.authority)

    def now(self) -> datetime:
        return NOW

    def answer(self, request: Request, keep: Keep | None = None) -> Answered:
        return self.answers.answer(request, keep)

    def file(self, request: Request) -> File | Card:
        return self.answers.file(request)

    def home(self, request: Request) -> tuple[Card, ...]:
        return self.answers.home(request)


class KnownClient(KeptAliveClient):
    """Knows everybody without asking: who somebody is, a process asks Slack once an hour."""

    def users_info(self, *, user: str, **_more: Any) -> Any:
        return {"user": {"id": user, "team_id": TEAM, "profile": {}}}


def _record(folder: Path, schools: int) -> Record:
    """A record whose people all have accounts on Slack: user U7 is the person with id 7."""
    record = make_record(folder, schools)
    database = Database(record.url)
    with database.write() as session:
        settle_home(session, "slack", {TEAM}, NOW)
        accounts = (
            'INSERT INTO account (platform, tenant, "user", person_id, confirmed_at) '
            "SELECT 'slack', :team, 'U' || id, id, :now FROM person"
        )
        session.connection().execute(text(accounts), {"team": TEAM, "now": NOW.replace(tzinfo=None)})
    database.close()
    return record


def _app(cairn: Cairn, events: dict[str, Any] | None = None) -> tuple[App, Desk]:
    client = KnownClient("xoxb-bench", "http://127.0.0.1:9/api/")
    home = HomeTeam(client)
    home._installed = Installed(TEAM, user="UCAIRN", bot="BCAIRN")
    desk = Desk(cairn, Visitors(client, home, cairn))
    windows, talk = Windows(desk, client), Talk(desk)
    heard = events or {"message": talk.message}
    return bolt_app(client, home, Surfaces(talk, Presses(desk, windows), windows, heard, {})), desk


def _bare(*, process_before_response: bool) -> App:
    """A Bolt application that acknowledges whatever comes."""

    def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="xoxb-bench", bot_user_id="UCAIRN")

    app = App(
        name="bare",
        client=WebClient(),
        authorize=authorize,
        request_verification_enabled=False,
        process_before_response=process_before_response,
    )
    app.event("message")(lambda ack: ack())
    app.command("/cairn")(lambda ack: ack("Here you are."))
    return app


def _event(at: int, words: str, user: str) -> dict[str, Any]:
    event = {
        "type": "message",
        "channel_type": "im",
        "channel": f"D{user}",
        "user": user,
        "text": words,
        "ts": f"{at}.1",
    }
    return {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{at}", "event": event}


def _command(at: int, words: str, user: str) -> dict[str, Any]:
    return {
        "command": "/cairn", "text": words, "user_id": user, "team_id": TEAM, "channel_id": "C1",
        "trigger_id": f"{at}.{time.monotonic_ns()}",
    }  # fmt: skip


def _dispatch(app: App, body: dict[str, Any]) -> Any:
    response = app.dispatch(BoltRequest(mode="socket_mode", body=body))
    if response.status != 200:
        raise RuntimeError(f"answered with {response.status}: {response.body}")
    return response


@dataclass
class _Asking:
    """What the officers of a record ask on Slack: each about the schools of their own, another in every round."""

    record: Record
    names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = school_names(self.record.schools)

    def message(self, at: int) -> dict[str, Any]:
        return _event(at, f"what tier is {self._name(at)} on?", self._officer(at))

    def command(self, at: int) -> dict[str, Any]:
        return _command(at, f"who is the link officer for {self._name(at)}?", self._officer(at))

    def _school(self, at: int) -> int:
        return at * _STRIDE % self.record.schools + 1

    def _name(self, at: int) -> str:
        return self.names[self._school(at) - 1]

    def _officer(self, at: int) -> str:
        return f"U{officer_id(self.record, self._school(at))}"


def _answers(folder: Path, size: int, most: float) -> list[Compared]:
    record = _record(folder, size)
    database, kept = Database(record.url), sqlite3.connect(record.file)
    app, _desk = _app(Cairn(database, authority()))
    bare, slow = _bare(process_before_response=True), _bare(process_before_response=False)
    asking = _Asking(record)

    def whole(at: int) -> None:
        _dispatch(app, asking.message(at))
        ((card,),) = kept.execute(_LAST).fetchall()
        messages_of(loads(card))

    def command(at: int) -> None:
        if "blocks" not in _dispatch(app, asking.command(at)).body:
            raise RuntimeError("the command was not answered in its acknowledgement")

    sides = {
        "whole": timed(whole),
        "bare": timed(lambda at: _dispatch(bare, asking.message(at))),
        "command": timed(command),
        "slow": timed(lambda at: _dispatch(slow, _command(at, "x", "U1"))),
    }
    times = interleaved(sides, ROUNDS, warm_up=20)
    kept.close()
    database.close()
    return _lines(times, size, most)


def _lines(times: Mapping[str, Times], size: int, most: float) -> list[Compared]:
    what = f"a message answered, {size:,} schools"
    rows = [Compared(what, times["whole"], times["bare"], "a bare Bolt listener", at_most=most, tail=True)]
    if size == min(SIZES):
        what, peer = "a slash command answered", "Bolt's default runner"
        rows.append(Compared(what, times["command"], times["slow"], peer, at_most=1 / 3))
    return rows


# What the sender posts: it is rendered from what was kept, and read with all else that waits.
_LAST: Final = "SELECT kept FROM message ORDER BY id DESC LIMIT 1"


def _routing(folder: Path) -> list[Compared]:
    """What it costs to find one of a hundred kinds of event, beside the only one."""
    cairn = Cairn(Database(f"sqlite:///{folder / 'schools400.sqlite3'}"), authority())
    hundred = {f"kind{at}": _hear for at in range(100)}
    many, _ = _app(cairn, hundred)
    one, _ = _app(cairn, {"kind99": _hear})
    body = {"type": "event_callback", "team_id": TEAM, "event": {"type": "kind99", "user": "U1"}}
    sides = {"many": timed(lambda _at: _dispatch(many, body)), "one": timed(lambda _at: _dispatch(one, body))}
    times = interleaved(sides, 2000, warm_up=50)
    cairn.database.close()
    return [Compared("one of 100 actions found", times["many"], times["one"], "the only one", at_most=1.1)]


def _hear(_body: Any) -> None:
    return None


def _outgoing() -> list[Compared]:
    """chat.postMessage over loopback TLS: Cairn's client beside a default one, certificates and all."""
    if shutil.which("openssl") is None:
        return []
    with tempfile.TemporaryDirectory() as made, Api(Path(made), subprocess.run) as api:
        ours = KeptAliveClient("xoxb-bench", api.url)
        default = WebClient("xoxb-bench", base_url=api.url)
        sides = {
            "ours": timed(lambda _at: ours.chat_postMessage(channel="C1", text="An answer")),
            "default": timed(lambda _at: default.chat_postMessage(channel="C1", text="An answer")),
        }
        times = interleaved(sides, POSTS, warm_up=5)
        ours.close()
    return [
        Compared("a message posted", times["ours"], times["default"], "a default WebClient", at_least=5, is_rate=True)
    ]


def _at_once(folder: Path) -> list[Compared]:
    """A hundred messages at once: the acknowledgement of the slowest but one, beside the second that it may take."""
    database = Database(f"sqlite:///{folder / 'schools400.sqlite3'}")
    app, _ = _app(Cairn(database, authority()))
    names = school_names(400)
    began = time.perf_counter()

    def acknowledged(at: int) -> float:
        user = f"U{401 + at % 20}"
        _dispatch(app, _event(1_000_000 + at, f"what tier is {names[at]} on?", user))
        return time.perf_counter() - began

    with ThreadPoolExecutor(16) as pool:
        taken = sorted(pool.map(acknowledged, range(AT_ONCE)))
    database.close()
    p99 = Times((taken[round(0.99 * AT_ONCE) - 1],))
    return [Compared(f"{AT_ONCE} at once, acknowledged, p99", p99, Times((1.0,)), "a second", at_most=1.0)]
