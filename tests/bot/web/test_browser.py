"""The page in a real browser: Chromium, a real server, the keyboard, a phone, and axe."""

import shutil
from datetime import timedelta

import pytest

from handlers.cards import Table, say
from tests.bot.web.fake_workspace import TABLE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the page was not tried in a browser"
)

DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


@pytest.fixture(scope="module")
def chromium():
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, workspace, address):
    """Opens the page as Ailsa Rennie in a window of its own; any fault of its script fails the test."""
    contexts, faults = [], []

    def open_window(**options):
        context = chromium.new_context(locale="en-GB", **DESK | options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(address + workspace.link())
        page.locator("main").get_by_role("button", name="Ailsa Rennie").click()
        page.wait_for_url("**/c/dm:1*")
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert faults == []


def ask(page, words):
    box = page.get_by_role("textbox", name="Message to Cairn")
    box.fill(words)
    box.press("Enter")


def open_the_form(page):
    ask(page, "When is our next visit?")
    page.get_by_role("button", name="Move it").click()
    return page.get_by_role("form", name="Move Visit 2 at Sandend Primary")


def test_a_question_is_answered_without_a_reload(opened):
    page = opened()
    page.evaluate("window.kept = true")
    ask(page, "When is our next visit?")
    page.get_by_role("log").get_by_text("Isla Gunn").wait_for()
    assert page.evaluate("window.kept") is True
    assert page.get_by_role("textbox", name="Message to Cairn").input_value() == ""
    assert page.evaluate("document.activeElement.id") == "words"


def test_an_example_question_can_be_tapped(opened):
    page = opened()
    page.get_by_role("button", name="When is our next visit?").click()
    page.get_by_role("heading", name="Visit 2 at Sandend Primary").wait_for()
    assert page.get_by_role("button", name="When is our next visit?").count() == 0


def test_a_form_is_corrected_and_sent_without_a_reload(opened, workspace):
    page = opened()
    page.evaluate("window.kept = true")
    form = open_the_form(page)
    form.get_by_label("New date").fill("2026-01-05")
    form.get_by_label("Online").check()
    form.get_by_label("Nurture").check()
    form.get_by_role("button", name="Move the visit").click()
    form.get_by_role("alert").get_by_text("That day has passed.").wait_for()
    assert page.evaluate("document.activeElement.matches('[data-summary]')")
    assert form.get_by_label("Online").is_checked()
    form.get_by_role("alert").get_by_role("link", name="That day has passed.").click()
    assert page.evaluate("document.activeElement.value") == "2026-01-05"
    form.get_by_label("New date").fill("2026-12-02")
    form.get_by_role("button", name="Move the visit").click()
    page.get_by_text("Moved to 2026-12-02 at 13:30, topics b.").wait_for()
    page.get_by_text("Form sent: Move Visit 2 at Sandend Primary").wait_for()
    assert form.count() == 0
    assert page.evaluate("window.kept") is True
    assert workspace.asked[-1].values["mode"] == "online"


def test_new_messages_arrive_in_the_open_conversation_and_are_counted_in_the_others(opened, workspace):
    page = opened()
    workspace.post(1, say("A visit is in five school days."), "delivery-1")
    page.get_by_role("log").get_by_text("A visit is in five school days.").wait_for()
    page.get_by_role("link", name="Headteachers").click()
    page.get_by_role("heading", name="Headteachers").wait_for()
    assert page.get_by_role("link", name="unread").count() == 0
    workspace.post(1, say("A visit is tomorrow."), "delivery-2")
    page.get_by_role("link", name="Cairn 1 unread").wait_for()
    assert page.title() == "(1) Headteachers – Cairn"


def test_what_another_says_in_a_channel_arrives(opened, workspace, address):
    page, other = opened(), opened()
    for window in (page, other):
        window.get_by_role("link", name="Headteachers").click()
        window.wait_for_url("**/c/channel:headteachers*")
    other.get_by_role("textbox", name="Message to Headteachers").fill("Who has ideas for attendance?")
    other.get_by_role("button", name="Send").click()
    page.get_by_role("log").get_by_text("Who has ideas for attendance?", exact=True).wait_for()
    assert page.get_by_text("Who has ideas for attendance?", exact=True).count() == 1


def test_when_the_answer_does_not_come_it_is_said_and_sending_again_has_one_effect(opened, workspace):
    page = opened()
    page.route("**/say", lambda route: (route.fetch(), route.abort()))
    ask(page, "hello")
    page.get_by_role("alert").get_by_text("That was not sent").wait_for()
    assert page.get_by_role("textbox", name="Message to Cairn").input_value() == "hello"
    page.unroute("**/say")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("log").get_by_text("You said: hello").wait_for()
    assert len(workspace.asked) == 1
    assert page.get_by_text("You said: hello").count() == 1


def test_the_clock_moves_and_the_same_conversation_stays_open(opened, workspace):
    page = opened()
    page.get_by_role("link", name="Mentoring").click()
    page.wait_for_url("**/c/channel:mentoring*")
    page.get_by_role("button", name="+1 week").click()
    page.locator("time").get_by_text("Mon 30 Nov 2026, 09:12").wait_for()
    assert page.url.endswith("/c/channel:mentoring")
    workspace.moment += timedelta(days=1)
    workspace.post(1, say("Later"), "delivery-1")
    page.locator("time").get_by_text("Tue 1 Dec 2026, 09:12").wait_for()


def test_somebody_else_is_found_by_school_and_chosen(opened):
    page = opened()
    page.locator(".who-button").click()
    page.get_by_label("Find a name, a role or a school").fill("balvaig")
    panel = page.get_by_role("dialog", name="Who are you?")
    assert panel.get_by_role("button", name="Isla Gunn").count() == 0
    panel.get_by_label("Find").press("Enter")
    page.wait_for_url("**/c/dm:5*")
    page.get_by_role("button", name="Una Baird").wait_for()


def test_the_keyboard_alone_is_enough(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to writing"
    page.keyboard.press("Enter")
    page.keyboard.type("When is our next visit?")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Move it").wait_for()
    for name in ("Cancel it", "Move it"):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.textContent") == name
        shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert shown == "solid"
    page.keyboard.press("Enter")
    page.locator("[data-form-title]:focus").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "date"


def test_a_phone_shows_one_column_that_never_scrolls_sideways(opened, workspace):
    page = opened(**PHONE)
    workspace.post(1, TABLE, "delivery-1")
    workspace.post(1, say("Llanfairpwllgwyngyll" * 12, title="W" * 120), "delivery-2")
    page.get_by_text("Support across Skarholm").wait_for()
    open_the_form(page).wait_for()
    fits = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(fits)
    assert page.get_by_role("textbox", name="Message to Cairn").is_visible()
    page.get_by_role("button", name="Conversations").tap()
    page.get_by_role("link", name="Due and delivered").tap()
    page.get_by_role("heading", name="Due and delivered").wait_for()
    assert page.evaluate(fits)


def test_on_a_phone_no_column_of_a_wide_table_is_out_of_sight(opened, workspace):
    page = opened(**PHONE)
    workspace.post(1, TABLE, "delivery-1")
    page.get_by_text("Support across Skarholm").first.wait_for()
    scroller = page.locator(".scroller").last
    columns = next(element for element in TABLE.body if isinstance(element, Table))
    assert scroller.evaluate("box => box.scrollWidth <= box.clientWidth")
    cells = scroller.locator("tbody [data-label]")
    assert {cells.nth(at).get_attribute("data-label") for at in range(cells.count())} == set(columns.header)
    assert scroller.get_by_role("row").count() == len(columns.rows) + 1


def test_everything_to_tap_on_a_phone_is_large_enough(opened):
    page = opened(**PHONE)
    open_the_form(page).wait_for()
    small = page.evaluate(
        """[...document.querySelectorAll('button, a, input:not([type=hidden]), select, textarea, .option')]
        .filter(e => e.checkVisibility() && !e.closest('.skip') && !e.closest('.option:not(div)'))
        .filter(e => !e.matches('.option input'))
        .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, r]) => r.height < 44 || r.width < 44).map(([html]) => html)"""
    )
    assert [found for found in small if 'class="skip"' not in found] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious(opened, workspace, address, scheme, device):
    axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = opened(color_scheme=scheme, reduced_motion="reduce", **device)
    check(axe_playwright.Axe(), page, "an empty conversation")
    workspace.post(1, TABLE, "delivery-1")
    form = open_the_form(page)
    form.get_by_label("New date").fill("2026-01-05")
    form.get_by_role("button", name="Move the visit").click()
    form.get_by_text("There is a problem").wait_for()
    check(axe_playwright.Axe(), page, "an open form with an error")
    page.locator(".who-button").click()
    check(axe_playwright.Axe(), page, "the choice of who to be")
    page.goto(address + "/due")
    check(axe_playwright.Axe(), page, "what is due")
    page.context.clear_cookies()
    page.goto(address + "/")
    check(axe_playwright.Axe(), page, "the closed page")


def check(axe, page, where):
    violations = axe.run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    found = [
        (violation["id"], [node["html"][:160] for node in violation["nodes"]])
        for violation in violations.response["violations"]
        if violation["impact"] in ("serious", "critical", "moderate")
    ]
    assert found == [], where


def test_without_a_script_everything_can_still_be_done(opened, workspace):
    page = opened(java_script_enabled=False)
    page.get_by_role("textbox", name="Message to Cairn").fill("When is our next visit?")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Move it").click()
    form = page.get_by_role("form", name="Move Visit 2 at Sandend Primary")
    form.get_by_label("New date").fill("2026-01-05")
    form.get_by_role("button", name="Move the visit").click()
    form.get_by_label("New date").fill("2026-12-02")
    form.get_by_role("button", name="Move the visit").click()
    page.get_by_text("Moved to 2026-12-02").wait_for()
    page.get_by_role("button", name="+1 day").click()
    assert workspace.moves


def test_the_page_asks_nothing_of_any_other_address(opened, address):
    page = opened()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    ask(page, "Which tier are we in?")
    page.get_by_role("table").wait_for()
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []
