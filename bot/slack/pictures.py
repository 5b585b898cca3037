"""Charts and files: drawn or made when they are sent, uploaded to Slack, and shown from there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Final

from slack_sdk import WebClient

from bot.outgoing import Outgoing
from bot.slack.addresses import Address
from bot.slack.outcomes import failure_of
from bot.slack.text import clipped
from handlers.cards import Card, Chart, Download, Element, Link, Picture, Reply, say
from handlers.files import File

_LOG = logging.getLogger("cairn.slack")
_REMEMBERED: Final = 200
_ALT: Final = 1000
_TITLE: Final = 200
_NOT_TAKEN: Final = (
    "Slack does not take files from me just now, so I cannot send you this one. "
    "Please tell your authority's Cairn administrator: cairn check says what is missing."
)
# Whoever asked for a file, by the id of the person in the record, and what they asked for.
Make = Callable[[int, Download], File | Card]


@dataclass
class Files:
    """Uploads over one client; a picture that was uploaded before is shown from there again."""

    client: WebClient
    make: Make
    _uploaded: dict[str, str] = field(default_factory=dict)

    def picture(self, chart: Chart) -> Picture:
        """The chart, drawn and uploaded."""
        # Loaded here: drawing takes half a second to load, and most messages draw nothing.
        from handlers.charts import draw

        content = draw(chart)
        key = sha256(content).hexdigest()
        if key not in self._uploaded:
            if len(self._uploaded) >= _REMEMBERED:
                self._uploaded.clear()
            self._uploaded[key] = str(self._upload("chart.png", chart.title or "Chart", content, chart.alt)["id"])
        return Picture(f"slack:{self._uploaded[key]}", chart.alt)

    def forget(self, ids: Collection[str]) -> None:
        """Upload these pictures anew when they are wanted next: Slack shows them no more, or never did."""
        for key in [key for key, id_ in self._uploaded.items() if id_ in ids]:
            self._uploaded.pop(key, None)

    def file(self, person_id: int, wanted: Download, there: Address) -> Card:
        """The file, shared where it was asked for, as a link to it; or the refusal for who may not have it (now)."""
        made = self.make(person_id, wanted)
        if isinstance(made, Card):
            return made
        try:
            uploaded = self._upload(made.name, made.name, made.content, "", there)
        except Exception as error:
            if will_pass(error):
                raise
            _LOG.warning("a file is not sent, Slack takes none: %s", failure_of(error).reason)
            return say(_NOT_TAKEN)
        card = say("Here is the file that you asked for.")
        return replace(card, body=(*card.body, Link(made.name, str(uploaded.get("permalink") or ""))), notice="A file")

    def _upload(self, name: str, title: str, content: bytes, alt: str, there: Address | None = None) -> dict[str, Any]:
        """Three steps, as Slack asks (https://docs.slack.dev/messaging/working-with-files): where to, there, done.

        What is shared with no conversation is the bot's own: a message can show it, and nobody can open it.
        """
        described = {"alt_txt": clipped(alt, _ALT)} if alt else {}
        place = self.client.files_getUploadURLExternal(filename=name, length=len(content), **described)
        put(self.client, str(place["upload_url"]), content)
        done = self.client.files_completeUploadExternal(
            files=[{"id": str(place["file_id"]), "title": clipped(title, _TITLE)}], **_sharing(there)
        )
        found: dict[str, Any] = next(iter(done.get("files") or ()), {})
        return {"id": place["file_id"], **found}


def _sharing(there: Address | None) -> dict[str, Any]:
    shared = {"channel_id": there.conversation, "thread_ts": there.thread} if there else {}
    return {name: value for name, value in shared.items() if value}


def put(client: WebClient, url: str, content: bytes) -> None:
    """Send a file's content to where Slack wants it. Raises OSError where it was not taken."""
    from bot.slack.web_client import KeptAliveClient

    assert isinstance(client, KeptAliveClient)
    client.put_content(url, content)


def with_pictures(reply: Reply, files: Files, outgoing: Outgoing, there: Address) -> Reply:
    """The card with its charts as pictures that Slack can show; a card that is but a file's name as that file."""
    wanted = file_wanted(reply)
    if wanted is not None and outgoing.recipient_id is not None:
        return files.file(outgoing.recipient_id, wanted, there)
    body: tuple[Element, ...] = tuple(_shown(part, files) if isinstance(part, Chart) else part for part in reply.body)
    return replace(reply, body=body)


def _shown(chart: Chart, files: Files) -> Picture | Chart:
    """The chart as a picture; where Slack takes none (a scope is missing) it says itself in words."""
    try:
        return files.picture(chart)
    except Exception as error:
        if will_pass(error):
            raise
        _LOG.warning("a chart is sent in words, Slack takes no picture: %s", failure_of(error).reason)
        return chart


def will_pass(error: Exception) -> bool:
    """Whether the same may go well later: Slack was not reached, asked to wait, or shuts everything out just now."""
    return failure_of(error).kind in ("replay_safe", "ambiguous", "credential")


def fetching(wanted: Download) -> Card:
    """The card that stands for a file until it is sent: it holds nothing else."""
    return Card(body=(wanted,), notice="A file")


def file_wanted(reply: Reply) -> Download | None:
    """The file that a card stands for, None for every other card."""
    alone = isinstance(reply, Card) and len(reply.body) == 1 and not (reply.title or reply.buttons or reply.choices)
    part = reply.body[0] if alone else None
    return part if isinstance(part, Download) else None
