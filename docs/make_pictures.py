"""Makes the pictures of the documents: `python -m docs.make_pictures`, or `make pictures`.

A demo of a fixed day is made in a temporary folder and its page opened in Chromium; what is seen is what anybody sees
who does the same. From one run to the next a picture differs only where the page does, and in the list of what was
delivered, which shows when it really was.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

PICTURES: Final = Path(__file__).parent / "pictures"
DAY: Final = "2026-11-23"  # a Monday in term
SEED: Final = "2026"
LARGEST: Final = 250_000  # bytes

DESK: Final[Mapping[str, Any]] = {"viewport": {"width": 1280, "height": 800}}
PHONE: Final[Mapping[str, Any]] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DARK: Final[Mapping[str, Any]] = {**DESK, "color_scheme": "dark"}


class NoPicture(Exception):
    """Why a picture could not be made, and what to do."""


@dataclass(frozen=True)
class Scene:
    """One picture: its name, whose page it is, the window, and what is done before it is taken."""

    name: str
    person: str
    window: Mapping[str, Any]
    play: Callable[[Page], None]


def ask(page: Page, words: str) -> None:
    """Type a question, and wait for its answer."""
    answers = page.locator("article.of-cairn")
    before = answers.count()
    box = page.get_by_role("textbox", name="Message to Cairn")
    box.fill(words)
    box.press("Enter")
    answers.nth(before).wait_for()


def read_what_came(page: Page) -> None:
    page.get_by_role("log").get_by_text("Tomorrow").first.wait_for()
    page.locator("article.of-cairn").first.evaluate("post => post.scrollIntoView({block: 'start'})")


def ask_why_a_tier(page: Page) -> None:
    ask(page, "Which of my schools are targeted?")
    ask(page, "Why is St Moluag's on its tier?")


def try_to_move_a_visit(page: Page) -> None:
    """The officer is elsewhere at the time asked for: the answer says so, and offers times that suit both."""
    ask(page, "Move the visit on 24 November to Thursday at 13:00")
    page.get_by_role("button", name="Change something").wait_for()


def look_at_what_is_due(page: Page) -> None:
    page.get_by_role("link", name="Due and delivered").click()
    states = page.get_by_role("navigation", name="Which to show")
    states.get_by_role("link", name=re.compile("^Delivered")).click()
    page.wait_for_url("**/due?state=sent")


def ask_for_the_whole_picture(page: Page) -> None:
    ask(page, "How many schools are on each tier?")
    ask(page, "Which schools are intensive?")


# In the order of one morning: what a scene asks stands in the same person's next one.
SCENES: Final = (
    Scene("officer-morning", "Niamh O'Hanrahan", PHONE, read_what_came),
    Scene("officer-tier", "Niamh O'Hanrahan", DESK, ask_why_a_tier),
    Scene("headteacher-reminder", "Janice Pollock-Weems", PHONE, read_what_came),
    Scene("headteacher-move", "Janice Pollock-Weems", PHONE, try_to_move_a_visit),
    Scene("due", "Jean Abernethy-Sproull", DESK, look_at_what_is_due),
    Scene("overview-dark", "Morven Achterlonie", DARK, ask_for_the_whole_picture),
)


def main() -> int:
    """Make every picture; 0, or 1 with one sentence on stderr."""
    try:
        make_pictures(_chromium())
    except NoPicture as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def _chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise NoPicture("Chromium is not on the PATH: install it (on Debian: apt-get install chromium) and try again.")
    return found


def make_pictures(chromium: str) -> None:
    """Play every scene in the browser at the path `chromium`. Raises NoPicture."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, _demo_page(Path(folder)) as link, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--lang=en-GB"])
        for scene in SCENES:
            _take(browser, link, scene)
        browser.close()


@contextmanager
def _demo_page(folder: Path) -> Iterator[str]:
    """The link of a page over a fresh demo in `folder`; the page stops afterwards."""
    _cairn(folder, "demo", "--today", DAY, "--seed", SEED).communicate()
    page = _cairn(folder, "run", "--port", "0")
    try:
        yield _link(page)
    finally:
        page.terminate()
        page.communicate()


def _cairn(folder: Path, command: str, *options: str) -> subprocess.Popen[str]:
    # Neither this machine's settings nor a .env file may show in a picture.
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "SLACK_"))}
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "bot.cli.main", command, "--data", str(folder / "record"), *options],
        cwd=folder,
        env=plain | {"PYTHONPATH": str(PICTURES.parents[1])},
        stdout=subprocess.PIPE,
        text=True,
    )


def _link(page: subprocess.Popen[str]) -> str:
    for line in page.stdout or ():
        found = re.search(r"http://\S+", line)
        if found:
            return found.group()
    raise NoPicture("The demo's page did not start: 'cairn run' says why.")


def _take(browser: Browser, link: str, scene: Scene) -> None:
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce", **scene.window)
    page = context.new_page()
    page.goto(link)
    page.locator("main").get_by_role("button", name=scene.person).first.click()
    page.wait_for_url("**/c/dm:*")
    scene.play(page)
    path = PICTURES / f"{scene.name}.png"
    page.screenshot(path=path, animations="disabled", caret="hide")
    context.close()
    size = path.stat().st_size
    if size > LARGEST:
        raise NoPicture(f"{path.name} has {size} bytes, and {LARGEST} is the most: make the scene smaller.")


if __name__ == "__main__":
    sys.exit(main())
