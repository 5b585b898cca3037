"""A tier under discussion: where it stands, on which evidence, who did what, and what this person may do next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, may
from framework.criteria import MET, NOT_FOR_IT
from framework.deciding import ASKED, DISCUSSED, PROPOSED, UNDER_WAY, VIEWED, Rules, deciding_roles, stands
from framework.numbers import number_in
from handlers.asked import local_day
from handlers.cards import Button, Card, Element, Facts, Reply, Table, Text
from handlers.evidence_facts import Seen
from handlers.evidence_words import STATES, say_cell
from handlers.instead import Instead
from handlers.request import Request
from handlers.wording import count, say_day, say_list, say_when
from store.schools import SchoolView
from store.tier_cases import CaseView, cases_of_school, steps_of

NOTICE = "Cairn has something about your school for you."
STEP_WORDS = {
    "ask": "asked for support",
    "propose": "proposed a tier",
    "view": "gave the headteacher’s view",
    "discuss": "put the discussion on record",
    "escalate": "brought the disagreement to whoever decides on it",
    "decide": "decided",
    "withdraw": "withdrew the proposal",
    "answer": "answered the request",
}
_MOST_ROWS = 12


def tier_case(request: Request, session: Session, authority: Authority) -> Reply:
    """The matter under way at the school, or the last one; with every step that was taken."""
    school = school_of(request)
    found = cases_of_school(session, school.id)
    if not found:
        words = f"No tier of {school.name} is under discussion, and none was discussed in Cairn before."
        return Card(
            body=(Text(words),), buttons=first_steps(school, request, authority), notice=NOTICE, about=school.id
        )
    return case_card(found[0], request, session, authority)


def school_of(request: Request) -> SchoolView:
    assert request.school is not None, "the dispatcher finds the school before it calls"
    return request.school


def first_steps(school: SchoolView, request: Request, authority: Authority) -> tuple[Button, ...]:
    """What may be begun at a school where nothing is under way."""
    code = {"seed_code": school.seed_code}
    found = [Button("Risk matrix", "risk_flags", code)]
    if may(authority.access, request.standing, "propose_tier", school.id):
        found.insert(0, Button("Propose a tier", "propose_tier", code))
    if may(authority.access, request.standing, "view_tier", school.id):
        found.append(Button("Ask for support", "ask_support", code))
    return tuple(found)


def case_card(
    case: CaseView, request: Request, session: Session, authority: Authority, title: str = "", first: str = ""
) -> Card:
    """One case: where it stands, the proposal and the view on it, its evidence, its steps."""
    today = local_day(request, authority)
    body: list[Element] = [Text(first)] if first else []
    body.append(Text(f"{stands(case.state)}."))
    body.append(Facts(tuple((label, words) for label, words in _facts(case, authority).items() if words)))
    body += snapshot_table(case)
    steps = [
        Text(
            f"{say_when(one.at, authority.timezone, today)}: {one.by or 'Cairn'} {STEP_WORDS.get(one.step, one.step)}.",
            quiet=True,
        )
        for one in steps_of(session, case.id)
    ]
    return Card(
        title=title or f"{case.school}: its tier",
        body=(*body, *steps),
        buttons=next_steps(case, request.standing, authority),
        notice=NOTICE,
        about=case.school_id,
    )


def _facts(case: CaseView, authority: Authority) -> Mapping[str, str]:
    to, before = authority.tier(case.to_tier).label, authority.tier(case.from_tier).label
    move = f"{to} (stays)" if case.from_tier == case.to_tier else f"{before} to {to}" if case.from_tier else to
    view = {"yes": "agrees", "no": "disagrees", "": ""}[case.agrees]
    held = say_day(case.discussed_on) if case.discussed_on else ""
    return {
        "Asked for": case.asked_words,
        "Proposed": move if case.to_tier else "",
        "Why": case.reason,
        "What would move it back": case.exit_criteria,
        "The headteacher": f"{view}: {case.view}" if view and case.view else view,
        "Discussed": f"{held}: {case.discussion}" if case.discussion else held,
        "Decided": authority.tier(case.decided_tier).label if case.decided_tier else "",
    }


def snapshot(seen: Seen, authority: Authority) -> str:
    """The matrix as it is now, to be kept with the proposal: what was known then, whatever is corrected later."""
    rows = [
        {
            "criterion": cell.criterion.key,
            "label": cell.criterion.label,
            "state": cell.state,
            "said": say_cell(cell, authority),
        }
        for cell in seen.cells
        if cell.state != NOT_FOR_IT
    ]
    return json.dumps(
        {"day": seen.evidence.day.isoformat(), "suggests": seen.suggests, "cells": rows}, ensure_ascii=False
    )


def snapshot_table(case: CaseView) -> list[Element]:
    """The evidence that the proposal rests on, as it was then; what was met first."""
    if not case.evidence:
        return []
    kept = json.loads(case.evidence)
    cells = sorted(kept["cells"], key=lambda one: one["state"] != MET)
    rows = tuple((one["label"], STATES[one["state"]], one["said"]) for one in cells[:_MOST_ROWS])
    met = sum(one["state"] == MET for one in cells)
    title = f"Evidence of {say_day(date.fromisoformat(kept['day']))}: {count(met, 'criterion', 'criteria')} met"
    return [Text(f"{title}."), Table(("Criterion", "State", "Evidence"), rows, title)] if rows else []


def deciders(case: CaseView, to_tier: str, authority: Authority) -> frozenset[str]:
    """The roles that may decide on this case, should it come to `to_tier`."""
    new, old = authority.tier(to_tier), authority.tier(case.from_tier)
    return deciding_roles(
        frozenset(new.decided_by),
        frozenset(old.decided_by) if case.from_tier else frozenset(),
        new_is_heavier=new.rank >= old.rank,
        disagreed=case.disagreed,
        rules=rules_of(authority),
    )


def rules_of(authority: Authority) -> Rules:
    """The authority's rules of decision, as the framework knows them."""
    deciding = authority.framework.deciding
    return Rules(deciding.discussion_required, frozenset(deciding.on_disagreement))


def holds_role(standing: Standing, roles: frozenset[str], school_id: int) -> bool:
    """Whether this person holds one of the roles, as link officer of this very school."""
    return bool((standing.roles - {"link_officer"}) & roles) or (
        "link_officer" in roles and school_id in standing.links
    )


def next_steps(case: CaseView, standing: Standing, authority: Authority) -> tuple[Button, ...]:
    """What this person may do about the case now."""
    code = {"seed_code": case.seed_code, "revision": str(case.revision), "step": "form"}

    def allowed(matter: str) -> bool:
        return may(authority.access, standing, matter, case.school_id)

    found = []
    if case.state in (PROPOSED, VIEWED) and allowed("view_tier"):
        found.append(Button("Give my view", "view_tier", code, style="primary"))
    if case.state in UNDER_WAY and allowed("propose_tier"):
        found.append(Button("Record the discussion", "discuss_tier", code))
    ready = rules_of(authority).may_step(case.state, "decide")
    if (
        ready
        and allowed("decide_tier")
        and holds_role(standing, deciders(case, case.to_tier, authority), case.school_id)
    ):
        found.append(Button("Decide", "decide_tier", code, style="primary"))
    if case.state == ASKED and allowed("propose_tier"):
        found += [Button("Propose a tier", "propose_tier", code), Button("Answer the request", "answer_request", code)]
    if case.state in UNDER_WAY and allowed("propose_tier"):
        found.append(Button("Withdraw the proposal", "withdraw_tier", code))
    if not case.is_open and allowed("propose_tier"):
        found.append(Button("Propose a tier", "propose_tier", {"seed_code": case.seed_code}))
    return tuple(found)


def case_at(request: Request, session: Session, authority: Authority, step: str) -> CaseView:
    """The school's case, for a step that may be taken now. Raises Instead, kindly, where it may not."""
    found = cases_of_school(session, school_of(request).id)
    case = found[0] if found else None
    if case is None or not rules_of(authority).may_step(case.state, step):
        raise Instead(_out_of_order(case, step, request, session, authority))
    seen = request.values.get("revision", "")
    if seen and number_in(seen) != case.revision:
        raise Instead(changed_meanwhile(case, request, session, authority))
    return case


def _out_of_order(case: CaseView | None, step: str, request: Request, session: Session, authority: Authority) -> Card:
    school = school_of(request)
    if case is None:
        words = f"{stands('')} at {school.name}, so there is nothing to {_VERBS[step]}."
        return Card(
            body=(Text(words),), buttons=first_steps(school, request, authority), notice=NOTICE, about=school.id
        )
    words = f"Nothing was changed. {stands(case.state)}{_by_whom(case, authority)}."
    if step == "decide" and case.state in (PROPOSED, VIEWED):
        words = (
            "Nothing was changed. Before it is decided, the discussion with the headteacher is held and put on record."
        )
    return case_card(case, request, session, authority, first=words)


_VERBS = {
    "view": "give a view on",
    "discuss": "discuss",
    "decide": "decide",
    "withdraw": "withdraw",
    "answer": "answer",
}


def _by_whom(case: CaseView, authority: Authority) -> str:
    if case.decided_at is None:
        return ""
    return f", by {case.decided_by or 'somebody'} on {say_when(case.decided_at, authority.timezone)}"


def changed_meanwhile(case: CaseView, request: Request, session: Session, authority: Authority) -> Card:
    """What a stale form or button gets: who took a step, when, and how it stands."""
    when = say_when(case.changed_at, authority.timezone)
    words = f"{case.changed_by or 'Somebody'} took a step on {when}, so nothing was done now. This is how it stands."
    return case_card(case, request, session, authority, first=words)


def who_decides(case: CaseView, to_tier: str, authority: Authority) -> str:
    """'the head of education', 'the quality improvement manager or the head of education'."""
    from handlers.wording import ROLE_NAMES

    names = [f"the {ROLE_NAMES[role]}" for role in sorted(deciders(case, to_tier, authority))]
    return say_list(names).replace(" and ", " or ") if names else "nobody that the rules name"


__all__ = ["DISCUSSED", "case_at", "case_card", "tier_case"]
