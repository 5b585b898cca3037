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
import os
import secrets
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.alerts import ALERTED, alert_of_pause
from bot.outgoing import Outgoing, Transport, TransportError
from config.authority import Authority
from handlers.cards import Card, dumps
from handlers.composers import Composed, compose
from handlers.delivery_words import not_taken, tell_of_unreached
from store.clock import real_now
from store.database import Database
from store.leases import fact, set_fact
from store.messages import AMBIGUOUS, MAY_HAVE_BEEN_SENT, Claimed, Outcome, claim, record
from store.outbox import put_answer
from store.waiting import NO_ADDRESS

_LOG = logging.getLogger("cairn.delivery")

LEASE = timedelta(seconds=120)
BATCH = 100
MOST_ATTEMPTS = 10
PAUSED = "sending_paused"
CREDENTIAL = "credential"
_FIRST_RETRY_SECONDS = 30.0
_LONGEST_RETRY_SECONDS = 1800.0
_ASKED_AGAIN = timedelta(minutes=15)
_ANNOUNCED_FOR = timedelta(days=7)


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
    owner: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}")
    lease: timedelta = LEASE
    batch: int = BATCH
    clock: Callable[[], datetime] = real_now

    def round(self, now: datetime, most: int = 2000, *, answers_only: bool = False) -> Delivered:
        """Send until nothing is due, or `most` messages; `now` is business time, leases and retries go by real time.

        `answers_only`: what somebody waits for, so that it need not stand behind a morning's reminders.
        """
        with self.database.read() as session:
            paused = fact(session, PAUSED)
        attempts: list[Attempt] = []
        while not paused and len(attempts) < most:
            ends = self.clock() + self.lease
            batch = self._claim(now, min(self._batch, most - len(attempts)), answers_only)
            if not batch:
                break
            done, paused = self._send_all(batch, now, ends)
            attempts += done
        if paused.startswith(CREDENTIAL):
            alert_of_pause(self.database, self.authority, self.transports, paused, now)
        return Delivered(tuple(attempts), paused)

    @property
    def _batch(self) -> int:
        # Where nobody can tell afterwards what was posted, a kill must leave only the one message in doubt.
        return self.batch if all(transport.can_reconcile for transport in self.transports) else 1

    def _claim(self, now: datetime, most: int, only_answers: bool) -> list[Claimed]:
        answers_only = only_answers or not self.authority.sending.is_open(now, self.authority.school_year)
        # On the disk before anything is posted: a claim that a power cut forgot would be posted twice.
        with self.database.write(durable=True) as session:
            return claim(session, self.owner, self.clock(), self.lease, most, answers_only=answers_only)

    def _send_all(self, batch: Sequence[Claimed], now: datetime, ends: datetime) -> tuple[list[Attempt], str]:
        """Compose and post a batch while the lease lasts, and record it; what is left over the next sender takes."""
        composed = self._composed(batch, now)
        attempts: list[Attempt] = []
        paused = ""
        for message in batch:
            # At least one, or a batch that takes long to compose would be claimed and put back for ever.
            if attempts and self.clock() >= ends - self.lease / 2:
                break
            made = composed[message.id]
            outcome = _put_back(message) if paused else self._attempt(message, made, now)
            paused = paused or (outcome.failure if outcome.failure.startswith(CREDENTIAL) else "")
            if paused and message.reconcile:
                outcome = replace(outcome, failure=AMBIGUOUS)
            attempts.append(Attempt(message, outcome, made))
        left = [_put_back(message) for message in batch[len(attempts) :]]
        self._record(attempts, left, paused, now)
        return attempts, paused

    def _composed(self, batch: Sequence[Claimed], now: datetime) -> dict[int, Composed]:
        """What the messages say. One that cannot be made is a dead letter of its own, and holds up no other."""
        try:
            with self.database.read() as session:
                return compose(session, self.authority, batch, now)
        except SQLAlchemyError:
            # The record's own fault, and no message's: whoever claims them next finds them as they were.
            raise
        except Exception:
            if len(batch) == 1:
                _LOG.exception("composing failed delivery=%s", batch[0].delivery_id)
                return {batch[0].id: Composed(None, cannot_be_made=True)}
        return {number: made for message in batch for number, made in self._composed([message], now).items()}

    def _record(self, attempts: Sequence[Attempt], left: Sequence[Outcome], paused: str, now: datetime) -> None:
        dead = [
            (one.message.recipient_id, one.message.channel, one.outcome.failure)
            for one in attempts
            if one.outcome.failure.startswith("recipient_dead")
        ]
        with self.database.write(durable=False) as session:
            outcomes = [*(attempt.outcome for attempt in attempts), *left]
            are_ours = record(session, self.owner, outcomes) == len(outcomes)
            tell_of_unreached(session, self.authority, dead, now)
            for lost in (one.message for one in attempts if are_ours and _is_refused_answer(one)):
                put_answer(session, lost.recipient_id, lost.address, _NOT_TAKEN, now, _ANSWER_LASTS)
            if paused:
                set_fact(session, PAUSED, paused)
                set_fact(session, ALERTED, "")

    def _attempt(self, message: Claimed, composed: Composed, now: datetime) -> Outcome:
        outcome = Outcome(
            message.id,
            "sent",
            composed.said,
            composed.dropped,
            composed.expired,
            composed.held_back,
            attempts=message.attempts,
        )
        if composed.cannot_be_made:
            return replace(outcome, state="dead", failure="bug: the message could not be made")
        outgoing = Outgoing(
            message.delivery_id,
            message.recipient_id,
            message.channel,
            composed.reply or _NOTHING,
            now,
            message.address,
            message.tried_at,
        )
        transport: Transport | None = None
        try:
            transport = next((transport for transport in self.transports if transport.reaches(outgoing)), None)
            return self._posted(message, outgoing, transport, outcome, is_empty=composed.reply is None)
        except TransportError as error:
            return self._failed(message, transport, outcome, error)
        except Exception as error:  # a platform's own fault must not stop the others' messages
            _LOG.exception("sending failed delivery=%s", message.delivery_id)
            return self._failed(message, transport, outcome, TransportError("ambiguous", type(error).__name__))

    def _posted(
        self, message: Claimed, outgoing: Outgoing, transport: Transport | None, outcome: Outcome, *, is_empty: bool
    ) -> Outcome:
        if transport is None and not is_empty:
            return self._waiting(message, outcome, outgoing.now)
        found = transport.find(outgoing) if transport and message.reconcile and transport.can_reconcile else None
        if found is not None:
            outcome = _all_said(outcome)
        if found is None and is_empty:
            only_expired = outcome.expired and not outcome.dropped
            return replace(outcome, state="expired" if only_expired else "dropped")
        if found is None and message.send_by is not None and message.send_by <= self.clock():
            return replace(outcome, state="expired", failure="its time had passed")
        if found is None and transport is not None:
            if message.reconcile and not transport.can_reconcile:
                return replace(outcome, state="unknown", failure=MAY_HAVE_BEEN_SENT, sent_at=outgoing.now)
            found = transport.send(outgoing)
        name = transport.name if transport else ""
        # By the business clock, as everything that people read: leases and retries alone go by real time.
        return replace(outcome, platform=name, reference=found or "", sent_at=outgoing.now)

    def _waiting(self, message: Claimed, outcome: Outcome, now: datetime) -> Outcome:
        """Nobody is linked yet, or the channel has no place: it waits while it is useful, and is not tried until then.

        A digest ends by its duties' own time, an answer by `send_by`, an announcement after a week.
        """
        ended = message.send_by is not None and message.send_by <= self.clock()
        if ended or (message.kind == "announcement" and now - message.made_at > _ANNOUNCED_FOR):
            return replace(outcome, state="expired", said=(), failure="its time had passed")
        failure = AMBIGUOUS if message.reconcile else NO_ADDRESS
        return replace(outcome, state="due", failure=failure, next_attempt_at=self.clock() + _ASKED_AGAIN)

    def _failed(
        self, message: Claimed, transport: Transport | None, outcome: Outcome, error: TransportError
    ) -> Outcome:
        doubtful = error.kind == "ambiguous" or message.reconcile
        waiting = replace(outcome, state="due", failure=AMBIGUOUS if doubtful else error.reason)
        if doubtful:
            # Its duties stay with it: in a new message they might be said a second time.
            waiting = replace(waiting, held_back=())
        if error.kind == "credential":
            return replace(waiting, failure=f"{CREDENTIAL}: {error.reason}")
        if error.kind == "ambiguous" and transport is not None and not transport.can_reconcile:
            return replace(outcome, state="unknown", failure=MAY_HAVE_BEEN_SENT, sent_at=self.clock())
        attempts = message.attempts + (error.kind != "replay_safe")
        if error.kind in ("recipient_dead", "bug") or attempts >= MOST_ATTEMPTS:
            _LOG.error("dead letter delivery=%s kind=%s reason=%s", message.delivery_id, error.kind, error.reason)
            kind = AMBIGUOUS if doubtful else error.kind
            return replace(outcome, state="dead", attempts=attempts, failure=f"{kind}: {error.reason}")
        wait = max(error.retry_after or 0.0, 1.0) if error.kind == "replay_safe" else _backoff(attempts)
        if error.kind == "replay_safe" and error.retry_after is None:
            wait = _backoff(1)
        return replace(waiting, attempts=attempts, next_attempt_at=self.clock() + timedelta(seconds=wait))


_NOTHING = Card()
_NOT_TAKEN = dumps(not_taken())
_ANSWER_LASTS = timedelta(hours=12)


def _is_refused_answer(attempt: Attempt) -> bool:
    """Whether somebody waits for an answer that the platform will never take: they are told so, once."""
    message, outcome = attempt.message, attempt.outcome
    is_refused = outcome.state == "dead" and outcome.failure.startswith("bug")
    return message.kind == "answer" and is_refused and message.kept != _NOT_TAKEN


def _all_said(outcome: Outcome) -> Outcome:
    """What was posted before was said then, whatever has become of its reason since."""
    said = (*outcome.said, *(outcome.dropped or {}), *outcome.expired, *outcome.held_back)
    return replace(outcome, said=said, dropped=None, expired=(), held_back=())


def _put_back(message: Claimed) -> Outcome:
    """A message that was claimed and not tried: due as before, and as doubtful as before.

    It says so, since no duty may join it any more: between two statements of a gathering it could be claimed again.
    """
    failure = AMBIGUOUS if message.reconcile else "not tried yet"
    return Outcome(message.id, "due", attempts=message.attempts, failure=failure)


def _backoff(attempts: int) -> float:
    """Seconds until the next attempt: half a minute, doubled each time, at most half an hour."""
    return float(min(_FIRST_RETRY_SECONDS * 2 ** (max(attempts, 1) - 1), _LONGEST_RETRY_SECONDS))
