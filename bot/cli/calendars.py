"""`cairn calendar`: somebody's visits as an iCalendar file on the standard output."""

from __future__ import annotations

import argparse
import sys

from bot.cli.opening import moment, opened
from bot.cli.problems import Refused
from handlers.files import File
from handlers.request import Account, Action, Place, Request


def calendar(given: argparse.Namespace) -> int:
    """Print the calendar of a person, or of a cluster on their behalf."""
    values = {"cluster": given.cluster} if given.cluster else {}
    with opened(given) as cairn:
        now = moment(given.now, cairn.authority.timezone) if given.now else cairn.now()
        account = Account("operator", "", given.email)
        made = cairn.file(Request(account, Place(), now, action=Action("my_calendar", values)))
    if not isinstance(made, File):
        raise Refused(" ".join(made.plain().split("\n")))
    sys.stdout.buffer.write(made.content)
    sys.stdout.flush()
    return 0
