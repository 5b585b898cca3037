"""Whatever Cairn answers the demo's people, Slack takes: as messages, as windows, as homes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.slack.forms import view_of, view_of_card
from bot.slack.homes import home_view
from bot.slack.keeping import Keeping
from bot.slack.render import messages_of
from handlers.cards import Form
from handlers.request import Account, Action, Place, Request
from handlers.table import HANDLERS
from tests.bot.slack.house import ADMINISTRATOR, HEAD, OFFICER, OVERSIGHT, House
from tests.bot.slack.limits_table import check_message, check_view
from tests.bot.slack.stand_in import TEAM

SENTENCES = Path(__file__).parents[2] / "handlers" / "understanding" / "sentences.tsv"
EVERY = 12


def checked(house: House, request: Request) -> None:
    reply = house.cairn.answer(request).reply
    keep = Keeping(house.cairn.database).keep
    for part in messages_of(reply, keep):
        check_message(part.text, part.blocks)
    check_view(view_of(reply, "slack:D1", keep) if isinstance(reply, Form) else view_of_card(reply, "slack:D1", keep))


@pytest.mark.parametrize("user", [HEAD, OFFICER, OVERSIGHT, ADMINISTRATOR])
def test_every_action_and_many_sentences_make_payloads_that_slack_takes(house: House, user: str):
    assert house.cairn.slack is not None
    house.cairn.slack.home.installed()
    account, now = Account("slack", TEAM, user), house.cairn.now()
    for name in HANDLERS:
        checked(house, Request(account, Place(), now, action=Action(name, {"step": "form"})))
    with SENTENCES.open(encoding="utf-8") as file:
        sentences = [row[0] for row in csv.reader(file, delimiter="\t") if row]
    for words in sentences[::EVERY]:
        checked(house, Request(account, Place(), now, words=words))
    view = home_view(house.cairn.home(Request(account, Place(), now)), Keeping(house.cairn.database).keep)
    check_view(view)
