"""The fictional demo authority: repeatable, whole, and wrong only where it says so."""

import csv
import os
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import holidays
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from store.demo import AUTHORITY, demo_people_of_note, generate

ROOT = Path(__file__).parents[2]
REAL_SCHOOLS = ROOT.parent / "shared" / "data" / "schools_scotland.csv"
TODAY = date(2026, 11, 23)
COLUMNS = {
    "schools": "seed_code name aliases sector cluster denomination roll urban_rural latitude longitude postcode "
    "link_officer",
    "people": "email name role seed_codes started_on slack_user_id teams_user_id",
    "posts": "email role seed_code cluster from_date until covers",
    "tiers": "seed_code tier from_date reason decided_by discussed_on review_on",
    "visits": "seed_code visit_type starts_at minutes mode focus officer status reference",
    "plans": "seed_code title agreed_on review_every_school_weeks next_review_on",
    "goals": "seed_code plan_title number goal responsible due_on measure baseline target",
    "plan_reviews": "seed_code title held_on agreed_next officer values",
    "indicators": "seed_code measure period value local_comparator national_comparator source",
    "grades": "seed_code qi kind grade graded_on source",
    "intelligence": "seed_code text happened_on officer written_at amends_first",
    "notes": "reference held_on strengths next_steps written_on officer",
}
PER_SESSION = {"universal": 3, "targeted": 5, "intensive": 8}
DAYS = st.dates(date(2025, 1, 1), date(2040, 12, 31))

any_day = settings(max_examples=12, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def demo():
    return generate(TODAY)


def school_year(authority):
    return tomllib.loads(authority.school_year_toml)["sessions"]


def is_school_day(sessions, day, cluster):
    """Judged from the TOML alone, as whoever loads it would."""
    session = next((one for one in sessions if one["first"] <= day <= one["last"]), None)
    if session is None or day.weekday() > 4 or day in session["in_service"]:
        return False
    return not any(
        closure["first"] <= day <= closure["last"] and cluster in closure.get("clusters", [cluster])
        for closure in session["closures"]
    )


def starts_at(visit):
    return datetime.fromisoformat(visit["starts_at"])


def latest_tiers(authority):
    return {row["seed_code"]: row for row in sorted(authority.tiers, key=lambda row: row["from_date"])}


def named_in_wrong(authority, name):
    return [sentence for sentence in authority.wrong if name in sentence]


def plain(name):
    folded = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z]", "", "".join(letter for letter in folded if not unicodedata.combining(letter)))


def test_the_same_day_and_seed_give_the_same_authority_whatever_the_hash_seed():
    print_it = (
        f"from datetime import date; from store.demo import generate; print(generate(date({TODAY.year}, 11, 23)))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", print_it],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1234")
    }
    assert len(printed) == 1
    assert printed.pop().decode().strip() == str(generate(TODAY))


def test_another_seed_gives_other_people_and_visits(demo):
    other = generate(TODAY, seed=7)
    assert other.people != demo.people
    assert other.visits != demo.visits


@pytest.mark.parametrize("table", COLUMNS)
def test_every_row_has_the_columns_of_the_contract_in_order(demo, table):
    rows = getattr(demo, table)
    assert rows
    assert {tuple(row) for row in rows} == {tuple(COLUMNS[table].split())}
    assert all(isinstance(cell, str) for row in rows for cell in row.values())


def test_sixty_schools_stand_in_nine_clusters_two_of_them_islands(demo):
    assert 55 <= len(demo.schools) <= 65
    clusters = {row["cluster"] for row in demo.schools}
    assert len(clusters) == 9
    at_sea = {row["cluster"] for row in demo.schools if float(row["longitude"]) < -6.5}
    assert at_sea == {"Isle of Ronsaig", "Sulasay"}
    sectors = Counter(row["sector"] for row in demo.schools)
    assert (sectors["secondary"], sectors["all_through"], sectors["special"], sectors["early_years"]) == (9, 1, 2, 2)
    assert {row["cluster"] for row in demo.schools if row["sector"] == "secondary"} == clusters


def test_codes_are_invented_and_rolls_run_from_seven_to_1150(demo):
    codes = [row["seed_code"] for row in demo.schools]
    assert all(re.fullmatch(r"99\d{5}", code) for code in codes)
    assert len(set(codes)) == len(codes)
    rolls = [int(row["roll"]) for row in demo.schools]
    assert (min(rolls), max(rolls)) == (7, 1150)
    assert all(1 <= int(row["urban_rural"]) <= 8 for row in demo.schools)


def test_every_address_is_at_a_domain_that_nobody_can_own(demo):
    assert all(re.fullmatch(r"[a-z.-]+@strathcarron\.example", row["email"]) for row in demo.people)
    assert len({row["email"] for row in demo.people}) == len(demo.people)
    letters = "".join(row["name"] for row in demo.people)
    assert "'" in letters
    assert any(ord(letter) > 127 for letter in letters)


def test_each_school_has_one_head_but_for_a_vacancy_and_two_that_share():
    authority = generate(TODAY)
    heads = [
        (row["email"], row["seed_code"])
        for row in authority.posts
        if row["role"] in ("headteacher", "acting_headteacher") and not row["until"]
    ]
    schools = Counter(code for _, code in heads)
    assert set(schools.values()) == {1}
    assert len(schools) == len(authority.schools) - 1
    assert sorted(Counter(email for email, _ in heads).values())[-2:] == [1, 2]


def test_the_shorthand_of_people_never_contradicts_their_posts(demo):
    posts = {(row["email"], row["role"], row["seed_code"], row["from_date"]) for row in demo.posts}
    for person in demo.people:
        for code in person["seed_codes"].split(";"):
            assert (person["email"], person["role"], code, person["started_on"]) in posts


@pytest.mark.parametrize("today", [TODAY, date(2026, 8, 5), date(2028, 2, 29), date(2031, 12, 25)])
def test_the_tiers_are_mostly_universal_with_moves_both_ways(today):
    authority = generate(today)
    assert Counter(row["tier"] for row in latest_tiers(authority).values()) == {
        "universal": 50,
        "targeted": 7,
        "intensive": 3,
    }
    history = sorted(authority.tiers, key=lambda row: (row["seed_code"], row["from_date"]))
    moves = {(one["tier"], two["tier"]) for one, two in pairwise(history) if one["seed_code"] == two["seed_code"]}
    assert {("universal", "targeted"), ("targeted", "intensive"), ("targeted", "universal")} <= moves


def test_a_school_had_the_visits_that_its_tier_is_due_in_the_last_session(demo):
    last = school_year(demo)[0]
    moved = {row["seed_code"] for row in demo.tiers if row["tier"] != "universal"}
    settled = {row["seed_code"] for row in demo.schools} - moved
    held = Counter(
        visit["seed_code"]
        for visit in demo.visits
        if last["first"] <= starts_at(visit).date() <= last["last"]
        and visit["status"] == "done"
        and visit["visit_type"] != "note"
    )
    assert {held[code] for code in settled} == {PER_SESSION["universal"]}
    assert max(held[code] for code in moved) > PER_SESSION["universal"]


@pytest.mark.skipif(not REAL_SCHOOLS.exists(), reason="the list of real schools is not beside this checkout")
def test_no_school_bears_the_name_of_a_real_one(demo):
    with REAL_SCHOOLS.open(encoding="utf-8-sig", newline="") as file:
        real = list(csv.DictReader(file))
    assert AUTHORITY not in {f"{row['la']}{end}" for row in real for end in ("", " Council")}
    names = {plain(row["name"]) for row in real}
    invented = {alias for row in demo.schools for alias in (row["name"], row["name"].split(" (")[0])}
    assert not [name for name in invented if plain(name) in names]
    codes = {row["seed"] for row in real}
    assert not [row["seed_code"] for row in demo.schools if row["seed_code"] in codes]


def test_the_terms_close_on_every_bank_holiday_of_scotland():
    for year in range(2025, 2041):
        sessions = school_year(generate(date(year, 11, 1)))
        bank = holidays.country_holidays("GB", subdiv="SCT", years=[year, year + 1])
        assert not [day for day in bank if is_school_day(sessions, day, "Dunfearn")]


def test_the_terms_follow_the_rule():
    sessions = school_year(generate(TODAY))
    assert [one["name"] for one in sessions] == ["2025/26", "2026/27", "2027/28"]
    this = sessions[1]
    assert (this["first"], this["last"]) == (date(2026, 8, 17), date(2027, 6, 25))
    october = next(one for one in this["closures"] if one["name"] == "October")
    assert (october["first"], october["last"]) == (date(2026, 10, 12), date(2026, 10, 23))
    assert date(2027, 2, 10) in this["in_service"]


@any_day
@given(DAYS)
@example(date(2025, 7, 15))
@example(date(2028, 2, 29))
@example(date(2030, 12, 25))
@example(date(2033, 8, 15))
def test_on_any_day_every_reference_resolves_but_the_one_that_is_said(today):
    authority = generate(today)
    people = {row["email"] for row in authority.people}
    codes = {row["seed_code"] for row in authority.schools}
    clusters = {row["cluster"] for row in authority.schools}
    unknown = [row for row in authority.schools if row["link_officer"] not in people]
    assert len(unknown) == 1
    assert any(unknown[0]["link_officer"] in sentence for sentence in named_in_wrong(authority, unknown[0]["name"]))
    for row in authority.posts:
        assert row["email"] in people
        assert row["covers"] in people | {""}
        assert row["seed_code"] in codes | {""}
        assert row["cluster"] in clusters | {""}
    assert {row["seed_code"] for row in authority.tiers} == codes
    assert {row["decided_by"] for row in authority.tiers} <= people
    assert {row["seed_code"] for row in authority.visits} <= codes
    references = {row["reference"]: row for row in authority.visits}
    assert len(references) == len(authority.visits)
    assert all(references[row["reference"]]["status"] == "done" for row in authority.notes)
    assert {row["officer"] for row in (*authority.visits, *authority.notes)} <= people
    assert {
        name for one in school_year(authority) for c in one["closures"] for name in c.get("clusters", [])
    } <= clusters
    note = demo_people_of_note(authority)
    assert len(note) == 8
    assert set(note.values()) <= people


@any_day
@given(DAYS)
@example(date(2026, 6, 26))
@example(date(2026, 8, 19))
@example(date(2029, 4, 1))
def test_on_any_day_no_officer_is_in_two_places_and_visits_keep_school_hours(today):
    authority = generate(today)
    diaries = {}
    for visit in authority.visits:
        begin = starts_at(visit)
        end = begin + timedelta(minutes=int(visit["minutes"]))
        assert begin >= begin.replace(hour=9, minute=0)
        assert end <= begin.replace(hour=15, minute=0)
        diaries.setdefault(visit["officer"], []).append((begin, end))
    for diary in diaries.values():
        assert all(one[1] <= two[0] for one, two in pairwise(sorted(diary)))


@any_day
@given(DAYS)
@example(date(2026, 7, 1))
@example(date(2029, 4, 1))
@example(date(2032, 5, 31))
def test_on_any_day_only_the_deliberate_visit_falls_outside_the_school_days(today):
    authority = generate(today)
    sessions = school_year(authority)
    cluster = {row["seed_code"]: row["cluster"] for row in authority.schools}
    astray = [
        visit
        for visit in authority.visits
        if not is_school_day(sessions, starts_at(visit).date(), cluster[visit["seed_code"]])
    ]
    assert len(astray) == 1
    assert any("local holiday" in sentence for sentence in named_in_wrong(authority, astray[0]["reference"]))


@any_day
@given(DAYS, st.integers(0, 99))
@example(date(2026, 8, 3), 2026)
@example(date(2027, 1, 1), 2026)
def test_on_any_day_and_seed_what_is_wrong_is_wrong_and_nothing_else_is(today, seed):
    authority = generate(today, seed)
    name = {row["seed_code"]: row["name"] for row in authority.schools}
    overdue = [row for row in latest_tiers(authority).values() if row["review_on"] < str(today)]
    undiscussed = [row for row in authority.tiers if not row["discussed_on"]]
    unrecorded = [row for row in authority.visits if row["starts_at"] < str(today) and row["status"] == "agreed"]
    session = [one for one in school_year(authority) if one["first"] <= today][-1]
    seen = {row["seed_code"] for row in authority.visits if row["starts_at"] >= str(session["first"])}
    assert (len(overdue), len(undiscussed), len(unrecorded)) == (1, 1, 3)
    assert "to be reviewed" in named_in_wrong(authority, name[overdue[0]["seed_code"]])[0]
    assert any("never discussed" in one for one in named_in_wrong(authority, name[undiscussed[0]["seed_code"]]))
    for visit in unrecorded:
        assert any("neither recorded nor noted" in one for one in named_in_wrong(authority, visit["reference"]))
    unseen = next(one for one in authority.wrong if "no visit" in one)
    assert [code for code in name if unseen.startswith(f"{name[code]}:") and code not in seen]
    loads = Counter(row["link_officer"] for row in authority.schools)
    email, most = loads.most_common(1)[0]
    assert email == demo_people_of_note(authority)["overloaded_officer"]
    assert any(f"{most} of {len(name)} schools" in one for one in authority.wrong)
    assert len(authority.wrong) == 19


@any_day
@given(DAYS, st.integers(0, 99))
@example(date(2026, 11, 20), 2026)
@example(date(2026, 7, 10), 2026)
def test_on_any_day_the_demos_headteacher_is_visited_next_by_the_demos_link_officer(today, seed):
    authority = generate(today, seed)
    note = demo_people_of_note(authority)
    head = next(row for row in authority.people if row["email"] == note["headteacher"])
    school = next(row for row in authority.schools if row["seed_code"] == head["seed_codes"])
    assert (head["role"], school["sector"], school["link_officer"]) == ("headteacher", "primary", note["link_officer"])
    tier = latest_tiers(authority)[school["seed_code"]]
    assert tier["tier"] == "targeted"
    assert len(tier["reason"]) > 60
    assert not named_in_wrong(authority, school["name"])
    sessions = school_year(authority)
    days = (today + timedelta(days=ahead) for ahead in range(1, 70))
    tomorrow = next(day for day in days if is_school_day(sessions, day, school["cluster"]))
    coming = [v for v in authority.visits if v["seed_code"] == school["seed_code"] and v["starts_at"] > str(tomorrow)]
    assert starts_at(coming[0]).date() == tomorrow
    assert coming[0]["status"] == "agreed"


@pytest.mark.parametrize("today", [TODAY, date(2026, 7, 15), date(2027, 3, 31)])
def test_visits_come_tomorrow_in_a_school_week_and_later_some_agreed_and_some_proposed(today):
    authority = generate(today)
    sessions = school_year(authority)
    ahead = [today + timedelta(days=days) for days in range(1, 120)]
    school_days = [day for day in ahead if is_school_day(sessions, day, "Dunfearn")]
    coming = Counter(starts_at(visit).date() for visit in authority.visits if starts_at(visit).date() > today)
    assert coming[school_days[0]] >= 3
    assert coming[school_days[4]] >= 2
    assert any(day > school_days[20] for day in coming)
    statuses = Counter(visit["status"] for visit in authority.visits if starts_at(visit).date() > today)
    assert min(statuses["agreed"], statuses["proposed"]) >= 5


def test_every_school_on_more_than_universal_support_has_a_plan_but_one(demo):
    supported = {code for code, row in latest_tiers(demo).items() if row["tier"] != "universal"}
    planned = {row["seed_code"] for row in demo.plans}
    (without,) = supported - planned
    assert planned < supported
    name = next(row["name"] for row in demo.schools if row["seed_code"] == without)
    assert "no action plan" in " ".join(named_in_wrong(demo, name))


def test_one_plan_review_is_overdue_and_half_of_the_plans_lack_something(demo):
    overdue = [row for row in demo.plans if row["next_review_on"] < TODAY.isoformat()]
    (late,) = overdue
    name = next(row["name"] for row in demo.schools if row["seed_code"] == late["seed_code"])
    assert late["next_review_on"] in " ".join(named_in_wrong(demo, name))
    lacking = {
        goal["seed_code"]
        for goal in demo.goals
        if not all(goal[name] for name in ("responsible", "due_on", "measure", "baseline", "target"))
    }
    assert 0.25 <= len(lacking) / len(demo.plans) <= 0.8


def test_reviews_of_plans_were_held_on_school_days_and_count_the_goals_of_their_plan(demo):
    numbers = Counter((goal["seed_code"], goal["number"]) for goal in demo.goals)
    assert set(numbers.values()) == {1}
    clusters = {row["seed_code"]: row["cluster"] for row in demo.schools}
    for review in demo.plan_reviews:
        day = date.fromisoformat(review["held_on"])
        assert day < TODAY
        assert is_school_day(school_year(demo), day, clusters[review["seed_code"]])
        for measured in filter(None, review["values"].split(";")):
            assert (review["seed_code"], measured.partition("=")[0]) in numbers


@any_day
@given(DAYS)
def test_plans_are_whole_on_any_day(day):
    demo = generate(day)
    assert len({(row["seed_code"], row["title"]) for row in demo.plans}) == len(demo.plans)
    for row in demo.plans:
        assert row["agreed_on"] < row["next_review_on"]
        assert row["agreed_on"] <= day.isoformat()
