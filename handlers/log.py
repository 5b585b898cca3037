"""What goes to the log: what failed and where, never what a person wrote or who they are."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.request import Request

_LOG = logging.getLogger("cairn")


def failure(reference: str, request: Request) -> None:
    """The traceback under way, with the reference that the person was given."""
    _LOG.exception(
        "answer failed reference=%s platform=%s action=%s", reference, request.account.platform, request.action.name
    )
