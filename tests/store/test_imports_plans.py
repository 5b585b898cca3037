"""Action plans and their goals out of files."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from config.authority import load_authority
from store.imports import ImportProblem, import_csv
from store.plan_lists import goals, plans
from store.plans import PlanReview
from store.posts import people

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OURS = load_authority(None)
HEADERS = {
    "plans": "seed_code,title,agreed_on,review_every_school_weeks,next_review_on\n",
    "goals": "seed_code,plan_title,number,goal,responsible,due_on,measure,baseline,target\n",
}
SCHOOLS = "seed_code,name,sector\n9900013,A,primary\n9900026,B,primary\n"
PEOPLE = "email,name,role,seed_codes\na@b.example,Ann Bo,link_officer,\nh@b.example,Hal Co,headteacher,9900013\n"
TIERS = "seed_code,tier,from_date\n9900026,intensive,2026-09-01\n"
PLAN = "9900013,Attendance,2026-09-10,8,2026-12-01\n"
GOAL = "9900013,Attendance,1,Back at our level,h@b.example,2027-03-26,attendance,89.8%,93%\n"


@pytest.fixture
def take_in(database, tmp_path):
    def take_in(kind, content, now=NOW):
        path = tmp_path / f"{kind}.csv"
        path.write_text(HEADERS.get(kind, "") + content, encoding="utf-8")
        return import_csv(database, OURS, kind, path, now=now)

    for kind, content in (("schools", SCHOOLS), ("people", PEOPLE), ("tiers", TIERS)):
        take_in(kind, content)
    return take_in


@pytest.fixture
def counts(take_in):
    def counts(kind, content):
        done = take_in(kind, content)
        return done.added, done.changed, done.unchanged

    return counts


def recorded(database, table):
    with database.read() as session:
        return session.execute(select(table).order_by(table.c.id)).all()


def fault(take_in, kind, content):
    with pytest.raises(ImportProblem) as problem:
        take_in(kind, content)
    (only,) = problem.value.faults
    return only


def test_a_plan_comes_in_as_it_was_agreed(database, take_in):
    take_in("plans", PLAN)
    (plan,) = recorded(database, plans)
    assert (plan.title, plan.state, plan.agreed_on) == ("Attendance", "agreed", date(2026, 9, 10))
    assert (plan.review_every_school_weeks, plan.next_review_on) == (8, date(2026, 12, 1))
    assert (plan.revision, plan.schedule_revision, plan.to_plan, plan.scheduled_at) == (1, 1, True, NOW)


def test_without_a_day_of_agreement_a_plan_is_proposed_with_its_tiers_usual_weeks(database, take_in):
    take_in("plans", "9900026,Writing,,,\n9900013,Writing,,,\n")
    intensive, other = recorded(database, plans)
    assert (intensive.state, intensive.next_review_on, intensive.review_every_school_weeks) == ("proposed", None, 6)
    assert other.review_every_school_weeks == 8


def test_without_a_date_the_first_review_follows_from_the_agreement(database, take_in):
    take_in("plans", "9900013,Attendance,2026-11-23,8,\n")
    # A day later than without the bank holiday of 4 January.
    assert recorded(database, plans)[0].next_review_on == date(2027, 2, 2)


def test_the_same_files_twice_change_nothing(database, counts):
    assert counts("plans", PLAN) == (1, 0, 0)
    assert counts("goals", GOAL) == (1, 0, 0)
    assert counts("plans", PLAN) == (0, 0, 1)
    assert counts("goals", GOAL) == (0, 0, 1)
    assert counts("plans", PLAN.replace("Attendance", "attendance")) == (0, 1, 0)


@pytest.mark.parametrize(
    ("old", "new", "schedule_revision"),
    [("2026-12-01", "2026-12-08", 2), (",8,", ",6,", 1), ("2026-09-10", "2026-09-11", 1)],
)
def test_only_another_review_date_has_the_reminders_laid_out_anew(database, take_in, old, new, schedule_revision):
    take_in("plans", PLAN)
    take_in("plans", PLAN.replace(old, new))
    (plan,) = recorded(database, plans)
    assert (plan.revision, plan.schedule_revision) == (2, schedule_revision)


def test_a_review_held_since_is_not_undone_by_the_old_file(database, take_in, counts):
    take_in("plans", PLAN)
    with database.write() as session:
        session.add(PlanReview(plan_id=1, held_on=date(2026, 12, 1), recorded_at=NOW))
        session.connection().execute(update(plans).values(next_review_on=date(2027, 2, 11), schedule_revision=2))
    assert counts("plans", PLAN) == (0, 0, 1)
    assert recorded(database, plans)[0].next_review_on == date(2027, 2, 11)


def test_a_plan_closed_in_cairn_stays_closed(database, take_in):
    take_in("plans", PLAN)
    with database.write() as session:
        session.connection().execute(update(plans).values(state="closed"))
    take_in("plans", PLAN)
    assert recorded(database, plans)[0].state == "closed"


def test_what_people_changed_in_cairn_is_said_when_a_file_overrides_it(database, take_in):
    take_in("plans", PLAN)
    take_in("goals", GOAL)
    with database.write() as session:
        ann = session.execute(select(people.c.id)).scalar()
        session.connection().execute(update(plans).values(review_every_school_weeks=5, changed_by_id=ann))
        session.connection().execute(update(goals).values(target="95%", changed_by_id=ann))
    said = "Row 2: changed in Cairn on 2026-11-23; the file's values stand now."
    assert take_in("plans", PLAN).remarks == (said,)
    assert take_in("goals", GOAL).remarks == (said,)
    assert recorded(database, goals)[0].target == "93%"


def test_a_goal_names_its_person_by_e_mail_or_name_or_somebody_in_words(database, take_in):
    take_in("plans", PLAN)
    rows = [
        GOAL,
        GOAL.replace(",1,", ",2,").replace("h@b.example", "ann bo"),
        GOAL.replace(",1,", ",3,").replace("h@b.example", "Office manager"),
    ]
    take_in("goals", "".join(rows))
    ids = {row.email: row.id for row in recorded(database, people)}
    found = [goal.responsible_id for goal in recorded(database, goals)]
    assert found == [ids["h@b.example"], ids["a@b.example"], None]


def test_goals_have_their_plan_laid_out_anew_and_stale_forms_refused(database, take_in):
    take_in("plans", PLAN)
    with database.write() as session:
        session.connection().execute(update(plans).values(to_plan=False))
    take_in("goals", GOAL)
    (plan,) = recorded(database, plans)
    assert (plan.to_plan, plan.revision, plan.schedule_revision) == (True, 2, 1)


def test_another_time_limit_of_a_goal_is_reminded_of_anew(database, take_in):
    take_in("plans", PLAN)
    take_in("goals", GOAL)
    take_in("goals", GOAL.replace("2027-03-26", "2027-04-30"))
    take_in("goals", GOAL.replace("2027-03-26", "2027-04-30").replace("93%", "94%"))
    (goal,) = recorded(database, goals)
    assert (goal.revision, goal.schedule_revision, goal.target) == (3, 2, "94%")


def test_a_column_that_the_file_does_not_have_stays_as_it_is(database, take_in, tmp_path):
    take_in("plans", PLAN)
    take_in("goals", GOAL)
    path = tmp_path / "some.csv"
    path.write_text("seed_code,plan_title,number,goal\n9900013,Attendance,1,Back at our own level\n", encoding="utf-8")
    import_csv(database, OURS, "goals", path, now=NOW)
    (goal,) = recorded(database, goals)
    assert (goal.goal, goal.baseline, goal.responsible) == ("Back at our own level", "89.8%", "h@b.example")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("9900099,Attendance,2026-09-10,8,", "row 2, seed_code: no school has the seed code 9900099"),
        ("9900013,Attendance,2026-09-10,8,2026-09-01", "row 2, next_review_on: 2026-09-01 is before 2026-09-10"),
        ("9900013,Attendance,,8,2026-12-01", "row 2, agreed_on: a plan with a review needs the day"),
        (
            "9900013,Attendance,2026-09-10,60,",
            "row 2, review_every_school_weeks: '60' is not a whole number from 1 to 40",
        ),
        (PLAN + PLAN.strip(), "row 3, title: the school has 'Attendance' in row 2 already"),
        ("9900013,,2026-09-10,8,", "row 2, title: it is empty"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said(database, take_in, row, words):
    assert words in fault(take_in, "plans", f"{row}\n")
    assert recorded(database, plans) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "Attendance,1",
            "Reading,1",
            "row 2, plan_title: the school has no plan called 'Reading'; import the plans first",
        ),
        ("9900013", "9900026", "row 2, plan_title: the school has no plan called 'Attendance'"),
        ("h@b.example", "x@b.example", "row 2, responsible: x@b.example is not among the people"),
        (",1,", ",0,", "row 2, number: '0' is not a whole number from 1 to 99"),
        ("89.8%", "3 pupils", "row 2, baseline: it counts fewer than five pupils"),
        (GOAL, GOAL + GOAL, "row 3, number: the plan has goal 1 in row 2 already"),
    ],
)
def test_what_is_wrong_with_a_goal_is_said(database, take_in, old, new, words):
    take_in("plans", PLAN)
    assert words in fault(take_in, "goals", GOAL.replace(old, new))
    assert recorded(database, goals) == []
