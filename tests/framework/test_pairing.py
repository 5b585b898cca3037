"""Who may be paired, how well two fit, why they were, and the best round for all. Everybody here is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.assignment import certified
from framework.fitting import kilometres
from framework.pairing import Mentee, Mentor, Rules, Weights, cost, may_pair, pair_all, reasons

TODAY = date(2026, 11, 23)
RULES = Rules(need_names={"2.3": "learning, teaching and assessment (2.3)", "reading": "reading"})
WEIGHTS = Weights()
NEW = Mentee(
    id=1,
    schools=frozenset({11}),
    sector="primary",
    roll=31,
    is_teaching_head=True,
    urban_rural=7,
    latitude=56.0,
    longitude=-5.0,
    denomination="Non-denominational",
    deprivation=0.1,
    needs=frozenset({"2.3"}),
)
OLD = Mentor(
    id=2,
    schools=frozenset({12}),
    sector="primary",
    roll=24,
    is_teaching_head=True,
    urban_rural=7,
    latitude=56.126,
    longitude=-5.0,
    denomination="Non-denominational",
    deprivation=0.1,
    capacity=1,
    experienced_since=date(2015, 8, 1),
    trained_on=date(2025, 3, 1),
    strengths=frozenset({"2.3", "reading"}),
)
BUDDY = replace(NEW, kind="buddy")


def allowed(mentee=NEW, mentor=OLD, today=TODAY, earlier=frozenset()):
    return may_pair(mentee, mentor, today, RULES, earlier)


def points(mentee=NEW, mentor=OLD, weights=WEIGHTS):
    return dict(cost(mentee, mentor, weights).parts)


def words(mentee=NEW, mentor=OLD, weights=WEIGHTS):
    return reasons(mentee, mentor, weights, RULES.need_names)


def paired(mentees, mentors, earlier=frozenset()):
    found = pair_all(mentees, mentors, TODAY, RULES, earlier)
    assert certified(found.problem, found.assignment)
    return found


def whys(found):
    return [waiting.why for waiting in found.unpaired]


def test_an_experienced_and_trained_head_of_another_school_may_be_a_mentor():
    assert allowed()


@pytest.mark.parametrize(("since", "may"), [(date(2023, 11, 23), True), (date(2023, 11, 24), False)])
def test_a_mentor_has_been_a_head_for_three_years(since, may):
    assert allowed(mentor=replace(OLD, experienced_since=since)) is may


def test_three_years_from_a_leap_day_end_with_february():
    since = replace(OLD, experienced_since=date(2025, 2, 28), trained_on=date(2027, 1, 1))
    assert allowed(mentor=since, today=date(2028, 2, 29))


@pytest.mark.parametrize(
    ("trained_on", "may"),
    [
        (date(2023, 11, 23), True),
        (date(2023, 11, 22), False),
        (TODAY, True),
        (date(2026, 11, 24), False),
        (None, False),
    ],
)
def test_a_mentors_training_is_neither_lapsed_nor_still_to_come(trained_on, may):
    assert allowed(mentor=replace(OLD, trained_on=trained_on)) is may


@pytest.mark.parametrize(("since", "may"), [(date(2025, 11, 23), True), (date(2025, 11, 24), False)])
def test_a_buddy_needs_one_year_as_a_head_and_no_training(since, may):
    assert allowed(BUDDY, replace(OLD, experienced_since=since, trained_on=None)) is may


@pytest.mark.parametrize(("latitude", "may"), [(56.26, True), (56.28, False), (None, False)])
def test_a_buddy_is_known_to_be_near_and_a_mentor_need_not_be(latitude, may):
    there = replace(OLD, latitude=latitude)
    assert allowed(BUDDY, there) is may
    assert allowed(NEW, there)


def test_an_exclusion_holds_whoever_asked_for_it():
    assert not allowed(mentor=replace(OLD, not_with=frozenset({1})))
    assert not allowed(mentee=replace(NEW, not_with=frozenset({2})))


def test_two_who_were_a_pair_are_not_paired_again_whichever_kind_it_was():
    assert not allowed(earlier={(1, 2)})
    assert not allowed(BUDDY, earlier={(1, 2)})
    assert allowed(earlier={(1, 3), (3, 2)})


def test_nobody_is_paired_with_themselves_or_within_a_school():
    assert not allowed(mentor=replace(OLD, id=1))
    assert not allowed(mentor=replace(OLD, schools=frozenset({11, 12})))


def test_two_who_fit_in_everything_cost_only_their_way():
    parts = points()
    assert parts.pop("travel") == 28
    assert set(parts.values()) == {0}


def test_the_total_is_that_of_the_named_parts():
    found = cost(NEW, replace(OLD, sector="secondary", is_teaching_head=False, roll=900), WEIGHTS)
    assert found.total == sum(value for _, value in found.parts)
    assert [name for name, _ in found.parts] == [
        "need",
        "size",
        "sector",
        "rurality",
        "denomination",
        "travel",
        "deprivation",
    ]


@pytest.mark.parametrize(
    ("part", "mentee", "mentor", "expected"),
    [
        ("need", {}, {"strengths": frozenset()}, 250),
        ("need", {"needs": frozenset({"2.3", "3.1"})}, {}, 125),
        ("need", {"needs": frozenset()}, {"strengths": frozenset()}, 0),
        ("sector", {}, {"sector": "secondary"}, 300),
        ("sector", {}, {"sector": "all_through"}, 0),
        ("sector", {"sector": "special"}, {"sector": "all_through"}, 300),
        ("size", {}, {"is_teaching_head": False, "roll": 31}, 150),
        ("size", {"is_teaching_head": False, "roll": 50}, {"is_teaching_head": False, "roll": 100}, 50),
        ("size", {"is_teaching_head": False, "roll": 0}, {"is_teaching_head": False, "roll": 900}, 150),
        ("size", {"is_teaching_head": False, "roll": None}, {"is_teaching_head": False}, 75),
        ("rurality", {"urban_rural": 1}, {"urban_rural": 8}, 100),
        ("rurality", {"urban_rural": None}, {}, 50),
        ("travel", {}, {"latitude": 58.0}, 200),
        ("travel", {}, {"longitude": None}, 100),
        ("denomination", {}, {"denomination": "Roman Catholic"}, 0),
        ("denomination", {"wants_denomination": True}, {"denomination": "Roman Catholic"}, 200),
        ("deprivation", {"deprivation": 0.9}, {"deprivation": 0.1}, 40),
        ("deprivation", {}, {"deprivation": None}, 25),
    ],
)
def test_each_consideration_costs_its_share_of_its_points(part, mentee, mentor, expected):
    assert points(replace(NEW, **mentee), replace(OLD, **mentor))[part] == expected


def test_a_great_circle_is_measured_as_the_crow_flies():
    # Along a meridian a degree is a 360th of 40,030 km.
    assert kilometres(NEW, replace(OLD, latitude=57.0)) == pytest.approx(111.19, abs=0.01)
    assert kilometres(NEW, replace(OLD, latitude=56.0)) == 0
    assert kilometres(replace(NEW, longitude=179.9), replace(OLD, latitude=56.0, longitude=-179.9)) < 13


def test_the_reasons_say_what_the_two_have_in_common_and_what_was_asked_for():
    assert words() == (
        "has experience with learning, teaching and assessment (2.3), as asked for",
        "both lead a small school with a teaching head",
        "both lead a primary school",
        "both work in the same kind of area (remote rural)",
        "about 14 km apart",
    )


def test_several_needs_are_named_each_by_its_own_words():
    said = words(replace(NEW, needs=frozenset({"2.3", "reading", "3.1"})))
    assert said[0] == "has experience with learning, teaching and assessment (2.3) and with reading, as asked for"
    assert said[-1] == "the wish for experience with 3.1 is not met"


def test_a_wish_that_is_not_met_is_said_plainly_after_what_speaks_for_the_pair():
    said = words(mentor=replace(OLD, strengths=frozenset({"3.1"})))
    assert said[0] == "both lead a small school with a teaching head"
    assert said[-1] == "the wish for experience with learning, teaching and assessment (2.3) is not met"
    wanted = replace(NEW, needs=frozenset(), denomination="Roman Catholic", wants_denomination=True)
    assert words(wanted)[-1] == "the wish for a Roman Catholic school is not met"
    assert not any("not met" in one for one in words(replace(wanted, wants_denomination=False)))


def test_a_shared_denomination_is_a_reason_only_where_it_was_wanted():
    mentor = replace(OLD, denomination="Roman Catholic")
    mentee = replace(NEW, denomination="Roman Catholic")
    assert not any("Catholic" in said for said in words(mentee, mentor))
    wanted = replace(mentee, wants_denomination=True)
    assert "both schools are Roman Catholic, as asked for" in words(wanted, mentor)


def test_rolls_up_to_half_as_large_again_are_about_the_same_size():
    mentee = replace(NEW, is_teaching_head=False, roll=200)
    same = "their schools are about the same size"
    assert same in words(mentee, replace(OLD, is_teaching_head=False, roll=300))
    assert same not in words(mentee, replace(OLD, is_teaching_head=False, roll=310))
    assert same not in words(mentee, replace(OLD, is_teaching_head=True, roll=200))
    assert same not in words(mentee, replace(OLD, is_teaching_head=False, roll=None))


def test_what_does_not_speak_for_a_pair_is_not_a_reason():
    elsewhere = replace(
        OLD, sector="secondary", is_teaching_head=False, urban_rural=1, latitude=58.0, strengths=frozenset()
    )
    assert words(replace(NEW, needs=frozenset()), elsewhere) == ()


def test_next_door_is_not_called_0_km():
    assert "less than 1 km apart" in words(mentor=replace(OLD, latitude=56.001))


def test_a_consideration_without_points_is_neither_counted_nor_told():
    off = replace(WEIGHTS, travel=0, need=0)
    assert points(weights=off)["travel"] == 0
    assert not any("not met" in said for said in words(mentor=replace(OLD, strengths=frozenset()), weights=off))
    assert not any("km" in said or "experience" in said for said in words(weights=off))


@given(st.frozensets(st.integers(0, 50)), st.frozensets(st.integers(0, 50)), st.floats(0, 1))
def test_neither_exclusions_nor_deprivation_show_in_the_reasons(theirs, its, share):
    marked = words(replace(NEW, not_with=theirs, deprivation=share), replace(OLD, not_with=its, deprivation=share))
    assert marked == words()


@pytest.mark.parametrize("wrong", [{"sector": -1}, {"far_km": 0}])
def test_weights_that_make_no_sense_are_said(wrong):
    with pytest.raises(ValueError, match=f"The weight {next(iter(wrong))} is"):
        Weights(**wrong)


def test_a_round_gives_everybody_a_mentor_rather_than_one_the_best():
    far = replace(NEW, id=3, schools=frozenset({13}), not_with=frozenset({4}))
    other = replace(OLD, id=4, schools=frozenset({14}), sector="secondary")
    found = paired([NEW, far], [OLD, other])
    assert [(pair.mentee.id, pair.mentor.id) for pair in found.pairs] == [(1, 4), (3, 2)]
    assert found.unpaired == ()
    assert sum(pair.cost.total for pair in found.pairs) == found.assignment.cost


def test_a_pair_carries_its_reasons_in_the_authoritys_words():
    (pair,) = paired([NEW], [OLD]).pairs
    assert pair.reasons == words()
    assert pair.cost == cost(NEW, OLD, WEIGHTS)


def test_who_waits_is_told_that_there_is_no_room():
    found = paired([NEW, replace(NEW, id=3)], [OLD])
    assert len(found.pairs) == 1
    assert whys(found) == ["no suitable mentor has room"]
    assert whys(paired([NEW], [replace(OLD, capacity=0)])) == ["no suitable mentor has room"]


@pytest.mark.parametrize(
    ("mentee", "mentors", "why"),
    [
        (NEW, [], "nobody has offered to be a mentor"),
        (NEW, [replace(OLD, experienced_since=TODAY)], "no mentor has been a headteacher for 3 years"),
        (BUDDY, [replace(OLD, experienced_since=TODAY)], "no buddy has been a headteacher for 1 year"),
        (NEW, [replace(OLD, trained_on=None)], "no experienced mentor has current training"),
        (BUDDY, [replace(OLD, latitude=58.0)], "no experienced buddy is known to work within 30 km"),
    ],
)
def test_who_waits_is_told_what_no_mentor_has(mentee, mentors, why):
    assert whys(paired([mentee], mentors)) == [why]


def test_who_is_kept_apart_is_told_the_same_as_where_all_are_full():
    full = whys(paired([NEW], [replace(OLD, capacity=0)]))
    assert whys(paired([NEW], [replace(OLD, not_with=frozenset({1}))])) == full
    assert whys(paired([replace(NEW, not_with=frozenset({2}))], [OLD])) == full
    assert whys(paired([NEW], [OLD], earlier={(1, 2)})) == full


def test_mentors_and_buddies_share_a_mentors_room():
    found = paired([NEW, replace(BUDDY, id=3, schools=frozenset({13}))], [replace(OLD, capacity=2)])
    assert [pair.mentee.kind for pair in found.pairs] == ["mentor", "buddy"]


@pytest.mark.parametrize(("mentees", "mentors", "role"), [([NEW, BUDDY], [OLD], "mentees"), ([], [OLD] * 2, "mentors")])
def test_somebody_who_is_listed_twice_is_said(mentees, mentors, role):
    with pytest.raises(ValueError, match=f"is among the {role} 2 times"):
        pair_all(mentees, mentors, TODAY, RULES, frozenset())


def test_an_empty_round_is_no_fault():
    found = paired([], [])
    assert (found.pairs, found.unpaired) == ((), ())
