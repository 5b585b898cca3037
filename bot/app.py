"""The composition root: the only place where the real parts are put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from config.authority import Authority, load_authority
from config.settings import Settings
from framework.sending import at
from handlers.answer import Answered, Answers
from handlers.cards import Card
from handlers.files import File
from handlers.own_words import check_words
from handlers.request import Request
from store.clock import business_now, is_demo, set_business_clock
from store.database import Database
from store.migrations import prepare

if TYPE_CHECKING:
    from bot.delivery import Delivery
    from bot.outgoing import Transport
    from bot.slack.side import SlackSide

Keep = Callable[[Session, Answered], None]


@dataclass(frozen=True)
class Cairn:
    """One authority's Cairn over its record. What sends and what listens is put together where it is needed."""

    settings: Settings
    database: Database
    authority: Authority
    is_demo: bool

    @cached_property
    def answers(self) -> Answers:
        return Answers(self.database, self.authority)

    @cached_property
    def slack(self) -> SlackSide | None:
        """Slack, where a bot token is set; its kit is loaded with it and not before."""
        if self.settings.slack_bot_token is None:
            return None
        from bot.slack.side import SlackSide

        return SlackSide(self, self.settings)

    def now(self) -> datetime:
        """The business clock, aware UTC: the real one, but for the demo's own."""
        if not self.is_demo:
            from store.clock import real_now

            return real_now()
        with self.database.read() as session:
            return business_now(session)

    def answer(self, request: Request, keep: Keep | None = None) -> Answered:
        return self.answers.answer(request, keep)

    def file(self, request: Request) -> File | Card:
        return self.answers.file(request)

    def home(self, request: Request) -> tuple[Card, ...]:
        return self.answers.home(request)

    def close(self) -> None:
        if "slack" in vars(self) and self.slack is not None:
            self.slack.close()
        self.database.close()


def open_cairn(settings: Settings) -> Cairn:
    """Cairn over the record that the settings name, created or brought up to date first.

    Raises ConfigProblem for a configuration and RecordProblem for a record that cannot be used.
    """
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.url)
    prepare(database)
    authority = load_authority(config_folder(settings), settings.timezone, settings.administrator_emails)
    check_words(authority.framework.words)
    authority = replace(authority, public_url=settings.public_url.rstrip("/"))
    with database.read() as session:
        demo = is_demo(session)
    return Cairn(settings, database, authority, demo)


def make_delivery(cairn: Cairn, batch: int | None = None) -> Delivery:
    """What sends this record's messages: the platforms that are configured, the local page last.

    `batch` is how many messages are claimed at once.
    """
    # Imported here: a command that only answers a question loads nothing of what sends.
    from bot.delivery import BATCH, Delivery
    from bot.web.transport import LocalTransport

    platforms: list[Transport] = [cairn.slack.transport] if cairn.slack is not None else []
    # Where a chat platform is used the channels are there, and a post on the page would be read by nobody.
    # Of a real record only those are reached there who can open it: a reminder on a page that its reader never had
    # would count as sent, and never reach them.
    page = LocalTransport(
        cairn.database, has_channels=not platforms, has_everybody=cairn.is_demo or not cairn.settings.has_chat_tokens
    )
    return Delivery(cairn.database, cairn.authority, [*platforms, page], batch=batch or BATCH)


def config_folder(settings: Settings) -> Path | None:
    """CAIRN_CONFIG_DIR, or `config` in the data folder where there is one; None for our defaults alone."""
    if settings.config_dir is not None:
        return settings.config_dir
    own = settings.data_dir / "config"
    return own if own.is_dir() else None


def move_demo_clock(cairn: Cairn, to: datetime, run: Callable[[datetime], object]) -> None:
    """Move the demo's clock to `to`, running one round each morning that is passed over and one at the end."""
    now = cairn.now()
    for moment in [*_mornings(cairn.authority, now, to), to]:
        with cairn.database.write() as session:
            set_business_clock(session, moment)
        run(moment)


def _mornings(authority: Authority, now: datetime, to: datetime) -> list[datetime]:
    """A moment after sending begins on every school day between the two, aware UTC."""
    opens = authority.framework.sending.first
    day = now.astimezone(authority.timezone).date()
    found = []
    while (day := day + timedelta(days=1)) <= to.astimezone(authority.timezone).date():
        moment = at(day, time(opens.hour, opens.minute), authority.timezone) + timedelta(minutes=1)
        if now < moment < to and authority.school_year.is_school_day(day):
            found.append(moment)
    return found
