"""Slack as delivery sees it: one post a message part, each with its delivery id, found again by that id."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any, Final

from slack_sdk import WebClient

from bot.outgoing import FailureKind, Outgoing, TransportError
from bot.slack.addresses import PLATFORM, Address, address_in
from bot.slack.home_team import HomeTeam, NotInstalled
from bot.slack.keeping import Keeping
from bot.slack.outcomes import failure_of
from bot.slack.pictures import Files, with_pictures
from bot.slack.render import Part, in_words, messages_of, uploads
from bot.slack.visitors import Visitors
from store.accounts import accounts_of
from store.channels import channel_to_post
from store.database import Database

EVENT_TYPE: Final = "cairn_delivery"
_PAGE: Final = 200
_MOST_PAGES: Final = 25
_LOOKS_FOR_AN_UPLOAD: Final = 4
_SECONDS_FOR_AN_UPLOAD: Final = 2.0
# The clocks of two machines differ; a message is looked for from a little earlier on.
_CLOCKS_DIFFER: Final = timedelta(minutes=10)


@dataclass
class SlackTransport:
    """Posts over one client. What Slack asks to leave alone for a while (429) is left alone, and only that."""

    client: WebClient
    database: Database
    home: HomeTeam
    visitors: Visitors
    files: Files | None = None
    name: str = PLATFORM
    can_reconcile: bool = True
    _closed: dict[str, float] = field(default_factory=dict)
    _own: dict[str, str] = field(default_factory=dict)
    _parts: dict[str, frozenset[int]] = field(default_factory=dict)
    _unready: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reaches(self, outgoing: Outgoing) -> bool:
        """Whether the recipient has a confirmed account here, the channel is mapped, or the answer belongs here."""
        if outgoing.address:
            address = address_in(outgoing.address)
            return address is not None and bool(address.conversation or self._users(outgoing))
        is_channel = outgoing.channel and not outgoing.people
        return bool(self._mapped(outgoing) if is_channel else self._users(outgoing))

    def send(self, outgoing: Outgoing) -> str:
        """Post what was not posted yet of it; returns 'conversation:timestamp'. Raises TransportError."""
        there = self._open(outgoing)
        parts = self._rendered(outgoing, there)
        done = self._parts.pop(outgoing.delivery_id, frozenset())
        reference = ""
        for number, part in enumerate(parts):
            if number not in done:
                try:
                    reference = self._shown(there, part, _mark(outgoing, number, len(parts)))
                except TransportError as error:
                    raise (_begun(error) if number else error) from error
        return reference or f"{there.conversation}:"

    def find(self, outgoing: Outgoing) -> str | None:
        """Where this delivery was posted before, all of it; of one posted in part, `send` posts the rest."""
        there = self._open(outgoing)
        found: dict[int, str] = {}
        of = 1
        for payload, timestamp in self._posted(there, outgoing):
            found[int(payload.get("part", 0))] = timestamp
            of = max(of, int(payload.get("of", 1)))
        if len(found) >= of:
            return f"{there.conversation}:{found[max(found)]}"
        if found:
            self._parts[outgoing.delivery_id] = frozenset(found)
        return None

    def _rendered(self, outgoing: Outgoing, there: Address) -> list[Part]:
        reply = outgoing.reply
        if self.files is not None:
            try:
                reply = with_pictures(reply, self.files, outgoing, there)
            except TransportError:
                raise
            except Exception as error:
                raise failure_of(error) from error
        return messages_of(reply, Keeping(self.database).keep)

    def _shown(self, there: Address, part: Part, metadata: dict[str, Any]) -> str:
        """Post a part. An upload that Slack has still to work through is refused as a block: a little later it is
        there, and if it never is its words stand in its place."""
        try:
            return self._post(there, part, metadata)
        except TransportError as error:
            if error.reason != "invalid_blocks" or not uploads(part):
                raise
            delivery = str(metadata["event_payload"]["delivery_id"])
            tries = self._unready.pop(delivery, 0) + 1
            if tries < _LOOKS_FOR_AN_UPLOAD:
                self._unready[delivery] = tries
                raise TransportError("replay_safe", "an upload is not ready", _SECONDS_FOR_AN_UPLOAD * tries) from error
            if self.files is not None:
                self.files.forget(uploads(part))
            return self._post(there, in_words(part), metadata)

    def _post(self, there: Address, part: Part, metadata: dict[str, Any]) -> str:
        answer = self._call(
            there.conversation,
            lambda: self.client.chat_postMessage(
                channel=there.conversation,
                text=part.text,
                blocks=part.blocks,
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
                thread_ts=there.thread or None,
            ),
        )
        return f"{answer.get('channel') or there.conversation}:{answer.get('ts') or ''}"

    def _posted(self, there: Address, outgoing: Outgoing) -> Iterator[tuple[dict[str, Any], str]]:
        """The marks and timestamps of this delivery's posts in its conversation."""
        oldest = f"{(outgoing.since - _CLOCKS_DIFFER).timestamp():.6f}" if outgoing.since else "0"
        cursor = ""
        for _ in range(_MOST_PAGES):
            page = self._page(there, oldest, cursor)
            for message in page.get("messages") or ():
                metadata = message.get("metadata") or {}
                payload = metadata.get("event_payload") or {}
                if metadata.get("event_type") == EVENT_TYPE and payload.get("delivery_id") == outgoing.delivery_id:
                    yield payload, str(message.get("ts", ""))
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return
        # Whether it is there is not known, and never taken for 'no'.
        raise TransportError("ambiguous", "too much was written since to look through")

    def _page(self, there: Address, oldest: str, cursor: str) -> Any:
        asked: dict[str, Any] = {
            "channel": there.conversation,
            "oldest": oldest,
            "include_all_metadata": True,
            "limit": _PAGE,
            "inclusive": True,
        }
        if cursor:
            asked["cursor"] = cursor
        if there.thread:
            return self._call("replies", lambda: self.client.conversations_replies(ts=there.thread, **asked))
        return self._call("history", lambda: self.client.conversations_history(**asked))

    def _open(self, outgoing: Outgoing) -> Address:
        """The conversation that it belongs to, a person's own opened first. Raises TransportError."""
        address = address_in(outgoing.address) or Address()
        if address.conversation.startswith(("U", "W")):
            return replace(address, conversation=self._conversation_with(address.conversation))
        if address.conversation:
            return address
        if outgoing.channel and not (outgoing.address or outgoing.people):
            return Address(self._mapped(outgoing) or _nowhere())
        return replace(address, conversation=self._conversation_with(self._users(outgoing) or _nowhere()))

    def _conversation_with(self, users: str) -> str:
        """The direct conversation with somebody (or with several: 'U1,U2'), as Slack knows it."""
        if users not in self._own:
            answer = self._call("open", lambda: self.client.conversations_open(users=users))
            self._own[users] = str((answer.get("channel") or {}).get("id") or "") or _nowhere()
        return self._own[users]

    def _team(self) -> str:
        try:
            return self.home.team
        except NotInstalled as error:
            kind: FailureKind = "replay_safe" if error.is_out_of_reach else "credential"
            raise TransportError(kind, str(error)) from error

    def _users(self, outgoing: Outgoing) -> str:
        """Who talks in the conversation beside Cairn ('U1', or 'U1,U2'); '' where one of them has no account here."""
        people = outgoing.people or ((outgoing.recipient_id,) if outgoing.recipient_id is not None else ())
        found = [self._user(person) for person in people]
        return ",".join(sorted(found)) if all(found) else ""

    def _user(self, person_id: int) -> str:
        """The confirmed account of a person in the workspace, of those that Slack still knows as one of the house."""
        team = self._team()
        with self.database.read() as session:
            users = [user for tenant, user in accounts_of(session, person_id, PLATFORM) if tenant == team]
        return next((user for user in users if self._call("users", partial(self._is_let_in, user))), "")

    def _is_let_in(self, user: str) -> bool:
        return self.visitors.account(user) is not None

    def _mapped(self, outgoing: Outgoing) -> str:
        with self.database.read() as session:
            found = channel_to_post(session, PLATFORM, outgoing.channel)
        return found.ref if found is not None and found.tenant == self._team() else ""

    def _call(self, place: str, call: Callable[[], Any]) -> Any:
        """One call, unless Slack asked to leave this place alone until later."""
        with self._lock:
            left = self._closed.get(place, 0.0) - monotonic()
        if left > 0:
            raise TransportError("replay_safe", "ratelimited", left)
        try:
            return call()
        except Exception as error:
            failure = failure_of(error)
            if failure.retry_after is not None:
                with self._lock:
                    self._closed[place] = monotonic() + failure.retry_after
            raise failure from error


def _begun(error: TransportError) -> TransportError:
    """The failure of a later part: what stands there already is looked for before the rest is posted."""
    return TransportError("ambiguous", error.reason) if error.kind == "replay_safe" else error


def _nowhere() -> str:
    raise TransportError("recipient_dead", "no conversation on Slack")


def _mark(outgoing: Outgoing, number: int, of: int) -> dict[str, Any]:
    """What a post is found again by: anybody in the workspace can read it, so it is an opaque id alone."""
    return {
        "event_type": EVENT_TYPE,
        "event_payload": {"delivery_id": outgoing.delivery_id, "part": number, "of": of},
    }
