"""Delivery: every message at least once, with no duplicate that reconciliation can find.

One round:

1. claim a batch under a lease that is longer than any request may take;
2. compose each message from the record as it is now; one that has nothing left to say is dropped or expired;
3. of a message that an earlier attempt may have posted, ask the platform first;
4. post it;
5. record what became of it, if the lease is still ours; otherwise whoever has it now reconciles.

A kill between 4 and 5 leaves a claimed row whose lease runs out; the next sender goes to step 3.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.outgoing import Outgoing, Transport, TransportError
from config.authority import Authority
from handlers.composers import Composed, compose
from store.clock import real_now
from store.database import Database
from store.leases import fact, set_fact
from store.messages import AMBIGUOUS, Claimed, Outcome, claim, record

_LOG = logging.getLogger("cairn.delivery")

LEASE = timedelta(seconds=120)
BATCH = 20
MOST_ATTEMPTS = 10
PAUSED = "sending_paused"
_FIRST_RETRY_SECONDS = 30.0
_LONGEST_RETRY_SECONDS = 1800.0


@dataclass(frozen=True)
class Attempt:
    """One message and what became of it in this round."""

    message: Claimed
    outcome: Outcome
    composed: Composed


@dataclass(frozen=True)
class Delivered:
    """What one round of delivery did; `paused` holds the reason where sending is paused."""

    attempts: tuple[Attempt, ...] = ()
    paused: str = ""

    def of_state(self, state: str) -> list[Attempt]:
        return [attempt for attempt in self.attempts if attempt.outcome.state == state]


@dataclass(frozen=True)
class Delivery:
    """Sends what is due over the first of `transports` that reaches the recipient."""

    database: Database
    authority: Authority
    transports: Sequence[Transport]
    owner: str = field(default_factory=lambda: f"{socket.gethostname()}:{id(object())}:{real_now().timestamp()}")
    lease: timedelta = LEASE
    batch: int = BATCH
    clock: Callable[[], datetime] = real_now

    def round(self, now: datetime, most: int = 2000) -> Delivered:
        """Send until nothing is due, or `most` messages; `now` is business time, leases and retries go by real time."""
        with self.database.read() as session:
            paused = fact(session, PAUSED)
        attempts: list[Attempt] = []
        while not paused and len(attempts) < most:
            batch = self._claim(now)
            if not batch:
                break
            done, paused = self._send_all(batch, now)
            attempts += done
        return Delivered(tuple(attempts), paused)

    def _claim(self, now: datetime) -> list[Claimed]:
        answers_only = not self.authority.sending.is_open(now, self.authority.school_year)
        with self.database.write(durable=False) as session:
            return claim(session, self.owner, self.clock(), self.lease, self.batch, answers_only=answers_only)

    def _send_all(self, batch: Sequence[Claimed], now: datetime) -> tuple[list[Attempt], str]:
        """Compose, post and record a batch. What is certain to reconcile is recorded together, the rest one by one."""
        with self.database.read() as session:
            composed = compose(session, self.authority, batch, now)
        attempts, unrecorded, paused = [], list[Outcome](), ""
        for message in batch:
            outcome = Outcome(message.id, "due") if paused else self._attempt(message, composed[message.id], now)
            paused = paused or (outcome.failure if outcome.failure.startswith("credential") else "")
            attempts.append(Attempt(message, outcome, composed[message.id]))
            unrecorded.append(outcome)
            if not self._reconciles(outcome):
                self._record(unrecorded, paused)
                unrecorded = []
        self._record(unrecorded, paused)
        return attempts, paused

    def _record(self, outcomes: Sequence[Outcome], paused: str) -> None:
        if outcomes:
            with self.database.write(durable=False) as session:
                record(session, self.owner, outcomes)
                if paused:
                    set_fact(session, PAUSED, paused)

    def _reconciles(self, outcome: Outcome) -> bool:
        return all(t.can_reconcile for t in self.transports if t.name == outcome.platform)

    def _attempt(self, message: Claimed, composed: Composed, now: datetime) -> Outcome:
        outcome = Outcome(
            message.id, "sent", composed.said, composed.dropped, composed.expired, composed.held_back
        )
        if composed.reply is None:
            return replace(outcome, state="expired" if composed.expired and not composed.dropped else "dropped")
        if message.send_by is not None and message.send_by <= self.clock():
            return replace(outcome, state="expired", failure="its time had passed")
        outgoing = Outgoing(message.delivery_id, message.recipient_id, message.channel, composed.reply, now)
        transport = next((transport for transport in self.transports if transport.reaches(outgoing)), None)
        if transport is None:
            return replace(outcome, state="dead", failure="recipient_dead: no account on any platform")
        return self._posted(message, outgoing, transport, replace(outcome, platform=transport.name))

    def _posted(self, message: Claimed, outgoing: Outgoing, transport: Transport, outcome: Outcome) -> Outcome:
        try:
            reference = self._found_or_sent(message, outgoing, transport)
        except TransportError as error:
            return self._failed(message, transport, outcome, error)
        except Exception as error:  # a transport's own fault must not stop the others' messages
            _LOG.exception("sending failed delivery=%s", message.delivery_id)
            return self._failed(message, transport, outcome, TransportError("ambiguous", type(error).__name__))
        return replace(outcome, reference=reference, sent_at=self.clock())

    def _found_or_sent(self, message: Claimed, outgoing: Outgoing, transport: Transport) -> str:
        if message.reconcile and transport.can_reconcile:
            found = transport.find(outgoing)
            if found is not None:
                return found
        elif message.reconcile:
            raise TransportError("ambiguous", "an earlier attempt may have been posted")
        return transport.send(outgoing)

    def _failed(self, message: Claimed, transport: Transport, outcome: Outcome, error: TransportError) -> Outcome:
        if error.kind == "credential":
            return replace(outcome, state="due", failure=f"credential: {error.reason}", platform="")
        if error.kind in ("recipient_dead", "bug") or message.attempts >= MOST_ATTEMPTS:
            _LOG.error("dead letter delivery=%s kind=%s reason=%s", message.delivery_id, error.kind, error.reason)
            return replace(outcome, state="dead", failure=f"{error.kind}: {error.reason}")
        if error.kind == "ambiguous" and not transport.can_reconcile:
            return replace(outcome, state="unknown", failure="may have been sent", sent_at=self.clock())
        wait = error.retry_after if error.retry_after is not None else _backoff(message.attempts)
        failure = AMBIGUOUS if error.kind == "ambiguous" else error.reason
        return replace(
            outcome, state="due", failure=failure, next_attempt_at=self.clock() + timedelta(seconds=wait), platform=""
        )


def _backoff(attempts: int) -> float:
    """Seconds until the next attempt: half a minute, doubled each time, at most half an hour."""
    return float(min(_FIRST_RETRY_SECONDS * 2 ** (attempts - 1), _LONGEST_RETRY_SECONDS))
