"""A person's words as Slack's text: nothing in them is read as a mention, a link or a channel."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from handlers.moments import Moment

_ESCAPED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LONGEST_ESCAPED: Final = max(map(len, _ESCAPED.values()))
# Whole mentions and links as Slack writes them into what a person typed, and the entities around them.
_ADDRESS: Final = re.compile(r"<(?P<kind>[@#!]?)(?P<what>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_PLAIN: Final = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_NOTHING: Final = "–"


def escape(text: str) -> str:
    """The text with the three characters that Slack reads replaced (https://docs.slack.dev/messaging/formatting)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed(text: str) -> str:
    """What a person typed, out of Slack's own writing: entities undone, a link or channel by its label."""

    def said(found: re.Match[str]) -> str:
        label, kind, what = found["label"], found["kind"], found["what"]
        if kind in ("@", "!"):
            return f"@{label}" if label else ""
        if kind == "#":
            return f"#{label}" if label else ""
        return label or what.removeprefix("mailto:").removeprefix("tel:")

    words = _ADDRESS.sub(said, text)
    for entity, character in _PLAIN.items():
        words = words.replace(entity, character)
    return words.replace("\0", "").strip()


def clipped(text: str, most: int) -> str:
    """The text in at most `most` characters, its end shown as '…' where it is longer."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def pieces(text: str, most: int) -> list[str]:
    """The text in parts of at most `most` characters once escaped, cut at a line or a word where there is one."""
    if _LONGEST_ESCAPED * len(text) <= most:
        return [text] if text.strip() else []
    found: list[str] = []
    rest = text
    while len(escape(rest)) > most:
        cut = _cut(rest, most)
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [piece for piece in [*found, rest] if piece.strip()]


def _cut(text: str, most: int) -> int:
    end, used = 0, 0
    while end < len(text) and (used := used + len(_ESCAPED.get(text[end], " "))) <= most:
        end += 1
    for mark in ("\n", " "):
        found = text.rfind(mark, end // 2, end)
        if found > 0:
            return found
    return end


def plain(text: str, most: int) -> dict[str, Any]:
    """A text object that Slack shows as it is, without any reading of it."""
    return {"type": "plain_text", "text": clipped(text, most).strip() or _NOTHING, "emoji": False}


def mrkdwn(text: str) -> dict[str, Any]:
    """A text object of ready Slack text. `verbatim`: names and addresses in it are not turned into links."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def shown(text: str) -> str:
    """Words as Slack text; those that know their moment as a date that each reader sees on their own clock."""
    if not isinstance(text, Moment) or text.said not in text:
        return escape(text)
    before, _, after = text.partition(text.said)
    fallback = escape(text.said).replace("|", "/")
    token = f"<!date^{int(text.at.timestamp())}^{{date_long_pretty}}, {{time}}|{fallback}>"
    return f"{escape(before)}{token}{escape(after)}"


def link(label: str, url: str) -> str:
    """A link as Slack text; an address that a browser should not follow is shown as words."""
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        scheme = ""
    if scheme not in ("http", "https", "mailto") or any(mark in url for mark in "<>| \n\r\t"):
        return escape(f"{label}: {url}")
    return f"<{escape(url)}|{escape(label).replace('|', '/') or escape(url)}>"
