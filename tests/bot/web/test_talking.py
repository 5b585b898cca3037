"""Talking with Cairn through plain forms, and as the page's script does it."""

import json
from datetime import timedelta

import pytest

from bot.web.demo_people import questions_for
from bot.web.transport import LocalTransport
from framework.access import Standing
from handlers.cards import dumps, say
from store.duties import Message
from store.local_page import LocalPost, latest_posts
from tests.bot.web.fake_workspace import MOVE, START

SCRIPT = {"accept": "application/json"}
GOOD = {
    "visit": "12",
    "revision": "3",
    "date": "2026-12-02",
    "time": "10:00",
    "mode": "online",
    "topics": "",
    "reason": "",
    "note": "",
}


def posts(workspace, key="dm:1"):
    with workspace.database.read() as session:
        return latest_posts(session, key, 100)


def open_form(browser):
    browser.act("move_visit", {"visit": "12", "step": "form"}, nonce="nonce-to-open-form")
    return str(posts(browser.workspace)[-1].id)


def test_a_question_and_its_answer_stand_in_the_conversation(workspace, browser):
    answer = browser.say("When is our next visit?")
    assert (answer.status_code, answer.headers["location"]) == (303, "/c/dm:1#post-1")
    page = browser.get("/c/dm:1").text
    assert "When is our next visit?" in page
    assert "<dt>Officer</dt><dd>Isla Gunn</dd>" in page
    assert "<title>Cairn – Cairn</title>" in page


def test_the_request_says_who_asked_where_and_what_came_before(workspace, browser):
    browser.say("first", "channel:cluster:Inver", nonce="nonce-of-the-first")
    browser.say("second", "channel:cluster:Inver", nonce="nonce-of-the-second")
    request = workspace.asked[-1]
    assert (request.account.platform, request.account.user) == ("page", "1")
    assert request.place.channel == "cluster:Inver"
    assert (request.words, request.previous, request.event_id) == ("second", "first", "nonce-of-the-second")
    assert request.now == workspace.moment


def test_words_sent_twice_are_taken_in_once_and_answered_with_the_same(workspace, browser):
    once = browser.say("hello", headers=SCRIPT).json()
    again = browser.say("hello", headers=SCRIPT).json()
    assert len(workspace.asked) == 1
    assert [post["id"] for post in once["posts"]] == [post["id"] for post in again["posts"]] == [1, 2]
    assert browser.say("hello").headers["location"] == "/c/dm:1#post-1"
    assert len(posts(workspace)) == 2


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_nothing_and_too_much_are_not_sent(workspace, browser, words):
    assert browser.say(words).status_code == 422
    assert "error" in browser.say(words, headers=SCRIPT).json()
    assert workspace.asked == []


@pytest.mark.parametrize("nonce", ["", "short", "x" * 65, "with spaces in the nonce"])
def test_a_form_without_its_own_number_is_out_of_date(workspace, browser, nonce):
    assert browser.say("hello", nonce=nonce).status_code == 400
    assert workspace.asked == []


def test_a_pressed_button_is_answered_in_the_conversation(workspace, browser):
    browser.act("cancel_visit", {"visit": "12"})
    assert workspace.asked[-1].action.name == "cancel_visit"
    assert workspace.asked[-1].values == {"visit": "12"}
    assert "You said: cancel_visit" in browser.get("/c/dm:1").text


def test_a_form_with_an_error_keeps_what_was_typed_and_says_it_beside_the_field(workspace, browser):
    post = open_form(browser)
    wrong = GOOD | {"date": "2026-01-05", "note": "Ring <the> bell"}
    answer = browser.act("move_visit", wrong, post=post)
    assert answer.status_code == 422
    assert "<title>Error: Cairn – Cairn</title>" in answer.text
    assert f'<p class="error" id="p{post}-date-error">' in answer.text
    assert f'aria-describedby="p{post}-date-error"' in answer.text
    assert 'value="2026-01-05"' in answer.text
    assert "Ring &lt;the&gt; bell" in answer.text
    assert [row.closed_at for row in posts(workspace)] == [None]


def test_a_form_put_right_is_done_and_stands_as_one_line_but_is_kept(workspace, browser):
    post = open_form(browser)
    browser.act("move_visit", GOOD | {"date": ""}, post=post, nonce="nonce-of-a-wrong-one")
    answer = browser.act("move_visit", GOOD | {"topics": ["a", "b"]}, post=post)
    assert answer.status_code == 303
    page = browser.get("/c/dm:1").text
    assert "Form sent: Move Visit 2 at Sandend Primary" in page
    assert "Moved to 2026-12-02 at 10:00, topics a;b." in page
    assert "Move the visit</button>" not in page
    kept = posts(workspace)[0]
    assert json.loads(kept.card)["title"] == MOVE.title
    assert kept.closed_at == workspace.moment


def test_the_script_gets_a_wrong_form_to_put_in_its_place_and_the_right_one_folded(browser):
    post = open_form(browser)
    wrong = browser.act("move_visit", GOOD | {"time": ""}, post=post, headers=SCRIPT)
    assert wrong.status_code == 422
    assert "Please fill in: Time." in wrong.json()["replace"][0]["html"]
    right = browser.act("move_visit", GOOD, post=post, headers=SCRIPT).json()
    assert "Form sent" in right["replace"][0]["html"]
    assert "Visit moved" in right["posts"][0]["html"]


def test_a_form_sent_twice_has_one_effect(workspace, browser):
    post = open_form(browser)
    asked = len(workspace.asked)
    first = browser.act("move_visit", GOOD, post=post)
    again = browser.act("move_visit", GOOD, post=post)
    assert first.headers["location"] == again.headers["location"]
    assert len(workspace.asked) == asked + 1
    stale = browser.act("move_visit", GOOD | {"date": "2026-12-09"}, post=post, nonce="another-nonce-of-a-second-tab")
    assert "sent already" in stale.text
    assert len(workspace.asked) == asked + 1


def test_an_error_whose_answer_was_lost_gives_the_form_back_with_what_was_typed(browser):
    post = open_form(browser)
    wrong = GOOD | {"date": "2026-01-05"}
    browser.act("move_visit", wrong, post=post)
    again = browser.act("move_visit", wrong, post=post, headers=SCRIPT).json()
    assert 'value="2026-01-05"' in again["replace"][0]["html"]


def test_a_form_of_another_conversation_cannot_be_closed_from_here(workspace, browser):
    browser.act("move_visit", {"visit": "12", "step": "form"}, key="channel:headteachers")
    post = str(posts(workspace, "channel:headteachers")[-1].id)
    browser.act("move_visit", GOOD, post=post, nonce="nonce-from-elsewhere")
    assert posts(workspace, "channel:headteachers")[-1].closed_at is None


def test_when_cairn_fails_what_was_typed_is_still_there_and_can_be_sent_again(workspace, browser):
    workspace.fails = True
    answer = browser.say("my long question")
    assert answer.status_code == 500
    assert ">my long question</textarea>" in answer.text
    assert "Something went wrong on my side: 1a2b." in answer.text
    assert 'name="nonce" value="nonce-nonce-nonce-1"' in answer.text
    assert "1a2b" in browser.say("my long question", headers=SCRIPT).json()["error"]
    assert posts(workspace) == []
    workspace.fails = False
    assert browser.say("my long question").status_code == 303
    assert len(posts(workspace)) == 2


def test_what_is_sensitive_goes_from_a_channel_into_the_direct_conversation(workspace, browser):
    browser.say("Which tier are we in?", "channel:headteachers")
    channel = browser.get("/c/channel:headteachers").text
    assert "I have answered you in a direct message." in channel
    assert "targeted" not in channel
    assert "Sandend Primary is targeted." in browser.get("/c/dm:1").text


def test_unread_messages_are_counted_until_they_are_seen(workspace, browser):
    workspace.post(1, say("One"), "delivery-1")
    workspace.post(1, say("Two"), "delivery-2")
    elsewhere = browser.get("/c/channel:headteachers").text
    assert '<span data-number>2</span><span class="visually-hidden"> unread</span>' in elsewhere
    browser.get("/c/dm:1")
    assert "<span data-number>2</span>" not in browser.get("/c/channel:headteachers").text


def test_the_same_delivery_is_posted_once_and_found_again(workspace, browser):
    first = workspace.post(1, say("Reminder"), "delivery-1")
    assert workspace.post(1, say("Reminder"), "delivery-1") == first
    assert len(posts(workspace)) == 1
    from bot.outgoing import Outgoing

    transport = LocalTransport(workspace.database)
    known, other = (Outgoing(name, 1, "", say("Reminder"), workspace.moment) for name in ("delivery-1", "delivery-2"))
    assert (transport.find(known), transport.find(other)) == (first, None)


def test_older_messages_are_a_page_further_back(workspace, browser):
    with workspace.database.write() as session:
        session.add_all(
            LocalPost(conversation="dm:1", author_id=1, words=f"message {n:03}", made_at=workspace.moment)
            for n in range(100)
        )
    newest = browser.get("/c/dm:1").text
    assert "message 099" in newest
    assert "message 039" not in newest
    assert "message 039" in browser.get("/c/dm:1?before=41").text


@pytest.mark.parametrize("number", ["", "-1", "x", "9" * 10, "9" * 40, "٣"])
def test_a_number_that_is_no_post_does_no_harm(browser, number):
    assert browser.get(f"/c/dm:1?before={number}").status_code == 200
    assert browser.act("help", post=number).status_code == 303


def test_the_clock_moves_a_day_a_week_and_to_a_date_by_the_wall(workspace, browser):
    assert browser.post("/clock", step="day", back_to="/c/dm:1").headers["location"] == "/c/dm:1"
    browser.post("/clock", step="week")
    browser.post("/clock", step="date", to="2027-04-01")
    assert [f"{moment:%d %b %H:%M}" for moment in workspace.moves] == ["24 Nov 09:12", "01 Dec 09:12", "01 Apr 08:12"]


@pytest.mark.parametrize("to", ["2026-11-23", "2020-01-01", "2031-01-01", "soon", ""])
def test_the_clock_never_goes_back_nor_years_ahead(workspace, browser, to):
    assert browser.post("/clock", step="date", to=to).status_code == 422
    assert workspace.moves == []


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "/c/\\evil", "javascript:x"]
)
def test_a_form_of_the_header_returns_to_our_own_pages_only(browser, target):
    assert browser.post("/clock", step="day", back_to=target).headers["location"] == "/"


@pytest.mark.parametrize("role", ["headteacher", "link_officer", "head_of_education", "support_provider"])
@pytest.mark.parametrize("is_channel", [True, False])
def test_an_empty_conversation_offers_questions_and_help_at_the_end(role, is_channel):
    questions = questions_for(Standing(1, roles=frozenset({role})), is_channel=is_channel)
    assert questions[-1] == "What can I ask?"
    assert len(set(questions)) == len(questions) <= 6


def test_only_people_of_the_demo_can_be_chosen(browser):
    assert browser.post("/be", person="77").status_code == 422
    assert browser.post("/be", person="2").headers["location"] == "/c/dm:2"


def table_of(page):
    return page[page.index("<table") : page.index("</table>")]


def test_what_is_due_is_filtered_and_shows_reasons_but_no_message(browser):
    everything = browser.get("/due").text
    assert all(
        words in everything
        for words in ("Delivered", "Expired", "May have been sent", "The visit was moved", "Isla Gunn")
    )
    dropped = table_of(browser.get("/due?state=dropped").text)
    assert "The visit was moved" in dropped
    assert "Isla Gunn" not in dropped
    assert browser.get("/due?state=nonsense&page=-1").text.count("<table") == 2


def test_what_is_due_next_comes_first_and_what_is_over_the_latest_first(browser):
    with browser.workspace.database.write() as session:
        session.add_all(
            Message(
                kind=kind, state=state, delivery_id=kind, next_attempt_at=START + timedelta(days=days), made_at=START
            )
            for kind, state, days in (("far", "due", 90), ("near", "due", 1), ("old", "sent", -9), ("new", "sent", 10))
        )
    page = browser.get("/due").text
    assert page.index("Near") < page.index("Far") < page.index("New") < page.index("Old")


def test_over_a_real_record_a_headteacher_does_not_see_what_is_due_to_others(real_record):
    from tests.bot.web.conftest import Browser

    for person, status in ((1, 403), (2, 403), (3, 200), (4, 200)):
        opened = Browser(real_record)
        opened.client.post("/open", data={"token": real_record.link("personal", person).removeprefix("/open?token=")})
        assert opened.get("/due").status_code == status


def test_the_overview_stands_above_ones_own_conversation_and_in_no_channel(workspace, browser):
    own = browser.get("/c/dm:1").text
    assert '<details class="home" open>' in own
    assert own.index("None is in the calendar.") < own.index("0 of 3 met.")
    assert "Your overview" not in browser.get("/c/channel:cluster:Inver").text


def test_what_is_new_comes_before_the_overview_which_is_folded_then(workspace, browser):
    with workspace.database.write() as session:
        session.add(LocalPost(conversation="dm:1", card=dumps(say("A visit was moved.")), made_at=START))
    assert '<details class="home">' in browser.get("/c/dm:1").text
    assert '<details class="home" open>' in browser.get("/c/dm:1").text, "it has been read now"
