"""Who gets in: links, sessions, hosts, origins, tokens."""

from datetime import timedelta

import pytest

from bot.web.page import create_page
from store.clock import real_now
from store.local_page import end_link
from store.people import Person
from tests.bot.web.conftest import Browser, TestClient


def client(workspace, **kwargs):
    return TestClient(create_page(workspace, **kwargs), base_url="http://127.0.0.1:8000", follow_redirects=False)


@pytest.mark.parametrize("path", ["/", "/c/dm:1", "/c/channel:officers", "/due"])
def test_without_a_session_no_page_opens(workspace, path):
    answer = client(workspace).get(path)
    assert answer.status_code == 403
    assert "Ailsa" not in answer.text


def test_without_a_session_the_stream_ends_at_once(workspace):
    assert client(workspace).get("/events?c=dm:1&after=0").status_code == 204


def test_the_printed_link_opens_the_page_again_and_again(workspace):
    link = workspace.link()
    for _ in range(2):
        answer = client(workspace).get(link)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie


def test_the_printed_link_ends_with_its_process(workspace):
    link = workspace.link()
    with workspace.database.write() as session:
        end_link(session, link.removeprefix("/open?token="))
    assert client(workspace).get(link).status_code == 403


def test_a_personal_link_works_once_and_a_look_alone_does_not_use_it_up(real_record):
    link = real_record.link("personal", 1)
    first, second = client(real_record), client(real_record)
    assert "Open my page" in first.get(link).text
    assert "Open my page" in second.get(link).text
    token = {"token": link.removeprefix("/open?token=")}
    assert first.post("/open", data=token).status_code == 303
    assert second.post("/open", data=token).status_code == 403
    assert "Ailsa Rennie" in first.get("/").text
    assert second.get("/").status_code == 403


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(hours=-1)])
def test_a_link_out_of_date_opens_nothing(workspace, lifetime):
    answer = client(workspace).get(workspace.link(lifetime=lifetime))
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_an_invented_link_opens_nothing(workspace):
    assert client(workspace).get("/open?token=abc").status_code == 403


def test_the_record_keeps_no_token_that_opens_a_page(workspace):
    link = workspace.link()
    opened = client(workspace)
    opened.get(link)
    cookie = opened.cookies["cairn_page"]
    with workspace.database.read() as session:
        kept = str(session.connection().exec_driver_sql("SELECT * FROM page_link").all())
        kept += str(session.connection().exec_driver_sql("SELECT * FROM page_session").all())
    assert link.removeprefix("/open?token=") not in kept
    assert cookie not in kept


def test_over_a_real_record_the_printed_link_shows_what_is_due_and_nobodys_page(real_record):
    opened = client(real_record)
    opened.get(real_record.link())
    assert opened.get("/").headers["location"] == "/due"
    due = opened.get("/due")
    assert due.status_code == 200
    assert 'action="/be"' not in due.text
    assert 'action="/clock"' not in due.text
    assert opened.get("/c/dm:1").status_code == 404


def test_over_a_real_record_nobody_chooses_who_to_be(real_record):
    opened = Browser(real_record)
    token = real_record.link("personal", 1).removeprefix("/open?token=")
    opened.client.post("/open", data={"token": token})
    assert opened.post("/be", person="3").status_code == 403
    assert opened.post("/clock", step="day").status_code == 403
    assert real_record.moves == []
    assert "Ailsa Rennie" in opened.get("/").text


def test_a_session_of_the_demo_is_worth_nothing_over_a_real_record(workspace, browser):
    workspace.is_demo = False
    assert browser.get("/").status_code == 403


def test_the_page_of_somebody_who_has_left_closes(real_record):
    opened = client(real_record)
    opened.post("/open", data={"token": real_record.link("personal", 1).removeprefix("/open?token=")})
    with real_record.database.write() as session:
        session.get(Person, 1).left_at = real_now()
    assert opened.get("/").status_code == 403


@pytest.mark.parametrize("host", ["cairn.example.org", "127.0.0.1.example.org", "", "169.254.0.1:8000", "[::1"])
def test_a_host_that_is_not_on_the_list_gets_nothing(workspace, browser, host):
    answer = browser.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "Ailsa" not in answer.text


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "LOCALHOST:1"])
def test_the_names_of_this_machine_are_known(browser, host):
    assert browser.get("/", headers={"host": host}).status_code == 200


def test_a_configured_public_name_is_known(workspace):
    opened = client(workspace, hosts=("cairn.skarholm.example",))
    assert opened.get("/", headers={"host": "cairn.skarholm.example"}).status_code == 403
    assert opened.get("/", headers={"host": "127.0.0.1"}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_what_another_site_sends_is_not_taken_in(workspace, browser, headers):
    assert browser.say("hello", headers=headers).status_code == 403
    assert workspace.asked == []


def test_what_the_own_page_sends_is_taken_in(workspace, browser):
    headers = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}
    assert browser.say("hello", headers=headers).status_code == 303
    assert len(workspace.asked) == 1


@pytest.mark.parametrize("csrf", ["", "0" * 64, "é"])
@pytest.mark.parametrize("path", ["/say", "/act", "/clock", "/be"])
def test_a_form_without_the_pages_token_is_not_taken_in(workspace, browser, path, csrf):
    fields = {
        "conversation": "dm:1",
        "nonce": "nonce-nonce-nonce",
        "words": "x",
        "action": "help",
        "step": "day",
        "person": "2",
    }
    assert browser.post(path, **fields | {"csrf": csrf}).status_code == 403
    assert workspace.asked == []
    assert workspace.moves == []


def test_a_form_of_the_person_chosen_before_is_not_sent_in_another_name(workspace, browser):
    old = browser.hidden("csrf")
    browser.post("/be", person="2")
    answer = browser.say("hello", "channel:headteachers", csrf=old)
    assert answer.status_code == 403
    assert workspace.asked == []


def test_a_body_that_is_no_plain_form_is_refused(browser):
    assert browser.client.post("/say", json={"words": "x"}).status_code == 415


def test_a_body_that_is_too_long_is_refused(workspace, browser):
    assert browser.say("x" * 70_000).status_code == 413
    assert workspace.asked == []


def test_every_answer_forbids_frames_foreign_scripts_and_caches(browser):
    for path in ("/", "/due", "/c/dm:99"):
        headers = browser.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"


def test_no_page_holds_a_script_or_a_style_of_its_own(browser):
    browser.say("visit")
    browser.act("move_visit", {"step": "form"})
    for path in ("/", "/due"):
        text = browser.get(path).text
        assert "<style" not in text
        assert "style=" not in text
        assert text.count("<script") == text.count('<script src="/static/page.js" defer></script>') == 1
