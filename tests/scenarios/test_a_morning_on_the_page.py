"""The whole house through its real entrances: `cairn run` as a process over the demo, and people at it in a browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HEAD, OFFICER = "Janice Pollock-Weems", "Niamh O'Hanrahan"

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the demo was not tried in a browser"
)


def _cairn(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "SLACK_"))}
    command, *rest = arguments
    line = [sys.executable, "-m", "bot.cli.main", command, "--data", str(folder / "record"), *rest]
    return subprocess.Popen(line, cwd=ROOT, env=kept, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def link(tmp_path: Path) -> Iterator[str]:
    """The printed link of a page over a fresh demo; the process is stopped as an administrator stops it."""
    _cairn(tmp_path, "demo", "--today", "2026-11-23").communicate()
    running = _cairn(tmp_path, "run", "--port", "0")
    assert running.stdout is not None
    yield next(found.group() for line in running.stdout if (found := re.search(r"http://\S+", line)))
    running.terminate()
    running.communicate(timeout=20)


@pytest.fixture
def sit_down(link: str):
    """Opens the page as one of the demo's people, each in a browser of their own."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=en-GB"])

        def open_as(person: str):
            context = browser.new_context(locale="en-GB", reduced_motion="reduce")
            context.set_default_timeout(30_000)
            page = context.new_page()
            page.goto(link)
            page.locator("main").get_by_role("button", name=person).first.click()
            page.wait_for_url("**/c/dm:*")
            return page

        yield open_as
        browser.close()


def say(page, words: str) -> None:
    box = page.get_by_role("textbox", name=re.compile("^Message"))
    box.fill(words)
    box.press("Enter")


def test_a_head_asks_books_and_hears_the_next_morning_that_the_officer_agreed(sit_down):
    head, officer = sit_down(HEAD), sit_down(OFFICER)
    say(head, "what tier are we on?")
    head.get_by_role("log").get_by_text(re.compile("has been on Targeted support since")).wait_for()
    say(head, "book a visit on 28 January at 15:00")
    head.get_by_role("log").get_by_role("button", name="Book it").click()
    head.get_by_role("log").get_by_text("I am telling Niamh O'Hanrahan.").wait_for()

    told = officer.get_by_role("log").locator("article", has_text="Janice Pollock-Weems proposes a visit")
    told.wait_for()
    told.get_by_role("button", name="Agree").click()
    officer.get_by_role("log").locator("article", has_text="agreed").last.wait_for()

    # Good news that asks for nothing waits for the next morning's message.
    head.get_by_role("button", name="+1 day").click()
    agreed = head.get_by_role("log").get_by_text(re.compile("Niamh O'Hanrahan agreed the visit"))
    agreed.first.wait_for()
    assert "Thu 28 January" in agreed.first.inner_text()


def test_the_clock_brings_what_is_due_and_a_channel_learns_no_tier(sit_down):
    officer = sit_down(OFFICER)
    officer.get_by_role("link", name=re.compile("Officers")).first.click()
    officer.wait_for_url("**/c/channel:officers*")
    say(officer, "which of my schools are targeted?")
    log = officer.get_by_role("log")
    log.get_by_text("I have answered you in a direct message.").wait_for()
    assert "St Moluag" not in log.inner_text()

    head = sit_down(HEAD)
    before = head.get_by_role("log").locator("article").count()
    head.get_by_role("button", name="+1 day").click()
    head.wait_for_load_state()
    assert "Tue 24 Nov" in head.locator("header").first.inner_text()
    assert head.get_by_role("log").locator("article").count() >= before
