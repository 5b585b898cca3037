"""`cairn check` on Slack: what it asks, and what it tells an administrator to mend."""

from __future__ import annotations

import json
import re

from bot.slack.checking import check_slack, manifest_scopes
from tests.bot.slack.house import HEAD, House
from tests.bot.slack.payloads import direct
from tests.bot.slack.stand_in import MANIFEST, SCOPES

MANIFEST_DATA = json.loads(MANIFEST.read_text())


def findings(house: House) -> tuple[list[str], list[str]]:
    """What is well, and what to mend."""
    found = list(check_slack(house.cairn.slack))
    return [words for well, words in found if well], [words for well, words in found if not well]


def test_an_app_that_was_made_from_the_manifest_and_heard_of_somebody_is_well(house: House):
    house.hear(direct(HEAD, "hello"))
    well, mend = findings(house)
    assert any("16 scopes, as the manifest asks" in words for words in well)
    assert any("events arrive" in words for words in well)
    assert [words for words in mend if "HTTP needs a public address" not in words] == []


def test_scopes_that_are_missing_or_not_needed_are_named(house: House):
    house.stand_in.put(scopes=sorted({*manifest_scopes(), "channels:manage"} - {"im:write"}))
    try:
        _, mend = findings(house)
    finally:
        house.stand_in.put(scopes=sorted(manifest_scopes()))
    assert any("scopes missing: im:write" in words for words in mend)
    assert any("does not need: channels:manage" in words for words in mend)


def test_a_token_that_slack_refuses_is_said(house: House):
    house.stand_in.put(fates={"auth.test": ["error:invalid_auth"]})
    _, mend = findings(house)
    assert mend == ["Slack: Slack refuses the bot token (invalid_auth). Check CAIRN_SLACK_BOT_TOKEN "
                    "(it begins with xoxb-) and the way to Slack"]  # fmt: skip


def test_nothing_heard_yet_is_said_with_what_to_do(house: House):
    _, mend = findings(house)
    assert any("write a direct message to Cairn" in words for words in mend)


def test_the_manifest_keeps_slacks_limits():
    shown, features, settings = (MANIFEST_DATA[name] for name in ("display_information", "features", "settings"))
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert len(features["shortcuts"]) <= 10
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in features["shortcuts"])
    assert all(command["should_escape"] for command in features["slash_commands"])
    assert len(features["agent_view"]["suggested_prompts"]) <= 4
    assert settings["interactivity"]["is_enabled"]
    assert "assistant_view" not in features


def test_every_event_of_the_manifest_is_taken_in_and_every_shortcut_opens_something(house: House):
    from bot.slack.desk import Desk
    from bot.slack.happenings import Happenings
    from bot.slack.homes import Homes
    from bot.slack.shortcuts import Shortcuts
    from bot.slack.talking import Talk
    from bot.slack.windows import Windows

    side = house.cairn.slack
    desk = Desk(house.cairn, side.visitors)
    shortcuts = Shortcuts(desk, Windows(desk, side.client))
    known = Happenings(desk, side.client, Talk(desk), Homes(desk, side.client), shortcuts).by_type
    asked = {name.partition(".")[0] for name in MANIFEST_DATA["settings"]["event_subscriptions"]["bot_events"]}
    assert asked <= set(known)
    assert {one["callback_id"] for one in MANIFEST_DATA["features"]["shortcuts"]} == set(shortcuts.by_name)


def test_only_methods_are_called_whose_scope_the_manifest_asks_for():
    from tests.bot.slack.stand_in import ROOT

    source = "\n".join(path.read_text() for path in (ROOT / "bot" / "slack").glob("*.py"))
    called = {
        name.replace("_", ".", 1)
        for name in re.findall(r"client\.((?:chat|users|views|conversations|files|apps)_\w+)", source)
    }
    called |= set(re.findall(r'"((?:assistant\.threads|conversations)\.\w+)"', source))
    methods = {name.replace("apps.connections_open", "apps.connections.open") for name in called}
    assert methods <= set(SCOPES), methods - set(SCOPES)
    for method in methods:
        assert not SCOPES[method] or set(SCOPES[method]) & manifest_scopes(), method
