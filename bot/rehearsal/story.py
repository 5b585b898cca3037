"""What a rehearsal was to show, looked up in what went out and in the record, and what is missing of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.rehearsal.ledger import Sent
from bot.rehearsal.play import Played
from bot.rehearsal.scenes import BY_HEAD, BY_OFFICER, SHARED
from bot.rehearsal.visits import outcome
from framework.rhythm import monday_of
from handlers.wording import count
from store.mentoring import PairView, pairs_by_id
from store.messages import DutyView

# In school days: by when everybody asked is paired again after one decline, and when they are then checked in on.
_PAIRED_WITHIN, _CHECKED_WITHIN = 20, 16
# In school days after it was shared: by when practice has everybody's yes and is announced.
_ANNOUNCED_WITHIN: Final = 5
CHASES: Final = ("plan_review_overdue", "plan_review_long_overdue")


@dataclass(frozen=True)
class Shown:
    """One thing that a rehearsal shows, in words, and what is missing of it."""

    words: str
    missing: tuple[str, ...] = ()


def shown(played: Played) -> list[Shown]:
    """Everything that this rehearsal was to show."""
    return [look(played) for look in LOOKS]


def _said(played: Played, *kinds: str) -> list[tuple[Sent, DutyView]]:
    return [(one, duty) for one in played.ledger.sent for duty in one.duties if duty.kind in kinds]


def _pairs(played: Played) -> list[PairView]:
    ids = {duty.subject_id for one in played.ledger.sent for duty in one.duties if duty.subject_kind == "pair"}
    with played.stage.cairn.database.read() as session:
        return list(pairs_by_id(session, ids).values())


def _new_heads(played: Played) -> Shown:
    """Every new head asked, paired, declined once, paired again, announced and asked whether they have met."""
    asked = {duty.recipient_id for _, duty in _said(played, "mentor_need")}
    pairs = _pairs(played)
    announced = {pair.mentee_id: pair for pair in pairs if pair.announced_at is not None}
    declined = [pair.mentee_id for pair in pairs if pair.state == "declined"]
    checked = {duty.subject_id for _, duty in _said(played, "pair_checkin")}
    names = {person: played.stage.person(person).name for person in asked}
    missing = [f"{names[one]} was not checked in on" for one, p in announced.items() if _due(played, p, checked)]
    if len(played.days) >= _PAIRED_WITHIN:
        missing += [f"{names[one]} was not declined once and paired again" for one in asked if declined.count(one) != 1]
        missing += [f"{names[one]} has no announced pair" for one in asked if one not in announced]
    met = sum(pair.met == "yes" for pair in announced.values())
    words = (
        f"{count(len(asked), 'new headteacher')} asked what they need, {len(declined)} first pairs declined, "
        f"{len(announced)} paired again and announced, {len(checked)} checked in on, {met} have met; "
        f"officers were asked for a word {count(len(_said(played, 'pair_stuck')), 'time')}"
    )
    return Shown(words, tuple(missing))


def _due(played: Played, pair: PairView, checked: set[int]) -> bool:
    """Whether a pair should have been asked whether they have met, and was not."""
    assert pair.announced_at is not None, "only announced pairs are looked at"
    since = pair.announced_at.astimezone(played.ledger.zone).date()
    return pair.id not in checked and sum(day > since for day in played.days) > _CHECKED_WITHIN


def _announced_after_the_window(played: Played) -> Shown:
    """No pair is named in the channel before both could decline."""
    pairs = [pair for pair in _pairs(played) if pair.announced_at is not None]
    posts = [one for one in played.ledger.sent if one.channel == "mentoring"]
    early = [
        pair for pair in pairs if pair.window_ends_at and pair.announced_at and pair.announced_at < pair.window_ends_at
    ]
    unnamed = [
        p for p in pairs if not any(p.mentee in one.reply.plain() and p.mentor in one.reply.plain() for one in posts)
    ]
    missing = [f"{pair.mentee} was announced before the window closed" for pair in early]
    missing += [f"{pair.mentee} is not named in the mentoring channel" for pair in unnamed]
    return Shown(f"{count(len(posts), 'post')} in the mentoring channel, after the time to decline", tuple(missing))


def _reviews(played: Played) -> Shown:
    """Every overdue review is chased with both sides, again, then with the quality manager; once held it is quiet."""
    said = _said(played, *CHASES)
    chased = {(duty.subject, duty.revision) for _, duty in said}
    held = played.cast.held
    after = [duty.subject for one, duty in said if held.get((duty.subject_id, duty.revision), one.at) < one.at]
    words = (
        f"{count(len(chased), 'overdue review')} chased in {count(len(said), 'reminder')}, "
        f"{len([1 for _, duty in said if duty.kind == CHASES[1]])} of them to the quality manager; "
        f"{count(len(held), 'review')} held and then quiet"
    )
    never = [
        f"the overdue review of plan {subject} was told to one side only"
        for subject, revision in chased
        if len({d.recipient_id for _, d in said if (d.subject, d.revision) == (subject, revision)}) < 2
    ]
    return Shown(words, (*(f"{subject} was chased after its review was held" for subject in after), *never))


def _practice(played: Played) -> Shown:
    """What was shared is consented to, checked, announced in its cluster, digested elsewhere and told to followers."""
    asked = {duty.subject_id for _, duty in _said(played, "practice_consent")}
    checked = {duty.subject_id for _, duty in _said(played, "practice_check")}
    missing = [f"“{title}” {what}" for title in (BY_OFFICER, BY_HEAD) for what in _not_told_of(played, title)]
    words = (
        f"{count(len(asked), 'school')} asked for consent, {count(len(checked), 'entry', 'entries')} to be checked; "
        "what was shared is announced, digested and told to who follows its theme"
    )
    return Shown(words, tuple(missing))


def _not_told_of(played: Played, title: str) -> list[str]:
    """What should have been heard of an entry by now and was not; what was said twice is missing at any time."""
    naming = [one for one in played.ledger.unasked() if title in one.reply.plain()]
    own = [one for one in naming if one.channel and one.reply.title == f"New strong practice: {title}"]
    elsewhere = [one for one in naming if one.channel and one not in own]
    followed = [one for one in naming if any(duty.kind == "practice_followed" for duty in one.duties)]
    announced, digested = _practice_due(played, title)
    told = {
        "was not announced once in its cluster": len(own) == 1 or not (own or announced),
        "is in no weekly digest": bool(elsewhere) or not digested,
        "was told to nobody who follows its theme": bool(followed) or not announced,
    }
    return [what for what, holds in told.items() if not holds]


def _practice_due(played: Played, title: str) -> tuple[bool, bool]:
    """Whether an entry should have been announced by now, and digested, which comes in the week after."""
    since = played.days[SHARED[title] :]
    if len(since) <= _ANNOUNCED_WITHIN:
        return False, False
    return True, monday_of(since[-1]) > monday_of(since[_ANNOUNCED_WITHIN])


def _visits(played: Played) -> Shown:
    """Promised visits proposed, agreed, held, written up and their notes settled; no reminder of what was moved."""
    found = outcome(played.stage, played.ledger.sent, played.first)
    return Shown(found.words, found.missing)


LOOKS: Final[tuple[Callable[[Played], Shown], ...]] = (
    _new_heads,
    _announced_after_the_window,
    _reviews,
    _practice,
    _visits,
)
