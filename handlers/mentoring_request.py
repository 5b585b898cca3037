"""Asking for a mentor or a buddy, and answering what one needs of them: one tap, or a short form."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from config.authority import Authority
from handlers.asked import local_day
from handlers.cards import Button, Card, Choice, Field, Form, Reply, Text, say
from handlers.instead import Instead, Invalid
from handlers.mentoring_offers import is_offer, offer_card
from handlers.mentoring_words import need_names, say_needs
from handlers.request import Request
from handlers.visit_forms import nonce
from store.mentoring import PairView, pairs_of
from store.mentoring_needs import NeedView, change_need, needs_of, new_need
from store.mentors import LEADING, Headship, headships
from store.pair_changes import change_pair

_KINDS: Final = (
    Choice("mentor", "A mentor: an experienced head, trained to listen and to ask"),
    Choice("buddy", "A buddy: a head near by, for the everyday questions"),
)
_CHANGED: Final = "Something changed meanwhile, so nothing was done. Please ask again."
_UNDENOMINATED: Final = ("", "non-denominational")


def need_buttons(authority: Authority) -> tuple[Button, ...]:
    """One tap for the usual needs, for none, for the rest of them, and for 'not now'."""
    names = need_names(authority)
    offered = authority.framework.mentoring.offered_needs
    return (
        Button("No preference", "mentor_request", {"kind": "mentor"}, style="primary"),
        *(
            Button(_capital(names.get(need, need)), "mentor_request", {"kind": "mentor", "needs": need})
            for need in offered
        ),
        Button("Something else, or a buddy", "mentor_request", {"step": "form"}),
        Button("Not now", "mentor_request", {"kind": "none"}),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def request_form(request: Request, session: Session, authority: Authority) -> Reply:
    """What somebody needs, filled in as far as words gave it; who offers to be a mentor is not asked for a wish."""
    if is_offer(request.words):
        return offer_card(request, session, authority)
    headship = _headship(request, session, authority)
    values = request.values
    kind = values.get("kind") or ("buddy" if "budd" in request.words.casefold() else "mentor")
    said = values.get("needs") or ";".join(values[name] for name in ("qi", "theme") if values.get(name))
    choices = tuple(Choice(key, _capital(name)) for key, name in need_names(authority).items())
    fields = [
        Field("kind", "What would help", "choice", kind, _KINDS),
        Field("needs", "With what", "choices", said, choices, required=False, hint="Leave it empty for no preference."),
    ]
    if headship.denomination.casefold() not in _UNDENOMINATED:
        yes_no = (
            Choice("no", "It does not matter"),
            Choice("yes", f"A {headship.denomination} school, if there is one"),
        )
        fields.append(Field("denomination", "Their school", "choice", values.get("denomination", "no"), yes_no))
    return Form(
        title="A mentor or a buddy for you",
        action="mentor_request",
        fields=tuple(fields),
        submit="Ask",
        body=(Text("Who fits best is proposed to you both in private. Either of you can decline without a word."),),
        hidden={"nonce": nonce()},
        about=headship.school_id,
    )


def ask(request: Request, session: Session, authority: Authority) -> Reply:
    """Put on record what the asker needs; the next round of a school day looks for who fits best."""
    headship = _headship(request, session, authority)
    kind = request.values["kind"]
    if kind == "none":
        return _not_now(request, session, headship)
    if kind not in ("mentor", "buddy"):
        raise Invalid(kind="Please choose a mentor or a buddy.")
    _not_paired_already(request, session, kind)
    needs = _needs_given(request, authority)
    values = {
        "kind": kind,
        "needs": ";".join(needs),
        "wants_denomination": request.values.get("denomination") == "yes",
        "state": "answered",
        "answered_at": request.now,
        "waits_because": "",
    }
    _put_unless_drafted(request, session, kind, values)
    wanted = f" with experience in {say_needs(needs, authority)}" if needs else ""
    words = (
        f"Thank you. I am looking for a {kind}{wanted} for you, and propose who fits best on the next school morning."
    )
    return Card(body=(Text(words),), about=headship.school_id)


def _headship(request: Request, session: Session, authority: Authority) -> Headship:
    """The asker's own school. Raises Instead where they lead none: pairs are for headteachers and acting heads."""
    led = headships(session, local_day(request, authority)) if request.standing.roles.intersection(LEADING) else {}
    own = led.get(request.standing.person_id or 0)
    if own is None:
        words = "Mentors and buddies are for headteachers and acting headteachers, who ask for themselves."
        raise Instead(say(words, refused=True))
    return own


def _not_paired_already(request: Request, session: Session, kind: str) -> None:
    person = request.standing.person_id or 0
    for pair in pairs_of(session, person):
        if pair.mentee_id == person and pair.kind == kind and pair.state != "draft":
            shown = Button("Show the pair", "show_pair", {"pair": str(pair.id)})
            words = f"You have a {kind} already, or one is proposed to you: {pair.mentor}, {pair.mentor_school}."
            raise Instead(Card(body=(Text(words),), buttons=(shown,)))


def _needs_given(request: Request, authority: Authority) -> list[str]:
    given = [need.strip() for need in request.values.get("needs", "").split(";") if need.strip()]
    unknown = [need for need in given if need not in need_names(authority)]
    if unknown:
        raise Invalid(needs=f"I do not know “{unknown[0]}”. Please choose from the list.")
    return list(dict.fromkeys(given))


def _put_unless_drafted(request: Request, session: Session, kind: str, values: dict[str, object]) -> None:
    """A pair that waits for the officer's word stands while the same is asked for; for something else it is taken back.

    The asker does not hear of it either way: a draft is for the officer alone.
    """
    draft = next((pair for pair in _drafts_for(request, session) if pair.kind == kind), None)
    if draft is not None:
        drafted = next(need for need in needs_of(session, draft.mentee_id) if need.id == draft.need_id)
        same = (";".join(drafted.needs), drafted.wants_denomination) == (values["needs"], values["wants_denomination"])
        if same:
            return
        _take_back(session, draft)
    _put(request, session, kind, values)


def _drafts_for(request: Request, session: Session) -> list[PairView]:
    person = request.standing.person_id or 0
    return [pair for pair in pairs_of(session, person) if pair.mentee_id == person and pair.state == "draft"]


def _take_back(session: Session, draft: PairView) -> None:
    if not change_pair(session, draft, {"state": "withdrawn"}):
        raise Instead(say(_CHANGED))


def _put(request: Request, session: Session, kind: str, values: dict[str, object]) -> None:
    """Into the asker's own row of this kind, or the one question that is still open, or a new row."""
    person = request.standing.person_id or 0
    found = needs_of(session, person)
    row = next((need for need in found if need.kind == kind), None) or _unanswered(found)
    if row is None:
        new_need(session, person, request.now, values)
    elif not change_need(session, row.id, row.revision, values):
        raise Instead(say(_CHANGED))


def _unanswered(found: list[NeedView]) -> NeedView | None:
    return next((need for need in found if need.state == "asked"), None)


def _not_now(request: Request, session: Session, headship: Headship) -> Card:
    drafts = _drafts_for(request, session)
    for draft in drafts:
        _take_back(session, draft)
    for need in needs_of(session, headship.person_id):
        if need.state in ("asked", "answered") or need.id in [draft.need_id for draft in drafts]:
            change_need(session, need.id, need.revision, {"state": "closed", "answered_at": request.now})
    words = "Then I leave it. Whenever you would like a mentor or a buddy, just ask me."
    return Card(body=(Text(words),), about=headship.school_id)
