"""Who may see what, in words; which schools lack a link officer, and which a visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from framework.access import MATTERS, RELATIONS
from handlers.answer import Answers
from handlers.who_sees import ASKED, allowed_words
from store.schools import School

from .conftest import NOW, SCHOOLS, Asking

MINE = "Kilbrannan Primary School"


def test_who_may_see_our_tier_is_what_the_access_table_says(asking: Asking):
    said = asking.ask("head@a.example", "who can see our tier?").reply.plain()
    assert "the lead of its cluster" in said
    assert "never in a channel" in said
    assert "other schools may not" in said
    assert "targeted" not in said.lower()


def test_another_authoritys_table_is_read_out_as_it_stands(asking: Asking):
    access = dict(asking.authority.access) | {"tier": frozenset({"own_head", "oversight"})}
    framework = asking.authority.framework.model_copy(update={"access": access})
    theirs = Answers(asking.database, replace(asking.authority, framework=framework))
    said = replace(asking, answers=theirs).ask("head@a.example", "who can see our tier?").reply.plain()
    assert "The school’s own headteacher" in said
    assert "cluster" not in said
    assert "link officer" not in said


def test_without_a_matter_every_matter_is_read_out(asking: Asking):
    said = asking.do("officer@a.example", "who_sees").reply.plain().lower()
    assert all(words in said for words in ASKED.values())


def test_every_matter_read_out_is_one_of_access_and_every_relation_has_words():
    assert set(ASKED) <= set(MATTERS)
    for relation in RELATIONS:
        assert allowed_words(frozenset({relation})) != allowed_words(frozenset())


def test_schools_without_a_link_officer_are_listed_from_the_posts(asking: Asking):
    words = "which schools have no link officer?"
    assert f"each of {len(SCHOOLS)} schools" in asking.ask("quality@a.example", words).reply.plain()
    with asking.database.write() as session:
        school = session.get(School, asking.schools[MINE])
        assert school is not None
        school.link_officer_email = "nobody.yet@a.example"
    said = asking.ask("head@a.example", words).reply.plain()
    assert f"1 of {len(SCHOOLS)} schools" in said
    assert MINE in said
    assert "Morvarra" not in said


def test_a_visit_that_was_held_counts_for_the_session_but_is_not_to_come(asking: Asking):
    asking.visit(MINE, NOW - timedelta(days=30), status="held")
    asking.visit("Ardsheal Primary School", NOW + timedelta(days=5), status="cancelled")
    asking.visit("Kilbrannan Academy", NOW + timedelta(days=5))
    session = asking.ask("officer@a.example", "which of my schools have no visit this session").reply.plain()
    assert "1 of 3 schools without a visit held or planned" in session
    assert "Ardsheal" in session
    coming = asking.ask("officer@a.example", "which of my schools are without a visit to come").reply.plain()
    assert "2 of 3 schools without a visit to come" in coming
    assert MINE in coming


def test_a_term_that_is_named_is_the_one_that_is_looked_at(asking: Asking):
    asking.visit(MINE, NOW - timedelta(days=80), status="held")
    asking.visit("Ardsheal Primary School", NOW + timedelta(days=5))
    asking.visit("Kilbrannan Academy", NOW + timedelta(days=5))
    said = asking.ask("officer@a.example", "which of my schools have no visit this term").reply.plain()
    whole = asking.ask("officer@a.example", "which of my schools have no visit this session").reply.plain()
    assert "Every one of 3 schools" in whole
    assert MINE in said
