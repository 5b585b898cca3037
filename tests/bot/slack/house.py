"""The demo authority's Cairn on the stand-in's Slack: its people with accounts, its signed HTTP entrance in process."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import text
from starlette.applications import Starlette

from bot.app import Cairn, make_delivery, open_cairn
from bot.round import run_round
from config.settings import Settings
from store.clock import real_now, set_business_clock
from store.database import Database
from tests.bot.slack.payloads import signed
from tests.bot.slack.stand_in import BOT_TOKEN, SECRET, StandIn

with warnings.catch_warnings():
    # Starlette's client warns that it will want another HTTP library one day.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

HEAD, OFFICER, OVERSIGHT, ADMINISTRATOR, OTHER_HEAD = "U0HEAD", "U0OFFICER", "U0OVERSIGHT", "U0ADMIN", "U0OTHER"
GUEST, GONE, STRANGER, ROBOT, NOBODY = "U0GUEST", "U0GONE", "U0STRANGER", "U0ROBOT", "U0NOBODY"
SCHOOL = "St Moluag's RC Primary School"
PEOPLE = {
    HEAD: "janice.pollock-weems@strathcarron.example",
    OFFICER: "niamh.ohanrahan@strathcarron.example",
    OVERSIGHT: "morven.achterlonie@strathcarron.example",
    ADMINISTRATOR: "jean.abernethy-sproull@strathcarron.example",
}
# An import that named the wrong users: a guest, somebody who has gone, and somebody of another organisation.
ODD = {
    GUEST: "tariq.mehmood-bain@strathcarron.example",
    GONE: "caoimhe.ogallchobhair@strathcarron.example",
    STRANGER: "tariq.mehmood-bain@strathcarron.example",
}
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def _user(name: str, email: str = "", **more: Any) -> dict[str, Any]:
    profile = {"email": email or f"{name.lower()}@strathcarron.example", "real_name": name}
    return {"id": name, "name": name.lower(), "profile": profile, **more}


USERS = [
    *(_user(user, email) for user, email in PEOPLE.items()),
    _user(OTHER_HEAD),
    _user(GUEST, is_restricted=True),
    _user(GONE, deleted=True),
    _user(STRANGER, team_id="T0OTHER", is_stranger=False),
    _user(ROBOT, is_bot=True),
    _user(NOBODY, "nobody@elsewhere.example"),
]
CHANNELS = [
    {"id": "C0CLUSTER", "name": "cluster-craigvarra", "is_channel": True, "is_member": True},
    {"id": "C0HEADS", "name": "headteachers", "is_channel": True, "is_member": True},
    {"id": "C0RANDOM", "name": "random", "is_channel": True, "is_member": True},
    *({"id": f"D{user['id'][1:]}", "is_im": True, "is_member": True} for user in USERS),
]


def settle(url: str) -> None:
    """Put the demo's people on Slack, as an import does, and the clock on a Monday morning."""
    database = Database(url)
    with database.write() as session:
        set_business_clock(session, NOW)
        for user, email in [*PEOPLE.items(), *ODD.items()]:
            session.connection().execute(
                text(
                    'INSERT INTO account (platform, tenant, "user", person_id, confirmed_at) '
                    "SELECT 'slack', '', :user, id, :now FROM person WHERE email = :email"
                ),
                {
                    "user": user,
                    "email": email,
                    "now": real_now().replace(tzinfo=None) if database.is_sqlite else real_now(),
                },
            )
    database.close()


class House:
    """One Cairn, heard through its signed HTTP entrance."""

    def __init__(self, url: str, folder: Path, stand_in: StandIn) -> None:
        self.stand_in = stand_in
        settle(url)
        self.settings = Settings(
            _env_file=None,
            database_url=url,
            data_dir=folder,
            config_dir=folder / "config",
            slack_bot_token=SecretStr(BOT_TOKEN),
            slack_signing_secret=SecretStr(SECRET),
            slack_api_url=stand_in.api_url,
        )
        self.cairn: Cairn = open_cairn(self.settings)
        assert self.cairn.slack is not None
        self.listening = self.cairn.slack.listen(lambda: None)
        self.delivery = make_delivery(self.cairn)
        self.http = TestClient(Starlette(routes=list(self.listening.routes)), raise_server_exceptions=False)

    def close(self) -> None:
        self.cairn.close()

    def hear(self, payload: dict[str, Any], kind: str = "event") -> Any:
        """What Slack is answered to a signed request: the JSON of it, '' for an empty 200."""
        body, headers = signed(payload, kind)
        answer = self.http.post("/slack/events", content=body, headers=headers)
        assert answer.status_code == 200, (answer.status_code, answer.text)
        return answer.json() if answer.text else ""

    def send(self) -> None:
        """The answers that wait, as the woken senders do."""
        self.delivery.round(self.cairn.now(), answers_only=True)

    def round(self) -> None:
        """Everything that is due, as the ticks do."""
        run_round(self.delivery, self.cairn.now())

    def later(self, **span: float) -> None:
        with self.cairn.database.write() as session:
            set_business_clock(session, self.cairn.now() + timedelta(**span))

    def posts(self, conversation: str) -> list[dict[str, Any]]:
        self.send()
        return self.stand_in.posts(conversation)

    def ask(self, payload: dict[str, Any], conversation: str) -> dict[str, Any]:
        """The one message that came of an event."""
        before = len(self.stand_in.posts(conversation))
        self.hear(payload)
        new = self.posts(conversation)[before:]
        assert len(new) == 1, [message["text"] for message in new]
        return new[0]

    def visits(self) -> int:
        with self.cairn.database.read() as session:
            return int(session.execute(text("SELECT count(*) FROM visit")).scalar() or 0)

    def opened(self) -> dict[str, Any]:
        """The window that was filled last."""
        views = self.stand_in.state()["views"]
        return dict(list(views.values())[-1])
