"""App Home, shortcuts, the assistant pane, reactions, channels and people that change."""

from __future__ import annotations

import json

from sqlalchemy import text

from handlers.request import Account, Action, Place, Request
from tests.bot.slack.house import ADMINISTRATOR, GONE, GUEST, HEAD, NOBODY, OFFICER, OVERSIGHT, SCHOOL, House
from tests.bot.slack.limits_table import check_view
from tests.bot.slack.payloads import buttons, direct, event, press, said, submit
from tests.bot.slack.stand_in import BOT, TEAM


def opened_home(house: House, user: str) -> dict:
    house.hear(event({"type": "app_home_opened", "user": user, "channel": f"D{user[1:]}", "tab": "home"}))
    home = house.stand_in.state()["homes"][user]
    check_view({name: part for name, part in home.items() if name not in ("id", "hash", "state")})
    return home


def test_a_heads_home_shows_the_tier_with_its_reason_and_the_next_visits(house: House):
    home = said(opened_home(house, HEAD))
    assert "Targeted" in home
    assert "Niamh O'Hanrahan" in home
    assert "<!date^" in home, "each reads the time of a visit on their own clock"


def test_each_role_has_a_home_of_its_own_and_a_guest_has_none(house: House):
    homes = {user: said(opened_home(house, user)) for user in (HEAD, OFFICER, OVERSIGHT, ADMINISTRATOR)}
    assert len(set(homes.values())) == 4
    house.hear(event({"type": "app_home_opened", "user": GUEST, "channel": "D0GUEST", "tab": "home"}))
    assert GUEST not in house.stand_in.state()["homes"]


def test_somebody_unknown_sees_in_their_home_that_they_are_not_known_yet(house: House):
    assert "I do not know" in said(opened_home(house, NOBODY))


def test_a_home_is_shown_anew_when_something_in_it_changes(house: House):
    before = opened_home(house, HEAD)
    house.listening.refresh()
    assert house.stand_in.state()["homes"][HEAD]["hash"] == before["hash"], "nothing has changed yet"
    booked = {"seed_code": "", "date": "2026-12-01", "time": "11:00"}
    account = Account("slack", TEAM, HEAD)
    del booked["seed_code"]
    answered = house.cairn.answer(Request(account, Place(), house.cairn.now(), action=Action("book_visit", booked)))
    assert answered.outcome == "done", answered.reply.plain()
    house.listening.refresh()
    after = house.stand_in.state()["homes"][HEAD]
    assert after["hash"] != before["hash"]
    assert said(after) != said(before)


def test_a_home_is_shown_anew_at_once_though_the_list_of_changes_was_empty_before(house: House):
    opened_home(house, HEAD)
    for date in ("2026-12-01", "2027-01-28", "2027-02-04"):
        before = house.stand_in.state()["homes"][HEAD]["hash"]
        booked = Action("book_visit", {"date": date, "time": "15:00"})
        answered = house.cairn.answer(Request(Account("slack", TEAM, HEAD), Place(), house.cairn.now(), action=booked))
        assert answered.outcome == "done", answered.reply.plain()
        house.listening.refresh()
        assert house.stand_in.state()["homes"][HEAD]["hash"] != before, date


def test_a_limit_on_homes_is_waited_for_and_holds_up_nothing_else(house: House):
    opened_home(house, HEAD)
    house.cairn.answer(
        Request(
            Account("slack", TEAM, HEAD), Place(), house.cairn.now(),
            action=Action("book_visit", {"date": "2026-12-01", "time": "11:00"}),
        )
    )  # fmt: skip
    house.stand_in.put(fates={"views.publish": ["limited:60"]})
    house.listening.refresh()
    assert "what tier" not in said(house.ask(direct(HEAD, "what tier are we on?"), "D0HEAD"))
    calls = len(house.stand_in.calls("views.publish"))
    house.listening.refresh()
    assert len(house.stand_in.calls("views.publish")) == calls, "left alone for as long as Slack asked"


def test_a_chart_asked_for_from_the_home_is_said_in_words_with_all_its_figures_in_a_window(house: House):
    home = opened_home(house, OVERSIGHT)
    payload = press(OVERSIGHT, home, "Is support balanced?", house.stand_in.trigger())
    payload["actions"][0]["value"] = json.dumps({"a": "officer_load", "v": {}})
    house.hear(payload, "interactive")
    view = house.opened()
    check_view({name: part for name, part in view.items() if name not in ("id", "hash", "state", "root_view_id")})
    shown = said(view)
    assert "Load in visits a session: " in shown
    asked = house.ask(direct(OVERSIGHT, "officers' load"), "D0OVERSIGHT")
    (table,) = [block for block in asked["blocks"] if block["type"] == "table"]
    for row in table["rows"]:
        assert all(cell["text"] in shown for cell in row if cell["text"] != "–")


def test_a_button_of_the_home_is_answered_in_a_window(house: House):
    home = opened_home(house, HEAD)
    label = next(iter(buttons(home["blocks"])))
    house.hear(press(HEAD, home, label, house.stand_in.trigger()), "interactive")
    assert house.opened()["type"] == "modal"
    assert house.posts("D0HEAD") == []


def test_the_same_place_of_a_home_shown_anew_is_another_button(house: House):
    """A home keeps its id and its blocks' names: agreeing one visit must not swallow the agreeing of the next."""
    opened_home(house, HEAD)
    with house.cairn.database.read() as session:
        school = session.execute(text("SELECT seed_code FROM school WHERE name = :name"), {"name": SCHOOL}).scalar()
    for date in ("2026-11-26", "2026-11-27"):
        booked = Action("book_visit", {"seed_code": str(school), "date": date, "time": "15:30"})
        answered = house.cairn.answer(
            Request(Account("slack", TEAM, OFFICER), Place(), house.cairn.now(), action=booked)
        )
        assert answered.outcome == "done", answered.reply.plain()
    before = waiting(house)
    for agreed in (1, 2):
        home = opened_home(house, HEAD)
        payload = press(HEAD, home, next(iter(agreeing(home))), house.stand_in.trigger())
        for _ in range(2):
            house.hear(payload, "interactive")
        assert waiting(house) == before - agreed


def agreeing(home: dict) -> list[str]:
    return [label for label in buttons(home["blocks"]) if label.startswith("Agree")]


def waiting(house: House) -> int:
    with house.cairn.database.read() as session:
        return int(session.execute(text("SELECT count(*) FROM visit WHERE status = 'proposed'")).scalar() or 0)


def shortcut(house: House, user: str, name: str, **more) -> dict:
    house.hear(
        {
            "type": "shortcut", "callback_id": name, "trigger_id": house.stand_in.trigger(), "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM}, **more,
        },
        "interactive",
    )  # fmt: skip
    return house.opened()


def test_book_a_visit_asks_an_officer_which_school_and_then_for_the_visit(house: House):
    first = shortcut(house, OFFICER, "book_visit")
    (school,) = [block for block in first["blocks"] if block["type"] == "input"]
    option = next(one for one in school["element"]["options"] if one["text"]["text"] == SCHOOL)
    step = house.hear(submit(OFFICER, first, seed_code=option["value"]), "interactive")
    assert step["response_action"] == "update"
    assert "⚠" not in said(step["view"])
    check_view(step["view"])
    before = house.visits()
    view = {**step["view"], "id": first["id"]}
    assert (
        house.hear(submit(OFFICER, view, date="2027-01-28", time="15:00"), "interactive")["response_action"] == "clear"
    )
    assert house.visits() == before + 1


def test_book_a_visit_of_a_head_needs_no_question_which_school(house: House):
    assert said(shortcut(house, HEAD, "book_visit")).startswith(f"Book a visit to {SCHOOL}")


def test_somebody_unknown_reads_the_friendly_sentence_in_every_window(house: House):
    for _ in range(2):
        assert "I do not know" in said(shortcut(house, NOBODY, "record_visit"))


def test_record_a_visit_opens_a_window(house: House):
    assert shortcut(house, OFFICER, "record_visit")["blocks"]


def test_find_strong_practice_shows_what_is_found_in_the_window(house: House):
    view = shortcut(house, HEAD, "practice_search")
    found = house.hear(submit(HEAD, view, about="attendance"), "interactive")
    assert found["response_action"] == "update"
    check_view(found["view"])
    assert said(found["view"])


def test_share_as_strong_practice_is_filled_from_the_message_with_a_link_back(house: House):
    words = "Our P4 readers now choose &lt;their&gt; own books: borrowing has doubled."
    message = {"type": "message", "user": HEAD, "text": words, "ts": "1700000000.000100"}
    view = shortcut(
        house, HEAD, "practice_share", type="message_action", channel={"id": "C0CLUSTER"}, message=message,
        message_ts=message["ts"], response_url="",
    )  # fmt: skip
    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert (
        fields["field:summary"]["initial_value"]
        == "Our P4 readers now choose <their> own books: borrowing has doubled."
    )
    link = "https://home.slack.example/archives/C0CLUSTER/p1700000000000100"
    assert link in json.dumps(view)


def pane(user: str) -> dict:
    thread = {"user_id": user, "channel_id": f"D{user[1:]}", "thread_ts": "1700.9", "context": {}}
    return event({"type": "assistant_thread_started", "assistant_thread": thread})


def test_the_pane_offers_prompts_that_fit_the_role_and_its_thread_is_named_by_the_first_question(house: House):
    offered = {}
    for user in (HEAD, OFFICER):
        house.hear(pane(user))
        offered[user] = house.stand_in.calls("assistant.threads.setSuggestedPrompts")[-1]["prompts"]
        assert 1 <= len(offered[user]) <= 4
    assert offered[HEAD] != offered[OFFICER]
    answer = house.ask(direct(HEAD, "when is our next visit?", thread_ts="1700.9"), "D0HEAD")
    assert answer["thread_ts"] == "1700.9"
    house.hear(direct(HEAD, "and the one after?", thread_ts="1700.9"))
    titles = house.stand_in.calls("assistant.threads.setTitle")
    assert [call["title"] for call in titles] == ["when is our next visit?"]


def test_opening_the_conversation_pins_prompts_of_the_role_above_it_once(house: House):
    opened = {"type": "app_home_opened", "user": HEAD, "channel": "D0HEAD", "tab": "messages", "event_ts": "1.1"}
    for _ in range(2):
        house.hear(event(opened))
    house.hear(event({**opened, "user": GUEST, "channel": "D0GUEST"}))
    (pinned,) = house.stand_in.calls("assistant.threads.setSuggestedPrompts")
    assert pinned["channel_id"] == "D0HEAD"
    assert "thread_ts" not in pinned
    assert any("tier" in prompt["title"] for prompt in pinned["prompts"])
    assert HEAD not in house.stand_in.state()["homes"]


def with_channels(house: House, **mapped: str) -> None:
    """The workspace's channels taken in, and these confirmed as the record's own."""
    assert house.cairn.slack is not None
    house.cairn.slack.take_in_channels()
    with house.cairn.database.write() as session:
        for ref, channel in mapped.items():
            statement = text("UPDATE platform_channel SET channel = :channel, is_member = true WHERE ref = :ref")
            session.connection().execute(statement, {"channel": channel, "ref": ref})


def test_a_star_on_a_message_in_a_clusters_channel_offers_its_author_to_share_it(house: House):
    with_channels(house, C0CLUSTER="cluster:Craigvarra")
    message = {
        "channel": "C0CLUSTER",
        "user": HEAD,
        "text": "Readers choose their own books now.",
        "ts": "1700000001.000100",
    }
    house.stand_in.put(messages=[message])
    emoji = sorted(house.cairn.authority.framework.practice.offer_reactions)[0]
    reaction = event(
        {
            "type": "reaction_added", "user": OFFICER, "reaction": emoji, "item_user": HEAD, "event_ts": "1.1",
            "item": {"type": "message", "channel": "C0CLUSTER", "ts": message["ts"]},
        }
    )  # fmt: skip
    for _ in range(3):
        house.hear(reaction)
    with house.cairn.database.read() as session:
        offers = session.execute(text("SELECT count(*) FROM duty WHERE rule = 'practice_offer'")).scalar()
    assert offers == 1


def test_what_is_for_a_channel_goes_to_the_conversation_that_is_mapped_and_follows_a_rename(house: House):
    with_channels(house, C0CLUSTER="cluster:Craigvarra")
    house.hear(
        event({"type": "channel_rename", "channel": {"id": "C0CLUSTER", "name": "craigvarra-schools", "created": 1}})
    )
    from store.announcements import announce

    with house.cairn.database.write() as session:
        number = session.execute(text("SELECT id FROM practice WHERE state = 'shared' LIMIT 1")).scalar()
        announce(session, "cluster:Craigvarra", "practice_new", f"practice:{number}", house.cairn.now())
    house.round()
    assert any("New strong practice" in said(post) for post in house.stand_in.posts("C0CLUSTER"))


def test_an_archived_channel_is_taken_in_and_the_administrator_hears_of_it(house: House):
    with_channels(house, C0CLUSTER="cluster:Craigvarra")
    house.stand_in.put(channels=[{"id": "C0CLUSTER", "is_archived": True}])
    house.hear(event({"type": "channel_archive", "channel": "C0CLUSTER", "user": ADMINISTRATOR}))
    house.stand_in.put(channels=[{"id": "C0CLUSTER", "is_archived": False}])
    with house.cairn.database.read() as session:
        told = session.execute(text("SELECT count(*) FROM duty WHERE rule = 'channel_lost'")).scalar()
    assert told


def test_cairns_own_joining_of_a_channel_is_taken_in(house: House):
    house.hear(
        event({"type": "member_joined_channel", "user": BOT, "channel": "C0HEADS", "channel_type": "C", "team": TEAM})
    )
    with house.cairn.database.read() as session:
        assert session.execute(text("SELECT is_member FROM platform_channel WHERE ref = 'C0HEADS'")).scalar()


def test_somebody_who_is_deactivated_is_answered_no_more(house: House):
    house.ask(direct(HEAD, "what tier are we on?"), "D0HEAD")
    profile = {
        "id": HEAD,
        "team_id": TEAM,
        "deleted": True,
        "profile": {"email": "janice.pollock-weems@strathcarron.example"},
    }
    house.hear(event({"type": "user_change", "user": profile}))
    house.hear(direct(HEAD, "what tier are we on?"))
    assert len(house.posts("D0HEAD")) == 1
    assert GONE != HEAD


def test_events_that_nobody_asked_for_are_acknowledged_and_nothing_more(house: House):
    assert house.hear(event({"type": "something_new", "user": HEAD})) == ""
    assert house.hear(event({"type": "reaction_added"})) == ""
    assert house.hear(event({"type": "member_joined_channel"})) == ""
    assert house.hear(event({"type": "assistant_thread_started"})) == ""
    assert house.hear(event({"type": "user_change"})) == ""
