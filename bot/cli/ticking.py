"""`cairn tick` and `cairn deliveries`: rounds by hand, and what became of messages."""

from __future__ import annotations

import argparse
import json
from typing import Any

from bot.app import Cairn, make_delivery
from bot.cli.opening import moment, opened
from bot.cli.problems import Refused
from bot.delivery import PAUSED, Attempt
from bot.round import Round, dry_round, give_up_planning, run_round
from framework.numbers import number_in
from handlers.cards import Reply
from handlers.delivery_words import say_failure
from handlers.overview import duty_subjects, recipients
from store.clock import set_business_clock
from store.delivery_lists import failed_messages, message_states, retry_messages
from store.leases import fact, set_fact
from store.outbox import WaitingDuty

_STATES = {"dead": "could not be delivered", "unknown": "may have been sent"}


def tick(given: argparse.Namespace) -> int:
    """One round; its report on standard output."""
    with opened(given) as cairn:
        now = _tick_time(cairn, given)
        delivery = make_delivery(cairn)
        if given.dry_run:
            done = dry_round(delivery, now)
        else:
            done = run_round(delivery, now)
            give_up_planning(delivery)
        report = _report(cairn, done)
    print(json.dumps(report, ensure_ascii=False) if given.json else _as_text(report))
    return 0


def _tick_time(cairn: Cairn, given: argparse.Namespace) -> Any:
    if not given.now:
        return cairn.now()
    if cairn.settings.has_chat_tokens and not cairn.is_demo and not given.dry_run:
        raise Refused(
            "Over a record with chat tokens the clock is not moved: people would be told at the wrong time. "
            "Use --dry-run."
        )
    now = moment(given.now, cairn.authority.timezone)
    if cairn.is_demo and not given.dry_run:
        with cairn.database.write() as session:
            set_business_clock(session, now)
    return now


def _report(cairn: Cairn, done: Round) -> dict[str, Any]:
    """What one round did, as data; `sent` and the others list one entry a message or duty."""
    zone = cairn.authority.timezone
    with cairn.database.read() as session:
        people = recipients(session)
        subjects = duty_subjects(session, cairn.authority, [*done.planned.dropped, *done.planned.expired], done.now)

    def attempts(state: str) -> list[dict[str, Any]]:
        return [_attempt(attempt, people) for attempt in done.delivered.of_state(state)]

    return {
        "now": done.now.astimezone(zone).isoformat(),
        "laid_out": done.planned.laid_out,
        "gathered": done.planned.gathered,
        "sent": attempts("sent"),
        "waiting": attempts("due"),
        "unknown": attempts("unknown"),
        "dead": attempts("dead"),
        "dropped": [_duty(duty, people, subjects) for duty in done.planned.dropped] + attempts("dropped"),
        "expired": [_duty(duty, people, subjects) for duty in done.planned.expired] + attempts("expired"),
        "paused": done.delivered.paused,
        "planning_failed": list(done.planned.failed),
        "planned_by_another": done.leader,
    }


def _attempt(attempt: Attempt, people: dict[int, str]) -> dict[str, Any]:
    reply: Reply | None = attempt.composed.reply
    return {
        "message": attempt.message.id,
        "to": people.get(attempt.message.recipient_id or 0, attempt.message.channel),
        "kind": attempt.message.kind,
        "duties": len(attempt.composed.said) + len(attempt.composed.dropped) + len(attempt.composed.expired),
        "text": reply.plain() if reply is not None and not attempt.message.kept else "",
        "why": attempt.outcome.failure or "; ".join(sorted(set(attempt.composed.dropped.values()))),
    }


def _duty(duty: WaitingDuty, people: dict[int, str], subjects: dict[str, str]) -> dict[str, Any]:
    about = subjects.get(duty.subject, duty.subject)
    return {"to": people.get(duty.recipient_id, ""), "rule": duty.rule, "about": about, "subject": duty.subject}


def _as_text(report: dict[str, Any]) -> str:
    done = ", ".join(f"{len(report[state])} {state}" for state in ("sent", "dropped", "expired"))
    lines = [f"Round of {report['now']}: {done}."]
    lines += [f"  sent to {entry['to']}: {' / '.join(entry['text'].split(chr(10)))}" for entry in report["sent"]]
    lines += [
        f"  expired, not sent: {entry.get('rule', entry.get('kind'))} to {entry['to']}" for entry in report["expired"]
    ]
    lines += [f"  could not be delivered to {entry['to']}: {say_failure(entry['why'])}" for entry in report["dead"]]
    lines += [f"  may have been sent to {entry['to']}: the platform did not say" for entry in report["unknown"]]
    if report["paused"]:
        lines.append(f"Sending is paused ({report['paused']}). To go on: cairn deliveries resume")
    if report["planning_failed"]:
        failed = ", ".join(report["planning_failed"])
        lines.append(f"Not everything could be planned ({failed}): the log says why. The rest went on.")
    if report["planned_by_another"]:
        lines.append(
            f"Another process ({report['planned_by_another']}) plans just now; this round only sent what waited."
        )
    return "\n".join(lines)


def deliveries(given: argparse.Namespace) -> int:
    """List what waits and what failed, go on after a pause, or try failed messages again."""
    with opened(given) as cairn:
        if given.what == "resume":
            return _resume(cairn)
        if given.what == "retry":
            return _retry(cairn, given.message)
        return _list(cairn, as_json=given.json)


def _resume(cairn: Cairn) -> int:
    with cairn.database.write() as session:
        paused = fact(session, PAUSED)
        set_fact(session, PAUSED, "")
    print(f"Sending goes on (it was paused: {paused})." if paused else "Sending was not paused.")
    return 0


def _retry(cairn: Cairn, named: str | None) -> int:
    if named is not None and not number_in(named):
        raise Refused(f"'{named}' is not the number of a message; cairn deliveries list shows them.")
    with cairn.database.write() as session:
        again = retry_messages(session, number_in(named) if named else None)
    if named and not again:
        raise Refused(f"Message {named} is not among those that failed.")
    print(f"{again} to be tried again with the next round.")
    return 0


def _list(cairn: Cairn, *, as_json: bool) -> int:
    with cairn.database.read() as session:
        states, failed, paused = message_states(session), failed_messages(session), fact(session, PAUSED)
    if as_json:
        print(json.dumps({"states": states, "failed": failed, "paused": paused}, ensure_ascii=False))
        return 0
    print(", ".join(f"{number} {state}" for state, number in states.items()) or "No messages yet.")
    for entry in failed:
        print(f"  message {entry['message']} to {entry['to']}: {_STATES[entry['state']]}, {say_failure(entry['why'])}")
    if paused:
        print(f"Sending is paused: {say_failure(paused)}. To go on: cairn deliveries resume")
    return 0
