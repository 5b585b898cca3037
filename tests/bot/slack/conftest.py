"""The stand-in for Slack once a worker, and a house on it for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.slack.house import CHANNELS, USERS, House
from tests.bot.slack.stand_in import StandIn
from tests.conftest import Server, _demo


@pytest.fixture(scope="session")
def one_stand_in() -> Iterator[StandIn]:
    made = StandIn()
    yield made
    made.stop()


@pytest.fixture
def stand_in(one_stand_in: StandIn) -> StandIn:
    one_stand_in.put(clear=True, users=USERS, channels=CHANNELS)
    return one_stand_in


@pytest.fixture
def house(sqlite_server: Server, tmp_path: Path, stand_in: StandIn) -> Iterator[House]:
    made = House(sqlite_server.copy_of("demo", _demo, tmp_path), tmp_path, stand_in)
    yield made
    made.close()
    assert stand_in.state()["faults"] == [], "Slack would have refused what was sent"
