"""The one alert that goes out while sending is paused: to administrators, over whatever still lets Cairn in."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from datetime import datetime

from bot.outgoing import Outgoing, Transport, TransportError
from config.authority import Authority
from handlers.accounts import administrators
from handlers.delivery_words import pause_card
from store.database import Database
from store.leases import fact, set_fact

_LOG = logging.getLogger("cairn.delivery")
ALERTED = "pause_alerted"
_DONE = "told"


def alert_of_pause(
    database: Database, authority: Authority, transports: Sequence[Transport], paused: str, now: datetime
) -> None:
    """Tell every administrator once that sending is paused. A kill in between has the same alert sent again.

    The local page takes the same alert once. What no platform takes is in the log, in `cairn check`, and in the
    administrators' overview all the same. `now` is business time.
    """
    with database.write() as session:
        alert = fact(session, ALERTED) or secrets.token_urlsafe(16)
        set_fact(session, ALERTED, alert)
        people = administrators(session, authority, now.astimezone(authority.timezone).date())
    if alert == _DONE:
        return
    _LOG.error("sending is paused reason=%s", paused)
    for person in people:
        _tell(transports, Outgoing(f"{alert}-{person}", person, "", pause_card(paused), now))
    with database.write() as session:
        set_fact(session, ALERTED, _DONE)


def _tell(transports: Sequence[Transport], outgoing: Outgoing) -> None:
    for transport in transports:
        try:
            if transport.reaches(outgoing):
                transport.send(outgoing)
                return
        except TransportError as error:
            _LOG.warning("alert not taken platform=%s reason=%s", transport.name, error.reason)
