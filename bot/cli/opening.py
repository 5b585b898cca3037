"""What several commands share: opening the record, and reading a moment that was typed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, tzinfo

from bot.app import Cairn, open_cairn
from bot.cli.problems import Refused
from config.settings import load_settings


@contextmanager
def opened(given: argparse.Namespace) -> Iterator[Cairn]:
    """Cairn over the record that `--data` or the environment names."""
    cairn = open_cairn(load_settings(given.data))
    try:
        yield cairn
    finally:
        cairn.close()


def moment(text: str, zone: tzinfo) -> datetime:
    """An ISO moment, aware UTC; without an offset it is on the authority's clock. Raises Refused."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"'{text}' is not a moment: write one such as 2026-11-23T09:00.") from None
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def day(text: str) -> date:
    """An ISO day. Raises Refused."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"'{text}' is not a day: write one such as 2026-11-23.") from None
