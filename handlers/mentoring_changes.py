"""What people do about a pair: approve, decline, say whether they have met and whether it fits, end it."""

from __future__ import annotations

from sqlmodel import Session

from config.authority import Authority
from framework.numbers import number_in
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Choice, Field, Form, Reply, Text
from handlers.instead import Instead, Invalid
from handlers.mentoring_access import is_their_officer, pair_asked
from handlers.mentoring_cards import pair_card
from handlers.mentoring_round import window_end
from handlers.mentoring_words import STATES
from handlers.request import Request
from handlers.visit_forms import nonce
from handlers.wording import say_list
from store.mentoring import PairView, pair_by_id
from store.mentoring_needs import waits_again
from store.mentors import headships
from store.pair_changes import change_pair


def declining_card(request: Request, session: Session, authority: Authority) -> Reply:
    """Asks once more, since a declined pair does not come again; never asks why."""
    pair = pair_asked(request, session, authority)
    _still(request, pair, authority, "draft", "proposed")
    words = "You need not say why, and nobody asks. I then look for the best other fit."
    values = {"pair": str(pair.id), "revision": str(pair.revision)}
    return Card(
        title=f"Decline the pair of {pair.mentee} and {pair.mentor}?",
        body=(Text(words),),
        buttons=(Button("Yes, decline", "decline_pair", values, style="danger"),),
        notice="Cairn has a question for you.",
        about=pair.mentee_school_id,
    )


def decline(request: Request, session: Session, authority: Authority) -> Reply:
    """Take the proposal back; the one who asked waits for the next round, and the two are not proposed again."""
    pair = pair_asked(request, session, authority)
    _still(request, pair, authority, "draft", "proposed")
    if pair.state == "proposed" and request.standing.person_id not in pair.people:
        raise Instead(not_yours(request, session))
    _change(request, session, authority, pair, {"state": "declined", "declined_by_id": request.standing.person_id})
    waits_again(session, pair.need_id)
    words = "Declined. Nobody asks why. I look for the best other fit on the next school morning."
    return Card(body=(Text(words),), about=pair.mentee_school_id)


def approve(request: Request, session: Session, authority: Authority) -> Reply:
    """Let a draft go to the two; their time to decline begins now."""
    pair = pair_asked(request, session, authority)
    _still(request, pair, authority, "draft")
    led = headships(session, local_day(request, authority))
    clusters = [led[person].cluster for person in pair.people if person in led]
    values = {
        "state": "proposed",
        "proposed_at": request.now,
        "window_ends_at": window_end(authority, request.now, clusters),
        "approved_by_id": request.standing.person_id,
    }
    return pair_card(
        _change(request, session, authority, pair, values), request, authority, "Approved. I am telling the two."
    )


def met(request: Request, session: Session, authority: Authority) -> Reply:
    """Keep whether the two have met; one yes is enough. Where they have, whether it fits is the next question."""
    pair = _own_announced(request, session, authority)
    answer, person = request.values["met"], request.standing.person_id
    if answer not in ("yes", "no"):
        raise Invalid(met="Please answer yes or not yet.")
    if answer != pair.met_by(person):
        pair = _change(request, session, authority, pair, _met_now(pair, person, answer))
    if pair.met != "yes":
        return pair_card(pair, request, authority, "Thank you. A short first talk is enough to begin with.")
    if answer == "no":
        words = "One of you has told me that you have met, and one yes is enough, so that stays."
        return pair_card(pair, request, authority, words)
    is_asked = pair.fit_by(person) == "unknown"
    ask = "Good. Is it a good fit? I keep only your answer, never what was said." if is_asked else "Good."
    return pair_card(pair, request, authority, ask)


def _met_now(pair: PairView, person: int | None, answer: str) -> dict[str, object]:
    """What changes when one of the two says whether they have met: they can take back their own yes, and no other."""
    side = _side(pair, person)
    said: dict[str, object] = {f"{side}_met": answer}
    if answer == "yes":
        return said | {"met": "yes"}
    other = pair.other_of(person)
    takes_back = pair.met_by(person) == "yes" and pair.met_by(other) != "yes"
    if pair.met == "yes" and not takes_back:
        return said
    if pair.fit_by(person) != "unknown":
        said |= {f"{side}_fit": "unknown", "fit": pair.fit_by(other)}
    return said | {"met": "no"}


def _side(pair: PairView, person: int | None) -> str:
    return "mentee" if person == pair.mentee_id else "mentor"


def fit(request: Request, session: Session, authority: Authority) -> Reply:
    """Keep what this one of the two says of the fit; one 'not for us' stands, whatever the other says."""
    pair = _own_announced(request, session, authority)
    answer, person = request.values["fit"], request.standing.person_id
    if answer not in ("good", "not"):
        raise Invalid(fit="Please answer a good fit or not for us.")
    if pair.fit_by(person) != answer:
        side = _side(pair, person)
        said: dict[str, object] = {f"{side}_met": "yes", "met": "yes", f"{side}_fit": answer}
        said["fit"] = _fit_of_both(pair, person, answer)
        pair = _change(request, session, authority, pair, said)
    if answer == "good":
        return pair_card(pair, request, authority, "Thank you, that is good to hear.")
    words = "Thank you for saying so. I keep that answer and nothing else. You can end the pair and I find another."
    return pair_card(pair, request, authority, words)


def _fit_of_both(pair: PairView, person: int | None, answer: str) -> str:
    """The fit by both: who said 'not for us' may think better of it, for themselves."""
    was_not_theirs = pair.fit == "not" and pair.fit_by(person) != "not"
    return "not" if answer == "not" or was_not_theirs or pair.fit_by(pair.other_of(person)) == "not" else "good"


def ending_form(request: Request, session: Session, authority: Authority) -> Reply:
    """A reason out of a short list that reveals nothing, and for the mentee whether to look for another."""
    pair = pair_asked(request, session, authority)
    _may_end(request, session, authority, pair)
    reasons = tuple(Choice(reason, reason) for reason in authority.framework.mentoring.end_reasons)
    fields = [
        Field("reason", "Reason", "choice", request.values.get("reason", ""), reasons, hint="The other is not told.")
    ]
    if request.standing.person_id == pair.mentee_id:
        again = (Choice("no", "No, thank you"), Choice("yes", f"Yes, another {pair.kind}"))
        fields.append(Field("again", "Shall I look for another?", "choice", "no", again))
    return Form(
        title=f"End the pair of {pair.mentee} and {pair.mentor}",
        action="end_pair",
        fields=tuple(fields),
        submit="End the pair",
        hidden={"pair": str(pair.id), "revision": str(pair.revision), "nonce": nonce()},
        about=pair.mentee_school_id,
    )


def end(request: Request, session: Session, authority: Authority) -> Reply:
    """End the pair; the other is told that it has ended, and no more. With `again` the mentee waits for another."""
    pair = pair_asked(request, session, authority)
    _may_end(request, session, authority, pair)
    known = authority.framework.mentoring.end_reasons
    if request.values["reason"] not in known:
        raise Invalid(reason=f"Please choose one of these: {say_list(known)}.")
    values = {
        "state": "ended",
        "ended_at": request.now,
        "ended_by_id": request.standing.person_id,
        "ended_reason": request.values["reason"],
    }
    _change(request, session, authority, pair, values)
    again = request.values.get("again") == "yes" and request.standing.person_id == pair.mentee_id
    if again:
        waits_again(session, pair.need_id)
    words = f"The pair has ended. {f'I look for another {pair.kind} on the next school morning.' if again else ''}"
    return Card(body=(Text(words.strip()),), about=pair.mentee_school_id)


def _own_announced(request: Request, session: Session, authority: Authority) -> PairView:
    """The pair that the asker is in, once it is announced. Raises Instead otherwise."""
    pair = pair_asked(request, session, authority)
    if request.standing.person_id not in pair.people:
        raise Instead(not_yours(request, session))
    _still(request, pair, authority, "announced")
    return pair


def _may_end(request: Request, session: Session, authority: Authority, pair: PairView) -> None:
    if request.standing.person_id not in pair.people and not is_their_officer(authority, request.standing, pair):
        raise Instead(not_yours(request, session))
    _still(request, pair, authority, "announced")


def _still(request: Request, pair: PairView, authority: Authority, *states: str) -> None:
    """Raises Instead with how the pair stands where it has gone on meanwhile."""
    seen = request.values.get("revision", "")
    is_stale = bool(seen) and number_in(seen) != pair.revision and pair.state in states
    if pair.state not in states or is_stale:
        words = f"This pair has changed meanwhile ({STATES[pair.state]}), so nothing was done now."
        raise Instead(pair_card(pair, request, authority, words))


def _change(
    request: Request, session: Session, authority: Authority, pair: PairView, values: dict[str, object]
) -> PairView:
    done = change_pair(session, pair, values)
    now = pair_by_id(session, pair.id) or pair
    if not done:
        raise Instead(pair_card(now, request, authority, "Somebody was quicker, so nothing was done now."))
    return now
