"""The vocabulary of what a message says: one line a duty, made by the capability whose subject it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing
from handlers.cards import Button, Download
from store.messages import DutyView


class Gone(Exception):
    """The reason for a duty has gone; the message says how."""


@dataclass(frozen=True)
class Line:
    """What one duty says. `title` heads a message that says nothing else; its `buttons` stand below it then.

    Among other lines it is one point of a list, and `opened` the button that leads to it. `files` can be had of it in
    either case.
    """

    text: str
    title: str
    buttons: tuple[Button, ...] = ()
    opened: Button | None = None
    files: tuple[Download, ...] = ()


class Lines(Protocol):
    """The record as far as one batch of duties about one kind of subject needs it, read once."""

    def line(self, duty: DutyView) -> Line:
        """What the duty says today. Raises Gone when its reason has gone, or it is not the recipient's any more."""
        ...

    def about(self, duty: DutyView) -> str:
        """What the duty is about, in a few words, for 'why did I get this?' and for reports."""
        ...

    def why(self, duty: DutyView, standing: Standing) -> str:
        """Why it came to this person: the rule, and what they are to the subject."""
        ...

    def useful_until(self, duty: DutyView) -> datetime | None:
        """Until when a reminder that is put off makes sense, None when it makes none any more."""
        ...


ReadLines = Callable[[Session, Authority, Sequence[DutyView], datetime], Lines]
