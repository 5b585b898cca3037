"""App Home: what somebody sees first, by their role; shown anew when something in it has changed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from slack_sdk.errors import SlackApiError

from bot.slack import limits
from bot.slack.addresses import PLATFORM
from bot.slack.buttons import Keep
from bot.slack.desk import Desk
from bot.slack.elements import Block, header, quiet
from bot.slack.heard import Payload, part, text
from bot.slack.outcomes import retry_after
from bot.slack.render import body_blocks, foot_of
from bot.slack.web_client import KeptAliveClient
from bot.slack.windows import UNKNOWN
from handlers.cards import Card, say
from handlers.request import Account, Action, Place
from store.accounts import accounts_of
from store.homes import forget_home, home_refreshed, stale_homes

_LOG = logging.getLogger("cairn.slack")
_AT_ONCE: Final = 20


def home_view(sections: Sequence[Card], keep: Keep | None = None) -> dict[str, Any]:
    """The sections of a home as a view; what is too long for it is asked for in words, and it says so."""
    blocks: list[Block] = []
    for at, section in enumerate(sections):
        made = [*header(section.title), *body_blocks(section.body, tables=False), *foot_of(section, keep, f"{at}-")]
        if len(blocks) + len(made) > limits.BLOCKS_OF_VIEW - 2:
            blocks.append(quiet("… there is more than this page can show. Write “my overview” to me for all of it."))
            break
        blocks += [*([{"type": "divider"}] if blocks else []), *made]
    return {"type": "home", "blocks": blocks or [quiet(UNKNOWN)]}


@dataclass
class Homes:
    """Publishes homes: when one is opened, and later whenever the record says that it changed."""

    desk: Desk
    client: KeptAliveClient
    _closed_until: float = field(default=0.0)

    def opened(self, body: Payload) -> None:
        """Somebody opens their home."""
        event = part(body, "event")
        if text(event, "tab") not in ("home", ""):
            return
        account = self.desk.visitors.account(text(event, "user"))
        if account is not None:
            self._publish(account.user, self._sections(account))

    def refresh(self) -> None:
        """Show anew what has changed since it was shown, as fast as Slack takes it."""
        if monotonic() < self._closed_until:
            return
        with self.desk.database.read() as session:
            stale = stale_homes(session, PLATFORM, _AT_ONCE)
        for person_id, revision in stale:
            try:
                self._anew(person_id, revision)
            except SlackApiError as error:
                wait = retry_after(error)
                if wait is None:
                    _LOG.warning("a home could not be shown anew")
                    self._settle(person_id, revision)
                    continue
                self._closed_until = monotonic() + wait
                return

    def _anew(self, person_id: int, revision: int) -> None:
        team = self.desk.visitors.home.team
        with self.desk.database.read() as session:
            users = [user for tenant, user in accounts_of(session, person_id, PLATFORM) if tenant == team]
        account = self.desk.visitors.account(users[0]) if users else None
        if account is None:
            with self.desk.database.write(durable=False) as session:
                forget_home(session, PLATFORM, person_id)
            return
        self._publish(account.user, self._sections(account))
        self._settle(person_id, revision)

    def _settle(self, person_id: int, revision: int) -> None:
        with self.desk.database.write(durable=False) as session:
            home_refreshed(session, PLATFORM, person_id, revision)

    def _sections(self, account: Account) -> tuple[Card, ...]:
        request = self.desk.request(account, Place(), "", Action("home"))
        sections = self.desk.workspace.home(request)
        if sections:
            return sections
        answered = self.desk.workspace.answer(request)
        shown = answered.reply if isinstance(answered.reply, Card) and not answered.quiet else say(UNKNOWN)
        return (shown,)

    def _publish(self, user: str, sections: Sequence[Card]) -> None:
        self.client.views_publish(user_id=user, view=home_view(sections, self.desk.keep))
