"""Every cell of the access matrix: who may know what about which school."""

from __future__ import annotations

import pytest

from config.authority import load_authority
from framework.access import MATTERS, RELATIONS, ROLES, Standing, has_reach, may, reaches_all, relations

OURS, THEIRS = 1, 2
RULES = load_authority(None).access

# One person for each column of the matrix, and what they are to school OURS.
PEOPLE = {
    "own_head": Standing(1, roles=frozenset({"headteacher"}), heads=frozenset({OURS})),
    "own_acting_head": Standing(1, roles=frozenset({"acting_headteacher"}), heads=frozenset({OURS})),
    "own_depute": Standing(1, roles=frozenset({"depute"}), heads=frozenset({OURS})),
    "link_officer": Standing(2, roles=frozenset({"link_officer"}), links=frozenset({OURS})),
    "other_officer": Standing(3, roles=frozenset({"link_officer"}), links=frozenset({THEIRS})),
    "cluster_lead": Standing(4, roles=frozenset({"cluster_lead"}), leads=frozenset({OURS})),
    "quality_manager": Standing(5, roles=frozenset({"quality_manager"})),
    "head_of_education": Standing(6, roles=frozenset({"head_of_education"})),
    "support_provider": Standing(7, roles=frozenset({"support_provider"}), supports=frozenset({OURS})),
    "other_head": Standing(8, roles=frozenset({"headteacher"}), heads=frozenset({THEIRS})),
    "other_cluster_lead": Standing(9, roles=frozenset({"cluster_lead"}), leads=frozenset({THEIRS})),
    "other_support_provider": Standing(10, roles=frozenset({"support_provider"}), supports=frozenset({THEIRS})),
    "administrator": Standing(11, roles=frozenset({"administrator"})),
    "nobody": Standing(12),
}

HEADS = {"own_head", "own_acting_head", "own_depute"}
OVERSIGHT = {"quality_manager", "head_of_education"}
EVERYBODY = set(PEOPLE) - {"nobody"}

# The matrix of the improvement framework, a row a matter, written out by hand: who may, everybody else may not.
MAY = {
    "tier": HEADS | OVERSIGHT | {"link_officer", "other_officer", "cluster_lead", "support_provider"},
    "tier_reason": HEADS | OVERSIGHT | {"link_officer", "other_officer", "support_provider"},
    "visits": HEADS | OVERSIGHT | {"link_officer", "other_officer", "cluster_lead", "support_provider"},
    "note": HEADS | OVERSIGHT | {"link_officer"},
    "plan": HEADS | OVERSIGHT | {"link_officer", "support_provider"},
    "plan_state": HEADS | OVERSIGHT | {"link_officer", "other_officer", "cluster_lead", "support_provider"},
    "change_plan": HEADS | {"link_officer"},
    "figures": HEADS | OVERSIGHT | {"link_officer", "other_officer", "support_provider"},
    "concern_figures": HEADS | OVERSIGHT | {"link_officer"},
    "intelligence": OVERSIGHT | {"link_officer"},
    "mentoring": HEADS | OVERSIGHT | {"link_officer"},
    "practice": EVERYBODY,
    "practice_draft": HEADS | OVERSIGHT | {"link_officer"},
    "share_practice": HEADS | {"link_officer", "other_officer"},
    "check_practice": OVERSIGHT | {"link_officer"},
    "consent_practice": HEADS,
    "practice_gaps": OVERSIGHT | {"link_officer", "other_officer", "administrator"},
    "balance": OVERSIGHT | {"link_officer", "other_officer"},
    "balance_anonymous": EVERYBODY - {"administrator", "other_cluster_lead", "other_support_provider"},
    "tier_case": HEADS | OVERSIGHT | {"link_officer"},
    "propose_tier": OVERSIGHT | {"link_officer"},
    "view_tier": HEADS,
    "decide_tier": OVERSIGHT | {"link_officer"},
    "framework": EVERYBODY,
    "guidance": OVERSIGHT | {"link_officer", "other_officer"},
    "directory": EVERYBODY,
    "administration": {"administrator"},
    "administration_read": OVERSIGHT | {"administrator"},
    "change_visit": HEADS | {"link_officer"},
    "inspection": HEADS | OVERSIGHT | {"link_officer"},
    "consistency": OVERSIGHT | {"link_officer", "cluster_lead"},
    "write_note": {"link_officer"},
    "mark_note": HEADS,
}


def test_the_matrix_above_has_every_matter():
    assert set(MAY) == set(MATTERS) == set(RULES)


@pytest.mark.parametrize("matter", MATTERS)
@pytest.mark.parametrize("who", PEOPLE)
def test_each_cell_of_the_matrix(matter: str, who: str):
    assert may(RULES, PEOPLE[who], matter, OURS) == (who in MAY[matter])


@pytest.mark.parametrize("matter", MATTERS)
@pytest.mark.parametrize("who", PEOPLE)
def test_reach_means_some_school_that_is_not_their_own(matter: str, who: str):
    person = PEOPLE[who]
    own = person.heads
    reached = any(may(RULES, person, matter, school) for school in (OURS, THEIRS) if school not in own)
    if reached:
        assert has_reach(RULES, person, matter)
    if not has_reach(RULES, person, matter):
        assert not reached


@pytest.mark.parametrize("matter", MATTERS)
@pytest.mark.parametrize("who", PEOPLE)
def test_who_reaches_all_may_know_of_any_school(matter: str, who: str):
    if reaches_all(RULES, PEOPLE[who], matter):
        assert all(may(RULES, PEOPLE[who], matter, school) for school in (OURS, THEIRS, 99))


def test_a_matter_nobody_has_heard_of_is_refused_to_all():
    assert not any(may(RULES, person, "passwords", OURS) for person in PEOPLE.values())


def test_without_a_post_nothing_is_known():
    assert not any(may(RULES, Standing(1), matter, OURS) for matter in MATTERS)


def test_a_head_who_is_also_cluster_lead_is_both():
    both = Standing(
        1, roles=frozenset({"headteacher", "cluster_lead"}), heads=frozenset({OURS}), leads=frozenset({OURS, THEIRS})
    )
    assert relations(both, OURS) == {"own_head", "cluster_lead"}
    assert relations(both, THEIRS) == {"other_head", "cluster_lead"}
    assert may(RULES, both, "tier", THEIRS)
    assert not may(RULES, both, "tier_reason", THEIRS)


def test_every_relation_of_the_rules_can_be_held():
    held = {relation for person in PEOPLE.values() for relation in relations(person, OURS)}
    assert held == set(RELATIONS)
    assert {role for person in PEOPLE.values() for role in person.roles} == set(ROLES)
