"""Guidance to all schools, or to those of a sector or cluster: written by an officer, sent once, 'Read' counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, has_reach
from framework.numbers import number_in
from handlers.asked import local_day, not_yours
from handlers.cards import Button, Card, Choice, Element, Field, Form, Reply, Text
from handlers.instead import Instead, Invalid
from handlers.lines import Gone, Line
from handlers.plan_forms import text_given
from handlers.practice_finding import Search, find, themes_of
from handlers.request import Request
from handlers.telling import useful_until
from handlers.visit_forms import nonce
from handlers.wording import SECTORS, clipped, count, say_day
from store.duties import Duty
from store.guidance import GuidanceView, all_guidance, guidance_by_id, mark_read, put_guidance
from store.messages import DutyView
from store.posts import heads, standing
from store.practice import practices_by_id
from store.schools import SchoolView, all_schools, cluster_names

NOTICE: Final = "Cairn has something for you."
_MOST_CHARACTERS = 1500
_TITLE_CHARACTERS = 120
_OFFERED = 6
_SHOWN = 5


def writing_form(request: Request, session: Session, authority: Authority) -> Reply:
    """Title, words, to whom, and practice that helps, found by what the criterion is about."""
    values = request.values
    label = {one.key: one.label for one in authority.criteria}.get(values.get("criterion", ""), "")
    practices = _practices(label, session, authority)
    fields = [
        Field("title", "Title", "text", values.get("title", "") or label),
        Field("text", "Guidance", "long_text", values.get("text", ""), hint="Every headteacher addressed reads this."),
        Field("to", "To", "choice", values.get("to", "all"), _addressed(session)),
    ]
    if practices:
        fields.append(
            Field("practices", "Practice that helps", "choices", values.get("practices", ""), practices, required=False)
        )
    return Form(
        title="Write guidance",
        action="write_guidance",
        fields=tuple(fields),
        submit="Send it",
        body=(Text("It names no school, and goes to the headteachers on the next school morning."),),
        hidden={"criterion": values.get("criterion", ""), "nonce": nonce()},
        notice=NOTICE,
    )


def _addressed(session: Session) -> tuple[Choice, ...]:
    sectors = sorted({school.sector for school in all_schools(session)})
    named = [Choice(f"sector:{sector}", f"{SECTORS.get(sector, sector).capitalize()} schools") for sector in sectors]
    clusters = [Choice(f"cluster:{name}", f"The {name} cluster") for name in cluster_names(session).values()]
    return (Choice("all", "All schools"), *named, *clusters)


def _practices(words: str, session: Session, authority: Authority) -> tuple[Choice, ...]:
    """Shared practice about the matter, the best first."""
    themes = themes_of(words, authority)
    if not themes:
        return ()
    hits = find(session, authority, Search(words, themes), None)
    return tuple(
        Choice(str(hit.practice.id), clipped(f"{hit.practice.title} ({hit.practice.school})", 75))
        for hit in hits[:_OFFERED]
    )


def write(request: Request, session: Session, authority: Authority) -> Reply:
    """Put the guidance on record, and have the headteachers addressed told on the next school morning."""
    title = " ".join(text_given(request, "title", _TITLE_CHARACTERS).split())
    text = text_given(request, "text", _MOST_CHARACTERS)
    schools, sector, cluster = _chosen(request, session)
    practices = [number for one in request.values.get("practices", "").split(";") if (number := number_in(one))]
    shared = [str(key) for key, one in practices_by_id(session, practices).items() if one.is_public]
    to = _heads(session, schools, request, authority)
    if not to:
        raise Invalid(to="No headteacher is in post there just now. Please choose others.")
    values = {"title": title, "text": text, "criterion": request.values.get("criterion", ""), "sector": sector,
              "cluster": cluster, "practices": ";".join(shared)}  # fmt: skip
    number = put_guidance(session, values, len(to), request.standing.person_id, request.now)
    for person, school in to.items():
        session.add(_duty(number, person, school, request, authority))
    words = f"“{title}” goes to {count(len(to), 'headteacher')} on the next school morning."
    return Card(
        title="Guidance sent", body=(Text(words),), buttons=(Button("Guidance so far", "guidance_list"),), notice=NOTICE
    )


def _chosen(request: Request, session: Session) -> tuple[list[SchoolView], str, str]:
    """The schools addressed, with their sector or cluster. Raises Invalid where there are none."""
    kind, _, name = (request.values.get("to", "") or "all").partition(":")
    sector, cluster = (name, "") if kind == "sector" else ("", name) if kind == "cluster" else ("", "")
    found = [one for one in all_schools(session) if sector in ("", one.sector) and cluster in ("", one.cluster)]
    if kind not in ("all", "sector", "cluster") or not found:
        raise Invalid(to="Please choose whom it is for from the list.")
    return found, sector, cluster


def _heads(
    session: Session, schools: Sequence[SchoolView], request: Request, authority: Authority
) -> dict[int, SchoolView]:
    """Who leads these schools, each person once, with one school of theirs."""
    leading = heads(session, local_day(request, authority), [school.id for school in schools])
    by_id = {school.id: school for school in schools}
    return {holder.person_id: by_id[school] for school, found in leading.items() for holder in found}


def _duty(number: int, person: int, school: SchoolView, request: Request, authority: Authority) -> Duty:
    year, hours = authority.school_year, authority.sending
    opens = hours.opens(year.next_school_day(local_day(request, authority) + timedelta(days=1), school.cluster))
    return Duty(
        rule="guidance",
        kind="guidance",
        subject=f"guidance:{number}",
        revision=1,
        recipient_id=person,
        school_id=school.id,
        cluster=school.cluster,
        not_before=opens,
        send_by=useful_until(opens, authority, school.cluster),
        made_at=request.now,
    )


def guidance_list(request: Request, session: Session, authority: Authority) -> Reply:
    """For those who write guidance all of it, and how many read it; for headteachers what went to their schools."""
    writes = has_reach(authority.access, request.standing, "guidance")
    schools = [one for one in all_schools(session) if one.id in request.standing.own_schools]
    found = [one for one in all_guidance(session) if writes or any(is_for(one, school) for school in schools)]
    buttons = (Button("Write guidance", "write_guidance", {"step": "form"}),) if writes else ()
    if not found:
        return Card(body=(Text("No guidance is on record for you."),), buttons=buttons, notice=NOTICE)
    body: list[Element] = []
    for one in found[:_SHOWN]:
        body.append(Text(f"{one.title} ({say_day(one.written_at.astimezone(authority.timezone).date())}): {one.text}"))
        to = f"To {count(one.sent_to, 'headteacher')}{_to_whom(one)}"
        body.append(
            Text(
                f"{to}; read by {one.read}, without names." if writes else f"From {one.written_by or 'the team'}.",
                quiet=True,
            )
        )
    opened = tuple(
        Button(clipped(f"Open: {one.title}", 70), "show_guidance", {"guidance": str(one.id)}) for one in found[:3]
    )
    return Card(title="Guidance", body=tuple(body), buttons=(*buttons, *opened), notice=NOTICE)


def _to_whom(one: GuidanceView) -> str:
    if one.sector:
        return f" of {SECTORS.get(one.sector, one.sector)} schools"
    return f" of the {one.cluster} cluster" if one.cluster else ""


def is_for(one: GuidanceView, school: SchoolView) -> bool:
    return one.sector in ("", school.sector) and one.cluster in ("", school.cluster)


def show_guidance(request: Request, session: Session, authority: Authority) -> Reply:
    """One piece of guidance, with the practice that helps."""
    return _card(_asked(request, session, authority), session)


def _asked(request: Request, session: Session, authority: Authority) -> GuidanceView:
    named = request.values.get("guidance", "")
    one = guidance_by_id(session, number_in(named))
    own = [school for school in all_schools(session) if school.id in request.standing.own_schools]
    allowed = one is not None and (
        has_reach(authority.access, request.standing, "guidance") or any(is_for(one, school) for school in own)
    )
    if one is None or not allowed:
        raise Instead(not_yours(request, session))
    return one


def _card(one: GuidanceView, session: Session) -> Card:
    buttons = [Button("Read", "read_guidance", {"guidance": str(one.id)}, style="primary"), *_helpful(one, session)]
    quiet = Text(f"From {one.written_by or 'the quality improvement team'}.", quiet=True)
    return Card(title=one.title, body=(Text(one.text), quiet), buttons=tuple(buttons), notice=NOTICE)


def _helpful(one: GuidanceView, session: Session) -> list[Button]:
    ids = [int(part) for part in one.practices.split(";") if part]
    found = practices_by_id(session, ids)
    return [
        Button(clipped(f"{found[key].title} ({found[key].school})", 70), "show_practice", {"practice": str(key)})
        for key in ids
        if key in found and found[key].is_public
    ]


def read_guidance(request: Request, session: Session, authority: Authority) -> Reply:
    """Count that it was read, once a reader and without a name."""
    one = _asked(request, session, authority)
    mark_read(session, one.id, request.standing.person_id or 0)
    return Card(
        body=(Text(f"Thank you. “{one.title}” counts as read; who read it is not shown to anybody."),), notice=NOTICE
    )


@dataclass(frozen=True)
class GuidanceLines:
    """The guidance of one batch of duties, and what its recipients are today."""

    guidance: Mapping[int, GuidanceView]
    buttons: Mapping[int, tuple[Button, ...]]
    standings: Mapping[int, Standing]

    def line(self, duty: DutyView) -> Line:
        """What the guidance says. Raises Gone for who leads no school any more."""
        one = self.guidance.get(duty.subject_id)
        if one is None or not self.standings[duty.recipient_id].heads:
            raise Gone("the guidance is not for the recipient any more")
        opened = Button(clipped(f"Open: {one.title}", 70), "show_guidance", {"guidance": str(one.id)})
        return Line(f"{one.title}: {one.text}", one.title, self.buttons[one.id], opened)

    def about(self, duty: DutyView) -> str:
        one = self.guidance.get(duty.subject_id)
        return f"guidance: {one.title}" if one else "guidance that is gone"

    def why(self, duty: DutyView, standing: Standing) -> str:
        one = self.guidance.get(duty.subject_id)
        whom = _to_whom(one) if one else ""
        return f"{self.about(duty)}: an officer sent it to the headteachers{whom or ' of all schools'}."

    def useful_until(self, duty: DutyView) -> datetime | None:
        return duty.send_by + timedelta(days=14)


def guidance_lines(session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime) -> GuidanceLines:
    """Read the guidance that these duties are about."""
    day = now.astimezone(authority.timezone).date()
    found = {key: one for key in {duty.subject_id for duty in duties} if (one := guidance_by_id(session, key))}
    buttons = {key: _card(one, session).buttons for key, one in found.items()}
    people = {duty.recipient_id for duty in duties}
    return GuidanceLines(found, buttons, {person: standing(session, person, day) for person in people})
