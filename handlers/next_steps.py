"""Next steps out of notes of visit: whose they are, done by a tap, another day set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlmodel import Session

from config.authority import Authority
from framework.numbers import number_in
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Field, Form, Reply, Table, Text
from handlers.instead import Instead, Invalid
from handlers.note_card import NOTICE, may_do_step, may_on_note, step_values
from handlers.paging import page_of
from handlers.request import Request
from handlers.visit_forms import nonce
from handlers.wording import clipped, count, say_day, say_when
from store.next_steps import StepView, change_step, open_steps, steps_by_id, steps_of_person

_SHOWN = 10


def my_steps(request: Request, session: Session, authority: Authority) -> Reply:
    """The open steps that are the asker's; of a school or all of the asker's schools where those are asked for."""
    standing, scope = request.standing, request.values.get("scope", "")
    if scope != "mine" and (request.school is not None or scope == "schools"):
        schools = [request.school.id] if request.school else standing.own_schools
        found = open_steps(session, schools)
        whose = f"at {request.school.name}" if request.school else "at your schools"
    else:
        found = steps_of_person(session, standing.person_id or 0, standing.heads)
        whose = "of yours"
    found = [step for step in found if may_on_note(step, request, authority, "note")]
    wider = _wider(request) if standing.own_schools else ()
    about = request.school.id if request.school else None
    if not found:
        return Card(body=(Text(f"No next step {whose} is open."),), buttons=wider, notice=NOTICE, about=about)
    today = local_day(request, authority)
    title = f"{count(len(found), 'next step')} {whose}"
    page, more = page_of(found, _SHOWN, request)
    rows = tuple((step.step, step.school, step.owner or "not named", _by(step, today)) for step in page)
    buttons = (*_one_each(page, request, authority), *more, *wider)
    table = Table(("Next step", "School", "Who", "By"), rows, title)
    return Card(title=title, body=(table,), buttons=buttons, notice=NOTICE, about=about)


def _one_each(page: Sequence[StepView], request: Request, authority: Authority) -> Iterator[Button]:
    """What is done next about each step that is listed: done by a tap, or looked at."""
    several = len({step.school for step in page}) > 1
    for step in page:
        may_do = may_do_step(step, request, authority)
        label, action = ("Done", "step_done") if may_do else ("Open", "show_step")
        yield Button(
            clipped(f"{label}{f', {step.school}' if several else ''}: {step.step}", 75), action, step_values(step)
        )


def _wider(request: Request) -> tuple[Button, ...]:
    if request.values.get("scope") == "schools":
        return (Button("Only mine", "my_steps", {"scope": "mine"}),)
    return (Button("All at my schools", "my_steps", {"scope": "schools"}),)


def _by(step: StepView, today: date) -> str:
    if step.due_on is None:
        return "no day set"
    return say_day(step.due_on, today) + (" (past)" if step.due_on < today else "")


def _step_asked(request: Request, session: Session, authority: Authority) -> StepView:
    """The step that the action names. Raises Instead with the usual refusal where the asker may not know of it."""
    named = request.values.get("next_step", "")
    step = steps_by_id(session, [number_in(named)]).get(number_in(named))
    if step is None or not may_do_step(step, request, authority):
        raise Instead(not_yours(request, session))
    return step


def step_card(request: Request, session: Session, authority: Authority) -> Reply:
    """One step with its buttons; without one named, those of the asker."""
    if not request.values.get("next_step"):
        return my_steps(request, session, authority)
    return _card(_step_asked(request, session, authority), local_day(request, authority))


def _card(step: StepView, today: date, title: str = "Next step") -> Card:
    who = f" ({step.owner})" if step.owner else ""
    when = f"By {say_day(step.due_on, today)}." if step.due_on else "No day is set."
    values = step_values(step)
    buttons = (
        Button("It is done", "step_done", values, style="primary"),
        Button("Another day", "move_step", values),
    )
    read = Button("Note of visit", "show_note", {"visit": str(step.visit_id)})
    return Card(
        title=f"{title}: {step.school}",
        body=(Text(f"{step.step}{who}. {when}"),),
        buttons=(*(buttons if step.is_open else ()), read),
        notice=NOTICE,
        about=step.school_id,
    )


def step_done(request: Request, session: Session, authority: Authority) -> Reply:
    """Put on record that the step is done; a second tap says who was first."""
    step = _open_step(request, session, authority)
    changes = {"state": "done", "changed_by_id": request.standing.person_id, "since": request.now}
    if not change_step(session, step, changes):
        raise Instead(_changed_meanwhile(step, session, authority))
    now = steps_by_id(session, [step.id])[step.id]
    return _card(now, local_day(request, authority), "Done")


def moving_form(request: Request, session: Session, authority: Authority) -> Reply:
    """Another day for a step that is open."""
    step = _open_step(request, session, authority)
    day = request.values.get("date") or (step.due_on.isoformat() if step.due_on else "")
    return Form(
        title=f"Another day: {step.school}",
        action="move_step",
        fields=(Field("date", "By", "date", day),),
        submit="Set this day",
        body=(Text(step.step),),
        hidden={**step_values(step), "nonce": nonce()},
        notice=NOTICE,
        about=step.school_id,
    )


def move(request: Request, session: Session, authority: Authority) -> Reply:
    """Set another day for the step."""
    step = _open_step(request, session, authority)
    today = local_day(request, authority)
    try:
        day = date.fromisoformat(request.values["date"].strip())
    except ValueError:
        raise Invalid(date="Please give the date as year-month-day, such as 2026-12-03.") from None
    if not today <= day <= today + timedelta(days=550):
        raise Invalid(date=f"Please give a day from {say_day(today)} on, within a school year.")
    changes = {"due_on": day, "changed_by_id": request.standing.person_id, "since": request.now}
    if not change_step(session, step, changes):
        raise Instead(_changed_meanwhile(step, session, authority))
    return _card(steps_by_id(session, [step.id])[step.id], today)


def _open_step(request: Request, session: Session, authority: Authority) -> StepView:
    step = _step_asked(request, session, authority)
    seen = request.values.get("seen", "")
    if not step.is_open or (seen and number_in(seen) != step.revision):
        raise Instead(_changed_meanwhile(step, session, authority))
    return step


def _changed_meanwhile(step: StepView, session: Session, authority: Authority) -> Card:
    now = steps_by_id(session, [step.id]).get(step.id, step)
    when = say_when(now.since, authority.timezone)
    by = f" by {now.changed_by}" if now.changed_by else ""
    what = f"is open, with its day set{by} on {when}" if now.is_open else f"was done already{by} on {when}"
    words = f"This step {what}. Nothing was changed now."
    show = Button("Show the step", "show_step", {"next_step": str(now.id)})
    return Card(body=(Text(words),), buttons=(show,), notice=NOTICE, about=now.school_id)
