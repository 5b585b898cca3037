"""A piece of practice as people see it: who may, its card, and the buttons below it."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from config.authority import Authority
from framework.access import AccessRules, Standing, may
from framework.numbers import number_in
from framework.rhythm import months_later
from handlers.asked import local_day
from handlers.cards import Button, Card, Facts, Link, Text, say
from handlers.instead import Instead
from handlers.request import Request
from handlers.wording import SECTORS, say_day, say_list, say_when
from store.practice import PracticeView, practice_by_id

_STATES = {
    "asked": "waits for its school's consent",
    "unknown": "its school was not asked for consent yet",
    "no": "its school does not want it shared",
}


def may_see(practice: PracticeView, standing: Standing, rules: AccessRules) -> bool:
    """Everybody sees what is shared with consent and checked; the rest its own head, its link officer, oversight."""
    if practice.is_public:
        return may(rules, standing, "practice", practice.school_id)
    return may(rules, standing, "practice_draft", practice.school_id)


def practice_asked(request: Request, session: Session, authority: Authority, matter: str = "") -> PracticeView:
    """The entry that the action names, for those who may see it and may do `matter` about it.

    Raises Instead with one refusal, the same for an entry that is not theirs to see and for one that does not exist.
    """
    named = request.values.get("practice", "")
    practice = practice_by_id(session, number_in(named))
    if practice is None or not may_see(practice, request.standing, authority.access):
        raise Instead(not_found())
    if matter and not may(authority.access, request.standing, matter, practice.school_id):
        raise Instead(not_found())
    return practice


def not_found() -> Card:
    """What somebody gets who may not see or change an entry, or names one that is not there."""
    return say("I find no such practice that you could open or change. It may have been withdrawn.", refused=True)


def still_as_seen(request: Request, practice: PracticeView, authority: Authority) -> int:
    """The revision that a form or button was made on. Raises Instead when the entry was changed meanwhile."""
    seen = request.values.get("revision", "")
    if seen and number_in(seen) != practice.revision:
        raise Instead(changed_meanwhile(practice, authority))
    return practice.revision


def changed_meanwhile(practice: PracticeView, authority: Authority) -> Card:
    """Who changed the entry and when, and that nothing was done now."""
    when = say_when(practice.changed_at, authority.timezone)
    words = f"“{practice.title}” was changed by {practice.changed_by or 'somebody'} on {when}, so nothing was done now."
    return Card(body=(Text(words),), buttons=(open_button(practice),), about=practice.school_id)


def open_button(practice: PracticeView, label: str = "") -> Button:
    return Button(label or "Open it", "show_practice", {"practice": str(practice.id)})


def contact_button(practice: PracticeView, label: str = "Put me in touch") -> Button:
    return Button(label, "practice_contact", {"practice": str(practice.id)})


def theme_labels(practice: PracticeView, authority: Authority) -> str:
    """The themes by their labels; a key that the files no longer name stands for itself."""
    labels = {theme.key: theme.label for theme in authority.themes.themes}
    return say_list([labels.get(key, key) for key in practice.themes])


def entry_card(practice: PracticeView, request: Request, authority: Authority, title: str = "") -> Card:
    """The whole entry, with what this person may do about it."""
    today = local_day(request, authority)
    return Card(
        title=title or practice.title,
        body=(entry_facts(practice, authority, today), *_source(practice), *_footnotes(practice, authority, today)),
        buttons=entry_buttons(practice, request.standing, authority),
        about=practice.school_id,
    )


def entry_facts(practice: PracticeView, authority: Authority, today: date) -> Facts:
    sector = SECTORS.get(practice.sector, practice.sector)
    rows = [
        ("School", f"{practice.school} ({', '.join(part for part in (sector, practice.cluster) if part)})"),
        ("What was done", practice.summary),
        ("What changed", practice.what_changed),
        ("Themes", theme_labels(practice, authority)),
        ("Quality indicators", say_list(practice.qi)),
        ("Stage", practice.stage),
        ("Written by", practice.author),
        ("Contact", practice.contact or ("the school" if practice.is_public else practice.contact_email)),
        ("Checked", say_day(practice.checked_on, today) if practice.checked_on else ""),
        ("How it stands", "" if practice.is_public else how_it_stands(practice)),
        ("The officer asks", practice.check_note),
    ]
    return Facts(tuple((label, value) for label, value in rows if value))


def how_it_stands(practice: PracticeView) -> str:
    """What keeps an entry from being shared, in a few words."""
    if practice.state == "withdrawn":
        return "withdrawn"
    if practice.waits_for_author:
        return f"waits for {practice.author or 'its author'}, who wrote it"
    if practice.consent != "yes":
        return _STATES[practice.consent]
    return "the officer asked for changes" if practice.check_note else "waits for a check by the link officer"


def is_stale(practice: PracticeView, authority: Authority, today: date) -> bool:
    """Whether nobody has stood for the entry within the authority's time."""
    return today >= months_later(practice.known_true_on, authority.framework.practice.fresh_for_months)


def _source(practice: PracticeView) -> tuple[Link, ...]:
    """The way back to the message that it began as."""
    return (Link("The message it began as", practice.source),) if practice.source else ()


def _footnotes(practice: PracticeView, authority: Authority, today: date) -> tuple[Text, ...]:
    said = f"Known to be true on {say_day(practice.known_true_on, today)}."
    stale = " That is a while ago: please ask whether it still is." if is_stale(practice, authority, today) else ""
    return (Text(said + stale, quiet=True),) if practice.is_public else ()


def entry_buttons(practice: PracticeView, standing: Standing, authority: Authority) -> tuple[Button, ...]:
    """What this person may do about the entry as it stands."""
    rules, values = authority.access, _values(practice)
    buttons = list[Button]()
    if practice.waits_for_consent and may(rules, standing, "consent_practice", practice.school_id):
        buttons += consent_buttons(practice)
    if practice.waits_for_check and may(rules, standing, "check_practice", practice.school_id):
        buttons += check_buttons(practice)
    own = practice.school_id in standing.heads
    if practice.is_public and not own:
        buttons.append(contact_button(practice))
    if may(rules, standing, "practice_draft", practice.school_id):
        if may(rules, standing, "share_practice", practice.school_id):
            buttons.append(Button("Change", "practice_change", {**values, "step": "form"}))
        if practice.state != "withdrawn" and may_withdraw(practice, standing, rules):
            buttons.append(Button("Withdraw", "practice_withdraw", values))
    return tuple(buttons)


def may_withdraw(practice: PracticeView, standing: Standing, rules: AccessRules) -> bool:
    """Its own head, whose consent it rests on, and those who check it."""
    matters = ("consent_practice", "check_practice")
    return any(may(rules, standing, matter, practice.school_id) for matter in matters)


def consent_buttons(practice: PracticeView) -> list[Button]:
    values = _values(practice)
    return [
        Button("Yes, share it", "practice_consent", {**values, "answer": "yes"}, "primary"),
        Button("No, keep it back", "practice_consent", {**values, "answer": "no"}),
        Button("Change it first", "practice_change", {**values, "step": "form"}),
    ]


def check_buttons(practice: PracticeView) -> list[Button]:
    values = _values(practice)
    return [
        Button("Approve", "practice_approve", values, "primary"),
        Button("Ask for changes", "practice_ask_changes", values),
    ]


def fresh_buttons(practice: PracticeView) -> list[Button]:
    values = _values(practice)
    return [
        Button("Still true", "practice_still_true", values, "primary"),
        Button("Change", "practice_change", {**values, "step": "form"}),
        Button("Withdraw", "practice_withdraw", values),
    ]


def _values(practice: PracticeView) -> dict[str, str]:
    return {"practice": str(practice.id), "revision": str(practice.revision)}
