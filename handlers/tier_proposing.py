"""The beginning of a tier decision: a proposal by an officer, or a headteacher who asks for support or a review."""

from __future__ import annotations

from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from config.authority import Authority
from framework.criteria import MET
from framework.deciding import ASKED, OPEN, PROPOSED
from handlers.asked import local_day
from handlers.cards import Card, Choice, Element, Field, Form, Reply, Text
from handlers.evidence_facts import Seen
from handlers.instead import Instead, Invalid
from handlers.plan_forms import text_given
from handlers.request import Request
from handlers.risk import matrix_table, seen_of
from handlers.tier_cases import NOTICE, case_at, case_card, changed_meanwhile, school_of, snapshot
from handlers.tier_telling import tell_of_case
from handlers.visit_forms import nonce, told_words
from handlers.wording import clipped, say_day, say_list
from store.schools import SchoolView
from store.tier_cases import CaseView, cases_by_id, cases_of_school, note_step, open_case, step_case
from store.tiers import tier_on

MOST_CHARACTERS = 1500
WANTED = {"support": "More support", "review": "A review of our tier"}


def proposing_form(request: Request, session: Session, authority: Authority) -> Reply:
    """Tier, reason and way back, beside the matrix as the proposer sees it."""
    school = school_of(request)
    case = _may_propose(request, session, authority)
    day = local_day(request, authority)
    seen = seen_of(school, request, session, authority, day)
    return Form(
        title=f"Propose a tier: {school.name}",
        action="propose_tier",
        fields=_fields(request, seen, authority),
        submit="Propose it",
        body=(*_asked_words(case), *_evidence(seen, authority), *_now(school, session, day, authority)),
        hidden=_hidden(school, case),
        notice=NOTICE,
        about=school.id,
    )


def _hidden(school: SchoolView, case: CaseView | None) -> dict[str, str]:
    seen = {"revision": str(case.revision)} if case is not None and case.state == ASKED else {}
    return {"seed_code": school.seed_code, "nonce": nonce(), **seen}


def _fields(request: Request, seen: Seen, authority: Authority) -> tuple[Field, ...]:
    tiers = sorted(authority.framework.tiers, key=lambda tier: tier.rank)
    choices = tuple(
        Choice(tier.key, clipped(f"{tier.label}: {tier.means}", 75) if tier.means else tier.label) for tier in tiers
    )
    chosen = request.values.get("tier", "") or seen.suggests or ""
    exits = [cell.criterion.exit for cell in seen.cells if cell.state == MET and cell.criterion.exit]
    return (
        Field("tier", "Which tier", "choice", chosen, choices),
        Field("reason", "Why", "long_text", _why(request), hint="The headteacher reads this."),
        Field(
            "exit_criteria",
            "What would move it back",
            "long_text",
            request.values.get("exit_criteria", "") or "; ".join(exits),
            required=False,
            hint="As you will both know it when you see it.",
        ),
    )


def _why(request: Request) -> str:
    """The reason of the form, or the one that was typed in the sentence."""
    return request.values.get("reason", "") or request.values.get("why", "")


def _evidence(seen: Seen, authority: Authority) -> list[Element]:
    suggests = f"The criteria suggest {authority.tier(seen.suggests).label}." if seen.suggests else ""
    return [matrix_table(seen, authority), *([Text(suggests)] if suggests else [])]


def _asked_words(case: CaseView | None) -> list[Element]:
    asked = case is not None and case.state == ASKED and case.asked_words
    return [Text(f"The headteacher asked: {case.asked_words}")] if case is not None and asked else []


def _now(school: SchoolView, session: Session, day: date, authority: Authority) -> list[Element]:
    decision = tier_on(session, school.id, day)
    label = authority.tier(decision.tier).label if decision else ""
    return [Text(f"It is on {label} support since {say_day(decision.from_date)}.")] if decision else []


def propose(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the proposal on record with its evidence, and have the headteacher told."""
    school = school_of(request)
    case = _may_propose(request, session, authority)
    values = _proposal(request, school, session, authority)
    person = request.standing.person_id
    if case is not None and case.state == ASKED:
        taken_up = step_case(session, case.id, case.revision, values, request.now, person)
        if not taken_up:
            raise Instead(changed_meanwhile(case, request, session, authority))
        number = case.id
    else:
        number = _opened(request, session, authority, values)
    note_step(session, number, "propose", str(values["reason"]), person, request.now)
    session.flush()
    now = cases_by_id(session, [number])[number]
    told = tell_of_case(request, session, authority, "tier_proposed", now, ("heads", "officers"))
    return case_card(now, request, session, authority, f"Proposed: {school.name}", told_words(told))


def _may_propose(request: Request, session: Session, authority: Authority) -> CaseView | None:
    """The school's case where it has an open one. Raises Instead where that is a proposal already."""
    found = cases_of_school(session, school_of(request).id)
    return case_at(request, session, authority, "propose") if found and found[0].is_open else None


def _proposal(request: Request, school: SchoolView, session: Session, authority: Authority) -> dict[str, object]:
    day = local_day(request, authority)
    known = {tier.key: tier for tier in authority.framework.tiers}
    tier = request.values.get("tier", "")
    if tier not in known:
        raise Invalid(tier=f"Please choose one of these: {say_list([one.label for one in known.values()])}.")
    reason = text_given(request, "reason", MOST_CHARACTERS)
    if not reason:
        raise Invalid(reason="Please say why; the headteacher reads it, and it is kept with the decision.")
    exits = text_given(request, "exit_criteria", MOST_CHARACTERS)
    before = tier_on(session, school.id, day)
    ranks = {key: one.rank for key, one in known.items()}
    if ranks[tier] > min(ranks.values()) and not exits:
        raise Invalid(
            exit_criteria="Please say what would move the school back; a tier without a way back stays for ever."
        )
    return {
        "state": PROPOSED,
        "from_tier": before.tier if before else "",
        "to_tier": tier,
        "reason": reason,
        "exit_criteria": exits,
        "evidence": snapshot(seen_of(school, request, session, authority, day), authority),
        "framework_version": authority.framework.framework.version,
        "proposed_by_id": request.standing.person_id,
        "proposed_at": request.now,
        "agrees": "",
        "view": "",
    }


def _opened(request: Request, session: Session, authority: Authority, values: dict[str, object]) -> int:
    """The id of a new case. Raises Instead where somebody opened one at the same moment."""
    school = school_of(request)
    try:
        with session.begin_nested():
            return open_case(session, school.id, values, request.now, request.standing.person_id)
    except IntegrityError:
        (case,) = [one for one in cases_of_school(session, school.id) if one.state in OPEN]
        raise Instead(changed_meanwhile(case, request, session, authority)) from None


def asking_form(request: Request, session: Session, authority: Authority) -> Reply:
    """What the headteacher wants, and why."""
    school = school_of(request)
    _nothing_under_way(request, session, authority)
    choices = tuple(Choice(key, label) for key, label in WANTED.items())
    fields = (
        Field("wanted", "What you ask for", "choice", request.values.get("wanted", "support"), choices),
        Field(
            "words", "In your words", "long_text", request.values.get("words", ""), hint="Your link officer reads this."
        ),
    )
    return Form(
        title=f"Ask for support: {school.name}",
        action="ask_support",
        fields=fields,
        submit="Ask",
        body=(
            Text("Asking moves nothing by itself: your link officer answers, or proposes a tier to discuss with you."),
        ),
        hidden={"seed_code": school.seed_code, "nonce": nonce()},
        notice=NOTICE,
        about=school.id,
    )


def ask(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the request on record, and have the link officer told."""
    school = school_of(request)
    _nothing_under_way(request, session, authority)
    wanted = request.values.get("wanted", "") or "support"
    if wanted not in WANTED:
        raise Invalid(wanted=f"Please choose one of these: {say_list(list(WANTED.values()))}.")
    words = text_given(request, "words", MOST_CHARACTERS)
    if not words:
        raise Invalid(words="Please say in a few words what you ask for, and why.")
    values: dict[str, object] = {"state": ASKED, "asked_for": wanted, "asked_words": words, "asked_at": request.now}
    number = _opened(request, session, authority, values)
    note_step(session, number, "ask", words, request.standing.person_id, request.now)
    session.flush()
    case = cases_by_id(session, [number])[number]
    told = tell_of_case(request, session, authority, "tier_asked", case, ("officers",))
    return case_card(case, request, session, authority, f"Asked: {school.name}", told_words(told))


def _nothing_under_way(request: Request, session: Session, authority: Authority) -> None:
    found = cases_of_school(session, school_of(request).id)
    if found and found[0].is_open:
        first = "Something is under way already, so nothing new was begun. This is how it stands."
        raise Instead(case_card(found[0], request, session, authority, first=first))


def answering_form(request: Request, session: Session, authority: Authority) -> Reply:
    """An answer to a request that leads to no proposal."""
    return _one_field(
        request, session, authority, "answer", "Answer the request", "Your answer", "The headteacher reads this."
    )


def answer(request: Request, session: Session, authority: Authority) -> Reply:
    """Close a request with an answer, and have the headteacher told."""
    return _closed(request, session, authority, "answer", "tier_answered", "Answered")


def withdrawing_form(request: Request, session: Session, authority: Authority) -> Reply:
    """Why a proposal is taken back."""
    return _one_field(
        request, session, authority, "withdraw", "Withdraw the proposal", "Why", "The headteacher reads this."
    )


def withdraw(request: Request, session: Session, authority: Authority) -> Reply:
    """Take a proposal back, and have the headteacher told."""
    return _closed(request, session, authority, "withdraw", "tier_withdrawn", "Withdrawn")


_ACTIONS = {"answer": "answer_request", "withdraw": "withdraw_tier"}


def _one_field(
    request: Request, session: Session, authority: Authority, step: str, title: str, label: str, hint: str
) -> Form:
    case = case_at(request, session, authority, step)
    return Form(
        title=f"{title}: {case.school}",
        action=_ACTIONS[step],
        fields=(Field("words", label, "long_text", request.values.get("words", ""), hint=hint),),
        submit=title,
        hidden={"seed_code": case.seed_code, "revision": str(case.revision), "nonce": nonce()},
        notice=NOTICE,
        about=case.school_id,
    )


def _closed(request: Request, session: Session, authority: Authority, step: str, rule: str, done: str) -> Card:
    case = case_at(request, session, authority, step)
    words = text_given(request, "words", MOST_CHARACTERS)
    if not words:
        raise Invalid(words="Please say why in a few words; the headteacher reads it.")
    state = {"answer": "answered", "withdraw": "withdrawn"}[step]
    person = request.standing.person_id
    if not step_case(session, case.id, case.revision, {"state": state}, request.now, person):
        raise Instead(changed_meanwhile(case, request, session, authority))
    note_step(session, case.id, step, words, person, request.now)
    session.flush()
    now = cases_by_id(session, [case.id])[case.id]
    told = tell_of_case(request, session, authority, rule, now, ("heads", "officers", "proposer"))
    return case_card(now, request, session, authority, f"{done}: {case.school}", told_words(told))
