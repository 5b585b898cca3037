"""Evidence as people see it: the matrix, what it rests on, which schools meet a criterion, and officers' notes."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import func, select

from handlers.cards import Card, Form, Table
from handlers.mentoring_round import _Round
from handlers.practice_finding import Search, find, own_shape
from store.evidence import Indicator, QiGrade
from store.mentors import headships
from store.people import Post
from store.posts import standing
from store.schools import School

from .conftest import NOW, PEOPLE, Asking
from .practice_record import put as put_practice

HEAD, OFFICER, OTHER, EDUCATION = "head@a.example", "officer@a.example", "other@a.example", "education@a.example"
OURS = "Kilbrannan Primary School"


def figure(asking: Asking, school: str, measure: str, value: float | None, **more: object) -> None:
    values = {"period": "2025/26", "code": "", "source": "School statistics"} | more
    with asking.database.write() as session:
        session.add(
            Indicator(school_id=asking.schools[school], measure=measure, value=value, recorded_at=NOW, **values)
        )


def grade(asking: Asking, school: str, qi: str, kind: str, number: int) -> None:
    with asking.database.write() as session:
        session.add(
            QiGrade(
                school_id=asking.schools[school],
                qi=qi,
                kind=kind,
                grade=number,
                graded_on=date(2026, 5, 14),
                recorded_at=NOW,
            )
        )


def table(answered, at: int = 0) -> dict[str, tuple[str, ...]]:
    assert isinstance(answered.reply, Card), answered.reply
    found = [element for element in answered.reply.body if isinstance(element, Table)]
    return {row[0]: row[1:] for row in found[at].rows} if found else {}


@pytest.fixture
def evidence(asking: Asking) -> Asking:
    """Kilbrannan Primary is low in attendance, and has complaints."""
    figure(asking, OURS, "attendance", 88.2)
    figure(asking, OURS, "attendance", 91.0, period="2024/25")
    figure(asking, OURS, "complaints", 7)
    figure(asking, OURS, "attainment_literacy", None, code="c", national_comparator=74.0)
    grade(asking, OURS, "2.3", "self_evaluation", 3)
    return asking


def test_every_cell_says_its_state_and_what_it_rests_on(evidence: Asking):
    rows = table(evidence.ask(HEAD, "any red flags?"))
    assert rows["Attendance in the lowest tenth of primary schools"] == ("met", "88.2% in 2025/26, threshold 89.6%")
    assert rows["Attendance has fallen by 2 points or more"] == ("met", "88.2% in 2025/26, before it 91.0%")
    assert rows["Own evaluation: satisfactory or lower"] == ("met", "lowest: satisfactory, Thu 14 May 2026")
    literacy = rows["Literacy 10 points or more behind the national figure"]
    assert literacy == ("suppressed", "c in 2025/26: hidden by the source, and counted neither way")
    assert rows["An inspection grade of weak or unsatisfactory"] == ("nothing on record", "")
    assert "Attendance in the lowest tenth of secondary schools" not in rows


def test_the_matrix_suggests_and_moves_nothing(evidence: Asking):
    before = evidence.ask(HEAD, "what tier are we on?").reply.plain()
    said = evidence.ask(HEAD, "any red flags?").reply.plain()
    assert "The criteria suggest Targeted support with 6 points." in said
    assert "A suggestion moves no school" in said
    assert evidence.ask(HEAD, "what tier are we on?").reply.plain() == before


def test_a_school_without_evidence_gets_no_suggestion(asking: Asking):
    said = asking.ask(OTHER, "any red flags at Morvarra High School?").reply.plain()
    assert "Too little is on record to suggest a tier." in said
    assert "cannot be judged from the record" in said


def test_a_cell_opens_to_its_figures_with_source_and_date(evidence: Asking):
    matrix = evidence.ask(HEAD, "any red flags?").reply
    assert isinstance(matrix, Card)
    button = next(one for one in matrix.buttons if "lowest tenth" in one.label)
    opened = evidence.do(HEAD, button.action, **button.values)
    assert table(opened) == {
        "2025/26": ("88.2%", "", "", "School statistics", "Mon 23 November 2026"),
        "2024/25": ("91.0%", "", "", "School statistics", "Mon 23 November 2026"),
    }
    assert "The rule: Attendance below 89.6%." in opened.reply.plain()
    assert "What would end it: Attendance at 91.3% or more." in opened.reply.plain()


def test_grades_open_too(evidence: Asking):
    opened = evidence.do(HEAD, "show_evidence", criterion="self_evaluation_low", seed_code=evidence.code(OURS))
    assert table(opened) == {"2.3": ("self evaluation", "3", "Thu 14 May 2026")}


def test_another_schools_officer_sees_no_complaint_and_no_suggestion_that_rests_on_it(evidence: Asking):
    own = table(evidence.ask(OFFICER, f"any red flags at {OURS}?"))
    assert own["More than 5 complaints in the period"][0] == "met"
    other = evidence.ask(OTHER, f"any red flags at {OURS}?")
    said = other.reply.plain()
    assert "Complaints" not in said
    assert "complaints" not in said
    assert "suggest" not in said
    assert "rest on figures that are not yours to see" in said
    opened = evidence.do(OTHER, "show_evidence", criterion="complaints_many", seed_code=evidence.code(OURS))
    assert opened.refused
    assert "7" not in opened.reply.plain()


def test_low_attendance_and_a_new_head(evidence: Asking):
    figure(evidence, "Ardsheal Primary School", "attendance", 85.0)
    asked = "which schools have low attendance and also have a new HT?"
    assert "No school" in evidence.ask(EDUCATION, asked).reply.plain()
    with evidence.database.write() as session:
        post = session.scalars(select(Post).where(Post.person_id == evidence.people[HEAD])).one()
        post.from_date = NOW.date() - timedelta(days=60)
    answered = evidence.ask(EDUCATION, asked)
    assert answered.reply.title == "1 of 5 schools: attendance and new headteacher"
    assert set(table(answered)) == {OURS}
    low = evidence.ask(EDUCATION, "which schools have low attendance?")
    assert set(table(low)) == {OURS, "Ardsheal Primary School"}
    assert "Attendance: not known, suppressed or too few pupils at 3 schools." in low.reply.plain()


def test_a_tier_a_cluster_or_an_officer_narrows_it(evidence: Asking):
    figure(evidence, "Ardsheal Primary School", "attendance", 85.0)
    intensive = evidence.do(EDUCATION, "risk_flags", several="true", criteria="attendance_primary", tier="intensive")
    assert set(table(intensive)) == {"Ardsheal Primary School"}
    far = evidence.do(EDUCATION, "risk_flags", several="true", criteria="attendance_primary", cluster="Morvarra")
    assert table(far) == {}


def test_what_no_criterion_looks_at_is_said_and_not_guessed(evidence: Asking):
    said = evidence.ask(EDUCATION, "any schools at risk on unauthorised absence?").reply.plain()
    assert "No criterion of your framework looks at unauthorised absence" in said


def test_a_list_of_schools_by_complaints_holds_only_ones_own(evidence: Asking):
    figure(evidence, "Morvarra High School", "complaints", 9)
    for who, known in (
        (OFFICER, {OURS}),
        (OTHER, {"Morvarra High School"}),
        (EDUCATION, {OURS, "Morvarra High School"}),
    ):
        answered = evidence.do(who, "risk_flags", several="true", criteria="complaints_many")
        assert set(table(answered)) == known, who


def test_a_head_is_not_told_which_schools_are_low(evidence: Asking):
    answered = evidence.ask("far@a.example", "which schools have low attendance?")
    assert answered.refused
    assert OURS not in answered.reply.plain()


def more_schools(asking: Asking, number: int) -> None:
    """So many more primary schools, whose attendance goes up from 90% by one point each."""
    with asking.database.write() as session:
        before = session.scalar(select(func.count()).select_from(School).where(School.name.like("Other%"))) or 0
        for at in range(before, before + number):
            school = School(
                seed_code=f"88000{at:02}", name=f"Other {at}", sector="primary", roll=100 + at, urban_rural=6
            )
            session.add(school)
            session.flush()
            session.add(
                Indicator(school_id=school.id, measure="attendance", period="2025/26", value=90.0 + at, recorded_at=NOW)
            )


def test_a_distribution_of_fewer_than_five_is_not_shown(evidence: Asking):
    def row() -> tuple[str, ...]:
        return table(evidence.do(HEAD, "school_figures", seed_code=evidence.code(OURS)))["Attendance"]

    assert row() == ("88.2% (2025/26)", "91.0% (2024/25)", "fewer than 5", "fewer than 5", "")
    more_schools(evidence, 3)
    assert row()[2:4] == ("fewer than 5", "fewer than 5")
    more_schools(evidence, 2)
    assert row()[2:4] == ("91.5% (90.2% to 92.8%)", "92.0%")


def test_figures_of_another_period_are_not_compared(evidence: Asking):
    more_schools(evidence, 6)
    figure(evidence, OURS, "attendance", 95.0, period="2026/27")
    row = table(evidence.do(HEAD, "school_figures", seed_code=evidence.code(OURS)))["Attendance"]
    assert row[:3] == ("95.0% (2026/27)", "88.2% (2025/26)", "fewer than 5")


def test_a_profile_has_figures_in_private_and_none_in_a_channel(evidence: Asking):
    assert "88.2%" in evidence.ask(HEAD, "what's our attendance like?").reply.plain()
    channel = evidence.ask(HEAD, "what's our attendance like?", channel="headteachers")
    assert "88.2%" not in channel.here.plain()
    assert "88.2%" not in channel.reply.plain()
    assert "88.2%" not in evidence.ask("far@a.example", f"tell me about {OURS}").reply.plain()
    assert "7 complaints" not in evidence.ask(OTHER, f"tell me about {OURS}").reply.plain()


def test_a_note_is_kept_amended_and_never_lost(asking: Asking):
    code = asking.code(OURS)
    form = asking.ask(OFFICER, f"log intelligence about {OURS}").reply
    assert isinstance(form, Form)
    asking.do(OFFICER, "add_intelligence", seed_code=code, text="They have lost a depute.", date="2026-11-20")
    shown = asking.ask("quality@a.example", f"what intelligence do we have on {OURS}?")
    assert "Fri 20 November: They have lost a depute." in shown.reply.plain()
    assert "Rhona Blair" in shown.reply.plain()
    assert isinstance(shown.reply, Card)
    amend = next(button for button in shown.reply.buttons if button.action == "amend_intelligence")
    form = asking.do("quality@a.example", amend.action, **amend.values).reply
    assert isinstance(form, Form)
    asking.do(
        "quality@a.example",
        "amend_intelligence",
        **{**form.hidden, "text": "The depute is on secondment.", "date": "2026-11-20"},
    )
    said = asking.do(OFFICER, "intelligence", seed_code=code).reply.plain()
    assert "The depute is on secondment." in said
    assert "Sandra Orr" in said
    assert "Amended; before it, by Rhona Blair" in said
    assert "“They have lost a depute.”" in said


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": "  "}, "What you noted"),
        ({"text": "x", "date": "2027-01-01"}, "has not come yet"),
        ({"text": "x" * 1001}, "under 1000 characters"),
        ({"text": "3 pupils moved away"}, "could be recognised"),
    ],
)
def test_a_note_that_cannot_be_kept_is_not_lost(asking: Asking, values: dict[str, str], words: str):
    answered = asking.do(OFFICER, "add_intelligence", seed_code=asking.code(OURS), **values)
    assert words in answered.reply.plain()
    assert "No officer" in asking.do(OFFICER, "intelligence", seed_code=asking.code(OURS)).reply.plain()


@pytest.mark.parametrize("email", [email for email, *_ in PEOPLE])
def test_nobody_but_officers_of_the_school_and_oversight_reads_or_writes_notes(asking: Asking, email: str):
    secret = "They have lost a depute."
    asking.do(OFFICER, "add_intelligence", seed_code=asking.code(OURS), text=secret)
    allowed = email in (OFFICER, "quality@a.example", EDUCATION)
    note = {"seed_code": asking.code(OURS), "note": "1"}
    tried = product(("intelligence", "add_intelligence", "amend_intelligence"), ("", "officers"))
    for action, channel in tried:
        answered = asking.do(email, action, channel=channel, **note, step="form")
        assert answered.refused != allowed
        assert allowed or secret not in answered.reply.plain()
        assert not channel or secret not in answered.here.plain()
    for words in (
        "any red flags at {}?",
        "tell me about {}",
        "what tier is {} on?",
        "what intelligence do we have on {}?",
    ):
        said = asking.ask(email, words.format(OURS)).reply.plain()
        assert (secret in said) == (allowed and "intelligence" in words)


def test_real_looking_export_comes_in_and_is_judged(asking: Asking, tmp_path):
    from config.authority import load_authority
    from store.imports import import_csv

    path = tmp_path / "indicators.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["seed_code", "measure", "period", "value"])
        writer.writerows([asking.code(name), "attendance", "2024", "C"] for name in asking.schools)
    import_csv(asking.database, load_authority(None), "indicators", path, now=NOW)
    low = asking.ask(EDUCATION, "which schools have low attendance?")
    assert table(low) == {}
    assert "Attendance: not known, suppressed or too few pupils at 5 schools." in low.reply.plain()


def test_schools_like_ours_are_alike_in_deprivation_too(asking: Asking):
    from handlers.request import Account, Place, Request
    from store.practice import practice_changed

    for school, share in ((OURS, 40.0), ("Ardsheal Primary School", 42.0), ("Morvarra High School", 3.0)):
        figure(asking, school, "simd_q1", share)
    put_practice(asking, "Near to us", school="Ardsheal Primary School")
    put_practice(asking, "Far from us", school="Morvarra High School")
    with asking.database.write() as session:
        practice_changed(session)
        request = Request(
            Account("operator", "", HEAD), Place(), NOW, standing=standing(session, asking.people[HEAD], NOW.date())
        )
        like = own_shape(request, session, asking.authority)
        hits = find(session, asking.authority, Search("numeracy", ("numeracy",)), like)
    assert like is not None
    assert like.most_deprived == 0.4
    assert [hit.practice.title for hit in hits] == ["Near to us", "Far from us"]
    assert "deprived" not in " ".join(reason for hit in hits for reason in hit.because)


def test_pairing_weighs_the_deprivation_of_the_schools_that_somebody_leads(asking: Asking):
    figure(asking, OURS, "simd_q1", 40.0)
    figure(asking, "Morvarra High School", "simd_q1", None, code="c")
    with asking.database.read() as session:
        led = headships(session, NOW.date())
        pairing = _Round(session, asking.authority, NOW, led)
        assert pairing._deprivation(led[asking.people[HEAD]]) == 0.4
        assert pairing._deprivation(led[asking.people["far@a.example"]]) is None
