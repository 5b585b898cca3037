"""What Cairn can do, in one table: action -> who answers it, what it is about, whether it changes the record.

The parts are named, not imported: a command loads only what its own answer needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from handlers.cards import Reply
from handlers.request import Request

Handler = Callable[[Request, Session, Authority], Reply]


@dataclass(frozen=True)
class Capability:
    """One thing that Cairn can do.

    `show` answers or shows the form; `carry_out` changes the record once all of `needs` are given by a button or form.
    `matter` is what access is judged by ('' for what concerns the asker alone). `one_school` says that it is about one
    school, which the dispatcher finds; 'own' that it falls back on the asker's own work where no school is named.
    """

    show: str
    carry_out: str = ""
    needs: tuple[str, ...] = ()
    matter: str = ""
    one_school: str = ""
    private: bool = True


def load(name: str) -> Handler:
    """The function that 'module:function' names inside `handlers`."""
    module, _, function = name.partition(":")
    handler: Handler = getattr(import_module(f"handlers.{module}"), function)
    return handler


HANDLERS: Final[dict[str, Capability]] = {
    "tier_of_school": Capability("tiers:tier_of_school", matter="tier", one_school="ask"),
    "tier_reason": Capability("tiers:tier_of_school", matter="tier_reason", one_school="ask"),
    "tier_history": Capability("tiers:tier_history", matter="tier_reason", one_school="ask"),
    "tier_list": Capability("tier_lists:tier_list", matter="tier"),
    "next_visit": Capability("visits:next_visit", matter="visits", one_school="own"),
    "visit_list": Capability("visits:visit_list", matter="visits", one_school="own"),
    "show_visit": Capability("visits:show_visit", matter="visits"),
    "who_is_link": Capability("directory:who_is_link", matter="directory", one_school="ask", private=False),
    "school_profile": Capability("directory:school_profile", matter="directory", one_school="ask", private=False),
    "book_visit": Capability(
        "booking:booking_form", "booking:book", ("date", "time"), matter="change_visit", one_school="ask"
    ),
    "move_visit": Capability(
        "moving:moving_form", "moving:move", ("visit", "date", "time"), matter="change_visit", one_school="own"
    ),
    "cancel_visit": Capability(
        "moving:cancelling_form", "moving:cancel", ("visit", "reason"), matter="change_visit", one_school="own"
    ),
    "agree_visit": Capability(
        "moving:agreeing_card", "moving:agree", ("visit",), matter="change_visit", one_school="own"
    ),
    "record_visit": Capability(
        "recording:recording_form", "recording:record", ("visit", "strengths"), matter="write_note", one_school="own"
    ),
    "show_note": Capability("recording:show_note", matter="note", one_school="own"),
    "snooze": Capability("preferences:snooze_form", "preferences:snooze", ("message", "until")),
    "turn_down": Capability("preferences:preferences", "preferences:turn_down", ("kind",)),
    "turn_on": Capability("preferences:preferences", "preferences:turn_on", ("kind",)),
    "preferences": Capability("preferences:preferences"),
    "why_this_message": Capability("preferences:why_this_message"),
    "my_day": Capability("visits:my_day", matter="visits"),
    "help": Capability("help:help_card", private=False),
    "smalltalk": Capability("help:smalltalk", private=False),
    "confirm": Capability("help:nothing_waits", private=False),
    "decline": Capability("help:nothing_waits", private=False),
    "out_of_scope": Capability("help:out_of_scope", private=False),
}
