"""What Cairn did not understand: kept without names, listed for administrators, who say what it means."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.numbers import number_in
from handlers.asked import local_day
from handlers.cards import Button, Card, Choice, Element, Field, Form, Reply, Table, Text, say
from handlers.instead import Instead, Invalid
from handlers.request import Request
from handlers.wording import say_day
from store.schools import names_changed
from store.taught import (
    Unclear,
    forget_taught,
    forget_unclear,
    keep_unclear,
    taught_sentences,
    teach_words,
    unclear_by_id,
    unclear_sentences,
)

_LISTED: Final = 30
_WITH_BUTTONS: Final = 5
_LONGEST: Final = 120
MEANINGS: Final[dict[str, str]] = {
    "tier_of_school": "Which tier a school is on",
    "tier_reason": "Why a school is on its tier",
    "tier_list": "Schools by tier",
    "tier_history": "How a school's tier has changed",
    "next_visit": "The next visit",
    "visit_list": "A list of visits",
    "book_visit": "Book a visit",
    "move_visit": "Move a visit",
    "cancel_visit": "Cancel a visit",
    "record_visit": "Record a visit with its note",
    "show_note": "Read a note of visit",
    "plan_status": "How an action plan is going",
    "plan_update": "Update a goal of the plan",
    "plan_overdue": "What is overdue in plans",
    "review_due": "Which reviews are due",
    "mentor_of": "Who mentors whom",
    "mentor_request": "Ask for a mentor",
    "pairs_list": "The mentoring pairs",
    "practice_search": "Find strong practice",
    "practice_share": "Share strong practice",
    "practice_contact": "Get in touch about practice",
    "who_is_link": "Who the link officer is",
    "oversight_balance": "How support is balanced",
    "school_profile": "About a school",
    "my_day": "What is on today",
    "help": "What can be asked",
}


def keep(request: Request, session: Session, authority: Authority) -> None:
    """Put on record that a sentence was not understood, if so; who wrote it is not kept."""
    words = request.values.get("unclear", "")
    if words:
        keep_unclear(session, words, request.now)


def not_understood(request: Request, session: Session, authority: Authority) -> Reply:
    """What was not understood, the most frequent first, with what has been taught."""
    found = unclear_sentences(session, _LISTED)
    learned = taught_sentences(session)
    body: list[Element] = [_listed(found, request, authority)] if found else list(say("Nothing is waiting here.").body)
    if learned:
        rows = tuple((one.words, MEANINGS.get(one.action, one.action)) for one in learned)
        body.append(Table(("Words", "Mean"), rows, "What has been taught"))
    body.append(Text("Names, days and numbers are left out: <school> stands for any school.", quiet=True))
    buttons = tuple(
        Button(f"“{_short(one.words)}” means …", "teach_sentence", {"sentence": str(one.id), "step": "form"})
        for one in found[:_WITH_BUTTONS]
    )
    taking_back = tuple(
        Button(f"Forget “{_short(one.words)}”", "forget_sentence", {"taught": str(one.id)})
        for one in learned[-_WITH_BUTTONS:]
    )
    teach = Button("Teach other words", "teach_sentence", {"step": "form"})
    return Card(title="What I did not understand", body=tuple(body), buttons=(*buttons, teach, *taking_back))


def _listed(found: list[Unclear], request: Request, authority: Authority) -> Table:
    today = local_day(request, authority)
    rows = tuple(
        (one.words, str(one.count), say_day(one.at.astimezone(authority.timezone).date(), today)) for one in found
    )
    return Table(("Words", "Times", "Last"), rows, "Sentences that were not understood")


def _short(words: str) -> str:
    return words if len(words) <= 30 else f"{words[:29]}…"


def teaching_form(request: Request, session: Session, authority: Authority) -> Form:
    """The words and a choice of what they mean."""
    one = _chosen(request, session)
    return Form(
        title="This means …",
        action="teach_sentence",
        fields=(
            Field("words", "When somebody writes", value=one.words if one else request.values.get("words", "")),
            Field(
                "means",
                "they want",
                "choice",
                request.values.get("means", ""),
                tuple(Choice(action, label) for action, label in MEANINGS.items()),
            ),
        ),
        submit="Teach",
        body=(Text("It is understood so at once, by everybody here, with any school, day or number in its place."),),
        hidden={"sentence": str(one.id)} if one else {},
    )


def _chosen(request: Request, session: Session) -> Unclear | None:
    return unclear_by_id(session, number_in(request.values.get("sentence", "")))


def teach(request: Request, session: Session, authority: Authority) -> Reply:
    """Put on record what the words mean; it works for the next sentence."""
    words, means = " ".join(request.values["words"].split()), request.values["means"]
    if means not in MEANINGS:
        raise Invalid(means="Please choose one of the meanings.")
    if len(words) > _LONGEST or not any(letter.isalpha() for letter in words):
        raise Invalid(words=f"Please give words of at most {_LONGEST} characters.")
    teach_words(session, words, means, request.standing.person_id, request.now)
    one = _chosen(request, session)
    forget_unclear(session, [words, *([one.words] if one else [])])
    names_changed(session)
    return Card(
        body=(Text(f"Learned: “{words}” means “{MEANINGS[means]}”."),),
        buttons=(Button("What else was not understood?", "not_understood"),),
    )


def forget(request: Request, session: Session, authority: Authority) -> Reply:
    """Take back what was taught."""
    if not forget_taught(session, number_in(request.values["taught"])):
        raise Instead(say("That has been taken back already."))
    names_changed(session)
    return say("Taken back. It is understood as before from now on.")
