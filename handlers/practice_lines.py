"""What messages say about strong practice. COMPOSERS names for each kind of duty the sentence it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, may
from handlers.asked import standing_of
from handlers.cards import Button
from handlers.lines import Gone, Line
from handlers.practice_entries import (
    check_buttons,
    consent_buttons,
    contact_button,
    fresh_buttons,
    is_stale,
    may_see,
    open_button,
    theme_labels,
)
from handlers.practice_message import author_buttons, author_question
from handlers.wording import clipped, say_day
from store.introductions import introductions_by_id
from store.messages import DutyView
from store.people import Person
from store.posts import standing
from store.practice import PracticeView, practices_by_id
from store.practice_searches import themes_followed_by

_WHY: Final = {
    "practice_consent": "you lead its school, whose consent is needed before anything is shared",
    "practice_check": "you look after its school, and an officer checks practice before it is shared",
    "practice_fresh": "you lead its school, and practice is asked about again after a while",
    "practice_followed": "you follow one of its themes",
    "practice_author": "it was written by you, and nobody's words are shared without them",
    "practice_shared": "I tell its school, and whoever entered it, when it is shared",
    "practice_changes": "I tell its school, and whoever entered it, what the officer asks for",
    "practice_refused": "I tell whoever entered it what its school answered",
    "practice_withdrawn": "I tell its school, and whoever entered it, when it is withdrawn",
}
_MATTERS: Final = {
    "practice_consent": "consent_practice",
    "practice_check": "check_practice",
    "practice_fresh": "consent_practice",
}


@dataclass(frozen=True)
class PracticeLines:
    """The entries of one batch of duties, what each recipient is today, and which themes they follow."""

    authority: Authority
    today: date
    entries: Mapping[int, PracticeView]
    standings: Mapping[int, Standing]
    followed: frozenset[tuple[int, str]]

    def line(self, duty: DutyView) -> Line:
        practice = self.entries.get(duty.subject_id)
        if practice is None:
            raise Gone("the practice is gone")
        self._may(duty, practice)
        if duty.kind == "practice_followed" and not self._follows(duty, practice):
            raise Gone("the recipient follows none of its themes any more")
        text, buttons = COMPOSERS[duty.kind](duty, practice, self.authority, self.today)
        return Line(text, practice.title, buttons, open_button(practice, clipped(f"Open {practice.title}", 70)))

    def _may(self, duty: DutyView, practice: PracticeView) -> None:
        """Raises Gone when it is not the recipient's to see, or not theirs to answer, on the day of sending."""
        person, rules = self.standings[duty.recipient_id], self.authority.access
        if duty.kind == "practice_author" and person.is_known and practice.author_id == duty.recipient_id:
            return
        matter = _MATTERS.get(duty.kind)
        if matter and not may(rules, person, matter, practice.school_id):
            raise Gone("the recipient has nothing to do with the school any more")
        # An officer of other schools hears how their entry ended, by the title that they gave it, and no more.
        entered = duty.kind in _ENDINGS and duty.recipient_id == practice.entered_by_id and person.is_officer
        if not entered and not may_see(practice, person, rules):
            raise Gone("the recipient may not see it any more")

    def _follows(self, duty: DutyView, practice: PracticeView) -> bool:
        return any((duty.recipient_id, theme) in self.followed for theme in practice.themes)

    def about(self, duty: DutyView) -> str:
        practice = self.entries.get(duty.subject_id)
        return f"practice of {practice.school}" if practice else "practice that is gone"

    def why(self, duty: DutyView, standing: Standing) -> str:
        practice = self.entries.get(duty.subject_id)
        seen = practice is not None and may_see(practice, standing, self.authority.access)
        what = f"“{practice.title}”" if practice and seen else "A piece of practice"
        return f"{what}: {_WHY[duty.kind]}."

    def useful_until(self, duty: DutyView) -> datetime | None:
        """A question to be answered can wait a fortnight more, while it is still open."""
        practice = self.entries.get(duty.subject_id)
        if practice is None or duty.kind not in _MATTERS or duty.revision != practice.revision:
            return None
        return duty.send_by + timedelta(days=14)


def practice_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> PracticeLines:
    """Read what these duties about practice need."""
    day = now.astimezone(authority.timezone).date()
    people = {duty.recipient_id for duty in duties}
    return PracticeLines(
        authority,
        day,
        practices_by_id(session, {duty.subject_id for duty in duties}),
        {person: standing(session, person, day) for person in people},
        themes_followed_by(session, sorted(people)),
    )


Composed = tuple[str, tuple[Button, ...]]
Composer = Callable[[DutyView, PracticeView, Authority, date], Composed]


def _as_asked(duty: DutyView, practice: PracticeView, *, still: bool) -> None:
    if duty.revision != practice.revision or not still:
        raise Gone("it was answered or changed")


def _consent(duty: DutyView, practice: PracticeView, authority: Authority, today: date) -> Composed:
    _as_asked(duty, practice, still=practice.waits_for_consent)
    who = practice.changed_by or "An officer"
    text = (
        f"{who} would like to share practice of {practice.school}: “{practice.title}”. "
        f"{clipped(practice.summary, 300)} May everybody find it?"
    )
    return text, (*consent_buttons(practice), open_button(practice))


def _check(duty: DutyView, practice: PracticeView, authority: Authority, today: date) -> Composed:
    _as_asked(duty, practice, still=practice.waits_for_check)
    text = (
        f"{practice.school} would like to share “{practice.title}” ({theme_labels(practice, authority)}). "
        "Please check it; then everybody can find it."
    )
    return text, (open_button(practice), *check_buttons(practice))


def _author(duty: DutyView, practice: PracticeView, authority: Authority, today: date) -> Composed:
    _as_asked(duty, practice, still=practice.waits_for_author)
    return author_question(practice), author_buttons(practice)


def _fresh(duty: DutyView, practice: PracticeView, authority: Authority, today: date) -> Composed:
    _as_asked(duty, practice, still=practice.is_public and is_stale(practice, authority, today))
    since = say_day(practice.known_true_on, today)
    text = f"“{practice.title}” was last known to be true on {since}. Is it still, at {practice.school}?"
    return text, (*fresh_buttons(practice), open_button(practice))


def _new(duty: DutyView, practice: PracticeView, authority: Authority, today: date) -> Composed:
    if not practice.is_public:
        raise Gone("the practice is not shared any more")
    text = f"New on {theme_labels(practice, authority)}: “{practice.title}”, {practice.school}."
    return text, (open_button(practice), contact_button(practice))


def _shared(duty: DutyView, practice: PracticeView, authority: Authority, today: date) -> Composed:
    if not practice.is_public:
        raise Gone("the practice is not shared any more")
    return f"“{practice.title}” of {practice.school} is shared: everybody can find it now.", (open_button(practice),)


def _changes(duty: DutyView, practice: PracticeView, authority: Authority, today: date) -> Composed:
    _as_asked(duty, practice, still=bool(practice.check_note) and practice.state == "draft")
    text = f"Before “{practice.title}” is shared, {practice.changed_by or 'the officer'} asks: {practice.check_note}"
    values = {"practice": str(practice.id), "revision": str(practice.revision), "step": "form"}
    return text, (Button("Change it", "practice_change", values), open_button(practice))


def _refused(duty: DutyView, practice: PracticeView, authority: Authority, today: date) -> Composed:
    _as_asked(duty, practice, still=practice.consent == "no")
    return f"{practice.school} would rather not share “{practice.title}”. It stays unshared.", ()


def _withdrawn(duty: DutyView, practice: PracticeView, authority: Authority, today: date) -> Composed:
    _as_asked(duty, practice, still=practice.state == "withdrawn")
    return f"“{practice.title}” of {practice.school} was withdrawn by {practice.changed_by or 'somebody'}.", ()


COMPOSERS: Final[dict[str, Composer]] = {
    "practice_consent": _consent,
    "practice_check": _check,
    "practice_fresh": _fresh,
    "practice_author": _author,
    "practice_followed": _new,
    "practice_shared": _shared,
    "practice_changes": _changes,
    "practice_refused": _refused,
    "practice_withdrawn": _withdrawn,
}
_ENDINGS: Final = ("practice_shared", "practice_refused", "practice_withdrawn")


@dataclass(frozen=True)
class IntroductionLines:
    """Who asked to hear more about what, and what each recipient is today."""

    authority: Authority
    entries: Mapping[int, PracticeView]
    asked: Mapping[int, tuple[int, int]]
    people: Mapping[int, tuple[str, str]]
    standings: Mapping[int, Standing]

    def line(self, duty: DutyView) -> Line:
        practice, asker = self._of(duty)
        if practice is None or not practice.is_public:
            raise Gone("the practice is not shared any more")
        if not self._is_behind(practice, self.standings[duty.recipient_id]):
            raise Gone("the recipient is neither the practice's contact nor the head of its school any more")
        if asker is None:
            raise Gone("whoever asked has left")
        name, email = asker
        text = f"{name} ({email}) would like to hear more about “{practice.title}”. They have your address too."
        return Line(text, f"About your practice: {practice.title}", (open_button(practice),), open_button(practice))

    def _is_behind(self, practice: PracticeView, person: Standing) -> bool:
        """Whether somebody is, today, one of those to whom whoever asks is introduced."""
        if not may_see(practice, person, self.authority.access):
            return False
        return person.person_id == practice.contact_id or practice.school_id in person.heads

    def _of(self, duty: DutyView) -> tuple[PracticeView | None, tuple[str, str] | None]:
        practice, asker = self.asked.get(duty.subject_id, (0, 0))
        return self.entries.get(practice), self.people.get(asker)

    def about(self, duty: DutyView) -> str:
        practice, _ = self._of(duty)
        return f"a question about practice of {practice.school}" if practice else "a question about practice"

    def why(self, duty: DutyView, standing: Standing) -> str:
        return "You are the contact of a piece of practice, or lead its school, and somebody asked to hear more."

    def useful_until(self, duty: DutyView) -> datetime | None:
        """Nobody is introduced twice."""
        return None


def introduction_lines(
    session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime
) -> IntroductionLines:
    """Read what these introductions need."""
    asked = introductions_by_id(session, {duty.subject_id for duty in duties})
    people = {asker: session.get(Person, asker) for _, asker in asked.values()}
    known = {id_: (one.name, one.email) for id_, one in people.items() if one is not None and one.left_at is None}
    entries = practices_by_id(session, {one for one, _ in asked.values()})
    day = now.astimezone(authority.timezone).date()
    recipients = {duty.recipient_id for duty in duties}
    standings = {person: standing_of(session, authority, person, day) for person in recipients}
    return IntroductionLines(authority, entries, asked, known, standings)
