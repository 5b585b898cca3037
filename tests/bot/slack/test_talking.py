"""Words on Slack: from the payload, through the signed entrance, to what is posted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.slack.house import GONE, GUEST, HEAD, NOBODY, OFFICER, ROBOT, SCHOOL, STRANGER, House
from tests.bot.slack.payloads import command, direct, mention, said
from tests.bot.slack.stand_in import StandIn


def test_a_head_asks_in_a_direct_message_and_is_answered_there(house: House):
    answer = house.ask(direct(HEAD, "what tier are we on?"), "D0HEAD")
    assert "has been on Targeted support since" in said(answer)
    assert SCHOOL in said(answer)
    assert "Targeted" not in answer["text"], "a lock screen shows no tier"
    assert answer["metadata"]["event_type"] == "cairn_delivery"
    assert set(answer["metadata"]["event_payload"]) == {"delivery_id", "part", "of"}


def test_a_message_in_a_thread_is_answered_in_the_thread(house: House):
    answer = house.ask(direct(HEAD, "when is our next visit?", thread_ts="1700.1"), "D0HEAD")
    assert answer["thread_ts"] == "1700.1"


def test_an_event_delivered_four_times_has_one_effect(house: House):
    payload = direct(HEAD, "what tier are we on?")
    for _ in range(4):
        house.hear(payload)
    assert len(house.posts("D0HEAD")) == 1


def test_a_follow_up_is_understood_from_the_sentence_before(house: House):
    house.ask(direct(OFFICER, f"what tier is {SCHOOL} on?"), "D0OFFICER")
    answer = house.ask(direct(OFFICER, "and why?"), "D0OFFICER")
    assert SCHOOL in said(answer)


def test_a_tier_asked_in_a_channel_never_appears_there(house: House):
    payload = mention(OFFICER, f"what tier is {SCHOOL} on?", "C0RANDOM")
    house.hear(payload)
    (pointer,) = house.posts("C0RANDOM")
    assert said(pointer) == "I have answered you in a direct message."
    assert pointer["thread_ts"] == payload["event"]["ts"]
    (answer,) = house.posts("D0OFFICER")
    assert "Targeted" in said(answer)


def test_what_everybody_may_know_is_answered_in_the_thread(house: House):
    answer = house.ask(
        mention(HEAD, f"who is the link officer for {SCHOOL}?", "C0RANDOM", thread_ts="1700.5"), "C0RANDOM"
    )
    assert "Niamh O'Hanrahan" in said(answer)
    assert answer["thread_ts"] == "1700.5"


def test_a_mention_alone_says_what_can_be_asked(house: House):
    answer = house.ask(mention(HEAD, "", "C0RANDOM"), "C0RANDOM")
    assert "What you can ask me, Janice" in said(answer)


def test_the_slash_command_alone_shows_help_with_buttons(house: House):
    answer = house.hear(command(HEAD, "", "C0RANDOM"), "command")
    assert answer["response_type"] == "ephemeral"
    assert any(block["type"] == "actions" for block in answer["blocks"])


def test_a_sensitive_answer_to_a_command_goes_to_the_direct_message_with_a_pointer_in_its_place(house: House):
    answer = house.hear(command(HEAD, "what tier are we on?", "C0RANDOM"), "command")
    assert (answer["response_type"], said(answer)) == ("ephemeral", "I have answered you in a direct message.")
    (private,) = house.posts("D0HEAD")
    assert "Targeted" in said(private)
    assert house.posts("C0RANDOM") == []


def test_a_command_about_what_everybody_may_know_is_answered_in_its_acknowledgement(house: House):
    answer = house.hear(command(HEAD, f"who is the link officer for {SCHOOL}?", "C0RANDOM"), "command")
    assert "Niamh O'Hanrahan" in said(answer)
    assert house.posts("D0HEAD") == []


@pytest.mark.parametrize("user", [GUEST, GONE, STRANGER, ROBOT])
def test_guests_strangers_bots_and_deactivated_people_get_nothing(house: House, user: str):
    house.hear(direct(user, "what tier are we on?"))
    house.hear(mention(user, "what tier are we on?", "C0RANDOM"))
    assert house.hear(command(user, "help", "C0RANDOM"), "command") == ""
    assert [house.posts(place) for place in (f"D{user[1:]}", "C0RANDOM")] == [[], []]


def test_a_channel_shared_with_another_organisation_gets_nothing(house: House):
    house.hear(mention(HEAD, "help", "C0RANDOM") | {"is_ext_shared_channel": True})
    house.hear(mention(HEAD, "help", "C0RANDOM", user_team="T0OTHER"))
    assert house.posts("C0RANDOM") == []


def test_somebody_unknown_gets_one_friendly_sentence_and_no_second_one(house: House):
    answer = house.ask(direct(NOBODY, "what tier are we on?"), "D0NOBODY")
    assert "I do not know yet who you are" in said(answer)
    house.hear(direct(NOBODY, "hello?"))
    assert len(house.posts("D0NOBODY")) == 1


def test_somebody_unknown_who_mentions_cairn_is_greeted_in_private(house: House):
    house.hear(mention(NOBODY, "what tier are we on?", "C0RANDOM"))
    assert "I do not know yet who you are" in said(house.posts("D0NOBODY")[0])
    assert house.posts("C0RANDOM") == []


@pytest.mark.parametrize(
    "odd",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"subtype": "bot_message"},
        {"hidden": True},
        {"user": None},
        {"text": None},
    ],
)
def test_what_nobody_said_is_not_answered(house: House, odd: dict):
    payload = direct(HEAD, "help")
    payload["event"] |= odd
    house.hear(payload)
    posts = house.posts("D0HEAD")
    assert len(posts) == (1 if odd == {"text": None} else 0)


def test_a_long_answer_of_a_command_is_sent_privately_in_whole(house: House):
    words = "who is the link officer for " + "x" * 3900
    answer = house.hear(command(HEAD, words, "C0RANDOM"), "command")
    assert answer["response_type"] == "ephemeral"


def test_words_that_look_like_mentions_come_back_inert(house: House):
    answer = house.ask(
        direct(HEAD, "who is the link officer for &lt;!channel&gt; &lt;@U1&gt; &lt;https://a|b&gt;?"), "D0HEAD"
    )
    assert "<!" not in answer["text"] + said(answer).replace("<!date", "")
    assert "<@" not in said(answer)
    assert "<https" not in said(answer)


def test_on_either_database_a_question_is_taken_in_once_answered_and_followed(
    demo_url: str, tmp_path: Path, stand_in: StandIn
):
    house = House(demo_url, tmp_path, stand_in)
    payload = direct(HEAD, "what tier are we on?")
    for _ in range(2):
        house.hear(payload)
    house.hear(mention(HEAD, "and why?", "C0RANDOM"))
    house.hear(command(HEAD, "", "C0RANDOM"), "command")
    posts = house.posts("D0HEAD")
    house.close()
    assert len([post for post in posts if "Targeted" in said(post)]) >= 1
    assert len(posts) == 2
