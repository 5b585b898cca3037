"""A whole session drafted for one real authority's schools and dates, and checked from outside.

The schools are open data; officers, tiers and diaries are made up. The Scottish Borders' published dates for 2026/27.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from config.authority import load_authority
from handlers.answer import Answers
from handlers.request import Account, Action, Place, Request
from store.database import Database
from store.diaries import NotOn, busy_of, replace_diary
from store.imports import import_csv
from store.posts import heads, person_by_email
from store.schools import all_schools
from store.visits import VisitView, visits_between
from tests.bot.cli.real_authority import NEEDS_OPEN_DATA, OPEN_DATA, SECTORS, URBAN_RURAL
from tests.conftest import Server
from tests.framework.independent_checker import Held, days, faults

pytestmark = NEEDS_OPEN_DATA

NOW = datetime(2026, 8, 24, 9, tzinfo=UTC)
OFFICERS = 6
CLUSTERS = 9
FAIR, COMMON_RIDING = "Cluster 1", "Cluster 2"
YEAR = """
closed_bank_holidays = []
[[sessions]]
name = "2026/27"
first = 2026-08-18
last = 2027-06-30
""" + "".join(
    f'[[sessions.closures]]\nname = "{name}"\nfirst = {first}\nlast = {last}\n{extra}'
    for name, first, last, extra in (
        ("October", "2026-10-12", "2026-10-16", ""),
        ("St Andrew's Day", "2026-11-30", "2026-11-30", ""),
        ("a cluster's own day", "2026-12-01", "2026-12-01", f'clusters = ["{FAIR}"]\n'),
        ("Christmas", "2026-12-23", "2027-01-05", ""),
        ("February", "2027-02-08", "2027-02-12", ""),
        ("Good Friday", "2027-03-26", "2027-03-26", ""),
        ("Spring", "2027-04-05", "2027-04-16", ""),
        ("May Day", "2027-05-03", "2027-05-03", ""),
        ("casual holiday", "2027-05-24", "2027-05-24", f'clusters = ["{COMMON_RIDING}"]\n'),
    )
)
# What the checker goes by, written out apart from the configuration above.
CLOSED = (
    days(date(2026, 10, 12), date(2026, 10, 16))
    | {date(2026, 11, 30), date(2027, 3, 26), date(2027, 5, 3)}
    | days(date(2026, 12, 23), date(2027, 1, 5))
    | days(date(2027, 2, 8), date(2027, 2, 12))
    | days(date(2027, 4, 5), date(2027, 4, 16))
)
CLOSED_IN = {FAIR: {date(2026, 12, 1)}, COMMON_RIDING: {date(2027, 5, 24)}}
WINDOWS = {
    "V1": [(date(2026, 9, 1), date(2026, 10, 31))],
    "V2": [(date(2026, 11, 1), date(2027, 1, 31))],
    "V3": [(date(2027, 2, 1), date(2027, 4, 30))],
    "V4": [(date(2027, 5, 1), date(2027, 6, 30))],
    "attainment": [(date(2026, 10, 20), date(2026, 11, 30))],
    "action_plan": [
        (date(2026, 11, 5), date(2026, 12, 18)),
        (date(2027, 1, 12), date(2027, 2, 28)),
        (date(2027, 4, 1), date(2027, 5, 10)),
    ],
}
PROMISED = {"universal": 3, "targeted": 5, "intensive": 8}


def school_rows() -> list[dict[str, str]]:
    with OPEN_DATA.open(encoding="utf-8") as file:
        found = [row for row in csv.DictReader(file) if row["la"] == "Scottish Borders"]
    return [
        {
            "seed_code": row["seed"],
            "name": row["name"],
            "sector": SECTORS.get(row["type"], "all_through"),
            "cluster": f"Cluster {at % CLUSTERS + 1}",
            "urban_rural": URBAN_RURAL.get(row["urban_rural_8"], ""),
            "latitude": row["lat"],
            "longitude": row["lon"],
            "link_officer": f"officer{at * OFFICERS // len(found)}@council.example",
        }
        for at, row in enumerate(sorted(found, key=lambda row: (row["lat"], row["seed"])))
    ]


def tier_of(at: int) -> str:
    return "intensive" if at % 19 == 0 else "targeted" if at % 5 == 0 else "universal"


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def answers(sqlite_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    """The authority with its officers' diaries and its teaching heads, before anything is in the calendar."""
    folder = tmp_path_factory.mktemp("borders")
    (folder / "school_year.toml").write_text(YEAR, encoding="utf-8")
    authority = load_authority(folder)
    database = Database(sqlite_server.copy_of("empty", lambda _database, _folder: None, folder))
    schools = school_rows()
    people = [{"email": f"officer{n}@council.example", "name": f"Officer {n}", "role": "link_officer", "seed_codes": ""}
              for n in range(OFFICERS)]  # fmt: skip
    people += [{"email": f"head{s['seed_code']}@council.example", "name": f"Head {s['seed_code']}",
                "role": "headteacher", "seed_codes": s["seed_code"]} for s in schools]  # fmt: skip
    tiers = [{"seed_code": s["seed_code"], "tier": tier_of(at), "from_date": "2026-08-18", "reason": "made up",
              "decided_by": "officer0@council.example"} for at, s in enumerate(schools)]  # fmt: skip
    for kind, rows in (("schools", schools), ("people", people), ("tiers", tiers)):
        import_csv(database, authority, kind, write(folder / f"{kind}.csv", rows), now=NOW)
    rng = random.Random(2026)
    with database.write() as session:
        for number in range(OFFICERS):
            person = person_by_email(session, f"officer{number}@council.example")
            starts = [NOW.replace(hour=rng.choice((8, 9, 12, 13))) + timedelta(days=rng.randrange(300))
                      for _ in range(120)]  # fmt: skip
            replace_diary(session, person, [(s, s + timedelta(hours=rng.choice((1, 2, 3)))) for s in starts])
        for school, leading in heads(session, date(2026, 9, 1)).items():
            if school % 3 == 0:
                session.add(NotOn(person_id=leading[0].person_id, weekday=school % 5, made_at=NOW))
    yield Answers(database, authority)
    database.close()


def drafted(answers: Answers) -> list[VisitView]:
    """Every officer has the calendar of all their schools proposed."""
    for number in range(OFFICERS):
        account = Account("operator", "", f"officer{number}@council.example")
        shown = answers.answer(Request(account, Place(), NOW, action=Action("propose_calendar"))).reply
        tap = next((item for item in shown.buttons if item.action == "propose_calendar"), None)
        if tap is not None:
            answers.answer(Request(account, Place(), NOW, action=Action(tap.action, tap.values)))
    with answers.database.read() as session:
        return visits_between(session, NOW, NOW + timedelta(days=400))


def test_a_real_authoritys_session_breaks_no_rule(answers: Answers):
    visits = drafted(answers)
    zone = answers.authority.timezone
    clusters = {int(s["seed_code"]): s["cluster"] for s in school_rows()}
    with answers.database.read() as session:
        cluster = {school.id: clusters[int(school.seed_code)] for school in all_schools(session)}
        tier_at = {s["seed_code"]: tier_of(at) for at, s in enumerate(school_rows())}
        wanted = sum(PROMISED[tier_at[school.seed_code]] for school in all_schools(session))
        busy = busy_of(session, [visit.officer_id for visit in visits], NOW)
        keeps_free = {school: school % 5 for school in heads(session, date(2026, 9, 1)) if school % 3 == 0}
    held = []
    for visit in visits:
        starts, ends = (m.astimezone(zone).replace(tzinfo=None) for m in (visit.starts_at, visit.ends_at))
        windows = WINDOWS[visit.visit_type]
        window = next((w for w in windows if w[0] <= starts.date() <= w[1]), windows[0])
        closed = CLOSED | CLOSED_IN.get(cluster[visit.school_id], set())
        held.append(Held(visit.school_id, visit.officer_id, starts, ends, window, frozenset(closed)))
    assert faults(held) == []
    assert not [
        (visit.id, first)
        for visit in visits
        for person, first, last in busy
        if person == visit.officer_id and first < visit.ends_at and visit.starts_at < last
    ]
    assert not [one for one in held if keeps_free.get(one.school) == one.starts.weekday()]
    assert len(visits) >= wanted * 0.98, (len(visits), wanted)
    assert len(drafted(answers)) == len(visits), "a second draft finds nothing more"
