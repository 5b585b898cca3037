"""Who receives what, what is missing, and who carries how much; and who is told none of it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import update

from framework.access import has_reach
from handlers.answer import Answers
from handlers.cards import Card, Chart, Table
from handlers.charts import draw
from handlers.files import File
from handlers.request import Account, Action, Place, Request
from handlers.table import HANDLERS
from store.people import Post
from store.plans import Plan
from store.posts import standing
from store.schools import School, schools
from store.tiers import TierDecision, decisions

from .conftest import NOW, PEOPLE, SCHOOLS, Asking

TODAY = NOW.date()


def table(answered, at: int = 0) -> dict[str, tuple[str, ...]]:
    """The rows of a card's table, by their first cell."""
    assert isinstance(answered.reply, Card)
    found = [element for element in answered.reply.body if isinstance(element, Table)]
    return {row[0]: row[1:] for row in found[at].rows} if found else {}


def add_plan(asking: Asking, school: str, state: str = "agreed", review_on: date | None = None) -> None:
    with asking.database.write() as session:
        session.add(
            Plan(
                school_id=asking.schools[school],
                title="Our plan",
                review_every_school_weeks=8,
                next_review_on=review_on,
                state=state,
                changed_at=NOW,
                scheduled_at=NOW,
            )
        )


def add_schools(asking: Asking, tiers: dict[str, int]) -> None:
    """So many more schools on each of these tiers, all in Tom Gillies' care."""
    with asking.database.write() as session:
        for turn, (tier, number) in enumerate(tiers.items()):
            for at in range(number):
                school = School(
                    seed_code=f"88{turn}{at:04}",
                    name=f"More {tier} {at}",
                    sector="primary",
                    link_officer_email="other@a.example",
                )
                session.add(school)
                session.flush()
                assert school.id is not None
                session.add(TierDecision(school_id=school.id, tier=tier, from_date=date(2026, 9, 1), recorded_at=NOW))


def test_schools_by_tier_with_share_and_word(asking: Asking):
    answered = asking.ask("education@a.example", "are we giving too many schools enhanced support?")
    assert table(answered) == {
        "Universal": ("2", "40%", "a minority"),
        "Targeted": ("2", "40%", "a minority"),
        "Intensive": ("1", "20%", "a minority"),
    }
    assert "3 of 5 schools (60%, the majority) are above Universal support." in answered.reply.plain()


def test_a_year_ago_is_told_where_the_record_reaches_back(asking: Asking):
    assert "A year ago" not in asking.do("education@a.example", "oversight_balance").reply.plain()
    with asking.database.write() as session:
        for school in asking.schools.values():
            session.add(TierDecision(school_id=school, tier="universal", from_date=date(2025, 9, 1), recorded_at=NOW))
    assert "A year ago it was 0 (0%)." in asking.do("education@a.example", "oversight_balance").reply.plain()


@pytest.mark.parametrize(("mark", "word"), [(60, "within"), (59, "more than")])
def test_the_authoritys_own_mark_is_compared_with(asking: Asking, mark: int, word: str):
    rules = asking.authority.framework.oversight.model_copy(update={"most_enhanced_percent": mark})
    framework = asking.authority.framework.model_copy(update={"oversight": rules})
    asking.answers = Answers(asking.database, replace(asking.authority, framework=framework))
    said = asking.do("education@a.example", "oversight_balance").reply.plain()
    assert f"That is {word} the {mark}% that your framework aims at." in said


def test_by_cluster_by_sector_and_by_officer(asking: Asking):
    clusters = table(asking.ask("quality@a.example", "show the balance of support by cluster"))
    assert clusters == {"Kilbrannan": ("3", "1", "1", "1", "67%"), "Morvarra": ("2", "1", "1", "0", "50%")}
    sectors = table(asking.do("quality@a.example", "oversight_balance", by="sector"))
    assert sectors == {"Primary": ("3", "1", "1", "1", "67%"), "Secondary": ("2", "1", "1", "0", "50%")}
    officers = table(asking.do("officer@a.example", "oversight_balance", by="officer"))
    assert officers == {"Rhona Blair": ("3", "1", "1", "1", "67%"), "Tom Gillies": ("2", "1", "1", "0", "50%")}


def test_a_cluster_a_sector_an_officer_or_ones_own_schools_can_be_asked_about(asking: Asking):
    cluster = asking.ask("education@a.example", "is support balanced in the Morvarra cluster").reply
    assert cluster.title == "Support across 2 schools in the Morvarra cluster"
    own = asking.do("officer@a.example", "oversight_balance", scope="mine").reply
    assert own.title == "Support across 3 schools among your own"
    officer = asking.do("education@a.example", "oversight_balance", person="Tom Gillies", sector="secondary").reply
    assert officer.title == "Support across 1 school secondary only, linked to Tom Gillies"


def test_a_tier_that_no_file_names_any_more_is_still_counted(asking: Asking):
    with asking.database.write() as session:
        session.connection().execute(
            update(decisions).where(decisions.c.tier == "intensive").values(tier="special_measures")
        )
    assert table(asking.do("education@a.example", "oversight_balance"))["special_measures"][0] == "1"


def test_what_is_missing_is_named_school_by_school(asking: Asking):
    add_plan(asking, "Kilbrannan Primary School", review_on=date(2026, 11, 19))
    add_plan(asking, "Ardsheal Primary School", state="proposed")
    asking.visit("Kilbrannan Primary School", datetime(2026, 9, 30, 9, tzinfo=UTC), status="done")
    asking.visit("Ardsheal Primary School", NOW + timedelta(days=3))
    answered = asking.ask("education@a.example", "which schools are without a plan, a visit or a review?")
    assert answered.reply.title == "Missing support: 5 of 5 schools"
    assert table(answered, 0) == {
        "Ardsheal Primary School": ("Intensive", "proposed, not agreed yet", "Rhona Blair"),
        "Morvarra High School": ("Targeted", "none", "Tom Gillies"),
    }
    assert table(answered, 1) == {
        "Ardsheal Primary School": ("Intensive", "0 of 2 held, 1 to come", "Rhona Blair"),
        "Kilbrannan Academy": ("Universal", "none held, none to come", "Rhona Blair"),
        "Morvarra High School": ("Targeted", "0 of 1 held, none to come", "Tom Gillies"),
        "St Fillan's RC Primary School": ("Universal", "none held, none to come", "Tom Gillies"),
    }
    assert table(answered, 2) == {"Kilbrannan Primary School": ("Targeted", "plan, due Thu 19 November", "Rhona Blair")}


def test_what_is_missing_is_read_to_its_last_school(asking: Asking, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handlers.support_gaps._SHOWN", 1)
    card = asking.do("education@a.example", "support_gaps").reply
    whole = next(button for button in card.buttons if button.label.startswith("All"))
    number, read = int(whole.label.split(" ")[1]), []
    while whole is not None:
        card = asking.do("education@a.example", whole.action, **whole.values).reply
        read += [row[0] for part in card.body if isinstance(part, Table) for row in part.rows]
        whole = next((button for button in card.buttons if button.label.startswith("Next")), None)
    assert len(read) == len(set(read)) == number > 1


def test_a_tier_review_past_its_day_is_missing_too(asking: Asking):
    later = datetime(2027, 1, 25, 10, tzinfo=UTC)
    answered = asking.do("education@a.example", "support_gaps", now=later, tier="intensive")
    assert table(answered, 2)["Ardsheal Primary School"][1] == "tier, due Wed 20 January"


def test_a_plan_agreed_a_visit_held_and_a_review_to_come_leave_nothing_missing(asking: Asking):
    for school in asking.schools:
        add_plan(asking, school, review_on=TODAY)
        for week in range(2):
            asking.visit(school, datetime(2026, 9, 1 + 7 * week, 9, tzinfo=UTC), status="done")
    assert "Nothing is missing" in asking.do("education@a.example", "oversight_balance").reply.plain()
    assert "0 of 5" in asking.do("education@a.example", "support_gaps").reply.title


def test_visits_called_off_or_only_proposed_were_not_held(asking: Asking):
    for status in ("cancelled", "proposed"):
        asking.visit("Morvarra High School", datetime(2026, 9, 30, 9, tzinfo=UTC), status=status)
    assert table(asking.do("education@a.example", "support_gaps"), 1)["Morvarra High School"][1].startswith("0 of 1")


def test_the_officers_load_counts_tier_and_travel(asking: Asking):
    answered = asking.ask("education@a.example", "is anybody overloaded?")
    rows = table(answered)
    # Without places on record there is no travel: 5 + 3 + 8 visits, and 3 + 5.
    assert rows == {
        "Rhona Blair": ("3", "2", "16", "+33%", "0", "0"),
        "Tom Gillies": ("2", "1", "8", "−33%", "0", "0"),
    }
    assert "Far above the average: Rhona Blair (33% above)." in answered.reply.plain()
    assert "Most room: Tom Gillies (33% below)." in answered.reply.plain()
    with asking.database.write() as session:
        for name, latitude in (("St Fillan's RC Primary School", 55.0), ("Morvarra High School", 57.0)):
            session.connection().execute(
                update(schools).where(schools.c.name == name).values(latitude=latitude, longitude=-5.0)
            )
    # Each lies 111 km from the middle of the two: 1.11 visits more for every one.
    assert table(asking.do("education@a.example", "officer_load"))["Tom Gillies"][2] == "17"


def test_travel_begins_at_the_place_of_work_where_there_is_one(asking: Asking):
    rules = asking.authority.framework.oversight.model_copy(update={"base": (55.0, -5.0), "km_a_visit": 222})
    framework = asking.authority.framework.model_copy(update={"oversight": rules})
    asking.answers = Answers(asking.database, replace(asking.authority, framework=framework))
    with asking.database.write() as session:
        session.connection().execute(
            update(schools).where(schools.c.name == "Morvarra High School").values(latitude=56.0, longitude=-5.0)
        )
    assert table(asking.do("education@a.example", "officer_load"))["Tom Gillies"][2] == "13"


def test_whoever_covers_carries_the_schools_of_who_is_away(asking: Asking):
    with asking.database.write() as session:
        session.add(
            Post(
                person_id=asking.people["officer@a.example"],
                role="link_officer",
                covers_id=asking.people["other@a.example"],
                from_date=TODAY,
            )
        )
    answered = asking.do("education@a.example", "officer_load")
    assert table(answered)["Rhona Blair"][0] == "5"
    assert "Tom Gillies" not in table(answered)
    assert "Away and covered: Tom Gillies." in answered.reply.plain()


def test_a_school_that_nobody_looks_after_is_said(asking: Asking):
    with asking.database.write() as session:
        session.connection().execute(
            update(schools).where(schools.c.name == "Morvarra High School").values(link_officer_email="")
        )
    said = asking.do("education@a.example", "officer_load").reply.plain()
    assert "1 school without a link officer: Morvarra High School." in said


def test_a_headteacher_sees_the_authority_without_names_and_without_small_numbers(asking: Asking):
    answered = asking.ask("head@a.example", "are we giving too many schools enhanced support?")
    assert table(answered) == dict.fromkeys(("Universal", "Targeted", "Intensive"), ("not shown", "", ""))
    add_schools(asking, {"universal": 20, "targeted": 8})
    answered = asking.ask("head@a.example", "are we giving too many schools enhanced support?")
    # One school is on intensive support: with it the smallest of the others is hidden.
    assert table(answered) == {
        "Universal": ("22", "67%", "the majority"),
        "Targeted": ("not shown", "", ""),
        "Intensive": ("not shown", "", ""),
    }


def test_a_headteacher_cannot_narrow_it_down(asking: Asking):
    add_schools(asking, {"universal": 20, "targeted": 8, "intensive": 9})
    whole = asking.do("head@a.example", "oversight_balance").reply.plain()
    for values in ({"cluster": "Kilbrannan"}, {"sector": "secondary"}, {"by": "officer"}, {"person": "Tom Gillies"}):
        assert asking.do("head@a.example", "oversight_balance", **values).reply.plain() == whole
    assert not any(name in whole for name in asking.schools)


QUESTIONS = {
    "tier_changes": "tier changes this session with reasons",
    "tier_drift": "how has support changed over time",
    "school_themes": "what are the common themes across our schools",
    "oversight_balance": "are we giving too many schools enhanced support",
    "support_gaps": "which schools are without a plan, a visit or a review",
    "officer_load": "is anybody overloaded",
}


@pytest.mark.parametrize("email", [email for email, *_ in PEOPLE] + ["nobody@a.example"])
def test_only_those_whom_the_matrix_names_learn_which_school_or_who(asking: Asking, email: str):
    add_plan(asking, "Kilbrannan Primary School", review_on=date(2026, 11, 19))
    with asking.database.read() as session:
        person = standing(session, asking.people.get(email, 0), TODAY)
    full = has_reach(asking.authority.access, person, "balance")
    for (action, words), channel in product(QUESTIONS.items(), ("", "officers", "headteachers", "cluster:Kilbrannan")):
        for answered in (asking.do(email, action, channel=channel), asking.ask(email, words, channel=channel)):
            said = answered.reply.plain()
            known = has_reach(asking.authority.access, person, HANDLERS[action].matter)
            assert answered.refused == (not known or (action == "officer_load" and not full)), (email, action, said)
            assert "Inspection follow-through" not in said or full
            if not full:
                own = {school for index, (school, *_) in enumerate(SCHOOLS) if index in dict(_own(email))}
                assert not [name for name in asking.schools if name in said and name not in own]
                assert "Rhona Blair" not in said
                assert "Tom Gillies" not in said
            if channel and not answered.refused:
                assert answered.place == "private"
                assert "niversal" not in answered.here.plain()


def _own(email: str) -> list[tuple[int, str]]:
    where = next((where for one, _, _, where in PEOPLE if one == email), [])
    if isinstance(where, str):
        return [(index, where) for index, (_, cluster, *_) in enumerate(SCHOOLS) if cluster == where]
    return [(index, email) for index in where]


def test_a_tier_that_was_never_discussed_is_missing_its_discussion(asking: Asking):
    with asking.database.write() as session:
        session.connection().execute(update(decisions).where(decisions.c.tier == "intensive").values(discussed_on=None))
    answered = asking.ask("education@a.example", "which schools were never discussed with the head?")
    assert table(answered) == {
        "Ardsheal Primary School": ("Intensive", "on this tier since Mon 14 September", "Rhona Blair")
    }


def test_overdue_tier_reviews_are_asked_for_alone(asking: Asking):
    later = datetime(2027, 1, 25, 10, tzinfo=UTC)
    answered = asking.ask("education@a.example", "which tier reviews are overdue?", now=later)
    assert len(table(answered)) == 5
    assert "without an agreed plan" not in answered.reply.plain()


def test_a_headteacher_who_counts_schools_gets_the_authority_without_names(asking: Asking):
    add_schools(asking, {"universal": 20, "targeted": 8, "intensive": 9})
    answered = asking.ask("head@a.example", "how many schools are on each tier?")
    assert table(answered)["Intensive"] == ("10", "24%", "a minority")
    assert not any(school in answered.reply.plain() for school in asking.schools)


def confirm(asking: Asking, school: str, tier: str, day: date) -> None:
    with asking.database.write() as session:
        session.add(
            TierDecision(
                school_id=asking.schools[school], tier=tier, from_date=day, reason="It stays.", recorded_at=NOW
            )
        )


def test_since_when_is_told_by_the_move_and_not_by_the_review_that_confirmed_it(asking: Asking):
    confirm(asking, "Ardsheal Primary School", "intensive", date(2026, 11, 2))
    said = asking.ask("officer@a.example", "why is Ardsheal Primary intensive?").reply.plain()
    assert "on Intensive support since Mon 14 September 2026" in said
    assert "It was last confirmed on Mon 2 November 2026." in said
    listed = asking.ask("quality@a.example", "which schools are intensive?")
    assert table(listed)["Ardsheal Primary School"][-1] == "Mon 14 September 2026"


def test_moves_of_a_session_with_their_reasons(asking: Asking):
    confirm(asking, "Kilbrannan Academy", "universal", date(2026, 10, 1))
    confirm(asking, "Kilbrannan Academy", "targeted", date(2026, 11, 2))
    answered = asking.ask("education@a.example", "tier changes this session with reasons")
    assert table(answered) == {
        "Kilbrannan Academy": ("Mon 2 November", "Universal to Targeted", "It stays.", "nobody on record")
    }
    assert "1 to more support, 0 to less." in answered.reply.plain()
    earlier = asking.do("education@a.example", "tier_changes", period="2026-08-17/2026-10-31")
    assert table(earlier) == {}


def test_support_over_time_is_a_picture_that_says_itself(asking: Asking):
    for school in asking.schools:
        confirm(asking, school, "universal", date(2025, 8, 18))
    answered = asking.ask("education@a.example", "how has support changed over time?")
    assert isinstance(answered.reply, Card)
    (chart,) = [element for element in answered.reply.body if isinstance(element, Chart)]
    assert chart.series[0].figures[0] == 5
    assert chart.labels[-1] in chart.alt
    assert len(draw(chart)) > 1000
    said = answered.reply.plain()
    assert "The share above Universal support has grown: 0% on" in said
    assert "3 schools above Universal support: half of them for 2 months or longer." in said
    # Of a year ago to now: the two that stayed, and the three that moved.
    assert table(answered)["Universal"] == ("2", "2", "1")


def fetched(asking: Asking, email: str, file: str, **values: str):
    request = Request(Account("operator", "", email), Place(), NOW, action=Action(file, values))
    return asking.answers.file(request)


def test_files_hold_what_the_answers_say(asking: Asking):
    add_plan(asking, "Kilbrannan Primary School", review_on=date(2026, 11, 19))
    confirm(asking, "Kilbrannan Academy", "targeted", date(2026, 11, 2))
    support = fetched(asking, "education@a.example", "support")
    assert isinstance(support, File)
    rows = list(csv.DictReader(io.StringIO(support.content.decode("utf-8-sig"))))
    ours = next(row for row in rows if row["School"] == "Kilbrannan Primary School")
    assert (ours["Tier"], ours["Plan"], ours["Plan review by"]) == ("Targeted", "agreed", "2026-11-19")
    moved = fetched(asking, "officer@a.example", "tier_changes")
    assert isinstance(moved, File)
    assert "Kilbrannan Academy" in moved.content.decode("utf-8-sig")


@pytest.mark.parametrize("email", [email for email, *_ in PEOPLE] + ["nobody@a.example"])
def test_nobody_fetches_a_file_of_what_they_may_not_know(asking: Asking, email: str):
    with asking.database.read() as session:
        person = standing(session, asking.people.get(email, 0), TODAY)
    for file, matter in (("support", "balance"), ("tier_changes", "balance"), ("support_shares", "balance_anonymous")):
        made = fetched(asking, email, file)
        assert isinstance(made, File) == has_reach(asking.authority.access, person, matter), (email, file)
        if isinstance(made, File) and matter == "balance_anonymous":
            text = made.content.decode("utf-8-sig")
            assert "not shown" in text
            assert not any(school in text for school in asking.schools)


def test_pictures_of_load_and_of_clusters_can_be_drawn(asking: Asking):
    for answered in (
        asking.do("education@a.example", "officer_load"),
        asking.do("education@a.example", "oversight_balance", by="cluster"),
    ):
        assert isinstance(answered.reply, Card)
        (chart,) = [element for element in answered.reply.body if isinstance(element, Chart)]
        assert all(label in chart.alt for label in chart.labels)
        assert len(draw(chart)) > 1000
