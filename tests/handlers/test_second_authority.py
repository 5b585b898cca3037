"""Another authority's files: five bands, measures, criteria and rules of its own; the code is the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete

from config.authority import Authority, load_authority
from handlers.answer import Answers
from handlers.cards import Card, Form, Table
from store.evidence import Indicator, QiGrade
from store.tiers import TierDecision, tier_on

from .conftest import NOW, Asking

HEAD, OFFICER, QUALITY, EDUCATION = "head@a.example", "officer@a.example", "quality@a.example", "education@a.example"
SCHOOL = "Kilbrannan Primary School"
TODAY = NOW.date()


@pytest.fixture
def authority() -> Authority:
    return load_authority(Path(__file__).parent / "five_bands")


@pytest.fixture
def five(asking: Asking) -> Asking:
    """The small record on the five bands, one school each."""
    bands = ("focused", "self_improving", "intervention", "light_touch", "partnership")
    with asking.database.write() as session:
        session.connection().execute(delete(TierDecision))
        for band, school in zip(bands, asking.schools.values(), strict=True):
            session.add(TierDecision(school_id=school, tier=band, from_date=TODAY.replace(month=9), recorded_at=NOW))
    asking.answers = Answers(asking.database, asking.authority)
    return asking


def figure(asking: Asking, measure: str, value: float, school: str = SCHOOL) -> None:
    with asking.database.write() as session:
        session.add(
            Indicator(school_id=asking.schools[school], measure=measure, period="2026", value=value, recorded_at=NOW)
        )


def table(answered) -> dict[str, tuple[str, ...]]:
    assert isinstance(answered.reply, Card), answered.reply
    return {row[0]: row[1:] for element in answered.reply.body if isinstance(element, Table) for row in element.rows}


def test_its_words_are_understood_and_its_names_are_said(five: Asking):
    assert "Focused" in five.ask(HEAD, "what tier are we on?").reply.plain()
    assert "1 of 5 schools" in five.ask(QUALITY, "how many schools are on intervention?").reply.plain()
    assert "Morvarra High School" in five.ask(QUALITY, "which schools are band c?").reply.plain()


def test_support_by_band_and_its_own_mark(five: Asking):
    answered = five.ask(EDUCATION, "are we giving too many schools enhanced support?")
    assert [row for row in table(answered) if row in ("Self-improving", "Light touch", "Intervention")] == [
        "Self-improving", "Light touch", "Intervention",
    ]  # fmt: skip
    assert "4 of 5 schools (80%, most) are above Self-improving support." in answered.reply.plain()
    assert "That is more than the 40% that your framework aims at." in answered.reply.plain()
    assert "12 for Intervention." in five.ask(EDUCATION, "is anybody overloaded?").reply.plain()


@pytest.mark.parametrize(
    ("absence", "loans", "grade", "suggested"),
    [
        (5.0, 3.0, 4, "Self-improving"),
        (10.0, 1.5, 4, "Light touch"),
        (13.0, 3.0, 4, "Partnership"),
        (13.0, 1.0, 2, "Intervention"),
    ],
)
def test_its_criteria_suggest_its_bands(five: Asking, absence: float, loans: float, grade: int, suggested: str):
    figure(five, "absence", absence)
    figure(five, "library_loans", loans)
    with five.database.write() as session:
        session.add(
            QiGrade(
                school_id=five.schools[SCHOOL],
                qi="1.2",
                kind="self_evaluation",
                grade=grade,
                graded_on=TODAY.replace(month=6),
                recorded_at=NOW,
            )
        )
    answered = five.ask(HEAD, "any red flags?")
    assert f"The criteria suggest {suggested} support" in answered.reply.plain()
    assert "Attendance" not in answered.reply.plain()
    low = table(answered)["One pupil in eight is absent"]
    assert (low[0] == "met") == (absence > 12.5)
    assert (low[0] == "not met, to be watched") == (9 < absence <= 12.5)


def test_its_criteria_are_read_in_chat(five: Asking):
    said = five.ask(HEAD, "what are the criteria?").reply.plain()
    assert "Absence above 12.5%" in said
    assert "inspection or own evaluation of 1.2 at weak or lower" in said
    assert "version 2026/27 b" in said


def test_its_rules_of_decision_hold(five: Asking):
    form = five.ask(OFFICER, f"propose partnership for {SCHOOL} because loans are up").reply
    assert isinstance(form, Form)
    values = {item.name: item.value for item in form.fields} | {"exit_criteria": "Two loans a pupil"}
    assert values["tier"] == "partnership"
    five.do(OFFICER, form.action, **form.hidden, **values)
    decide = {"seed_code": five.code(SCHOOL), "tier": "partnership", "reason": "Loans are up.", "exit_criteria": "x"}
    # From focused to partnership: focused is the heavier, and names the quality manager and the head of education.
    refused = five.do(OFFICER, "decide_tier", **decide)
    assert "decided by the head of education or the quality improvement manager" in refused.reply.plain()
    five.do(HEAD, "view_tier", seed_code=five.code(SCHOOL), agrees="no", view="We want to stay focused.")
    refused = five.do(EDUCATION, "decide_tier", **decide)
    assert "decided by the quality improvement manager since the headteacher does not agree" in refused.reply.plain()
    # No discussion is required here.
    assert five.do(QUALITY, "decide_tier", **decide).outcome == "done"
    with five.database.read() as session:
        decision = tier_on(session, five.schools[SCHOOL], TODAY)
    assert decision is not None
    assert (decision.tier, decision.discussed_on) == ("partnership", None)
    assert decision.review_on == five.authority.school_year.shift(TODAY, 60)


def test_a_theme_needs_as_many_schools_as_it_says(five: Asking):
    figure(five, "absence", 14.0)
    assert "No criterion is met in 2 schools" in five.do(EDUCATION, "school_themes").reply.plain()
    figure(five, "absence", 15.0, "Ardsheal Primary School")
    assert "primary schools" in five.do(EDUCATION, "school_themes").reply.plain()


def test_an_authority_with_its_own_tiers_and_no_criteria_has_none(tmp_path: Path):
    text = (Path(__file__).parent / "five_bands" / "framework.toml").read_text(encoding="utf-8")
    alone = text[: text.index("[[measures]]")]
    (tmp_path / "framework.toml").write_text(alone, encoding="utf-8")
    loaded = load_authority(tmp_path)
    assert loaded.criteria == ()
    assert [tier.key for tier in loaded.framework.tiers][-1] == "intervention"
