"""What has no address yet: it waits for an account or a channel's place, and goes out when that is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from bot.app import make_delivery
from bot.cli.checking import _waiting
from bot.web.transport import LocalTransport
from store.accounts import confirm_account, waiting_profiles
from store.announcements import announce
from store.channels import channel_at, map_channel
from store.clock import real_now
from store.local_page import can_open_page
from tests.bot.slack.house import HEAD, House


def as_a_real_record(house: House) -> None:
    """Nobody has the local page there who did not open it."""
    delivery = make_delivery(house.cairn)
    page = LocalTransport(house.cairn.database, has_channels=False, has_everybody=False)
    house.delivery = replace(delivery, transports=[delivery.transports[0], page])


def unlink(house: House) -> None:
    with house.cairn.database.write() as session:
        session.connection().execute(text('DELETE FROM account WHERE "user" = :user'), {"user": HEAD})


def of_head(house: House) -> list[tuple[str, str]]:
    with house.cairn.database.read() as session:
        rows = session.execute(
            text("SELECT state, platform FROM message WHERE recipient_id = 3 AND kind = 'digest' ORDER BY id")
        )
        return [(row.state, row.platform) for row in rows]


def findings(house: House) -> str:
    with house.cairn.database.read() as session:
        return "\n".join(finding.words for finding in _waiting(session))


def test_a_reminder_of_somebody_not_linked_waits_and_goes_out_once_they_are(house: House):
    as_a_real_record(house)
    unlink(house)
    before = len(of_head(house))
    house.round()
    assert of_head(house)[before:] == [("due", "")], "not on a page that its reader never opened"
    assert "without an account" in findings(house)
    house.round()
    assert of_head(house)[before:] == [("due", "")], "one message waits, however often it is tried"
    house.cairn.slack.visitors.meet_everybody()
    with house.cairn.database.write() as session:
        (profile,) = [one for one in waiting_profiles(session) if one.user == HEAD]
        confirm_account(session, profile, 3, house.cairn.now())
    house.round()
    assert of_head(house)[before:] == [("sent", "slack")]
    assert house.stand_in.posts("D0HEAD")


def test_who_has_opened_the_page_is_reached_there(house: House):
    as_a_real_record(house)
    unlink(house)
    with house.cairn.database.write() as session:
        statement = text(
            "INSERT INTO page_session (token_hash, person_id, kind, made_at, expires_at) "
            "VALUES ('x', 3, 'personal', :now, :later)"
        )
        now = real_now().replace(tzinfo=None)
        values = {"now": f"{now:%F %T.%f}", "later": f"{now + timedelta(days=1):%F %T.%f}"}
        session.connection().execute(statement, values)
    with house.cairn.database.read() as session:
        assert can_open_page(session, 3, real_now())
        assert not can_open_page(session, 3, real_now() + timedelta(days=2))
    before = len(of_head(house))
    house.round()
    assert of_head(house)[before:] == [("sent", "page")]


def test_a_post_for_a_channel_without_a_place_waits_until_it_has_one(house: House):
    house.cairn.slack.take_in_channels()
    with house.cairn.database.write() as session:
        number = session.execute(text("SELECT id FROM practice WHERE state = 'shared' LIMIT 1")).scalar()
        announce(session, "cluster:Craigvarra", "practice_new", f"practice:{number}", house.cairn.now())
    house.round()
    assert "Craigvarra" in findings(house)
    with house.cairn.database.write() as session:
        found = channel_at(session, "slack", "T0HOME", "C0CLUSTER")
        map_channel(session, found.id, "cluster:Craigvarra", house.cairn.now())
    house.round()
    assert house.stand_in.posts("C0CLUSTER")


def test_at_the_start_everybody_whom_the_record_knows_is_met_and_nobody_else_is_kept(house: House):
    unlink(house)
    house.stand_in.put(fates={"users.list": ["limited:1"]})
    waited: list[float] = []
    house.cairn.slack.visitors.meet_everybody(waited.append)
    with house.cairn.database.read() as session:
        kept = set(session.execute(text('SELECT "user" FROM platform_profile')).scalars())
    assert waited == [1.0]
    assert HEAD in kept
    assert "U0NOBODY" not in kept
