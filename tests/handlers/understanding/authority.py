"""A small fictional authority for the tests of understanding."""

from __future__ import annotations

from datetime import date

from config.authority import load_authority
from handlers.understanding.schools import NamedSchool, SchoolIndex
from handlers.understanding.vocabulary import NamedPerson, Vocabulary

TODAY = date(2026, 11, 5)
SCHOOLS = (
    NamedSchool(1, "Fearnbrae Primary School", ("Fearnbrae PS",), "primary", "Dunfearn"),
    NamedSchool(2, "Tarrieburn Primary School", ("Tarrieburn PS",), "primary", "Dunfearn"),
    NamedSchool(3, "Ochterfearn Primary School", ("Ochterfearn PS",), "primary", "Dunfearn"),
    NamedSchool(4, "St Cormac's RC Primary School", ("St Cormac's",), "primary", "Dunfearn"),
    NamedSchool(5, "Port Torran Academy", ("Torran Academy", "PTA"), "secondary", "Port Torran"),
    NamedSchool(6, "Kilbrannan Academy", ("Kilbrannan Acad",), "secondary", "Kilbrannan"),
    NamedSchool(7, "Kilbrannan Primary School", ("Kilbrannan PS",), "primary", "Kilbrannan"),
    NamedSchool(8, "Glen Varrich Primary School", ("Varrich",), "primary", "Kilbrannan"),
    NamedSchool(9, "Milton of Fearnach Primary School", ("Milton of Fearnach PS",), "primary", "Dunfearn"),
    NamedSchool(10, "Skailside Early Years Centre", ("Skailside Nursery",), "early_years", "Kilbrannan"),
)
PEOPLE = (
    NamedPerson(1, "Morag Sinclair", "link_officer"),
    NamedPerson(2, "Alan Baird", "headteacher"),
    NamedPerson(3, "May Grant", "cluster_lead"),
)


def vocabulary(schools: tuple[NamedSchool, ...] = SCHOOLS) -> Vocabulary:
    """Our default configuration over the fictional schools and people."""
    authority = load_authority(None)
    return Vocabulary(
        schools=SchoolIndex(schools),
        clusters=("Dunfearn", "Kilbrannan", "Port Torran", "Isle of Ronsaig"),
        people=PEOPLE,
        tiers=tuple((tier.key, tier.names()) for tier in authority.framework.tiers),
        visit_types=tuple((kind.key, kind.names()) for kind in authority.framework.visit_types),
        themes=tuple((theme.key, (theme.label, *theme.words)) for theme in authority.themes.themes),
        year=authority.school_year,
    )
