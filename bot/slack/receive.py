"""The ways in: one Bolt listener for each of Slack's surfaces, and our own tables behind them.

`process_before_response`: what a listener gives is the acknowledgement itself, so that the answer, or the fact that it
is on record, reaches Slack in one go (https://docs.slack.dev/tools/bolt-python/concepts/lazy-listeners).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.slack.heard import Hear, text
from bot.slack.home_team import HomeTeam
from bot.slack.pressing import Presses
from bot.slack.talking import Talk
from bot.slack.windows import Windows

_NOBODY_LISTENS: Final = 404
_ANY: Final = re.compile(".*", re.DOTALL)
KIT_LOG: Final = logging.getLogger("cairn.slack.kit")


@dataclass(frozen=True)
class Surfaces:
    """What answers on each surface: events by their type, shortcuts by their callback id."""

    talk: Talk
    presses: Presses
    windows: Windows
    events: Mapping[str, Hear]
    shortcuts: Mapping[str, Hear]
    heard: Callable[[], None] = lambda: None


def bolt_app(client: WebClient, home: HomeTeam, surfaces: Surfaces, signing_secret: str = "") -> App:
    """The Bolt application. Nothing that is not Cairn's leaves a listener: it is answered with an empty 200."""
    # At DEBUG the kit writes messages into the log: its own loggers never go below INFO.
    KIT_LOG.setLevel(max(logging.getLogger().level, logging.WARNING))
    app = App(
        name="cairn",
        logger=KIT_LOG,
        client=_nameless(client),
        authorize=_authorizing(client, home),
        signing_secret=signing_secret,
        request_verification_enabled=bool(signing_secret),
        process_before_response=True,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.event(_ANY)(_event(surfaces))
    app.event("message")(_event(surfaces))
    app.command(_ANY)(_command(surfaces))
    app.action(_ANY)(_press(surfaces))
    app.view(_ANY)(_submit(surfaces))
    app.view_closed(_ANY)(_nothing)
    app.shortcut(_ANY)(_shortcut(surfaces))
    return app


def dispatched(app: App, asked: BoltRequest) -> BoltResponse:
    """What answers a payload. One that no listener is for is acknowledged too: it would come again otherwise."""
    response = app.dispatch(asked)
    return BoltResponse(status=200, body="") if response.status == _NOBODY_LISTENS else response


def _nameless(client: WebClient) -> WebClient:
    """A client without a token, for Bolt to make its own of: whatever Cairn calls goes over its one open client."""
    return WebClient(base_url=client.base_url, timeout=client.timeout, ssl=client.ssl, logger=KIT_LOG)


def _authorizing(client: WebClient, home: HomeTeam) -> Callable[..., AuthorizeResult]:
    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        found = home.installed()
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=found.team,
            bot_token=client.token,
            bot_id=found.bot,
            bot_user_id=found.user,
        )

    return authorize


def _event(surfaces: Surfaces) -> Callable[..., None]:
    def event(body: dict[str, Any], ack: Any) -> None:
        hear = surfaces.events.get(text(body, "event", "type"))
        if hear is not None:
            hear(body)
        surfaces.heard()
        ack()

    return event


def _command(surfaces: Surfaces) -> Callable[..., None]:
    def command(body: dict[str, Any], ack: Any) -> None:
        said = surfaces.talk.command(body)
        ack(said) if said else ack()

    return command


def _press(surfaces: Surfaces) -> Callable[..., None]:
    def press(body: dict[str, Any], ack: Any) -> None:
        surfaces.presses.press(body)
        ack()

    return press


def _submit(surfaces: Surfaces) -> Callable[..., None]:
    def submit(body: dict[str, Any], ack: Any) -> None:
        said = surfaces.windows.submit(body)
        ack(**said) if said else ack()

    return submit


def _shortcut(surfaces: Surfaces) -> Callable[..., None]:
    def shortcut(body: dict[str, Any], ack: Any) -> None:
        hear = surfaces.shortcuts.get(text(body, "callback_id"))
        if hear is not None:
            hear(body)
        ack()

    return shortcut


def _nothing(ack: Any) -> None:
    ack()
