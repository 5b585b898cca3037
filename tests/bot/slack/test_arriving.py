"""Slack takes its time to say who somebody is: windows open, commands are acknowledged, and the answer follows."""

from __future__ import annotations

import pytest

from tests.bot.slack.house import GUEST, HEAD, NOBODY, STRANGER, House
from tests.bot.slack.payloads import command, direct, press, said
from tests.bot.slack.stand_in import TEAM

SLOW = "sleep:0.6"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for less than the slow answers here take."""
    monkeypatch.setattr("bot.slack.windows.PATIENCE", 0.1)
    monkeypatch.setattr("bot.slack.talking.PATIENCE", 0.1)


@pytest.fixture(autouse=True)
def met(house: House) -> None:
    """Cairn has started before and met everybody whom it knows, and this process has asked about nobody yet."""
    house.cairn.slack.visitors.meet_everybody()
    house.cairn.slack.visitors._known.clear()


def use_shortcut(house: House, user: str, name: str = "book_visit", trigger: str = "") -> None:
    payload = {
        "type": "shortcut", "callback_id": name, "trigger_id": trigger or house.stand_in.trigger(),
        "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM},
    }  # fmt: skip
    house.hear(payload, "interactive")


def methods(house: House) -> list[str]:
    wanted = ("users.info", "views.open", "views.update")
    return [call["method"] for call in house.stand_in.state()["calls"] if call["method"] in wanted]


def test_a_window_opens_before_slack_has_said_who_it_is_and_is_filled_after(house: House):
    house.stand_in.put(fates={"users.info": [SLOW]})
    use_shortcut(house, HEAD)
    assert methods(house) == ["views.open", "users.info", "views.update"]
    assert "Book a visit" in said(house.opened())


def test_a_form_that_is_pressed_for_opens_before_slack_has_said_who_it_is(house: House):
    message = house.ask(direct(HEAD, "book a visit"), "D0HEAD")
    house.cairn.slack.visitors._known.clear()
    before = len(methods(house))
    house.stand_in.put(fates={"users.info": [SLOW]})
    house.hear(press(HEAD, message, "Open the form", house.stand_in.trigger()), "interactive")
    assert methods(house)[before:] == ["views.open", "users.info", "views.update"]
    assert "Book a visit" in said(house.opened())


@pytest.mark.parametrize("user", [GUEST, STRANGER])
def test_who_gets_nothing_gets_no_window_and_one_that_opened_meanwhile_holds_nothing(house: House, user: str):
    use_shortcut(house, user)
    assert house.stand_in.calls("views.open") == []
    house.cairn.slack.visitors._known.clear()
    house.stand_in.put(fates={"users.info": [SLOW]})
    use_shortcut(house, user)
    opened = house.stand_in.state()["views"]
    assert [said(view) for view in opened.values()] in ([], ["There is nothing that I may show you here."])


def test_somebody_unknown_reads_the_friendly_sentence_however_slow_slack_is(house: House):
    house.stand_in.put(fates={"users.info": [SLOW]})
    use_shortcut(house, NOBODY)
    assert "I do not know" in said(house.opened())


def test_a_window_of_whom_slack_does_not_tell_says_so_and_asks_to_try_again(house: House):
    house.stand_in.put(fates={"users.info": ["status:503"]})
    use_shortcut(house, HEAD)
    assert "try again in a minute" in said(house.opened())


def test_a_shortcut_whose_trigger_is_spent_is_answered_in_a_message(house: House):
    use_shortcut(house, HEAD, trigger="spent")
    assert "Book a visit" in said(house.posts("D0HEAD")[-1])


def test_a_command_is_acknowledged_though_slack_is_slow_and_its_answer_follows_privately(house: House):
    house.stand_in.put(fates={"users.info": [SLOW]})
    answer = house.hear(command(HEAD, "what tier are we on?", "C0RANDOM"), "command")
    assert answer["response_type"] == "ephemeral"
    assert "I answer in a direct message" in said(answer)
    wait_for_names(house)
    assert "Targeted" in said(house.posts("D0HEAD")[-1])
    assert house.posts("C0RANDOM") == []


@pytest.mark.parametrize("user", [GUEST, NOBODY])
def test_a_slow_command_of_somebody_not_on_record_is_acknowledged_without_a_word(house: House, user: str):
    house.stand_in.put(fates={"users.info": [SLOW]})
    assert house.hear(command(user, "help", "C0RANDOM"), "command") == ""
    wait_for_names(house)
    posts = [said(post) for post in house.posts(f"D{user[1:]}")]
    assert posts == [] if user == GUEST else "I do not know yet who you are" in posts[0]


def test_who_somebody_is_is_asked_once_though_they_are_not_linked(house: House):
    house.hear(direct(NOBODY, "hello"))
    house.stand_in.put(fates={"users.info": ["limited:60"]})
    house.hear(direct(NOBODY, "hello again"))
    assert len([call for call in house.stand_in.calls("users.info") if call["user"] == NOBODY]) == 1
    assert ["I do not know yet who you are" in said(post) for post in house.posts("D0NOBODY")] == [True]


def wait_for_names(house: House) -> None:
    """Until nobody is asked about any more."""
    import threading

    for thread in threading.enumerate():
        if thread.name == "cairn-slack-who":
            thread.join(10)
