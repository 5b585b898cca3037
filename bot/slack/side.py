"""Slack put together: one client, what is sent over it, and what is heard from it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from slack_bolt import App
from starlette.routing import BaseRoute

from bot.slack.addresses import PLATFORM
from bot.slack.desk import Desk
from bot.slack.happenings import Happenings, all_channels_of
from bot.slack.heard_last import HeardLast
from bot.slack.home_team import HomeTeam, Installed, NotInstalled
from bot.slack.homes import Homes
from bot.slack.http_entrance import slack_route
from bot.slack.pictures import Files
from bot.slack.pressing import Presses
from bot.slack.receive import KIT_LOG, Surfaces, bolt_app
from bot.slack.shortcuts import Shortcuts
from bot.slack.socket_mode import SocketMode
from bot.slack.talking import Talk
from bot.slack.transport import SlackTransport
from bot.slack.visitors import Visitors
from bot.slack.web_client import KeptAliveClient
from bot.slack.windows import Windows
from bot.slack.workspace import Workspace
from config.settings import Settings
from handlers.accounts import settle_home
from handlers.cards import Card, Download
from handlers.channels import take_in
from handlers.files import File
from handlers.request import Account, Action, Place, Request

_LOG = logging.getLogger("cairn.slack")
_FIRST_PAUSE: Final = 2.0
_LONGEST_PAUSE: Final = 600.0


@dataclass
class SlackSide:
    """Everything of Slack's for one running Cairn, made from its settings."""

    workspace: Workspace
    settings: Settings

    @cached_property
    def client(self) -> KeptAliveClient:
        token = self.settings.slack_bot_token
        assert token is not None, "asked for without a token"
        return KeptAliveClient(token.get_secret_value(), self.settings.slack_api_url, logger=KIT_LOG)

    @cached_property
    def home(self) -> HomeTeam:
        return HomeTeam(self.client, self._learnt)

    @cached_property
    def visitors(self) -> Visitors:
        return Visitors(self.client, self.home, self.workspace)

    @cached_property
    def transport(self) -> SlackTransport:
        files = Files(self.client, self._file_for)
        return SlackTransport(self.client, self.workspace.database, self.home, self.visitors, files)

    def listen(self, wake: Callable[[], None]) -> Listening:
        """What hears Slack: over Socket Mode where an app token is set, otherwise over signed HTTP."""
        desk = Desk(self.workspace, self.visitors, wake)
        windows, talk, homes = Windows(desk, self.client), Talk(desk), Homes(desk, self.client)
        shortcuts = Shortcuts(desk, windows)
        happenings = Happenings(desk, self.client, talk, homes, shortcuts)
        presses = Presses(desk, windows)
        heard = HeardLast(self.workspace.database)
        surfaces = Surfaces(talk, presses, windows, happenings.by_type, shortcuts.by_name, heard.note)
        secret = self.settings.slack_signing_secret
        app = bolt_app(self.client, self.home, surfaces, secret.get_secret_value() if secret else "")
        token = self.settings.slack_app_token
        socket = SocketMode(app, self.client, token.get_secret_value()) if token else None
        signing_secret = secret.get_secret_value() if secret and not token else ""
        return Listening(app, socket, signing_secret, self.home, homes.refresh, self._look_around)

    def take_in_channels(self) -> None:
        """Take in the workspace's channels, as they are now. Raises what the client raises."""
        told = list(all_channels_of(self.client, self.home))
        now = self.workspace.now()
        with self.workspace.database.write() as session:
            take_in(session, self.workspace.authority, told, now)

    def _look_around(self) -> None:
        self.take_in_channels()
        self.visitors.meet_everybody()

    def close(self) -> None:
        """Close the connections that stay open."""
        if "client" in vars(self):
            self.client.close()

    def _learnt(self, installed: Installed) -> None:
        now = self.workspace.now()
        with self.workspace.database.write() as session:
            settled = settle_home(session, PLATFORM, {installed.team}, now)
        _LOG.info("connected to the workspace %s (%s)", installed.team_name, installed.team)
        if settled:
            _LOG.info("%s accounts of imported files count in this workspace now", settled)

    def _file_for(self, person_id: int, wanted: Download) -> File | Card:
        account = Account("page", "", str(person_id))
        action = Action(wanted.file, wanted.values)
        return self.workspace.file(Request(account, Place(), self.workspace.now(), action=action))


@dataclass
class Listening:
    """Slack's way in while Cairn runs."""

    app: App
    socket: SocketMode | None
    signing_secret: str
    home: HomeTeam
    refresh: Callable[[], None]
    _look_around: Callable[[], None]
    routes: Sequence[BaseRoute] = field(default_factory=list)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        if self.socket is None and self.signing_secret:
            self.routes = [slack_route(self.app, self.signing_secret)]

    @property
    def said(self) -> str:
        way = "over Socket Mode" if self.socket is not None else "at /slack/events"
        try:
            installed = self.home.installed()
        except NotInstalled as problem:
            return f"Slack: listening {way}, but {problem}. Trying again; cairn check says more."
        return f"Slack: listening {way} in the workspace {installed.team_name or installed.team}."

    def start(self) -> None:
        if self.socket is not None:
            self.socket.start()
        threading.Thread(target=self._begin, name="cairn-slack-start", daemon=True).start()

    def _begin(self) -> None:
        """Learn of the workspace, its channels and people, as soon as Slack is reached; events tell the rest."""
        pause = _FIRST_PAUSE
        while not self._stopped.is_set():
            try:
                self.home.installed()
                self._look_around()
                return
            except Exception as error:
                _LOG.warning("the workspace's channels and people are not taken in yet: %s", type(error).__name__)
            self._stopped.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def stop(self) -> None:
        self._stopped.set()
        if self.socket is not None:
            self.socket.stop()
