"""What is due about practice: consent, check, freshness; channels, followers, and never the same thing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.delivery import Delivery
from bot.round import run_round
from bot.web.transport import LocalTransport
from handlers.answer import Answers
from handlers.cards import loads
from store.local_page import posts
from store.people import Post
from store.practice import change_practice
from store.practice_searches import follow

from .conftest import NOW, Asking
from .practice_record import FORM, OURS, channels, entry, only_entry, put, waiting

SECRET = "The Lantern Walk"


def go_round(asking: Asking, now: datetime = NOW) -> None:
    """Plan and deliver on the local page, as the tick does."""
    run_round(Delivery(asking.database, asking.authority, [LocalTransport(asking.database)], owner="tests"), now)


def posted(asking: Asking) -> list[tuple[str, str]]:
    """What stands on the local page: where, and the text."""
    with asking.database.read() as session:
        rows = session.execute(select(posts.c.conversation, posts.c.card).order_by(posts.c.id))
        return [(row.conversation, loads(row.card).plain()) for row in rows if row.card]


def to(asking: Asking, email: str) -> list[str]:
    return [text for where, text in posted(asking) if where == f"dm:{asking.people[email]}"]


def in_channel(asking: Asking, cluster: str) -> list[str]:
    return [text for where, text in posted(asking) if where == f"channel:cluster:{cluster}"]


def day(number: int, hour: int = 10) -> datetime:
    """That many days after the Monday of the record, in the sending hours."""
    return NOW.replace(hour=hour) + timedelta(days=number)


def share(asking: Asking, email: str, **values: str):
    return asking.do(email, "practice_share", **(FORM | {"seed_code": asking.code(OURS)} | values))


def test_an_officers_entry_has_the_head_asked_for_consent(asking: Asking):
    share(asking, "officer@a.example", title=SECRET)
    go_round(asking)
    asked = to(asking, "head@a.example")
    assert len(asked) == 1
    assert SECRET in asked[0]
    assert "May everybody find it?" in asked[0]
    assert to(asking, "officer@a.example") == []


def test_a_heads_entry_has_the_link_officer_asked_for_a_check(asking: Asking):
    share(asking, "head@a.example", title=SECRET)
    go_round(asking)
    assert SECRET in to(asking, "officer@a.example")[0]
    assert to(asking, "head@a.example") == []


def test_without_a_link_officer_the_quality_managers_check(asking: Asking):
    with asking.database.write() as session:
        from sqlalchemy import update

        from store.schools import schools

        session.connection().execute(update(schools).values(link_officer_email=""))
    share(asking, "head@a.example", title=SECRET)
    go_round(asking)
    assert SECRET in to(asking, "quality@a.example")[0]


def test_it_is_asked_again_after_the_rules_school_days_and_not_once_it_is_answered(asking: Asking):
    share(asking, "officer@a.example", title=SECRET)
    for number in range(12):
        go_round(asking, day(number))
    assert len(to(asking, "head@a.example")) == 1
    go_round(asking, day(14))
    assert len(to(asking, "head@a.example")) == 2
    asking.do("head@a.example", "practice_consent", practice=str(only_entry(asking).id), answer="yes", now=day(15))
    for number in range(15, 40):
        go_round(asking, day(number))
    assert len([text for text in to(asking, "head@a.example") if "May everybody" in text]) == 2


def test_a_question_answered_before_it_went_out_is_not_asked(asking: Asking):
    evening = NOW.replace(hour=20)
    asking.do("officer@a.example", "practice_share", now=evening, **FORM, seed_code=asking.code(OURS))
    go_round(asking, evening)
    asking.do("head@a.example", "practice_consent", practice=str(only_entry(asking).id), answer="no", now=evening)
    go_round(asking, day(1))
    assert to(asking, "head@a.example") == []


def test_a_new_headteacher_is_asked_what_the_last_one_left(asking: Asking):
    share(asking, "officer@a.example", title=SECRET)
    go_round(asking)
    with asking.database.write() as session:
        post = session.scalars(select(Post).where(Post.person_id == asking.people["head@a.example"])).one()
        post.until = date(2026, 11, 25)
        session.add(
            Post(
                person_id=asking.people["depute@a.example"],
                role="headteacher",
                school_id=asking.schools[OURS],
                from_date=date(2026, 11, 25),
            )
        )
    for number in range(1, 8):
        go_round(asking, day(number))
    assert len([text for text in to(asking, "depute@a.example") if SECRET in text]) == 1
    assert len(to(asking, "head@a.example")) == 1


def test_after_a_year_its_school_is_asked_whether_it_is_still_true(asking: Asking):
    put(asking, SECRET, checked_on=date(2025, 12, 1), identified_on=date(2025, 12, 1))
    go_round(asking)
    assert to(asking, "head@a.example") == []
    for number in range(1, 20):
        go_round(asking, day(number))
    asked = to(asking, "head@a.example")
    assert len(asked) == 1
    assert "Is it still, at" in asked[0]


def test_confirmed_practice_is_not_asked_about_for_another_year(asking: Asking):
    practice = put(asking, SECRET, checked_on=date(2025, 12, 1), identified_on=date(2025, 12, 1))
    go_round(asking)
    asking.do("head@a.example", "practice_still_true", practice=str(practice))
    for number in range(1, 20):
        go_round(asking, day(number))
    assert to(asking, "head@a.example") == []


def test_new_practice_goes_to_its_clusters_channel_once(asking: Asking):
    practice = put(asking, SECRET, announced_at=None)
    for number in range(3):
        go_round(asking, day(number))
    assert channels(asking) == ["cluster:Kilbrannan"]
    assert SECRET in in_channel(asking, "Kilbrannan")[0]
    assert entry(asking, practice).announced_at == NOW


def test_what_is_not_agreed_or_not_checked_is_announced_to_nobody(asking: Asking):
    put(asking, SECRET + " one", consent="asked", state="draft", announced_at=None)
    put(asking, SECRET + " two", checked_on=None, state="draft", announced_at=None)
    put(asking, SECRET + " three", checked_on=None, announced_at=None)
    for number in range(10):
        go_round(asking, day(number))
    assert channels(asking) == []


def test_an_announcement_waits_for_the_sending_hours(asking: Asking):
    put(asking, SECRET, announced_at=None)
    go_round(asking, day(5))
    go_round(asking, NOW.replace(hour=21))
    assert posted(asking) == []
    go_round(asking, day(7))
    assert len(in_channel(asking, "Kilbrannan")) == 1


def test_what_is_withdrawn_before_it_is_posted_is_not_posted(asking: Asking):
    from handlers.duties import plan

    practice = put(asking, SECRET, announced_at=None)
    with asking.database.write() as session:
        plan(session, asking.authority, NOW)
    with asking.database.write() as session:
        assert change_practice(session, practice, 1, {"state": "withdrawn"})
    go_round(asking)
    assert in_channel(asking, "Kilbrannan") == []


def test_a_weekly_digest_says_what_is_new_elsewhere_on_the_first_school_day(asking: Asking):
    go_round(asking)
    put(asking, SECRET, school="Morvarra High School", announced_at=NOW + timedelta(days=2))
    for number in range(3, 12):
        go_round(asking, day(number))
    digests = in_channel(asking, "Kilbrannan")
    assert len(digests) == 1
    assert SECRET in digests[0]
    assert "shared elsewhere" in digests[0]
    assert in_channel(asking, "Morvarra") == []


def test_a_week_without_news_has_no_digest(asking: Asking):
    put(asking, SECRET, announced_at=NOW - timedelta(days=60))
    for number in range(12):
        go_round(asking, day(number))
    assert channels(asking) == []


def test_news_of_the_last_week_before_a_holiday_is_in_the_digest_after_it(asking: Asking):
    # School is out from Monday 21 December to Sunday 3 January.
    put(asking, SECRET, school="Morvarra High School", announced_at=datetime(2026, 12, 17, 10, tzinfo=UTC))
    for number in range(25, 46):
        go_round(asking, day(number))
    assert len(in_channel(asking, "Kilbrannan")) == 1


def test_an_authority_may_do_without_the_weekly_digest(asking: Asking):
    quiet = asking.authority.framework.practice.model_copy(update={"weekly_in_channels": False})
    framework = asking.authority.framework.model_copy(update={"practice": quiet})
    asking.authority = replace(asking.authority, framework=framework)
    asking.answers = Answers(asking.database, asking.authority)
    put(asking, SECRET, school="Morvarra High School", announced_at=NOW)
    for number in range(12):
        go_round(asking, day(number))
    assert channels(asking) == []


def test_who_follows_a_theme_hears_of_it_once_and_its_own_school_does_not(asking: Asking):
    with asking.database.write() as session:
        for email in ("far@a.example", "adviser@a.example", "head@a.example"):
            follow(session, asking.people[email], "numeracy", NOW)
        follow(session, asking.people["lead@a.example"], "gaelic", NOW)
    put(asking, SECRET, announced_at=None)
    for number in range(4):
        go_round(asking, day(number))
    assert [len(to(asking, email)) for email in ("far@a.example", "adviser@a.example")] == [1, 1]
    assert [to(asking, email) for email in ("head@a.example", "lead@a.example")] == [[], []]


def test_who_has_stopped_following_before_it_is_sent_hears_nothing(asking: Asking):
    from handlers.duties import plan

    asking.do("far@a.example", "follow_theme", theme="numeracy")
    put(asking, SECRET, announced_at=None)
    with asking.database.write() as session:
        plan(session, asking.authority, NOW)
    asking.do("far@a.example", "unfollow_theme", theme="numeracy")
    go_round(asking)
    assert to(asking, "far@a.example") == []


def test_who_turned_it_down_hears_nothing(asking: Asking):
    asking.do("far@a.example", "follow_theme", theme="numeracy")
    asking.do("far@a.example", "turn_down", kind="practice_followed")
    put(asking, SECRET, announced_at=None)
    go_round(asking)
    assert to(asking, "far@a.example") == []


def test_the_contact_gets_an_introduction_with_the_askers_address(asking: Asking):
    practice = put(asking, SECRET, contact_email="depute@a.example")
    asking.do("far@a.example", "practice_contact", practice=str(practice))
    go_round(asking)
    told = to(asking, "depute@a.example")
    assert len(told) == 1
    assert "Kasia Nowak (far@a.example) would like to hear more" in told[0]


def without_a_post(asking: Asking, email: str, until: date) -> None:
    with asking.database.write() as session:
        for post in session.scalars(select(Post).where(Post.person_id == asking.people[email])):
            post.until = until


def test_a_contact_who_holds_no_post_any_more_is_told_of_nobody_and_the_schools_head_is(asking: Asking):
    practice = put(asking, SECRET, contact_email="depute@a.example")
    without_a_post(asking, "depute@a.example", date(2026, 11, 20))
    answered = asking.do("far@a.example", "practice_contact", practice=str(practice)).reply.plain()
    assert "Priya Nair" not in answered
    assert "depute@a.example" not in answered
    assert "I am telling Ailsa Munro" in answered
    go_round(asking)
    assert to(asking, "depute@a.example") == []
    assert "Kasia Nowak (far@a.example) would like to hear more" in to(asking, "head@a.example")[0]


@pytest.mark.parametrize("contact", ["depute@a.example", "head@a.example", ""])
def test_an_introduction_that_still_waits_is_not_sent_to_who_has_left_their_post(asking: Asking, contact: str):
    practice = put(asking, SECRET, contact_email=contact)
    told = contact or "head@a.example"
    evening = NOW.replace(hour=20)
    asking.do("far@a.example", "practice_contact", practice=str(practice), now=evening)
    without_a_post(asking, told, date(2026, 11, 24))
    go_round(asking, day(1))
    assert to(asking, told) == []


@pytest.mark.parametrize("email", ["head@a.example", "officer@a.example", "far@a.example"])
def test_every_message_says_why_it_came(asking: Asking, email: str):
    asking.do("far@a.example", "follow_theme", theme="numeracy")
    share(asking, "officer@a.example", title=SECRET)
    asking.do("head@a.example", "practice_share", **(FORM | {"title": "Another"}), seed_code=asking.code(OURS))
    put(asking, "A third", announced_at=None)
    go_round(asking)
    why = asking.do(email, "why_this_message").reply.plain()
    assert "Why you got this" in why
    assert to(asking, email)


def test_a_person_without_a_say_is_not_asked_any_more_when_the_message_goes(asking: Asking):
    evening = NOW.replace(hour=20)
    asking.do("officer@a.example", "practice_share", now=evening, **FORM, seed_code=asking.code(OURS))
    go_round(asking, evening)
    with asking.database.write() as session:
        post = session.scalars(select(Post).where(Post.person_id == asking.people["head@a.example"])).one()
        post.until = date(2026, 11, 24)
    go_round(asking, day(1))
    assert to(asking, "head@a.example") == []


def test_planning_again_and_again_schedules_nothing_twice(asking: Asking):
    share(asking, "officer@a.example", title=SECRET)
    go_round(asking)
    before = waiting(asking)
    with asking.database.write() as session:
        from store.practice import plan_practices_again

        plan_practices_again(session)
    go_round(asking)
    assert waiting(asking) == before
    assert len(to(asking, "head@a.example")) == 1
