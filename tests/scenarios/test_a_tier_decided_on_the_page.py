"""A tier decided at the page by officer and headteacher, from proposal to record; Cairn stops between the steps."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.test_a_morning_on_the_page import CHROMIUM, HEAD, OFFICER, _cairn, say

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the decision was not played in a browser"
)
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
# Of a move the heavier of the two tiers says who decides: from Targeted it is not the link officer.
DECIDER = "Tariq Mehmood-Bain"
SCHOOL = "St Moluag's RC Primary School"


class House:
    """Cairn over one demo: every sitting is a process of its own, stopped at its end as an administrator stops it."""

    def __init__(self, folder: Path, browser: Any) -> None:
        self.folder, self.browser = folder, browser

    def sitting(self, person: str, shape: dict[str, Any]) -> Iterator[Any]:
        running = _cairn(self.folder, "run", "--port", "0")
        assert running.stdout is not None
        try:
            link = next(found.group() for line in running.stdout if (found := re.search(r"http://\S+", line)))
            context = self.browser.new_context(locale="en-GB", reduced_motion="reduce", **shape)
            context.set_default_timeout(30_000)
            page = context.new_page()
            page.goto(link)
            page.locator("main").get_by_role("button", name=person).first.click()
            page.wait_for_url("**/c/dm:*")
            yield page
            context.close()
        finally:
            running.terminate()
            running.communicate(timeout=20)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    sync_api = pytest.importorskip("playwright.sync_api")
    _cairn(tmp_path, "demo", "--today", "2026-11-23").communicate()
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=en-GB"])
        yield House(tmp_path, browser)
        browser.close()


def answer(page: Any, words: str) -> Any:
    """What Cairn answers to these words, and no older card that says the same."""
    articles = page.get_by_role("log").locator("article")
    before = articles.count()
    say(page, words)
    return articles.nth(before + 1)


def opened(page: Any, words: str, button: str) -> None:
    """Ask how it stands, and tap this button of the answer."""
    answer(page, words).get_by_role("button", name=button).click()


def cut_off(page: Any) -> bool:
    """Whether anything of the page lies outside its width."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_officer_and_headteacher_come_to_a_tier_and_cairn_is_stopped_between_their_steps(house: House, tmp_path: Path):
    where = f"where does the tier proposal for {SCHOOL} stand?"
    for page in house.sitting(OFFICER, DESK):
        say(page, f"propose moving {SCHOOL} to universal because attendance is back")
        form = page.get_by_role("form", name=re.compile("Propose a tier"))
        assert form.get_by_label("Why").input_value() == "attendance is back"
        form.get_by_label("What would move it back").fill("Attendance under 89% for a term")
        form.get_by_role("button", name="Propose it").click()
        page.get_by_role("log").get_by_text(re.compile(HEAD)).last.wait_for()
        assert not cut_off(page)

    for page in house.sitting(HEAD, PHONE):
        opened(page, where, "Give my view")
        form = page.get_by_role("form", name=re.compile("Your view"))
        form.get_by_text(re.compile("proposes Universal support: attendance is back")).wait_for()
        form.get_by_label(re.compile("^I agree")).check()
        form.get_by_label("Your view", exact=False).last.fill("Two good terms; we would keep the joint observations.")
        assert not cut_off(page)
        page.screenshot(path=tmp_path / "phone.png")
        form.get_by_role("button", name="Send my view").click()
        page.get_by_role("log").get_by_text("Your view is on record").last.wait_for()

    for page in house.sitting(OFFICER, DESK):
        opened(page, where, "Record the discussion")
        form = page.get_by_role("form", name=re.compile("Record the discussion"))
        form.get_by_label("What came of it").fill("We walked through both terms together.")
        form.get_by_role("button", name="Keep it").click()
        page.get_by_role("log").get_by_text("The discussion is on record").last.wait_for()
        page.screenshot(path=tmp_path / "desk.png")

    for page in house.sitting(DECIDER, DESK):
        opened(page, where, "Decide")
        form = page.get_by_role("form", name=re.compile("Decide"))
        form.get_by_text(re.compile("The headteacher agrees: Two good terms")).first.wait_for()
        form.get_by_role("button", name="Decide").click()
        page.get_by_role("log").get_by_text(re.compile("Universal support from")).last.wait_for()

    for page in house.sitting(HEAD, PHONE):
        why = answer(page, "why are we on our tier?")
        why.get_by_text("Attendance under 89% for a term").wait_for()
        assert DECIDER in why.inner_text()
        assert not cut_off(page)

    assert steps_in_the_audit(tmp_path) == [
        (OFFICER, "propose_tier"), (HEAD, "view_tier"), (OFFICER, "discuss_tier"), (DECIDER, "decide_tier"),
    ]  # fmt: skip


def steps_in_the_audit(folder: Path) -> list[tuple[str, str]]:
    """Who did which step of the decision, in their order."""
    record = sqlite3.connect(folder / "record" / "cairn.sqlite3")
    rows = record.execute(
        "SELECT p.name, a.action FROM audit a JOIN person p ON p.id = a.actor_id "
        "WHERE a.outcome = 'done' AND a.action LIKE '%\\_tier' ESCAPE '\\' ORDER BY a.id"
    ).fetchall()
    record.close()
    return rows
