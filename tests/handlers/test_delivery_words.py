"""Who is told when messages do not arrive, once, and in which words."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.delivery import PAUSED, Delivery
from bot.outgoing import Outgoing, TransportError
from config.authority import Authority
from framework.channels import PlatformChannel
from handlers import channels
from handlers.delivery_words import say_failure
from handlers.duties import plan
from store.channels import channel_at
from store.delivery_lists import failed_messages
from store.duties import Message
from store.leases import set_fact
from tests.bot.fake_platform import Clock, FakePlatform, fails
from tests.handlers.conftest import NOW, Asking


@dataclass
class Post:
    """Messages on their way over a platform that some people cannot be reached on."""

    asking: Asking
    authority: Authority
    unreachable: set[int] = field(default_factory=set)
    platform: FakePlatform = field(default_factory=FakePlatform)
    page: FakePlatform = field(default_factory=lambda: FakePlatform(name="page"))
    number: int = 0

    def __post_init__(self) -> None:
        self.clock = Clock()
        self.platform.send = self._send  # type: ignore[method-assign]
        self.delivery = Delivery(self.asking.database, self.authority, [self.platform, self.page], clock=self.clock)

    def _send(self, outgoing: Outgoing) -> str:
        fault = self.platform.faults.pop(0) if self.platform.faults else None
        if fault is not None:
            fault(self.platform, outgoing)
        if outgoing.recipient_id in self.unreachable:
            raise TransportError("recipient_dead", "channel_not_found")
        if outgoing.channel:
            raise TransportError("recipient_dead", "is_archived")
        return self.platform.accept(outgoing)

    def answer(self, email: str) -> None:
        self.number += 1
        with self.asking.database.write() as session:
            session.add(
                Message(
                    recipient_id=self.asking.people[email],
                    kind="answer",
                    delivery_id=f"d{self.number}",
                    kept='{"type": "card", "title": "An answer", "body": []}',
                    next_attempt_at=self.clock.now,
                    made_at=NOW,
                )
            )

    def round(self) -> None:
        self.clock.go_on(hours=1)
        with self.asking.database.write() as session:
            plan(session, self.authority, NOW)
        self.delivery.round(NOW)

    def told(self, email: str, words: str, platform: FakePlatform | None = None) -> int:
        said = (platform or self.platform).said_to(self.asking.people[email])
        return sum(words in text for text in said)


@pytest.fixture
def post(asking: Asking, authority: Authority) -> Post:
    return Post(asking, authority)


def test_a_heads_link_officer_hears_once_that_messages_do_not_arrive(post: Post):
    post.unreachable = {post.asking.people["head@a.example"]}
    for _ in range(3):
        post.answer("head@a.example")
        post.round()
    post.round()
    assert post.told("officer@a.example", "My messages to Ailsa Munro do not arrive") == 1
    assert post.told("admin@a.example", "Ailsa Munro") == 0


def test_when_something_arrives_again_a_later_silence_is_told_anew(post: Post):
    head = post.asking.people["head@a.example"]
    for unreachable in ({head}, set(), {head}):
        post.unreachable = unreachable
        post.answer("head@a.example")
        post.round()
        post.round()
    assert post.told("officer@a.example", "My messages to Ailsa Munro do not arrive") == 2


def test_of_an_officer_the_administrators_hear(post: Post):
    post.unreachable = {post.asking.people["officer@a.example"]}
    post.answer("officer@a.example")
    post.round()
    post.round()
    assert post.told("admin@a.example", "I cannot reach Rhona Blair") == 1


def test_nobody_is_told_of_themselves(post: Post):
    post.unreachable = {post.asking.people["admin@a.example"]}
    post.answer("admin@a.example")
    post.round()
    post.round()
    assert post.told("admin@a.example", "I cannot reach") == 0


def test_a_post_to_an_archived_channel_is_a_dead_letter_and_a_word_to_the_administrator(post: Post):
    told = PlatformChannel("slack", "T1", "C1", "officers", is_member=True)
    with post.asking.database.write() as session:
        channels.take_in(session, post.authority, [told], NOW)
        found = channel_at(session, "slack", "T1", "C1")
    assert found is not None
    post.asking.do("admin@a.example", "confirm_channels", channels=str(found.id))
    with post.asking.database.write() as session:
        session.add(
            Message(
                channel="officers",
                kind="answer",
                delivery_id="to-officers",
                kept='{"type": "card", "title": "News", "body": []}',
                next_attempt_at=post.clock.now,
                made_at=NOW,
            )
        )
    post.round()
    post.round()
    with post.asking.database.read() as session:
        assert [row["state"] for row in failed_messages(session)] == ["dead"]
    assert post.told("admin@a.example", "it has been archived") == 1


def test_a_shut_out_app_alerts_every_administrator_once_over_what_is_left(post: Post):
    for _ in range(2):
        post.answer("head@a.example")
    post.platform.faults = [fails("credential"), fails("credential")]
    for _ in range(3):
        post.round()
    assert post.told("admin@a.example", "Nothing is sent just now", post.page) == 1
    assert post.told("head@a.example", "Nothing is sent", post.page) == 0


def test_a_second_pause_alerts_again(post: Post):
    for _ in range(2):
        post.answer("head@a.example")
        post.platform.faults = [fails("credential"), fails("credential")]
        post.round()
        post.round()
        with post.asking.database.write() as session:
            set_fact(session, PAUSED, "")
    assert post.told("admin@a.example", "Nothing is sent just now", post.page) == 2


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        ("recipient_dead: channel_not_found", "the platform knows no such conversation"),
        ("credential: token_revoked", "my token was revoked"),
        ("may have been sent", "it may have been sent: the platform did not say"),
        ("ambiguous: is_archived", "it may have been sent; the channel has been archived"),
        ("recipient_dead: something_new", "this conversation takes no messages (something_new)"),
        ("turned down by the recipient", "turned down by the recipient"),
        ("", ""),
    ],
)
def test_a_failure_is_said_in_words_and_never_swallowed(failure: str, words: str):
    assert say_failure(failure) == words


def test_the_overview_says_what_may_have_been_sent(post: Post):
    with post.asking.database.write() as session:
        session.add(
            Message(
                kind="digest", delivery_id="x", state="unknown", next_attempt_at=NOW, made_at=NOW, channel="officers"
            )
        )
        set_fact(session, PAUSED, "credential: token_revoked")
    text = post.asking.do("admin@a.example", "home").reply.plain()
    assert "1 message may have been sent." in text
    assert "Sending is paused: my token was revoked." in text
