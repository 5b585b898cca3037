"""The workspace that Cairn is installed in, as Slack tells: asked once, and again until it answers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.outcomes import failure_of

_LOG = logging.getLogger("cairn.slack")


@dataclass(frozen=True)
class Installed:
    """Who Cairn is on Slack: its workspace, and its own bot and user there. `scopes` are those of its token."""

    team: str
    team_name: str = ""
    user: str = ""
    bot: str = ""
    enterprise: str = ""
    url: str = ""
    scopes: frozenset[str] = frozenset()


class NotInstalled(Exception):
    """Slack does not know the token (any more), or (`is_out_of_reach`) could not be asked."""

    def __init__(self, reason: str, *, is_out_of_reach: bool) -> None:
        super().__init__(reason)
        self.is_out_of_reach = is_out_of_reach


@dataclass
class HomeTeam:
    """The workspace, learnt with `auth.test` when it is first needed; `learnt` is told of it once."""

    client: WebClient
    learnt: Callable[[Installed], None] = lambda _installed: None
    _installed: Installed | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def installed(self) -> Installed:
        """Raises NotInstalled where Slack refuses the token or is not reached."""
        with self._lock:
            if self._installed is None:
                found = ask(self.client)
                self.learnt(found)
                self._installed = found
            return self._installed

    @property
    def team(self) -> str:
        return self.installed().team


def ask(client: WebClient) -> Installed:
    """What `auth.test` says of the client's token. Raises NotInstalled."""
    try:
        told = client.auth_test()
    except SlackApiError as error:
        failure = failure_of(error)
        raise NotInstalled(
            f"Slack refuses the bot token ({failure.reason})", is_out_of_reach=failure.kind != "credential"
        ) from error
    except Exception as error:
        raise NotInstalled(f"Slack is not reached ({type(error).__name__}: {error})", is_out_of_reach=True) from error
    headers = {str(name).lower(): str(value) for name, value in (told.headers or {}).items()}
    scopes = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")} - {""}
    return Installed(
        team=str(told.get("team_id") or ""),
        team_name=str(told.get("team") or ""),
        user=str(told.get("user_id") or ""),
        bot=str(told.get("bot_id") or ""),
        enterprise=str(told.get("enterprise_id") or ""),
        url=str(told.get("url") or ""),
        scopes=frozenset(scopes),
    )
