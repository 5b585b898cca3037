"""A Card or a Form as HTML. Pure: the same post always gives the same markup, and all its text is escaped."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handlers.cards import Form, Reply, loads
from handlers.delivery_words import say_failure
from store.local_page import Shown

TEMPLATES: Final = Path(__file__).parent / "templates"
MOST_RADIOS: Final = 5
# A longer list of boxes to tick is folded away until somebody wants it.
MANY_OPTIONS: Final = 12


@dataclass(frozen=True)
class PostView:
    """One post as it is shown: `author` is '' for Cairn, times are local; `nonce` numbers each of its forms."""

    id: int
    author: str
    is_mine: bool
    made_at: datetime
    words: str
    reply: Reply | None
    is_sent: bool
    nonce: Callable[[], str]

    @property
    def is_form(self) -> bool:
        return isinstance(self.reply, Form)


@dataclass(frozen=True)
class FormMarks:
    """What every form of a page carries besides its own values."""

    csrf: str
    conversation: str


def new_nonce() -> str:
    """What makes a form that is sent twice count once."""
    return secrets.token_urlsafe(18)


def post_view(
    row: Shown, reader: int | None, timezone: tzinfo, again: Form | None = None, nonce: Callable[[], str] = new_nonce
) -> PostView:
    """A kept post as this reader sees it; `again` is shown in place of its form, with errors and what was typed."""
    return PostView(
        id=row.id,
        author=row.author if row.author_id is not None else "",
        is_mine=row.author_id is not None and row.author_id == reader,
        made_at=row.made_at.astimezone(timezone),
        words=row.words,
        reply=again or (loads(row.card) if row.card else None),
        is_sent=row.closed_at is not None and again is None,
        nonce=nonce,
    )


def render_post(view: PostView, marks: FormMarks) -> str:
    """One post as HTML, the same on the page, in an answer to the script and in the stream."""
    macros: Any = environment().get_template("post.html").module
    return str(macros.post(view, marks))


@cache
def environment() -> Environment:
    """The page's templates: escaping always on, a missing value an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "kind": lambda value: type(value).__name__.lower(),
        "long_day": long_day,
        "clock_time": lambda moment: f"{moment:%H:%M}",
        "safe_url": safe_url,
        "is_ours": is_ours,
        "picked": lambda value: value.split(";"),
        "address": address_of,
        "part_address": part_address,
        "errors": _errors,
        "failure": say_failure,
    }
    made.filters.update(filters)
    made.globals["most_radios"] = MOST_RADIOS
    made.globals["many_options"] = MANY_OPTIONS
    return made


def long_day(moment: datetime) -> str:
    """'Monday 23 November 2026'."""
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def address_of(conversation: str) -> str:
    """The page of a conversation."""
    return f"/c/{quote(conversation, safe=':')}"


def part_address(post: int, number: int, conversation: str) -> str:
    """Where the picture or file is fetched that stands at `number` in the body of a post's card."""
    return f"/part/{post}/{number}/{quote(conversation, safe=':')}"


def safe_url(url: str) -> str:
    """The address if a browser may follow it (web, mail or our own pages), '' for anything that could run as script."""
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        return ""
    return url if scheme in ("http", "https", "mailto") or is_ours(url) else ""


def is_ours(url: str) -> bool:
    """Whether an address is on this page itself: only such pictures are loaded, so that no other network is needed."""
    return url.startswith("/") and not url.startswith(("//", "/\\"))


def _errors(form: Form) -> Iterable[Any]:
    return [item for item in form.fields if item.error]
