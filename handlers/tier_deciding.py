"""The steps after a proposal: the headteacher's view, the discussion, the decision; each once, and in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.deciding import DECIDED, DISCUSSED, VIEWED
from framework.planning import next_review
from handlers.asked import local_day
from handlers.cards import Choice, Element, Field, Form, Reply, Text
from handlers.instead import Instead, Invalid
from handlers.plan_forms import day_given, past_day_given, text_given
from handlers.request import Request
from handlers.tier_cases import (
    NOTICE,
    case_at,
    case_card,
    changed_meanwhile,
    deciders,
    holds_role,
    snapshot_table,
    who_decides,
)
from handlers.tier_telling import tell_of_case
from handlers.visit_forms import nonce, told_words
from handlers.wording import say_day, say_list
from store.leases import set_fact
from store.tier_cases import CaseView, cases_by_id, link_decision, note_step, step_case
from store.tiers import TierDecision, record_decision, tier_on

MOST_CHARACTERS: Final = 1500
ANSWERS: Final = {"yes": "I agree with the proposal", "no": "I do not agree"}
REVIEWS_PLANNED: Final = "tier_reviews_planned"


def viewing_form(request: Request, session: Session, authority: Authority) -> Reply:
    """The headteacher's own view, beside the evidence that the proposal rests on."""
    case = case_at(request, session, authority, "view")
    choices = tuple(Choice(key, label) for key, label in ANSWERS.items())
    fields = (
        Field("agrees", "The proposal", "choice", request.values.get("agrees", case.agrees), choices),
        Field(
            "view",
            "Your view",
            "long_text",
            request.values.get("view", case.view),
            required=False,
            hint="What the figures do not say, what you see, what you need.",
        ),
    )
    return _form(
        case, "view_tier", "Your view", fields, "Send my view", [*_proposed(case, authority), *snapshot_table(case)]
    )


def _proposed(case: CaseView, authority: Authority) -> list[Element]:
    """What is proposed and why, at the head of the forms about it."""
    label = authority.tier(case.to_tier).label
    exits = f" What would move it back: {case.exit_criteria}" if case.exit_criteria else ""
    return [Text(f"{case.proposed_by or 'An officer'} proposes {label} support: {case.reason}{exits}")]


def give_view(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the headteacher's view on record; where they do not agree, whoever decides on that is told as well."""
    case = case_at(request, session, authority, "view")
    agrees = request.values.get("agrees", "")
    if agrees not in ANSWERS:
        raise Invalid(agrees=f"Please choose one of these: {say_list(list(ANSWERS.values()))}.")
    view = text_given(request, "view", MOST_CHARACTERS)
    if agrees == "no" and not view:
        raise Invalid(view="Please say in a few words why; it is kept with the decision.")
    person = request.standing.person_id
    values = {"state": VIEWED, "agrees": agrees, "view": view, "viewed_by_id": person, "viewed_at": request.now}
    now = _stepped(case, values, "view", view, request, session, authority)
    told = tell_of_case(request, session, authority, "tier_viewed", now, ("officers", "proposer"))
    if now.disagreed:
        note_step(session, case.id, "escalate", "", None, request.now)
        roles = sorted(authority.framework.deciding.on_disagreement)
        told += tell_of_case(request, session, authority, "tier_disagreed", now, roles)
    return case_card(now, request, session, authority, f"Your view is on record: {case.school}", told_words(told))


def discussing_form(request: Request, session: Session, authority: Authority) -> Reply:
    """When the discussion was held, and what came of it."""
    case = case_at(request, session, authority, "discuss")
    day = case.discussed_on or local_day(request, authority)
    fields = (
        Field("date", "Held on", "date", request.values.get("date", day.isoformat())),
        Field(
            "discussion",
            "What came of it",
            "long_text",
            request.values.get("discussion", case.discussion),
            required=False,
        ),
    )
    missing = [] if case.viewed_at else [Text("The headteacher has not given a view in writing yet.")]
    return _form(
        case, "discuss_tier", "Record the discussion", fields, "Keep it", [*_proposed(case, authority), *missing]
    )


def discuss(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the discussion on record; the headteacher is told, and can say that it was not so."""
    case = case_at(request, session, authority, "discuss")
    day = past_day_given(request, authority, "date")
    proposed = case.proposed_at.astimezone(authority.timezone).date() if case.proposed_at else day
    if day < proposed:
        raise Invalid(date=f"The tier was proposed on {say_day(proposed)}; please give the day of the talk about it.")
    words = text_given(request, "discussion", MOST_CHARACTERS)
    values = {"state": DISCUSSED, "discussed_on": day, "discussion": words}
    now = _stepped(case, values, "discuss", words, request, session, authority)
    told = tell_of_case(request, session, authority, "tier_discussed", now, ("heads", "officers"))
    done = f"The discussion is on record: {case.school}"
    first = f"{told_words(told)} It is decided by {who_decides(now, now.to_tier, authority)}."
    return case_card(now, request, session, authority, done, first)


def deciding_form(request: Request, session: Session, authority: Authority) -> Reply:
    """The decision, filled in as it was proposed."""
    case = case_at(request, session, authority, "decide")
    _may_decide(case, case.to_tier, request, session, authority, any_tier=True)
    tiers = sorted(authority.framework.tiers, key=lambda tier: tier.rank)
    today = local_day(request, authority)
    values = request.values
    fields = (
        Field(
            "tier",
            "Which tier",
            "choice",
            values.get("tier", case.to_tier),
            tuple(Choice(t.key, t.label) for t in tiers),
        ),
        Field("reason", "Why", "long_text", values.get("reason", case.reason)),
        Field(
            "exit_criteria",
            "What would move it back",
            "long_text",
            values.get("exit_criteria", case.exit_criteria),
            required=False,
        ),
        Field("from_date", "From", "date", values.get("from_date", today.isoformat())),
        Field(
            "review_on",
            "Reviewed by",
            "date",
            values.get("review_on", ""),
            required=False,
            hint="Left out: the tier's usual time.",
        ),
    )
    heads = {
        "yes": f"The headteacher agrees: {case.view}" if case.view else "The headteacher agrees.",
        "no": f"The headteacher does not agree: {case.view}",
        "": "No view is on record.",
    }
    held = (
        f"Discussed on {say_day(case.discussed_on)}. {case.discussion}"
        if case.discussed_on
        else "No discussion is on record."
    )
    body = [*_proposed(case, authority), Text(heads[case.agrees]), Text(held), *snapshot_table(case)]
    return _form(case, "decide_tier", "Decide", fields, "Decide", body)


def decide(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the decision on record, with reason, evidence, way back and review, and have those told who may know."""
    case = case_at(request, session, authority, "decide")
    tier = request.values.get("tier", "")
    known = {one.key: one for one in authority.framework.tiers}
    if tier not in known:
        raise Invalid(tier=f"Please choose one of these: {say_list([one.label for one in known.values()])}.")
    _may_decide(case, tier, request, session, authority)
    reason = text_given(request, "reason", MOST_CHARACTERS)
    if not reason:
        raise Invalid(reason="Please say why: no tier is decided without a reason.")
    exits = text_given(request, "exit_criteria", MOST_CHARACTERS)
    from_date, review_on = _days(case, tier, request, session, authority)
    person = request.standing.person_id
    # The step comes first: whoever was slower writes nothing at all.
    values = {"state": DECIDED, "decided_by_id": person, "decided_at": request.now, "decided_tier": tier}
    _stepped(case, values, "decide", reason, request, session, authority)
    decision = TierDecision(
        school_id=case.school_id,
        tier=tier,
        from_date=from_date,
        reason=reason,
        exit_criteria=exits,
        decided_by_id=person,
        discussed_on=case.discussed_on,
        review_on=review_on,
        recorded_at=request.now,
    )
    link_decision(session, case.id, record_decision(session, decision))
    now = cases_by_id(session, [case.id])[case.id]
    set_fact(session, REVIEWS_PLANNED, "")
    told = tell_of_case(request, session, authority, "tier_decided", now, ("heads", "officers", "proposer"))
    first = (
        f"{known[tier].label} support from {say_day(from_date)}, reviewed by {say_day(review_on)}. {told_words(told)}"
    )
    return case_card(now, request, session, authority, f"Decided: {case.school}", first)


def _may_decide(
    case: CaseView, tier: str, request: Request, session: Session, authority: Authority, *, any_tier: bool = False
) -> None:
    """Raises Instead for somebody whom the rules do not name for this tier (with `any_tier`, for none at all)."""
    tiers = [one.key for one in authority.framework.tiers] if any_tier else [tier]
    if any(holds_role(request.standing, deciders(case, one, authority), case.school_id) for one in tiers):
        return
    disagreed = " since the headteacher does not agree" if case.disagreed else ""
    words = f"Nothing was changed. This is decided by {who_decides(case, tier, authority)}{disagreed}."
    raise Instead(case_card(case, request, session, authority, first=words))


def _days(case: CaseView, tier: str, request: Request, session: Session, authority: Authority) -> tuple[date, date]:
    today = local_day(request, authority)
    from_date = day_given(request, "from_date") or today
    before = tier_on(session, case.school_id, date.max)
    if before is not None and from_date < before.from_date:
        raise Invalid(
            from_date=f"Its present tier stands from {say_day(before.from_date)}; a new one begins no earlier."
        )
    if case.discussed_on and from_date < case.discussed_on:
        raise Invalid(from_date=f"It was discussed on {say_day(case.discussed_on)}; a tier begins no earlier.")
    if (from_date - today).days > 200:
        raise Invalid(from_date=f"{say_day(from_date)} is more than half a year away. Please check it.")
    usual = next_review(from_date, authority.tier(tier).review_school_weeks, authority.school_year)
    review_on = day_given(request, "review_on") or usual
    if review_on <= from_date:
        raise Invalid(review_on=f"Please give a day after {say_day(from_date)}, or leave it out for {say_day(usual)}.")
    return from_date, review_on


def _stepped(
    case: CaseView,
    values: Mapping[str, object],
    step: str,
    words: str,
    request: Request,
    session: Session,
    authority: Authority,
) -> CaseView:
    """The case a step further. Raises Instead when somebody was quicker: the whole transaction is then undone."""
    person = request.standing.person_id
    if not step_case(session, case.id, case.revision, values, request.now, person):
        raise Instead(changed_meanwhile(cases_by_id(session, [case.id])[case.id], request, session, authority))
    note_step(session, case.id, step, words, person, request.now)
    session.flush()
    return cases_by_id(session, [case.id])[case.id]


def _form(case: CaseView, action: str, title: str, fields: tuple[Field, ...], submit: str, body: list[Element]) -> Form:
    return Form(
        title=f"{title}: {case.school}",
        action=action,
        fields=fields,
        submit=submit,
        body=tuple(body),
        hidden={"seed_code": case.seed_code, "revision": str(case.revision), "nonce": nonce()},
        notice=NOTICE,
        about=case.school_id,
    )
