"""Who is let in at all: people of the authority's own workspace, and nobody else.

Slack is asked about somebody when this process first hears of them, and again after an hour; what it says of somebody
whose profile changes comes by itself (`user_change`). Guests, strangers, bots and deactivated people get nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.addresses import PLATFORM
from bot.slack.arriving import Arriving
from bot.slack.heard import part, text
from bot.slack.home_team import HomeTeam
from bot.slack.outcomes import retry_after
from bot.slack.workspace import Workspace
from framework.accounts import PlatformUser
from handlers.accounts import take_in
from handlers.request import Account
from store.accounts import people_with_addresses, profile_of_user

_SECONDS: Final = 3600.0
_SECONDS_OF_NOBODY: Final = 300.0
_MOST: Final = 20_000
_PAGE: Final = 200
_MOST_PAGES: Final = 500
_LONGEST_WAIT: Final = 120.0


@dataclass(frozen=True)
class Remembered:
    """What Slack said of a user, whether that lets them in, and until when it counts (this process's own seconds)."""

    user: PlatformUser
    is_let_in: bool
    until: float


@dataclass
class Visitors:
    """Judges Slack's users by what Slack itself says of them, remembered for a while in this process."""

    client: WebClient
    home: HomeTeam
    workspace: Workspace
    _known: dict[str, Remembered] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def account(self, user: str, *teams: str) -> Account | None:
        """The account of a user who wrote or pressed, None for who gets nothing; `teams` are all that the event names.

        Raises what the client raises where Slack has to be asked and does not answer.
        """
        installed = self.home.installed()
        if not user or user in (installed.user, "USLACKBOT"):
            return None
        if any(team and team not in (installed.team, installed.enterprise) for team in teams):
            return None
        return Account(PLATFORM, installed.team, user) if self._is_of_the_house(user) else None

    def arriving(self, user: str, *teams: str) -> Arriving:
        """As `account`, for who cannot wait: where Slack has to be asked about them, that goes on in a thread."""
        found: Future[Account | None] = Future()
        if self._remembered(user) is not None:
            self._settle(found, user, teams)
            return Arriving(found)
        threading.Thread(target=self._settle, args=(found, user, teams), name="cairn-slack-who", daemon=True).start()
        return Arriving(found, lambda: self._is_linked(user))

    def _settle(self, found: Future[Account | None], user: str, teams: Sequence[str]) -> None:
        try:
            found.set_result(self.account(user, *teams))
        except Exception as error:
            found.set_exception(error)

    def _is_linked(self, user: str) -> bool:
        """Whether somebody was let in before, by what Slack said of them then: an import may name whom it likes."""
        with self.workspace.database.read() as session:
            found = profile_of_user(session, PLATFORM, self.home.team, user)
        return found is not None and found.state == "linked"

    def about(self, user: str) -> PlatformUser:
        """What Slack says of a user, now or a while ago; of what changes it tells by itself."""
        remembered = self._remembered(user)
        return remembered.user if remembered is not None else self._asked(user)

    def _asked(self, user: str) -> PlatformUser:
        told = self.client.users_info(user=user, include_locale=False)
        return user_of(told.get("user") or {}, user, self.home.team)

    def heard(self, profile: Mapping[str, Any]) -> None:
        """Take in a profile that Slack sent by itself: it is new, or has changed."""
        user = user_of(profile, str(profile.get("id") or ""), self.home.team)
        if user.user:
            self._take_in(user)

    def meet_everybody(self, wait: Callable[[float], object] = sleep) -> None:
        """Take in all of the workspace whom the record knows by e-mail address, so that what is for them reaches them
        though they never wrote; of anybody else nothing is kept. Raises what the client raises."""
        cursor = ""
        for _ in range(_MOST_PAGES):
            try:
                page = self.client.users_list(limit=_PAGE, cursor=cursor or None)
            except SlackApiError as error:
                seconds = retry_after(error)
                if seconds is None:
                    raise
                wait(min(seconds, _LONGEST_WAIT))
                continue
            self._meet([user_of(one, "", self.home.team) for one in page.get("members") or ()])
            cursor = text(page.get("response_metadata"), "next_cursor")
            if not cursor:
                return

    def _meet(self, users: Sequence[PlatformUser]) -> None:
        """Those of these users whose e-mail address is somebody's on record."""
        addresses = {user.email.strip().lower() for user in users} - {""}
        with self.workspace.database.read() as session:
            known = people_with_addresses(session, addresses).keys() | self.workspace.authority.administrators
        for user in users:
            if user.user and user.email.strip().lower() in known:
                self._take_in(user)

    def _remembered(self, user: str) -> Remembered | None:
        """What Slack said of somebody a while ago; None where it has to be asked."""
        with self._lock:
            found = self._known.get(user)
        return found if found is not None and monotonic() < found.until else None

    def _is_of_the_house(self, user: str) -> bool:
        remembered = self._remembered(user)
        return self._take_in(self._asked(user)) if remembered is None else remembered.is_let_in

    def _take_in(self, user: PlatformUser) -> bool:
        """Put on record what Slack says, closing an account that may count no more; whether they are let in."""
        now = self.workspace.now()
        with self.workspace.database.write() as session:
            verdict = take_in(session, self.workspace.authority, user, now)
        allowed = verdict.state != "refused"
        lasts = _SECONDS if allowed else _SECONDS_OF_NOBODY
        with self._lock:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[user.user] = Remembered(user, allowed, monotonic() + lasts)
        return allowed


def user_of(profile: Mapping[str, Any], user: str, home: str = "") -> PlatformUser:
    """A user as Slack tells of them; any field may be missing (https://docs.slack.dev/reference/objects/user-object)."""
    about = part(profile, "profile")
    # Of somebody of another workspace Slack always says which.
    team = str(profile.get("team_id") or about.get("team") or home)
    return PlatformUser(
        platform=PLATFORM,
        tenant=team,
        user=str(profile.get("id") or user),
        email=str(about.get("email") or ""),
        name=str(about.get("real_name") or profile.get("real_name") or profile.get("name") or ""),
        is_guest=bool(profile.get("is_restricted") or profile.get("is_ultra_restricted")),
        is_stranger=bool(profile.get("is_stranger")),
        is_bot=bool(profile.get("is_bot") or profile.get("is_workflow_bot")),
        is_deleted=bool(profile.get("deleted")),
    )
