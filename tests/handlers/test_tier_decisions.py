"""A tier decided in the open: proposed, seen by the headteacher, discussed, decided, told; stopped at any step."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from config.authority import Authority
from framework.access import may
from handlers import duties as planning
from handlers import tier_duties
from handlers.answer import Answers
from handlers.cards import Card, Form, Table
from handlers.table import HANDLERS
from store.audit import entries
from store.evidence import Indicator
from store.posts import standing
from store.tier_cases import cases_of_school, steps_of
from store.tiers import tier_history, tier_on

from .conftest import NOW, PEOPLE, Asking
from .test_plan_duties import morning, over, tick

HEAD, OFFICER, OTHER = "head@a.example", "officer@a.example", "other@a.example"
QUALITY, EDUCATION, FAR = "quality@a.example", "education@a.example", "far@a.example"
SCHOOL = "Kilbrannan Primary School"
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _tiers_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What others have due is not what these tests count."""
    monkeypatch.setattr(planning, "PLANNERS", (tier_duties,))


def step(asking: Asking, who: str, action: str, school: str = SCHOOL, *, now: datetime = NOW, **values: str):
    return asking.do(who, action, seed_code=asking.code(school), now=now, **values)


def propose(asking: Asking, tier: str = "intensive", **more: str):
    values = {"reason": "Attendance has not recovered.", "exit_criteria": "91.3% for two terms"} | more
    return step(asking, OFFICER, "propose_tier", tier=tier, **values)


def case(asking: Asking, school: str = SCHOOL):
    with asking.database.read() as session:
        found = cases_of_school(session, asking.schools[school])
    return found[0] if found else None


def tier(asking: Asking, school: str = SCHOOL, day: date = TODAY):
    with asking.database.read() as session:
        return tier_on(session, asking.schools[school], day)


def discussed(asking: Asking, agrees: str = "yes") -> None:
    propose(asking)
    step(asking, HEAD, "view_tier", agrees=agrees, view="The new routine needs a term.")
    step(asking, OFFICER, "discuss_tier", date=TODAY.isoformat(), discussion="We spoke for an hour.")


def test_the_whole_way_from_proposal_to_record(asking: Asking):
    with asking.database.write() as session:
        session.add(
            Indicator(
                school_id=asking.schools[SCHOOL], measure="attendance", period="2025/26", value=88.2, recorded_at=NOW
            )
        )
    discussed(asking)
    done = step(
        asking, EDUCATION, "decide_tier", tier="intensive", reason="A team around the school.", exit_criteria="91.3%"
    )
    assert "Intensive support from Mon 23 November 2026" in done.reply.plain()
    decision = tier(asking)
    assert decision is not None
    assert (decision.tier, decision.reason, decision.exit_criteria) == (
        "intensive",
        "A team around the school.",
        "91.3%",
    )
    assert (decision.decided_by, decision.discussed_on, decision.from_date) == ("Hugh Innes", TODAY, TODAY)
    # Seven school weeks, as the tier says.
    assert decision.review_on == asking.authority.school_year.shift(TODAY, 35)
    why = asking.ask(HEAD, "why are we on our tier?").reply.plain()
    assert "What would move it back: 91.3%" in why
    kept = case(asking)
    assert kept is not None
    assert "88.2% in 2025/26" in kept.evidence
    assert (kept.framework_version, kept.state) == (asking.authority.framework.framework.version, "decided")
    with asking.database.read() as session:
        steps = [(one.step, one.by) for one in steps_of(session, kept.id)]
        history = [one.tier for one in tier_history(session, asking.schools[SCHOOL], TODAY)]
    assert steps == [
        ("propose", "Rhona Blair"), ("view", "Ailsa Munro"), ("discuss", "Rhona Blair"), ("decide", "Hugh Innes"),
    ]  # fmt: skip
    assert history == ["intensive", "targeted"]


def test_the_evidence_of_the_proposal_stays_as_it_was(asking: Asking):
    figure = Indicator(
        school_id=asking.schools[SCHOOL], measure="attendance", period="2025/26", value=88.2, recorded_at=NOW
    )
    with asking.database.write() as session:
        session.add(figure)
    propose(asking)
    with asking.database.write() as session:
        row = session.scalars(select(Indicator)).one()
        row.value = 95.0
    assert "88.2%" in step(asking, HEAD, "tier_case").reply.plain()


def test_forms_carry_it_from_tap_to_tap(asking: Asking):
    form = asking.ask(OFFICER, f"propose moving {SCHOOL} to intensive because attendance fell again").reply
    assert isinstance(form, Form)
    filled = {item.name: item.value for item in form.fields}
    assert (filled["tier"], filled["reason"]) == ("intensive", "attendance fell again")
    done = asking.do(OFFICER, form.action, **form.hidden, **filled | {"exit_criteria": "Two good terms"})
    assert isinstance(done.reply, Card)
    for who, button, values in (
        (HEAD, "view_tier", {"agrees": "yes"}),
        (OFFICER, "discuss_tier", {}),
        (EDUCATION, "decide_tier", {}),
    ):
        card = asking.ask(who, f"where does the tier proposal for {SCHOOL} stand?").reply
        assert isinstance(card, Card)
        tapped = next(one for one in card.buttons if one.action == button)
        form = asking.do(who, tapped.action, **tapped.values).reply
        assert isinstance(form, Form), (who, button, form.plain())
        filled = {item.name: item.value for item in form.fields} | values
        done = asking.do(who, form.action, **form.hidden, **filled)
        assert done.outcome == "done", done.reply.plain()
    decision = tier(asking)
    assert decision is not None
    assert decision.tier == "intensive"


STEPS = {
    "view_tier": (HEAD, {"agrees": "yes"}),
    "discuss_tier": (OFFICER, {"date": TODAY.isoformat()}),
    "decide_tier": (EDUCATION, {"tier": "intensive", "reason": "Because."}),
    "withdraw_tier": (OFFICER, {"words": "Not now."}),
    "answer_request": (OFFICER, {"words": "We shall come on Friday."}),
}


@pytest.mark.parametrize("action", STEPS)
def test_a_step_out_of_order_is_refused_kindly_and_changes_nothing(asking: Asking, action: str):
    who, values = STEPS[action]
    answered = step(asking, who, action, **values)
    assert "Nothing about its tier is under way" in answered.reply.plain()
    assert case(asking) is None
    if action == "decide_tier":
        propose(asking)
        answered = step(asking, who, action, **values)
        assert "the discussion with the headteacher is held and put on record" in answered.reply.plain()
        assert tier(asking).tier == "targeted"  # type: ignore[union-attr]


def test_a_decision_taken_twice_is_refused_kindly(asking: Asking):
    discussed(asking)
    values = {"tier": "intensive", "reason": "A team around the school.", "exit_criteria": "91.3%"}
    step(asking, EDUCATION, "decide_tier", **values)
    again = step(asking, EDUCATION, "decide_tier", **values | {"tier": "universal"})
    assert "It has been decided already, by Hugh Innes on" in again.reply.plain()
    with asking.database.read() as session:
        assert len(tier_history(session, asking.schools[SCHOOL], TODAY)) == 2


def test_two_at_once_one_is_told_that_somebody_was_quicker(asking: Asking):
    discussed(asking)
    seen = str(case(asking).revision)  # type: ignore[union-attr]
    step(asking, OFFICER, "discuss_tier", date=TODAY.isoformat(), discussion="And once more.", revision=seen)
    late = step(asking, EDUCATION, "decide_tier", tier="intensive", reason="x", exit_criteria="y", revision=seen)
    assert "Rhona Blair took a step on" in late.reply.plain()
    assert tier(asking).tier == "targeted"  # type: ignore[union-attr]


def test_a_second_proposal_waits_for_the_first(asking: Asking):
    propose(asking)
    again = step(asking, QUALITY, "propose_tier", tier="universal", reason="Why not.")
    assert "Nothing was changed." in again.reply.plain()
    assert case(asking).to_tier == "intensive"  # type: ignore[union-attr]


def test_who_decides_is_whom_the_rules_name(asking: Asking):
    discussed(asking)
    for who in (OFFICER, QUALITY):
        answered = step(asking, who, "decide_tier", tier="intensive", reason="Because.")
        assert "This is decided by the head of education" in answered.reply.plain()
    form = step(asking, OFFICER, "decide_tier", tier="intensive", reason="x", step="form")
    assert "This is decided by" in form.reply.plain()
    assert case(asking).state == "discussed"  # type: ignore[union-attr]


def test_a_link_officer_decides_on_the_lightest_tier_where_nothing_heavier_is_left(asking: Asking):
    fillans = "St Fillan's RC Primary School"
    step(asking, OTHER, "propose_tier", fillans, tier="universal", reason="Steady.")
    step(asking, OTHER, "discuss_tier", fillans, date=TODAY.isoformat())
    done = step(asking, OTHER, "decide_tier", fillans, tier="universal", reason="Steady.")
    assert done.outcome == "done", done.reply.plain()
    assert tier(asking, fillans).decided_by == "Tom Gillies"  # type: ignore[union-attr]


def test_disagreement_is_on_record_and_goes_to_the_head_of_education(asking: Asking):
    propose(asking, tier="targeted")
    answered = step(asking, HEAD, "view_tier", agrees="no", view="We have turned it round.")
    assert "Hugh Innes" in answered.reply.plain()
    step(asking, OFFICER, "discuss_tier", date=TODAY.isoformat())
    refused = step(asking, QUALITY, "decide_tier", tier="targeted", reason="It stays.", exit_criteria="x")
    assert "decided by the head of education since the headteacher does not agree" in refused.reply.plain()
    step(asking, EDUCATION, "decide_tier", tier="targeted", reason="It stays for a term.", exit_criteria="x")
    with asking.database.read() as session:
        steps = [one.step for one in steps_of(session, case(asking).id)]  # type: ignore[union-attr]
    assert "escalate" in steps
    assert "disagrees: We have turned it round." in step(asking, EDUCATION, "tier_case").reply.plain()


@pytest.mark.parametrize(
    ("action", "values", "words"),
    [
        ("propose_tier", {"tier": "intensive", "reason": "x"}, "what would move the school back"),
        ("propose_tier", {"tier": "purple", "reason": "x"}, "Please choose one of these"),
        ("propose_tier", {"tier": "universal", "reason": "x" * 1501}, "under 1500 characters"),
    ],
)
def test_a_proposal_that_lacks_something_is_asked_again(
    asking: Asking, action: str, values: dict[str, str], words: str
):
    answered = step(asking, OFFICER, action, **values)
    assert isinstance(answered.reply, Form)
    assert words in answered.reply.plain()
    assert case(asking) is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"from_date": "2026-09-01"}, "begins no earlier"),
        ({"from_date": "2028-01-01"}, "more than half a year away"),
        ({"review_on": "2026-11-01"}, "Please give a day after"),
        ({"from_date": "soon"}, "year-month-day"),
        ({"tier": "purple"}, "Please choose one of these"),
    ],
)
def test_a_decision_with_an_impossible_day_is_asked_again(asking: Asking, values: dict[str, str], words: str):
    discussed(asking)
    given = {"tier": "intensive", "reason": "Because.", "exit_criteria": "x"} | values
    answered = step(asking, EDUCATION, "decide_tier", **given)
    assert words in answered.reply.plain()
    assert tier(asking).tier == "targeted"  # type: ignore[union-attr]
    assert case(asking).state == "discussed"  # type: ignore[union-attr]


def test_a_discussion_lies_between_the_proposal_and_today(asking: Asking):
    propose(asking)
    for day, words in (("2026-11-22", "was proposed on"), ("2026-11-30", "has not come yet")):
        assert words in step(asking, OFFICER, "discuss_tier", date=day).reply.plain()


def test_a_headteacher_asks_for_support_and_it_is_taken_up(asking: Asking):
    form = asking.ask(HEAD, "we need more support").reply
    assert isinstance(form, Form)
    asked = asking.do(HEAD, form.action, **form.hidden, wanted="support", words="We have lost our depute.")
    assert "I am telling Rhona Blair." in asked.reply.plain()
    assert "The headteacher asks for support" in asking.ask(OFFICER, f"any red flags at {SCHOOL}?").reply.plain()
    again = step(asking, HEAD, "ask_support", words="Once more.")
    assert "Something is under way already" in again.reply.plain()
    shown = step(asking, OFFICER, "propose_tier", step="form")
    assert "The headteacher asked: We have lost our depute." in shown.reply.plain()
    propose(asking)
    assert (case(asking).state, case(asking).asked_words) == ("proposed", "We have lost our depute.")  # type: ignore[union-attr]


def test_a_request_is_answered_and_another_may_follow(asking: Asking):
    step(asking, HEAD, "ask_support", wanted="review", words="Please look at our tier.")
    answered = step(asking, OFFICER, "answer_request", words="We look at it on 4 December.")
    assert "I am telling Ailsa Munro." in answered.reply.plain()
    assert "We look at it" not in answered.reply.plain() or case(asking).state == "answered"  # type: ignore[union-attr]
    assert step(asking, HEAD, "ask_support", words="And another thing.").outcome == "done"


def test_a_proposal_is_withdrawn_with_a_reason(asking: Asking):
    propose(asking)
    step(asking, OFFICER, "withdraw_tier", words="The figure was wrong.")
    assert case(asking).state == "withdrawn"  # type: ignore[union-attr]
    assert propose(asking).outcome == "done"


def test_everybody_concerned_is_told_once_and_no_notice_names_a_tier(asking: Asking):
    discussed(asking, agrees="no")
    step(asking, EDUCATION, "decide_tier", tier="intensive", reason="A team around the school.", exit_criteria="91.3%")
    sent = [(who, kind, card) for who, kind, card in tick(asking, NOW) if kind.startswith("tier_")]
    assert {(who, kind) for who, kind, _ in sent} >= {(HEAD, "tier_decided"), (OFFICER, "tier_decided")}
    for _, _, card in sent:
        assert card.notice
        assert not any(word in card.notice.lower() for word in ("intensive", "targeted", "universal", "team around"))
        assert "ntensive" not in card.plain()
        assert "team around" not in card.plain().lower()
    assert case(asking).state == "decided"  # type: ignore[union-attr]
    tick(asking, NOW + timedelta(minutes=1))
    assert case(asking).state == "told"  # type: ignore[union-attr]
    assert not [kind for _, kind, _ in tick(asking, NOW + timedelta(minutes=2)) if kind == "tier_decided"]


def test_a_proposal_reaches_the_head_and_then_the_view_the_officer(asking: Asking):
    propose(asking)
    first = [(who, kind) for who, kind, _ in tick(asking, NOW)]
    assert (HEAD, "tier_proposed") in first
    step(asking, HEAD, "view_tier", agrees="yes", now=NOW + timedelta(hours=1))
    second = [(who, kind) for who, kind, _ in tick(asking, NOW + timedelta(hours=1))]
    assert second == [(OFFICER, "tier_viewed")]


def test_a_review_that_nobody_holds_is_announced_chased_and_passed_on(asking: Asking):
    # Every school's tier is to be reviewed by 20 January; ours is decided anew before it.
    with asking.database.write() as session:
        for school, until in asking.schools.items():
            decision = tier_on(session, until, TODAY)
            assert decision is not None
            if school != SCHOOL:
                from store.tiers import TierDecision

                session.get(TierDecision, decision.id).review_on = date(2027, 6, 1)  # type: ignore[union-attr]
    found = [one for one in over(asking, date(2027, 1, 5), 32) if one[2] != "framework_review"]
    year = asking.authority.school_year
    due = date(2027, 1, 20)
    assert found == [
        (year.shift(due, -10), OFFICER, "tier_review_coming"),
        (year.shift(due, 1), OFFICER, "tier_review_overdue"),
        (year.shift(due, 5), OFFICER, "tier_review_overdue"),
        (year.shift(due, 10), QUALITY, "tier_review_long_overdue"),
    ]


def test_a_tier_decided_anew_makes_its_review_quiet(asking: Asking):
    discussed(asking)
    step(asking, EDUCATION, "decide_tier", tier="intensive", reason="x", exit_criteria="y", review_on="2027-06-01")
    found = [one for one in over(asking, date(2027, 1, 5), 32) if "tier_review" in one[2]]
    assert found, "the other schools' reviews are due"
    with asking.database.read() as session:
        from store.outbox import duties

        subjects = {
            row.school_id
            for row in session.execute(
                select(duties.c.school_id).where(duties.c.kind == "tier_review_overdue", duties.c.state == "sent")
            )
        }
    assert asking.schools[SCHOOL] not in subjects


def test_the_yearly_review_of_the_framework_goes_to_the_quality_manager(asking: Asking):
    day = date(2027, 8, 17)
    found = [one for one in over(asking, date(2027, 8, 16), 7) if one[2] == "framework_review"]
    assert found == [(asking.authority.school_year.shift(day, 1), QUALITY, "framework_review")]


def test_the_framework_is_on_record_with_what_changed(asking: Asking):
    tick(asking, NOW)
    framework = asking.authority.framework
    criteria = tuple(
        one.model_copy(update={"below": 90.0}) if one.key == "attendance_primary" else one for one in framework.criteria
    )
    version = framework.framework.model_copy(update={"version": "2"})
    changed = replace(
        asking.authority,
        framework=framework.model_copy(update={"criteria": criteria, "framework": version}),
        fingerprint="another",
    )
    tick(asking, NOW + timedelta(hours=1), changed)
    tick(asking, NOW + timedelta(hours=2), changed)
    said = asking.ask(HEAD, "what changed in the framework?").reply.plain()
    assert "Attendance in the lowest tenth of primary schools (criterion): threshold was 89.6 and is 90." in said
    assert said.count("Version") == 2


@pytest.mark.parametrize("email", [email for email, *_ in PEOPLE])
def test_everybody_can_read_the_criteria(asking: Asking, email: str):
    answered = asking.ask(email, "what are the criteria?", channel="headteachers")
    assert not answered.refused
    assert "Attendance below 89.6%" in answered.here.plain()
    assert not any(school in answered.here.plain() for school in asking.schools)


def test_criteria_of_one_sector_leave_the_others_out(asking: Asking):
    said = asking.ask(FAR, "what are the criteria for secondary schools?").reply.plain()
    assert "84.0%" in said
    assert "89.6%" not in said


CASE_ACTIONS = (
    "tier_case", "propose_tier", "view_tier", "discuss_tier", "decide_tier", "withdraw_tier", "ask_support",
    "answer_request",
)  # fmt: skip
WORDS = {
    "tier_case": "where does the tier proposal for {} stand?",
    "propose_tier": "propose a tier for {}",
    "view_tier": "my view on the proposal for {}",
    "discuss_tier": "record the tier discussion at {}",
    "decide_tier": "decide the tier of {}",
    "withdraw_tier": "withdraw the proposal for {}",
}
SECRET = "Attendance has not recovered."


@pytest.mark.parametrize("email", [*(email for email, *_ in PEOPLE), "nobody@a.example"])
def test_nobody_else_learns_that_a_tier_is_under_discussion(asking: Asking, email: str):
    propose(asking)
    with asking.database.read() as session:
        person = standing(session, asking.people.get(email, 0), TODAY)
    other = "Morvarra High School"
    for action, channel in product(CASE_ACTIONS, ("", "officers", "headteachers")):
        allowed = may(asking.authority.access, person, HANDLERS[action].matter, asking.schools[SCHOOL])
        tried = [asking.do(email, action, seed_code=asking.code(SCHOOL), channel=channel, step="form")]
        if action in WORDS:
            tried.append(asking.ask(email, WORDS[action].format(SCHOOL), channel=channel))
        for answered in tried:
            assert answered.action.name == (action if person.person_id else "unknown"), (
                email,
                channel,
                answered.action,
            )
            assert answered.refused != allowed, (email, action, channel, answered.reply.plain())
            if not allowed:
                assert SECRET not in answered.reply.plain()
                # As of a school that does not exist.
                nowhere = asking.do(email, action, seed_code="1234567", channel=channel, step="form")
                assert answered.reply.plain() == nowhere.reply.plain()
            if channel:
                assert SECRET not in answered.here.plain()
    if not may(asking.authority.access, person, "tier_case", asking.schools[SCHOOL]):
        assert SECRET not in asking.ask(email, f"tell me about {SCHOOL}").reply.plain()
    assert other


def test_the_audit_shows_who_saw_and_did_what(asking: Asking):
    propose(asking)
    step(asking, HEAD, "tier_case")
    step(asking, FAR, "tier_case")
    with asking.database.read() as session:
        rows = session.execute(select(entries.c.action, entries.c.outcome, entries.c.actor_id).order_by(entries.c.id))
        found = [tuple(row) for row in rows]
    assert found == [
        ("propose_tier", "done", asking.people[OFFICER]),
        ("tier_case", "shown", asking.people[HEAD]),
        ("tier_case", "refused", asking.people[FAR]),
    ]


def test_an_authority_without_required_discussions_decides_at_once(asking: Asking, authority: Authority):
    deciding = authority.framework.deciding.model_copy(update={"discussion_required": False})
    asking.answers = Answers(
        asking.database, replace(authority, framework=authority.framework.model_copy(update={"deciding": deciding}))
    )
    propose(asking)
    done = step(asking, EDUCATION, "decide_tier", tier="intensive", reason="Because.", exit_criteria="x")
    assert done.outcome == "done"
    assert tier(asking).discussed_on is None  # type: ignore[union-attr]


def test_a_card_of_the_case_shows_its_evidence(asking: Asking):
    propose(asking)
    card = step(asking, HEAD, "tier_case").reply
    assert isinstance(card, Card)
    assert any(isinstance(element, Table) for element in card.body)
    assert morning(TODAY).tzinfo is UTC


def test_who_may_not_propose_a_tier_is_told_that_it_is_something_to_do(asking: Asking):
    refused = asking.ask(OTHER, f"move {SCHOOL} to universal")
    assert refused.refused
    assert "You can do that for your own schools only." in refused.reply.plain()
    assert case(asking) is None
