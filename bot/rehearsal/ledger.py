"""What went out in a rehearsal, and what should not have: judged by the demo's own dates, not by Cairn's rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, tzinfo
from typing import Final

from handlers.cards import Reply
from store.demo.year import is_school_day
from store.messages import DutyView

# The hours of our own framework.toml, written again on purpose: a wrong rule must not vouch for itself.
FIRST, LAST = time(8), time(17, 30)


@dataclass(frozen=True)
class Sent:
    """One message that went out: to a person, or to a channel by the record's name; `at` is business time (UTC)."""

    at: datetime
    delivery_id: str
    person_id: int | None
    channel: str
    kind: str
    reply: Reply
    duties: tuple[DutyView, ...] = ()

    @property
    def is_answer(self) -> bool:
        """Whether its reader had asked for it: such an answer goes out at any hour."""
        return self.kind == "answer"


@dataclass
class Ledger:
    """Everything that went out, in order; `expired` counts the duties that were reported instead of sent late."""

    zone: tzinfo
    clusters: dict[int, frozenset[str]] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    expired: int = 0

    def unasked(self) -> list[Sent]:
        """The messages that Cairn sent of its own accord."""
        return [one for one in self.sent if not one.is_answer]

    def faults(self) -> dict[str, list[str]]:
        """For each promise, what broke it."""
        return {promise: list(found(self)) for promise, found in PROMISES.items()}

    def local(self, one: Sent) -> datetime:
        return one.at.astimezone(self.zone)

    def _closed_for(self, one: Sent) -> bool:
        day = self.local(one).date()
        if one.person_id is not None:
            clusters = self.clusters.get(one.person_id, frozenset()) or {""}
            return all(not is_school_day(day, cluster) for cluster in clusters)
        cluster = one.channel.removeprefix("cluster:") if one.channel.startswith("cluster:") else ""
        return not is_school_day(day, cluster)


def _named(ledger: Ledger, found: Iterable[Sent]) -> list[str]:
    return [f"{ledger.local(one):%a %d %b %H:%M} to {one.person_id or one.channel}: {_first(one)}" for one in found]


def _first(one: Sent) -> str:
    return one.reply.plain().partition("\n")[0]


def _twice(ledger: Ledger) -> list[str]:
    ways: Sequence[Counter[object]] = (
        Counter(one.delivery_id for one in ledger.sent),
        Counter(
            (duty.rule, duty.subject, duty.revision, duty.recipient_id) for one in ledger.sent for duty in one.duties
        ),
        Counter((one.person_id, one.channel, one.reply.plain()) for one in ledger.unasked() if not _is_of_a_week(one)),
    )
    return [f"{what} went out {number} times" for counted in ways for what, number in counted.items() if number > 1]


def _is_of_a_week(one: Sent) -> bool:
    """Whether a message holds a digest: what is still open may read the same a week later."""
    return any(duty.subject_kind in ("week", "month") for duty in one.duties)


def _late(ledger: Ledger) -> list[str]:
    return _named(ledger, [one for one in ledger.sent if any(duty.send_by <= one.at for duty in one.duties)])


def _outside_hours(ledger: Ledger) -> list[str]:
    return _named(ledger, [one for one in ledger.unasked() if not FIRST <= ledger.local(one).time() < LAST])


def _on_closed_days(ledger: Ledger) -> list[str]:
    return _named(ledger, [one for one in ledger.unasked() if ledger._closed_for(one)])  # noqa: SLF001


PROMISES: Final[dict[str, Callable[[Ledger], list[str]]]] = {
    "sent twice": _twice,
    "sent late": _late,
    "sent outside hours": _outside_hours,
    "sent on a closed day": _on_closed_days,
}
