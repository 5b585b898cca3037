"""Channels of a platform, from what it tells to where Cairn posts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from config.authority import Authority
from framework.channels import PlatformChannel
from handlers import channels
from handlers.cards import Card, Form
from handlers.composers import compose
from handlers.duties import plan
from store.announcements import announce
from store.channels import ChannelView, channel_at, channel_to_post, keep_channel, map_channel
from store.clock import real_now
from store.messages import claim, peek
from store.outbox import messages
from tests.handlers.conftest import NOW, Asking

CLUSTER = PlatformChannel("slack", "T1", "C1", "kilbrannan-cluster", is_member=True)
OFFICERS = PlatformChannel("slack", "T1", "C2", "link-officers", is_member=True)
LUNCH = PlatformChannel("slack", "T1", "C3", "lunch", is_member=True)


@dataclass
class Slack:
    asking: Asking
    authority: Authority

    def tells(self, *told: PlatformChannel) -> None:
        with self.asking.database.write() as session:
            channels.take_in(session, self.authority, told, NOW)

    def at(self, ref: str) -> ChannelView:
        with self.asking.database.read() as session:
            found = channel_at(session, "slack", "T1", ref)
        assert found is not None
        return found

    def posts_to(self, channel: str) -> str:
        with self.asking.database.read() as session:
            found = channel_to_post(session, "slack", channel)
        return found.ref if found else ""

    def confirms(self, refs: Collection[str]) -> Card | Form:
        ticked = ";".join(str(self.at(ref).id) for ref in refs)
        return self.asking.do("admin@a.example", "confirm_channels", channels=ticked).reply

    def sent(self) -> list[str]:
        """What administrators are sent with the next round; it counts as sent then."""
        with self.asking.database.write() as session:
            plan(session, self.authority, NOW)
        with self.asking.database.read() as session:
            waiting = peek(session, real_now())
            composed = compose(session, self.authority, waiting, NOW)
        with self.asking.database.write() as session:
            session.connection().execute(messages.update().values(state="sent"))
        return [reply.plain() for one in waiting if (reply := composed[one.id].reply) is not None]


@pytest.fixture
def slack(asking: Asking, authority: Authority) -> Slack:
    return Slack(asking, authority)


def test_names_suggest_and_an_administrator_confirms(slack: Slack):
    slack.tells(CLUSTER, OFFICERS, LUNCH)
    assert slack.posts_to("cluster:Kilbrannan") == ""
    assert "I take 2 channels to be of use to me" in slack.sent()[0]
    form = slack.asking.do("admin@a.example", "confirm_channels", step="form").reply
    assert isinstance(form, Form)
    assert [choice.label for choice in form.fields[0].choices] == [
        "#kilbrannan-cluster on Slack is the Kilbrannan cluster",
        "#link-officers on Slack is officers",
    ]
    slack.confirms(["C1", "C2"])
    assert (slack.posts_to("cluster:Kilbrannan"), slack.posts_to("officers")) == ("C1", "C2")


def test_the_same_list_told_again_is_no_news(slack: Slack):
    slack.tells(CLUSTER)
    assert len(slack.sent()) == 1
    slack.tells(CLUSTER)
    assert slack.sent() == []


def test_a_rename_is_followed_by_id(slack: Slack):
    slack.tells(CLUSTER)
    slack.confirms(["C1"])
    slack.tells(replace(CLUSTER, name="kilbrannan-heads-and-friends"))
    assert slack.posts_to("cluster:Kilbrannan") == "C1"
    assert slack.at("C1").name == "kilbrannan-heads-and-friends"


def test_cairn_says_once_that_it_is_not_in_a_channel_that_it_needs(slack: Slack):
    slack.tells(replace(CLUSTER, is_member=False))
    slack.sent()
    said = slack.confirms(["C1"])
    assert "I am not in #kilbrannan-cluster yet" in said.plain()
    slack.tells(replace(CLUSTER, is_member=False))
    assert ["I am not in it" in text for text in slack.sent()] == [True]
    slack.tells(replace(CLUSTER, is_member=False))
    assert slack.sent() == []


def test_when_it_is_invited_before_the_word_goes_out_nothing_is_said(slack: Slack):
    slack.tells(CLUSTER)
    slack.confirms(["C1"])
    slack.sent()
    slack.tells(replace(CLUSTER, is_member=False))
    slack.tells(CLUSTER)
    assert slack.sent() == []


def test_an_archived_channel_is_told_and_one_shared_with_others_is_never_posted_to(slack: Slack):
    slack.tells(CLUSTER, OFFICERS)
    slack.confirms(["C1", "C2"])
    slack.sent()
    slack.tells(replace(CLUSTER, is_archived=True))
    assert "it has been archived" in slack.sent()[0]
    slack.tells(replace(OFFICERS, is_shared=True))
    assert "shared with another organisation" in slack.sent()[0]
    assert slack.posts_to("officers") == ""


def test_a_shared_or_archived_channel_is_not_even_suggested(slack: Slack):
    slack.tells(replace(CLUSTER, is_shared=True), replace(OFFICERS, is_archived=True))
    assert slack.sent() == []
    assert (slack.at("C1").proposed, slack.at("C2").proposed) == ("", "")


def test_a_channel_is_named_by_hand_and_taken_back(slack: Slack):
    slack.tells(LUNCH, OFFICERS)
    where = str(slack.at("C3").id)
    slack.asking.do("admin@a.example", "map_channel", which="officers", where=where)
    assert slack.posts_to("officers") == "C3"
    slack.asking.do("admin@a.example", "map_channel", which="officers", where="none")
    assert slack.posts_to("officers") == ""


def test_the_list_of_channels_says_what_it_holds(slack: Slack):
    slack.tells(CLUSTER, OFFICERS)
    listed = slack.asking.do("admin@a.example", "channels").reply
    assert "missing" in listed.title
    assert "waits while it is useful" in listed.plain()
    with slack.asking.database.write() as session:
        for number, channel in enumerate(channels.wanted(session)):
            told = PlatformChannel("slack", "T1", f"C5{number}", f"c{number}", is_member=True)
            map_channel(session, keep_channel(session, told, NOW).id, channel, NOW)
    assert slack.asking.do("admin@a.example", "channels").reply.title == "Every channel has its place"
    slack.tells(PlatformChannel("slack", "T1", "C50", "c0", is_member=True, is_archived=True))
    assert slack.asking.do("admin@a.example", "channels").reply.title == "I cannot post to 1 channel"


def test_a_channel_with_a_place_on_two_platforms_says_where_it_is_posted_to(slack: Slack):
    slack.tells(CLUSTER, replace(CLUSTER, platform="teams", tenant="T2", name="Kilbrannan schools"))
    slack.confirms(["C1"])
    with slack.asking.database.write() as session:
        other = channel_at(session, "teams", "T2", "C1")
        map_channel(session, other.id, "cluster:Kilbrannan", NOW)
    listed = slack.asking.do("admin@a.example", "channels").reply.plain()
    assert "I post to #kilbrannan-cluster on Slack only" in listed


def test_naming_another_channel_takes_the_place_of_the_first(slack: Slack):
    slack.tells(LUNCH, OFFICERS)
    slack.confirms(["C2"])
    slack.asking.do("admin@a.example", "map_channel", which="officers", where=str(slack.at("C3").id))
    assert slack.posts_to("officers") == "C3"
    assert slack.at("C2").channel == ""


@pytest.mark.parametrize("email", ["head@a.example", "officer@a.example", "education@a.example"])
def test_nobody_but_an_administrator_changes_channels(slack: Slack, email: str):
    slack.tells(OFFICERS)
    where = str(slack.at("C2").id)
    assert slack.asking.do(email, "map_channel", which="officers", where=where).refused
    assert slack.asking.do(email, "confirm_channels", channels=where).refused
    assert slack.posts_to("officers") == ""


def test_which_channels_are_missing_is_answered_in_words(slack: Slack):
    slack.tells(CLUSTER)
    slack.confirms(["C1"])
    answer = slack.asking.ask("admin@a.example", "which channels are missing?").reply
    assert isinstance(answer, Card)
    assert answer.title == "4 channels missing"
    assert "the Morvarra cluster" in answer.body[1].plain()


def test_a_channel_that_is_none_of_ours_is_no_private_place(slack: Slack):
    slack.tells(CLUSTER, LUNCH)
    slack.confirms(["C1"])
    with slack.asking.database.read() as session:
        ours = channels.place_of(session, "slack", "T1", "C1")
        others = [channels.place_of(session, "slack", "T1", ref) for ref in ("C3", "C404")]
    assert ours.channel == "cluster:Kilbrannan"
    assert not any(place.is_private for place in others)


def test_a_message_for_the_channel_is_claimed_by_the_records_name(slack: Slack):
    slack.tells(CLUSTER)
    slack.confirms(["C1"])
    with slack.asking.database.write() as session:
        announce(session, "cluster:Kilbrannan", "practice_week", "week:2026-11-23", NOW)
        taken = claim(session, "me", real_now(), timedelta(minutes=2), 5, answers_only=False)
    assert slack.posts_to(taken[0].channel) == "C1"
