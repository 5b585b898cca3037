"""What happens in the workspace besides talk: reactions, channels and people that change, the assistant pane."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bot.slack import limits
from bot.slack.addresses import PLATFORM
from bot.slack.desk import Desk
from bot.slack.heard import Hear, Payload, part, text
from bot.slack.home_team import HomeTeam
from bot.slack.homes import Homes
from bot.slack.outcomes import failure_of
from bot.slack.shortcuts import Shortcuts
from bot.slack.talking import Talk
from bot.slack.text import clipped
from bot.slack.web_client import KeptAliveClient
from framework.channels import PlatformChannel
from handlers.asked import person_of, standing_of
from handlers.channels import take_in
from handlers.practice_message import offer
from handlers.prompts import prompts
from handlers.request import Account
from store.channels import channel_at
from store.clock import real_now
from store.inbox import take_in as take_in_event
from store.short_memory import forget, recall, remember

_LOG = logging.getLogger("cairn.slack")
_PANE_LASTS: Final = timedelta(days=1)
_TITLE: Final = 60
_MOST_PAGES: Final = 50


@dataclass
class Happenings:
    """Takes in events, by their type."""

    desk: Desk
    client: KeptAliveClient
    talk: Talk
    homes: Homes
    shortcuts: Shortcuts

    @property
    def by_type(self) -> Mapping[str, Hear]:
        """What is done with each event that the manifest asks Slack for."""
        channel_names = (
            "archive", "rename", "unarchive", "shared", "unshared", "left", "deleted",
        )  # fmt: skip
        channels = {f"{kind}_{name}": self._channel for kind in ("channel", "group") for name in channel_names}
        return {
            **channels,
            "message": self._message,
            "app_mention": self.talk.message,
            "app_home_opened": self._opened,
            "assistant_thread_started": self._pane,
            "assistant_thread_context_changed": lambda _body: None,
            "reaction_added": self._reaction,
            "member_joined_channel": self._member,
            "member_left_channel": self._member,
            "user_change": self._user,
            "team_join": self._user,
        }

    def _message(self, body: Payload) -> None:
        self.talk.message(body)
        self._title_of_the_pane(body)

    # The assistant pane

    def _opened(self, body: Payload) -> None:
        """Somebody opens Cairn: their home, or the conversation with it and prompts that fit their role above it.

        Slack's newer agent pane opens so; its prompts belong to no thread
        (https://docs.slack.dev/ai/migrating-to-agent-messaging).
        """
        event = part(body, "event")
        if text(event, "tab") != "messages":
            self.homes.opened(body)
            return
        account = self.desk.visitors.account(text(event, "user"))
        if account is not None and text(event, "channel"):
            self._pin_prompts(account, text(event, "channel"))

    def _pin_prompts(self, account: Account, conversation: str) -> None:
        """Put the prompts above a conversation, where they are not there already."""
        offered, key = self._offered(account), f"slack:prompts:{conversation}"
        wanted = json.dumps(offered)
        with self.desk.database.read() as session:
            if recall(session, key, real_now()) == wanted:
                return
        if self._quietly("assistant.threads.setSuggestedPrompts", prompts=offered, channel_id=conversation):
            with self.desk.database.write(durable=False) as session:
                remember(session, key, wanted, real_now() + _PANE_LASTS)

    def _pane(self, body: Payload) -> None:
        """Somebody opens the older assistant pane: prompts that fit their role."""
        thread = part(body, "event", "assistant_thread")
        account = self.desk.visitors.account(text(thread, "user_id"))
        where = {"channel_id": text(thread, "channel_id"), "thread_ts": text(thread, "thread_ts")}
        if account is None or not all(where.values()):
            return
        self._quietly("assistant.threads.setSuggestedPrompts", prompts=self._offered(account), **where)
        with self.desk.database.write(durable=False) as session:
            remember(session, _pane_key(**where), "new", real_now() + _PANE_LASTS)

    def _offered(self, account: Account) -> list[dict[str, str]]:
        return [
            {"title": prompt.title, "message": prompt.words} for prompt in self._prompts(account)[: limits.PROMPTS]
        ] or [{"title": "What can I ask?", "message": "What can I ask you?"}]

    def _prompts(self, account: Account) -> Any:
        authority = self.desk.workspace.authority
        day = self.desk.workspace.now().astimezone(authority.timezone).date()
        with self.desk.database.read() as session:
            person = person_of(session, account)
            return prompts(standing_of(session, authority, person, day)) if person is not None else ()

    def _title_of_the_pane(self, body: Payload) -> None:
        """A thread of the pane is called by its first question."""
        event = part(body, "event")
        where = {"channel_id": text(event, "channel"), "thread_ts": text(event, "thread_ts")}
        if not where["thread_ts"] or not text(event, "text"):
            return
        with self.desk.database.read() as session:
            is_new = recall(session, _pane_key(**where), real_now())
        if is_new:
            with self.desk.database.write(durable=False) as session:
                forget(session, _pane_key(**where))
            self._quietly("assistant.threads.setTitle", title=clipped(text(event, "text"), _TITLE), **where)

    def _quietly(self, method: str, **given: Any) -> bool:
        """A call that nothing depends on: where it fails the pane looks plainer, and the log says so."""
        try:
            self.client.api_call(method, json=given)
        except Exception as error:
            _LOG.warning("%s failed: %s", method, failure_of(error).reason)
            return False
        return True

    # Reactions

    def _reaction(self, body: Payload) -> None:
        """A reaction of the kind that offers a message's author to share it as practice."""
        event, item = part(body, "event"), part(body, "event", "item")
        wanted = self.desk.workspace.authority.framework.practice.offer_reactions
        if text(event, "reaction").partition("::")[0] not in wanted or text(item, "type") != "message":
            return
        account = self.desk.visitors.account(text(event, "user"))
        conversation, stamp = text(item, "channel"), text(item, "ts")
        told = self._one_message(conversation, stamp) if account and not self.desk.is_shared(conversation) else None
        if account is None or told is None:
            return
        message = self.shortcuts.message(conversation, {**told, "user": text(told, "user") or text(event, "item_user")})
        now, authority = self.desk.workspace.now(), self.desk.workspace.authority
        by = self.shortcuts.standing(account)
        with self.desk.database.write() as session:
            if take_in_event(session, f"slack:event:{text(body, 'event_id')}", real_now()):
                offer(session, authority, message, text(event, "reaction"), by, now)
        self.desk.wake()

    def _one_message(self, conversation: str, stamp: str) -> Payload | None:
        """The message with this timestamp, wherever it stands; None where Cairn may not read it."""
        asked = {"channel": conversation, "oldest": stamp, "latest": stamp, "inclusive": True, "limit": 1}
        for method, more in (("conversations.history", {}), ("conversations.replies", {"ts": stamp})):
            try:
                found = self.client.api_call(method, params={**asked, **more}).get("messages") or []
            except Exception as error:
                _LOG.info("a message with a reaction could not be read: %s", failure_of(error).reason)
                return None
            told = next((one for one in found if one.get("ts") == stamp and not one.get("bot_id")), None)
            if told is not None:
                return dict(told)
        return None

    # Channels and people

    def _member(self, body: Payload) -> None:
        if text(body, "event", "user") == self.desk.visitors.home.installed().user:
            self._channel(body)

    def _channel(self, body: Payload) -> None:
        """A channel was joined, left, renamed, archived or shared: what Slack says of it now is taken in."""
        event = part(body, "event")
        told = event.get("channel")
        ref = told if isinstance(told, str) else text(told, "id")
        if not ref:
            return
        now = self.desk.workspace.now()
        channel = self._told(ref) or self._lost(ref, event)
        if channel is not None:
            with self.desk.database.write() as session:
                take_in(session, self.desk.workspace.authority, [channel], now)
            self.desk.wake()

    def _told(self, ref: str) -> PlatformChannel | None:
        try:
            found = self.client.conversations_info(channel=ref).get("channel") or {}
        except Exception as error:
            _LOG.info("a channel could not be looked up: %s", failure_of(error).reason)
            return None
        return channel_of(found, self.desk.visitors.home.team)

    def _lost(self, ref: str, event: Payload) -> PlatformChannel | None:
        """A channel that Slack tells no more of, by what was on record and what has happened."""
        team = self.desk.visitors.home.team
        with self.desk.database.read() as session:
            known = channel_at(session, PLATFORM, team, ref)
        if known is None:
            return None
        gone = "archive" in text(event, "type") or "deleted" in text(event, "type")
        return PlatformChannel(PLATFORM, team, ref, known.name, False, gone or known.is_archived, known.is_shared)

    def _user(self, body: Payload) -> None:
        self.desk.visitors.heard(part(body, "event", "user"))


def channel_of(told: Payload, team: str) -> PlatformChannel:
    """A channel as Slack tells of it (https://docs.slack.dev/reference/objects/conversation-object)."""
    return PlatformChannel(
        platform=PLATFORM,
        tenant=team,
        ref=text(told, "id"),
        name=text(told, "name"),
        is_member=bool(told.get("is_member")),
        is_archived=bool(told.get("is_archived")),
        is_shared=bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared")),
    )


def all_channels_of(client: KeptAliveClient, home: HomeTeam) -> Iterator[PlatformChannel]:
    """Every channel that Slack tells Cairn of: the public ones, and the private ones that it is in."""
    cursor = ""
    for _ in range(_MOST_PAGES):
        page = client.conversations_list(
            types="public_channel,private_channel", exclude_archived=False, limit=200, cursor=cursor or None
        )
        yield from (channel_of(one, home.team) for one in page.get("channels") or ())
        cursor = text(page.get("response_metadata"), "next_cursor")
        if not cursor:
            return


def _pane_key(channel_id: str, thread_ts: str) -> str:
    return f"slack:pane:{channel_id}:{thread_ts}"
