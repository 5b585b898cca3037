"""What `cairn check` asks of Slack: the token, its scopes, how events come, and when the last one came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.slack.heard_last import last_heard
from bot.slack.home_team import Installed, NotInstalled
from bot.slack.outcomes import reason_of
from handlers.wording import say_when

if TYPE_CHECKING:
    from bot.slack.side import SlackSide

Finding = tuple[bool, str]


def manifest_scopes() -> frozenset[str]:
    """The scopes that Cairn's manifest asks for."""
    manifest = json.loads(files("config").joinpath("slack/manifest.json").read_text(encoding="utf-8"))
    return frozenset(manifest["oauth_config"]["scopes"]["bot"])


def check_slack(side: SlackSide) -> Iterator[Finding]:
    """What stands well on Slack, and what to mend (False), each in a sentence."""
    try:
        installed = side.home.installed()
    except NotInstalled as problem:
        yield False, f"Slack: {problem}. Check CAIRN_SLACK_BOT_TOKEN (it begins with xoxb-) and the way to Slack"
        return
    yield True, f"Slack: installed in the workspace {installed.team_name or installed.team} ({installed.team})"
    yield from _scopes(installed)
    yield from _ways_in(side)
    yield _heard(side)
    yield from _channels(side)


def _scopes(installed: Installed) -> Iterator[Finding]:
    if not installed.scopes:
        yield True, "Slack: the token's scopes are not told by this server"
        return
    missing, needless = manifest_scopes() - installed.scopes, installed.scopes - manifest_scopes()
    if missing:
        yield False, f"Slack: scopes missing: {_listed(missing)}. Add them under OAuth & Permissions, then reinstall"
    if needless:
        yield False, f"Slack: scopes that Cairn does not need: {_listed(needless)}. Take them away and reinstall"
    if not missing and not needless:
        yield True, f"Slack: {len(installed.scopes)} scopes, as the manifest asks"


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


def _ways_in(side: SlackSide) -> Iterator[Finding]:
    """Whether what people do on Slack can reach Cairn."""
    settings = side.settings
    if settings.slack_app_token is not None:
        yield _socket_mode(side, settings.slack_app_token.get_secret_value())
    elif settings.slack_signing_secret is None:
        yield False, "Slack: set CAIRN_SLACK_APP_TOKEN (Socket Mode) or CAIRN_SLACK_SIGNING_SECRET (HTTP)"
    elif not settings.public_url:
        yield False, "Slack: HTTP needs a public address: set CAIRN_PUBLIC_URL, or an app token for Socket Mode"
    else:
        yield True, f"Slack: signed requests come to {settings.public_url.rstrip('/')}/slack/events"


def _socket_mode(side: SlackSide, app_token: str) -> Finding:
    try:
        side.client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        return False, (
            f"Slack: Socket Mode is refused ({reason_of(error)}). The app token begins with xapp-, has the scope "
            "connections:write, and Socket Mode is switched on in the app's settings"
        )
    except Exception as error:
        return False, f"Slack: Socket Mode is not reached ({type(error).__name__})"
    return True, "Slack: Socket Mode gives connections"


def _heard(side: SlackSide) -> Finding:
    with side.workspace.database.read() as session:
        moment: datetime | None = last_heard(session)
    if moment is None:
        return False, "Slack: nothing was heard yet. While cairn run goes, write a direct message to Cairn: hello"
    when = say_when(moment, side.workspace.authority.timezone)
    return True, f"Slack: events arrive, the last on {when}"


def _channels(side: SlackSide) -> Iterator[Finding]:
    try:
        side.take_in_channels()
    except SlackApiError as error:
        yield False, f"Slack: the channels are not told ({reason_of(error)})"
    except Exception as error:
        yield False, f"Slack: the channels are not told ({type(error).__name__})"
