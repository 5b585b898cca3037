"""The same criterion in many schools: a theme, and the way from it to guidance."""

from __future__ import annotations

from sqlmodel import Session

from config.authority import Authority
from framework.common_themes import CommonTheme, Place, common_themes
from framework.criteria import MET, matrix
from handlers.asked import local_day
from handlers.cards import Button, Card, Element, Reply, Table, Text
from handlers.evidence_facts import evidence_of, visible_criteria
from handlers.oversight import NOTICE, where
from handlers.request import Request
from handlers.risk_lists import schools_in_question
from handlers.wording import SECTORS, clipped, count, say_day

_SHOWN = 15
_WRITTEN = 3


def school_themes(request: Request, session: Session, authority: Authority) -> Reply:
    """The themes among the schools whose evidence the asker may see: which criterion, where, in how many schools."""
    day = local_day(request, authority)
    schools = schools_in_question(request, session, authority)
    evidence = evidence_of(session, schools, day, all_of_them=len(schools) > 100)
    met = {
        school.id: [
            cell.criterion.key
            for cell in matrix(visible_criteria(request.standing, school.id, authority), evidence[school.id])
            if cell.state == MET
        ]
        for school in schools
    }
    least = authority.framework.matrix.theme_schools
    places = {school.id: Place(school.sector, school.cluster) for school in schools}
    found = common_themes(met, places, least)
    labels = {one.key: one.label for one in authority.criteria}
    names = {school.id: school.name for school in schools}
    title = f"{count(len(found), 'theme')} across {count(len(schools), 'school')}{where(request)}"
    body: list[Element] = []
    if found:
        rows = tuple(
            (labels[one.criterion], place_words(one), str(len(one.schools)), _some(one, names))
            for one in found[:_SHOWN]
        )
        body.append(Table(("Criterion", "Where", "Schools", "Among them"), rows, title))
    else:
        body.append(Text(f"No criterion is met in {least} schools of one sector or cluster."))
    body.append(
        Text(
            f"A theme is a criterion met in {least} or more schools of a sector or cluster, on {say_day(day)}.",
            quiet=True,
        )
    )
    buttons = tuple(
        Button(
            clipped(f"Guidance: {labels[one.criterion]}", 70),
            "write_guidance",
            {"criterion": one.criterion, "to": f"{one.kind}:{one.name}", "step": "form"},
        )
        for one in found[:_WRITTEN]
    )
    return Card(
        title=title, body=tuple(body), buttons=(*buttons, Button("Guidance so far", "guidance_list")), notice=NOTICE
    )


def place_words(theme: CommonTheme) -> str:
    """'primary schools', 'the Kilbrannan cluster'."""
    return f"{SECTORS.get(theme.name, theme.name)} schools" if theme.kind == "sector" else f"the {theme.name} cluster"


def _some(theme: CommonTheme, names: dict[int, str]) -> str:
    listed = sorted(names[school] for school in theme.schools)
    return ", ".join(listed[:3]) + (" …" if len(listed) > 3 else "")
