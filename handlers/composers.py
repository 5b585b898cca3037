"""What a message says, composed when it is sent, from the record as it is then.

SUBJECTS names for each kind of subject who makes the lines about it. A duty whose reason has gone is dropped with the
reason why, and a message that is left without any says nothing at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib import import_module
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from handlers.cards import Button, Card, Download, Reply, Text, loads
from handlers.lines import Gone, Line, Lines, ReadLines
from handlers.wording import count, say_day
from store.announcements import Announced, announcements_of
from store.messages import Claimed, DutyView, duties_of_messages, kinds_turned_down

_OPENED, _FILES = 10, 5

# What a duty's subject begins with -> who reads and words what is due about it.
SUBJECTS: Final[dict[str, str]] = {
    "visit": "visit_lines:visit_lines",
    "dates": "dates_lines:dates_lines",
    "promise": "promise_lines:promise_lines",
    "inspection": "inspection_lines:inspection_lines",
    "note": "note_lines:note_lines",
    "step": "note_lines:note_lines",
    "need": "mentoring_lines:need_lines",
    "pair": "mentoring_lines:pair_lines",
    "mentoroffer": "mentoring_offers:offering_lines",
    "plan": "plan_lines:plan_lines",
    "goal": "plan_lines:plan_lines",
    "practice": "practice_lines:practice_lines",
    "introduction": "practice_lines:introduction_lines",
    "offer": "practice_offer_lines:offer_lines",
    "week": "digests:digest_lines",
    "month": "digests:digest_lines",
    "tiercase": "tier_lines:case_lines",
    "tier": "tier_lines:review_lines",
    "framework": "framework_record:framework_lines",
    "recipient": "delivery_lines:unreached_lines",
    "guidance": "guidance:guidance_lines",
    "account": "account_lines:account_lines",
    "welcome": "welcome:welcome_lines",
    "channel": "channel_lines:channel_lines",
    "channels": "channel_lines:channel_lines",
}

Announcer = Callable[[Session, Authority, Announced, datetime], Card]
# What is posted to channels: kind of announcement -> who composes it. It raises Gone when there is no reason any more.
ANNOUNCERS: Final[dict[str, str]] = {
    "pairs_announced": "mentoring_channel:pairs_announced",
    "pair_together": "mentoring_channel:introduction",
    "practice_new": "practice_channels:new_practice",
    "practice_week": "practice_channels:week_of_practice",
}


@dataclass(frozen=True)
class Composed:
    """What is to be sent (None: nothing is left to say), and what becomes of each duty of the message."""

    reply: Reply | None
    said: tuple[int, ...] = ()
    dropped: Mapping[int, str] = field(default_factory=dict)
    expired: tuple[int, ...] = ()
    held_back: tuple[int, ...] = ()
    cannot_be_made: bool = False


def read_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> dict[str, Lines]:
    """For each kind of subject among these duties, what makes its lines."""
    by_kind = defaultdict(list)
    for duty in duties:
        by_kind[duty.subject_kind].append(duty)
    return {kind: _reader(kind)(session, authority, group, now) for kind, group in by_kind.items()}


def _reader(kind: str) -> ReadLines:
    module, _, function = SUBJECTS[kind].partition(":")
    reader: ReadLines = getattr(import_module(f"handlers.{module}"), function)
    return reader


def compose(session: Session, authority: Authority, messages: Sequence[Claimed], now: datetime) -> dict[int, Composed]:
    """What each of these messages says at `now` (business time), by message id."""
    duties = duties_of_messages(session, [message.id for message in messages if not message.kept])
    batch = _Batch(
        authority,
        now,
        read_lines(session, authority, duties, now),
        kinds_turned_down(session, {duty.recipient_id for duty in duties}),
    )
    of_message = defaultdict(list)
    for duty in duties:
        of_message[duty.message_id].append(duty)
    posted = announcements_of(session, [message.id for message in messages if message.kind == "announcement"])
    announced = {id_: _announcement(session, authority, one, now) for id_, one in posted.items()}
    return announced | {
        message.id: Composed(loads(message.kept)) if message.kept else batch.digest(message, of_message[message.id])
        for message in messages
        if message.id not in announced
    }


def _announcement(session: Session, authority: Authority, announced: Announced, now: datetime) -> Composed:
    module, _, function = ANNOUNCERS[announced.kind].partition(":")
    announcer: Announcer = getattr(import_module(f"handlers.{module}"), function)
    try:
        return Composed(announcer(session, authority, announced, now))
    except Gone:
        return Composed(None)


@dataclass(frozen=True)
class _Batch:
    """What the messages of one batch share."""

    authority: Authority
    now: datetime
    lines: Mapping[str, Lines]
    turned_down: frozenset[tuple[int, str]]

    def digest(self, message: Claimed, duties: Sequence[DutyView]) -> Composed:
        lines: list[tuple[DutyView, Line]] = []
        dropped: dict[int, str] = {}
        expired = tuple(duty.id for duty in duties if duty.send_by <= self.now)
        held_back = tuple(duty.id for duty in duties if duty.id not in expired and not self._is_open(duty))
        for duty in duties:
            if duty.id not in (*expired, *held_back):
                try:
                    lines.append((duty, self._line(duty)))
                except Gone as gone:
                    dropped[duty.id] = str(gone)
        card = self._card(message, lines) if lines else None
        return Composed(card, tuple(duty.id for duty, _ in lines), dropped, expired, held_back)

    def _is_open(self, duty: DutyView) -> bool:
        """Whether the recipient's schools are open: a message that could not go may have waited into a holiday."""
        return not duty.cluster or self.authority.sending.is_open(self.now, self.authority.school_year, duty.cluster)

    def _line(self, duty: DutyView) -> Line:
        if (duty.recipient_id, duty.kind) in self.turned_down:
            raise Gone("turned down by the recipient")
        return self.lines[duty.subject_kind].line(duty)

    def _card(self, message: Claimed, lines: Sequence[tuple[DutyView, Line]]) -> Card:
        things = count(len(lines), "thing")
        today = self.now.astimezone(self.authority.timezone).date()
        alone = len(lines) == 1
        return Card(
            title=lines[0][1].title if alone else f"{things} for you, {say_day(today, today)}",
            body=(*(Text(line.text if alone else f"• {line.text}") for _, line in lines), *_files(lines)),
            buttons=(*(lines[0][1].buttons if alone else _opened(lines)), *self._about_the_message(message, lines)),
            notice=f"Cairn has {things} for you",
        )

    def _about_the_message(self, message: Claimed, lines: Sequence[tuple[DutyView, Line]]) -> tuple[Button, ...]:
        values = {"message": str(message.id)}
        reminders = {rule.key for rule in self.authority.framework.reminders}
        later = [Button("Remind me later", "snooze", values)] if any(d.kind in reminders for d, _ in lines) else []
        return (*later, Button("Why did I get this?", "why_this_message", values))


def _files(lines: Sequence[tuple[DutyView, Line]]) -> tuple[Download, ...]:
    """The files of the lines, each once, the first few of them."""
    return tuple({file.label: file for _, line in lines for file in line.files}.values())[:_FILES]


def _opened(lines: Sequence[tuple[DutyView, Line]]) -> tuple[Button, ...]:
    """One button a subject, the first few of them, each with words of its own."""
    found: list[Button] = []
    for button in {duty.subject: line.opened for duty, line in lines if line.opened is not None}.values():
        if button not in found:
            found.append(button)
    return told_apart(found[:_OPENED])


def told_apart(buttons: Sequence[Button]) -> tuple[Button, ...]:
    """The same buttons; those that would read the same, of two practices with one title, are numbered."""
    same, seen = Counter(button.label for button in buttons), Counter[str]()
    told = []
    for button in buttons:
        seen[button.label] += 1
        number = f" ({seen[button.label]})" if same[button.label] > 1 else ""
        told.append(replace(button, label=f"{button.label}{number}"))
    return tuple(told)
