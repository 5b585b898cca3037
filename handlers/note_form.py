"""The form of a note of visit: what it asks by the type of the visit, and what was given in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from config.notes import NoteForm
from framework.notes import Indicator, UnknownIndicator, indicators_in, kept_indicators
from framework.numbers import number_in
from framework.planning import shows_too_few
from handlers.asked import local_day
from handlers.cards import Choice, Field
from handlers.instead import Invalid
from handlers.request import Request
from handlers.wording import MODES, say_day
from store.next_steps import NextStep
from store.posts import Holder, heads_of, holders, link_officers
from store.visits import VisitView

MOST_CHARACTERS: Final = 8000
MOST_OF_A_STEP: Final = 500
NOT_DISCUSSED, NO_GRADE = "no", "yes"
TIER_WORDS: Final = {
    "agreed": "Yes, and we agree on it",
    "open": "Yes, and we do not agree yet",
    "no": "No",
}
SEND, KEEP = "send", "keep"
_THEN: Final = (Choice(SEND, "Send it to the headteacher"), Choice(KEEP, "Keep it as my draft"))
SOMEBODY: Final = {"school": "Somebody else at the school", "authority": "Somebody else of the authority"}
_NOT_KEPT: Final = frozenset({"visit", "revision", "draft", "nonce", "step", "school", "seed_code", "then", "date"})


@dataclass(frozen=True)
class Asked:
    """What a form of a note is made from: the visit, its type's questions, who may be named for a next step."""

    visit: VisitView
    form: NoteForm
    owners: Mapping[str, str]
    authority: Authority

    @property
    def indicators(self) -> dict[str, str]:
        known = self.authority.framework.quality_indicators
        return {qi: known[qi] for qi in self.form.qis if qi in known}


def asked_of(visit: VisitView, session: Session, authority: Authority, day: date) -> Asked:
    """What the note of this visit asks on `day`."""
    return Asked(visit, authority.visit_type(visit.visit_type).note, _owners(session, visit.school_id, day), authority)


def _owners(session: Session, school_id: int, day: date) -> dict[str, str]:
    """Those who may be named for a next step, by id: who leads the school, its deputes, its link officers."""
    deputes = [holder for holder in holders(session, ["depute"], day) if holder.school_id == school_id]
    officers = link_officers(session, day, [school_id]).get(school_id, [])
    people: Sequence[Holder] = [*heads_of(session, school_id, day), *deputes, *officers]
    return {str(holder.person_id): holder.name for holder in people} | SOMEBODY


def fields_of(asked: Asked, values: Mapping[str, str]) -> tuple[Field, ...]:
    """The questions in their order, filled in with `values`."""
    held = asked.visit.starts_at.astimezone(asked.authority.timezone).date().isoformat()
    modes = tuple(Choice(key, label) for key, label in MODES.items())
    fields = [
        Field("held_on", "Held on", "date", values.get("held_on") or held, required=False),
        Field("mode", "How", "choice", values.get("mode") or asked.visit.mode, modes),
    ]
    for part in asked.form.asks:
        fields += _PARTS[part](asked, values)
    for question in asked.form.questions:
        name = f"q_{question.key}"
        text = values.get(name, "")
        fields.append(Field(name, question.label, "long_text", text, required=question.required, hint=question.hint))
    fields.append(Field("then", "And now", "choice", values.get("then") or SEND, _THEN))
    return tuple(fields)


def _strengths(_asked: Asked, values: Mapping[str, str]) -> list[Field]:
    # Not marked as required: a draft may go without, and what is to be sent says so beside the field.
    hint = "What is going well. No pupil's name."
    return [Field("strengths", "Strengths", "long_text", values.get("strengths", ""), required=False, hint=hint)]


def _evidence(_asked: Asked, values: Mapping[str, str]) -> list[Field]:
    hint = "What you looked at: lessons, jotters, figures, talks with staff and learners."
    text = values.get("evidence", "")
    return [Field("evidence", "Evidence looked at", "long_text", text, required=False, hint=hint)]


def _qis(asked: Asked, values: Mapping[str, str]) -> list[Field]:
    grades = asked.authority.framework.quality_grades
    choices = (
        Choice(NOT_DISCUSSED, "Not discussed"),
        Choice(NO_GRADE, "Discussed, no grade"),
        *(Choice(key, f"{key} {label}") for key, label in grades.items()),
    )
    fields = [
        Field(_qi_name(qi), f"{qi} {label}", "choice", values.get(_qi_name(qi)) or NOT_DISCUSSED, choices)
        for qi, label in asked.indicators.items()
    ]
    hint = "Such as 1.3: 4, 3.2. The grade only where one was given."
    text = values.get("other_qis", "")
    return [*fields, Field("other_qis", "Other quality indicators discussed", "text", text, required=False, hint=hint)]


def _qi_name(qi: str) -> str:
    return f"qi_{qi.replace('.', '_')}"


def _tier(_asked: Asked, values: Mapping[str, str]) -> list[Field]:
    choices = tuple(Choice(key, label) for key, label in TIER_WORDS.items())
    return [Field("tier", "Was the tier discussed?", "choice", values.get("tier") or "no", choices)]


def _next_steps(asked: Asked, values: Mapping[str, str]) -> list[Field]:
    owners = tuple(Choice(key, name) for key, name in asked.owners.items())
    fields = []
    for number in range(1, asked.form.steps + 1):
        name = f"step_{number}"
        hint = "Leave empty what you do not need." if number == 1 else ""
        fields += [
            Field(name, f"Next step {number}", "text", values.get(name, ""), required=False, hint=hint),
            Field(f"{name}_owner", f"Who does step {number}", "choice", values.get(f"{name}_owner", ""), owners, False),
            Field(f"{name}_due", f"Step {number} by", "date", values.get(f"{name}_due", ""), required=False),
        ]
    return fields


_PARTS: Final = {
    "strengths": _strengths,
    "evidence": _evidence,
    "qis": _qis,
    "tier": _tier,
    "next_steps": _next_steps,
}


def kept_values(values: Mapping[str, str]) -> str:
    """What a draft keeps of a form: every answer, nothing of the form's own marks."""
    return json.dumps({name: text for name, text in values.items() if name not in _NOT_KEPT and text.strip()})


@dataclass(frozen=True)
class Given:
    """A note's content as its form gave it."""

    held_on: date
    mode: str
    strengths: str
    evidence: str
    qis: str
    tier_discussed: str
    answers: str
    steps: tuple[NextStep, ...]


def given_in(request: Request, asked: Asked) -> Given:
    """What the form gave. Raises Invalid beside each field that is missing or wrong."""
    values, errors = request.values, dict[str, str]()
    texts = {name: _text(values, name, errors) for name in ("strengths", "evidence")}
    if "strengths" in asked.form.asks and not texts["strengths"]:
        errors["strengths"] = "Please say what is going well, or keep the note as your draft."
    held_on = _held_on(request, asked, errors)
    qis = _qis_given(values, asked, errors)
    answers = _answers_given(values, asked, errors)
    steps = _steps_given(request, asked, held_on, errors)
    if errors:
        raise Invalid(**errors)
    return Given(
        held_on=held_on,
        mode=values["mode"] if values.get("mode") in MODES else asked.visit.mode,
        qis=kept_indicators(qis),
        tier_discussed=values.get("tier", "") if values.get("tier") in TIER_WORDS else "",
        answers=json.dumps(answers, ensure_ascii=False),
        steps=tuple(steps),
        **texts,
    )


def _text(values: Mapping[str, str], name: str, errors: dict[str, str], most: int = MOST_CHARACTERS) -> str:
    text = values.get(name, "").strip()
    if len(text) > most:
        errors[name] = f"Please keep this under {most} characters; it has {len(text)}."
    elif shows_too_few(text):
        errors[name] = "Fewer than five pupils could be recognised. Please give a share, or say it in words."
    return text


def _held_on(request: Request, asked: Asked, errors: dict[str, str]) -> date:
    booked = asked.visit.starts_at.astimezone(asked.authority.timezone).date()
    given = request.values.get("held_on", "").strip()
    try:
        held = date.fromisoformat(given) if given else booked
    except ValueError:
        errors["held_on"] = "Please give the date as year-month-day, such as 2026-12-03."
        return booked
    today = local_day(request, asked.authority)
    if held > today:
        errors["held_on"] = f"{say_day(held)} has not come yet. A visit is recorded once it has been held."
    elif held < today - timedelta(days=366):
        errors["held_on"] = f"{say_day(held)} is more than a year ago. Please check the year."
    return held


def _qis_given(values: Mapping[str, str], asked: Asked, errors: dict[str, str]) -> list[Indicator]:
    grades = asked.authority.framework.quality_grades
    found = {}
    for qi in asked.indicators:
        chosen = values.get(_qi_name(qi), NOT_DISCUSSED) or NOT_DISCUSSED
        if chosen != NOT_DISCUSSED:
            found[qi] = Indicator(qi, chosen if chosen in grades else "")
    try:
        known = asked.authority.framework.quality_indicators
        others = indicators_in(values.get("other_qis", ""), known, grades)
    except UnknownIndicator as unknown:
        errors["other_qis"] = str(unknown)
        others = ()
    return list({**found, **{one.key: one for one in others}}.values())


def _answers_given(values: Mapping[str, str], asked: Asked, errors: dict[str, str]) -> list[tuple[str, str]]:
    answers = []
    for question in asked.form.questions:
        name = f"q_{question.key}"
        text = _text(values, name, errors)
        if text:
            answers.append((question.label, text))
        elif question.required:
            errors[name] = "Please answer this, or keep the note as your draft."
    return answers


def _steps_given(request: Request, asked: Asked, held_on: date, errors: dict[str, str]) -> list[NextStep]:
    """The steps of the form's rows, and those given as lines of one text, which name neither owner nor day."""
    values, found = request.values, list[NextStep]()
    for number in range(1, asked.form.steps + 1):
        name = f"step_{number}"
        text = _text(values, name, errors, MOST_OF_A_STEP)
        owner, due = values.get(f"{name}_owner", "").strip(), values.get(f"{name}_due", "").strip()
        if text:
            due_on = _due_given(due, f"{name}_due", held_on, errors)
            if owner not in asked.owners:
                errors[f"{name}_owner"] = "Please choose who does it."
            found.append(_step(request, len(found) + 1, text, owner, asked.owners.get(owner, ""), due_on))
        elif due:
            errors[name] = "There is a date here, but no step. Please say what is to be done, or clear the date."
    for line in _text(values, "next_steps", errors).splitlines():
        if line.strip():
            found.append(_step(request, len(found) + 1, line.strip(), "", "", None))
    return found


def _due_given(given: str, name: str, held_on: date, errors: dict[str, str]) -> date | None:
    try:
        due_on = date.fromisoformat(given)
    except ValueError:
        errors[name] = "Please give the day by which it is done." if not given else "Please give a date."
        return None
    if not held_on <= due_on <= held_on + timedelta(days=550):
        errors[name] = f"Please give a day after the visit, within a school year; {say_day(due_on)} is not."
    return due_on


def _step(request: Request, number: int, text: str, owner: str, label: str, due_on: date | None) -> NextStep:
    return NextStep(
        note_id=0,
        number=number,
        step=text,
        owner_id=number_in(owner) or None,
        owner=label,
        due_on=due_on,
        since=request.now,
        to_plan=due_on is not None,
    )
