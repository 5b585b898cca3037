"""Presses and forms on Slack: what they open, what they change, and what a second one says."""

from __future__ import annotations

import json
import re

from handlers.request import Account, Action, Place, Request
from tests.bot.slack.house import GUEST, HEAD, OFFICER, OVERSIGHT, SCHOOL, House
from tests.bot.slack.payloads import buttons, command, direct, event, mention, press, said, submit
from tests.bot.slack.stand_in import TEAM


def booking(house: House, words: str = "book a visit on 28 January at 15:00") -> dict:
    """The window of the booking form, opened from its message."""
    message = house.ask(direct(HEAD, words), "D0HEAD")
    label = next(label for label in ("Change something", "Open the form") if label in buttons(message["blocks"]))
    house.hear(press(HEAD, message, label, house.stand_in.trigger()), "interactive")
    return house.opened()


def test_a_form_asked_for_in_words_opens_as_a_window_filled_in_as_far_as_the_words_told(house: House):
    view = booking(house)
    state = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert said(view).startswith(f"Book a visit to {SCHOOL}")
    assert state["field:date"]["initial_date"] == "2027-01-28"
    assert state["field:time"]["initial_time"] == "15:00"
    opened, updated = house.stand_in.calls("views.open"), house.stand_in.calls("views.update")
    assert (len(opened), len(updated)) == (1, 1), "the window opens at once and is filled when the answer is there"


def test_a_form_that_is_sent_changes_the_record_and_its_answer_is_posted(house: House):
    view, before = booking(house), house.visits()
    assert house.hear(submit(HEAD, view), "interactive") == {"response_action": "clear"}
    assert house.visits() == before + 1
    answer = house.posts("D0HEAD")[-1]
    assert "I am telling Niamh O'Hanrahan." in said(answer)
    assert "<!date^" in said(answer), "the time of a visit is a date token"


def test_a_form_sent_twice_changes_things_once_and_says_so(house: House):
    view, before = booking(house), house.visits()
    house.hear(submit(HEAD, view), "interactive")
    again = house.hear(submit(HEAD, view), "interactive")
    assert again["response_action"] == "update"
    assert re.search(r"sent already at \d\d:\d\d, and nothing was done twice", said(again["view"]))
    other_values = house.hear(submit(HEAD, view, time="16:00"), "interactive")
    assert "sent already" in said(other_values["view"])
    assert house.visits() == before + 1


def test_errors_stand_beside_their_fields_and_a_corrected_form_goes_through(house: House):
    view, before = booking(house), house.visits()
    wrong = house.hear(submit(HEAD, view, date="2026-12-25", time="15:00"), "interactive")
    assert wrong["response_action"] == "errors"
    assert list(wrong["errors"]) == ["field:date"]
    assert "There is no school" in wrong["errors"]["field:date"]
    assert house.hear(submit(HEAD, view, date="2027-01-28"), "interactive") == {"response_action": "clear"}
    assert house.visits() == before + 1


def test_one_tap_books_what_the_words_said_and_a_second_one_says_that_it_is_done(house: House):
    message, before = house.ask(direct(HEAD, "book a visit on 28 January at 15:00"), "D0HEAD"), house.visits()
    url = f"http://127.0.0.1:{house.stand_in.port}/response/3"
    for _ in range(2):
        house.hear(press(HEAD, message, "Book it", house.stand_in.trigger(), response_url=url), "interactive")
    assert house.visits() == before + 1
    assert "nothing was done twice" in said(house.stand_in.state()["responded"][-1])


def test_what_is_missing_is_said_beside_its_field(house: House):
    view = booking(house, "book a visit")
    answer = house.hear(submit(HEAD, view), "interactive")
    assert answer["response_action"] == "errors"
    assert set(answer["errors"]) == {"field:date", "field:time"}


def proposed(house: House) -> dict:
    """The message in which the officer is asked to agree a visit that the head has booked."""
    # The morning's reminders go out first, so that the proposal stands in a message of its own.
    house.round()
    house.hear(submit(HEAD, booking(house)), "interactive")
    house.round()
    return next(post for post in house.stand_in.posts("D0OFFICER") if "Agree" in buttons(post["blocks"]))


def test_a_double_click_changes_things_once_and_says_so(house: House):
    message = proposed(house)
    before = len(house.stand_in.posts("D0OFFICER"))
    for _ in range(2):
        url = f"http://127.0.0.1:{house.stand_in.port}/response/1"
        house.hear(press(OFFICER, message, "Agree", house.stand_in.trigger(), response_url=url), "interactive")
    new = house.posts("D0OFFICER")[before:]
    assert len(new) == 1
    (whisper,) = house.stand_in.state()["responded"]
    assert whisper["response_type"] == "ephemeral"
    assert re.search(r"You have done that already at \d\d:\d\d; nothing was done twice", said(whisper))


def test_a_stale_button_says_how_things_stand_and_changes_nothing(house: House):
    message = proposed(house)
    values = json.loads(buttons(message["blocks"])["Agree"]["value"])["v"]
    reason = house.cairn.authority.framework.cancel_reasons[0]
    cancelled = house.cairn.answer(
        Request(
            Account("slack", TEAM, HEAD),
            Place(),
            house.cairn.now(),
            action=Action("cancel_visit", {"visit": values["visit"], "reason": reason}),
        )
    )
    assert cancelled.outcome == "done", cancelled.reply.plain()
    house.hear(press(OFFICER, message, "Agree", house.stand_in.trigger()), "interactive")
    answer = said(house.posts("D0OFFICER")[-1])
    assert "cancelled" in answer.lower()
    assert "agreed the visit" not in answer


def test_a_press_of_a_guest_does_nothing(house: House):
    message = proposed(house)
    house.hear(press(GUEST, message, "Agree", house.stand_in.trigger()), "interactive")
    assert len(house.posts("D0OFFICER")) == len(house.stand_in.posts("D0OFFICER"))
    assert house.stand_in.posts("D0GUEST") == []


def test_a_button_of_a_channels_message_is_answered_in_private_with_a_word_in_passing(house: House):
    (helped,) = [house.ask(mention(HEAD, "", "C0RANDOM"), "C0RANDOM")]
    url = f"http://127.0.0.1:{house.stand_in.port}/response/2"
    house.hear(press(HEAD, helped, "Our tier", house.stand_in.trigger(), response_url=url), "interactive")
    assert "Targeted" in said(house.posts("D0HEAD")[-1])
    assert len(house.posts("C0RANDOM")) == 1
    (whisper,) = house.stand_in.state()["responded"]
    assert said(whisper) == "I have answered you in a direct message."


def test_a_trigger_that_is_spent_brings_the_form_as_a_message(house: House):
    message = house.ask(direct(HEAD, "book a visit"), "D0HEAD")
    house.hear(press(HEAD, message, "Open the form", "spent"), "interactive")
    shown = house.posts("D0HEAD")[-1]
    assert "Open the form" in buttons(shown["blocks"])


def test_a_form_as_a_message_says_its_dates_as_people_do(house: House):
    message = house.ask(direct(HEAD, "book a visit on 28 January at 15:00"), "D0HEAD")
    house.hear(press(HEAD, message, "Change something", "spent"), "interactive")
    shown = said(house.posts("D0HEAD")[-1])
    assert "*Date:* Thu 28 January 2027" in shown
    assert "2027-01-28" not in shown


def test_next_ten_shows_the_next_of_a_long_list(house: House):
    first = house.ask(direct(OVERSIGHT, "which schools are universal?"), "D0OVERSIGHT")
    label = next(label for label in buttons(first["blocks"]) if label.startswith("Next"))
    house.hear(press(OVERSIGHT, first, label, house.stand_in.trigger()), "interactive")
    second = house.posts("D0OVERSIGHT")[-1]
    assert first["blocks"][1]["type"] == second["blocks"][1]["type"] == "table"
    assert first["blocks"][1]["rows"][1] != second["blocks"][1]["rows"][1]


def test_an_unknown_or_damaged_button_is_answered_kindly(house: House):
    message = house.ask(direct(HEAD, "help"), "D0HEAD")
    payload = press(HEAD, message, "Our tier")
    payload["actions"][0]["value"] = '{"kept":"gone"}'
    house.hear(payload, "interactive")
    assert "too old" in said(house.posts("D0HEAD")[-1])


def test_a_button_of_the_commands_help_is_answered_in_private(house: House):
    helped = house.hear(command(HEAD, "", "C0RANDOM"), "command")
    message = {**helped, "channel": "C0RANDOM", "ts": "1.1"}
    house.hear(press(HEAD, message, "Next visit", house.stand_in.trigger()), "interactive")
    assert house.posts("C0RANDOM") == []
    assert len(house.posts("D0HEAD")) == 1


def test_a_button_in_a_channel_that_is_shared_with_others_does_nothing(house: House):
    helped = house.ask(mention(HEAD, "", "C0RANDOM"), "C0RANDOM")
    house.stand_in.put(channels=[{"id": "C0RANDOM", "is_ext_shared": True}])
    house.hear(event({"type": "channel_shared", "channel": "C0RANDOM", "connected_team_id": "T0OTHER"}))
    house.stand_in.put(channels=[{"id": "C0RANDOM", "is_ext_shared": False}])
    house.hear(press(HEAD, helped, "Our tier", house.stand_in.trigger()), "interactive")
    house.hear(mention(HEAD, "help", "C0RANDOM"))
    assert house.hear(command(HEAD, "help", "C0RANDOM"), "command") == ""
    assert house.posts("D0HEAD") == []
    assert len(house.posts("C0RANDOM")) == 1


def test_a_switch_on_an_old_message_works_as_often_as_it_is_pressed(house: House):
    message = house.ask(direct(HEAD, "which reminders do I get?"), "D0HEAD")
    label = next(label for label in buttons(message["blocks"]) if label.startswith("Stop"))
    turned = label.replace("Stop", "Turn on")
    for _ in range(2):
        house.hear(press(HEAD, message, label, house.stand_in.trigger()), "interactive")
        stopped = house.posts("D0HEAD")[-1]
        assert "I will not send you" in said(stopped)
        house.hear(press(HEAD, stopped, turned, house.stand_in.trigger()), "interactive")
        assert "again" in said(house.posts("D0HEAD")[-1])
    url = f"http://127.0.0.1:{house.stand_in.port}/response/4"
    payload = press(HEAD, message, label, house.stand_in.trigger(), response_url=url)
    before = len(house.posts("D0HEAD"))
    for _ in range(2):
        house.hear(payload, "interactive")
    assert len(house.posts("D0HEAD")) == before + 1, "what Slack delivers again counts once"
