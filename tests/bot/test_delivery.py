"""Delivery against a platform that fails in every way it can: nothing lost, nothing posted twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot.delivery import LEASE, MOST_ATTEMPTS, PAUSED, Delivery
from bot.round import run_round
from config.authority import load_authority
from handlers.duties import plan
from store.database import Database
from store.delivery_lists import retry_messages
from store.duties import Message
from store.leases import fact, set_fact
from tests.bot.fake_platform import (
    Clock,
    FakePlatform,
    Killed,
    fails,
    is_killed_after,
    is_killed_before,
    loses_the_reply,
)
from tests.crash.small_record import (
    MONDAY,
    duties_in,
    fill,
    local,
    messages_in,
    of_visits_alone,
    put,
    put_answer,
    put_visit,
)

AUTHORITY = of_visits_alone(load_authority(None))


@pytest.fixture
def small(database):
    return fill(database)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def platform():
    return FakePlatform()


@pytest.fixture
def delivery(database, platform, clock):
    return Delivery(database, AUTHORITY, [platform], owner="the sender", clock=clock)


def states(database):
    return [message.state for message in messages_in(database)]


def lay_out(database, now=MONDAY):
    with database.write() as session:
        return plan(session, AUTHORITY, now)


def resume(database):
    with database.write() as session:
        set_fact(session, PAUSED, "")


def test_a_rate_limit_puts_one_message_off_and_lets_the_others_through(database, small, delivery, platform, clock):
    for words in ("one", "two", "three"):
        put_answer(database, small.morag, words)
    platform.faults = [fails("replay_safe", retry_after=45)]

    delivery.round(MONDAY)

    assert sorted(states(database)) == ["due", "sent", "sent"]
    waiting = next(message for message in messages_in(database) if message.state == "due")
    assert waiting.next_attempt_at == clock.now + timedelta(seconds=45)
    assert waiting.delivery_id not in platform.ids()


def test_a_rate_limited_message_goes_out_once_its_time_has_come_and_not_before(
    database, small, delivery, platform, clock
):
    put_answer(database, small.morag, "one")
    platform.faults = [fails("replay_safe", retry_after=45)]
    delivery.round(MONDAY)

    clock.go_on(seconds=44)
    assert delivery.round(MONDAY).attempts == ()
    clock.go_on(seconds=1)
    delivery.round(MONDAY)

    assert states(database) == ["sent"]
    assert platform.ids() == ["answer-one"]


def test_a_platform_that_asks_to_wait_no_time_does_not_use_up_the_attempts_at_once(database, small, delivery, platform):
    put_answer(database, small.morag, "one")
    platform.faults = [fails("replay_safe", retry_after=0)] * (MOST_ATTEMPTS + 1)

    delivery.round(MONDAY)

    assert states(database) == ["due"]


def test_a_lost_reply_is_looked_for_and_not_posted_again(database, small, delivery, platform, clock):
    put_answer(database, small.morag, "one")
    platform.faults = [loses_the_reply]

    delivery.round(MONDAY)
    assert states(database) == ["due"]
    clock.go_on(hours=1)
    delivery.round(MONDAY)

    assert platform.looked_for == ["answer-one"]
    assert platform.ids() == ["answer-one"]
    assert [m.platform_reference for m in messages_in(database)] == ["ref:answer-one"]


def test_a_lost_request_is_looked_for_and_then_posted(database, small, delivery, platform, clock):
    put_answer(database, small.morag, "one")
    platform.faults = [fails("ambiguous")]

    delivery.round(MONDAY)
    clock.go_on(hours=1)
    delivery.round(MONDAY)

    assert platform.looked_for == ["answer-one"]
    assert platform.ids() == ["answer-one"]
    assert states(database) == ["sent"]


@pytest.mark.parametrize("kind", ["replay_safe", "ambiguous"])
def test_a_search_that_fails_is_no_leave_to_post_again(database, small, delivery, platform, clock, kind):
    put_answer(database, small.morag, "one")
    platform.faults = [loses_the_reply]
    platform.find_faults = [fails(kind, retry_after=1)]

    for _ in range(3):
        delivery.round(MONDAY)
        clock.go_on(hours=1)

    assert platform.ids() == ["answer-one"]
    assert states(database) == ["sent"]


def test_a_pause_does_not_forget_that_a_message_may_have_been_posted(database, small, delivery, platform, clock):
    put_answer(database, small.morag, "one")
    platform.faults = [loses_the_reply]
    delivery.round(MONDAY)
    clock.go_on(hours=1)
    platform.find_faults = [fails("credential")]

    assert delivery.round(MONDAY).paused
    resume(database)
    delivery.round(MONDAY)

    assert platform.ids() == ["answer-one"]
    assert states(database) == ["sent"]


def test_a_pause_does_not_forget_what_a_killed_sender_may_have_posted(database, small, delivery, platform, clock):
    put_answer(database, small.morag, "one")
    put_answer(database, small.morag, "two")
    platform.faults = [None, is_killed_after]
    with pytest.raises(Killed):
        delivery.round(MONDAY)
    clock.go_on(hours=1)
    platform.find_faults = [fails("credential")]

    assert delivery.round(MONDAY).paused
    resume(database)
    delivery.round(MONDAY)

    assert sorted(platform.ids()) == ["answer-one", "answer-two"]
    assert states(database) == ["sent", "sent"]


@pytest.mark.parametrize("kind", ["recipient_dead", "bug"])
def test_what_can_never_be_delivered_is_a_dead_letter(database, small, delivery, platform, clock, kind):
    put_answer(database, small.morag, "one")
    platform.faults = [fails(kind)]

    delivery.round(MONDAY)
    clock.go_on(days=1)
    delivery.round(MONDAY)

    message, *told = messages_in(database)
    assert (message.state, message.kept) == ("dead", "")
    assert message.failure.startswith(kind)
    assert platform.tried[0] == "answer-one"
    assert platform.tried.count("answer-one") == 1
    assert len(told) == (kind == "bug"), "who waits for what was refused is told in a sentence"


def test_a_dead_letter_takes_its_duties_along(database, small, delivery, platform):
    put_visit(database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    lay_out(database)
    platform.faults = [fails("recipient_dead"), fails("recipient_dead")]

    delivery.round(MONDAY)

    gathered = [duty for duty in duties_in(database) if duty.message_id is not None]
    assert gathered
    assert {duty.state for duty in gathered} == {"dead"}
    assert all(duty.why_ended.startswith("recipient_dead") for duty in gathered)


def test_what_is_for_a_person_without_an_account_waits_while_it_is_useful(database, small, delivery, platform):
    put_answer(database, small.morag, "one")
    platform.strangers = frozenset({small.morag})

    delivery.round(MONDAY)

    assert states(database) == ["due"]
    assert platform.tried == []


def test_a_message_goes_by_the_first_platform_that_reaches_the_person(database, small, platform, clock):
    put_answer(database, small.morag, "one")
    put_answer(database, small.alan, "two")
    first = FakePlatform("first", strangers=frozenset({small.alan}))

    Delivery(database, AUTHORITY, [first, platform], clock=clock).round(MONDAY)

    assert (first.ids(), platform.ids()) == (["answer-one"], ["answer-two"])
    assert [m.platform for m in messages_in(database)] == ["first", "fake"]


def test_a_shut_out_app_pauses_all_sending_and_loses_no_row(database, small, delivery, platform, clock):
    for words in ("one", "two", "three"):
        put_answer(database, small.morag, words)
    platform.faults = [fails("credential")]

    first = delivery.round(MONDAY)
    clock.go_on(hours=1)
    second = delivery.round(MONDAY)

    assert first.paused.startswith("credential")
    assert second.paused == first.paused
    assert (second.attempts, len(platform.tried)) == ((), 1)
    assert states(database) == ["due"] * 3


def test_after_a_pause_everything_goes_out_once(database, small, delivery, platform):
    for words in ("one", "two", "three"):
        put_answer(database, small.morag, words)
    platform.faults = [fails("credential")]
    delivery.round(MONDAY)

    resume(database)
    delivery.round(MONDAY)

    assert sorted(platform.ids()) == ["answer-one", "answer-three", "answer-two"]
    assert states(database) == ["sent"] * 3


def test_pauses_use_up_no_attempts(database, small, delivery, platform, clock):
    put_answer(database, small.morag, "one")
    for _ in range(MOST_ATTEMPTS + 1):
        platform.faults = [fails("credential")]
        delivery.round(MONDAY)
        resume(database)
    platform.faults = [fails("replay_safe", retry_after=1)]
    delivery.round(MONDAY)
    clock.go_on(hours=1)
    delivery.round(MONDAY)

    assert states(database) == ["sent"]


def test_what_may_have_been_sent_where_nobody_can_tell_is_not_sent_again(database, small, clock):
    mute = FakePlatform("mute", can_reconcile=False, faults=[loses_the_reply])
    delivery = Delivery(database, AUTHORITY, [mute], clock=clock)
    put_answer(database, small.morag, "one")

    delivery.round(MONDAY)
    clock.go_on(days=1)
    delivery.round(MONDAY)

    [message] = messages_in(database)
    assert (message.state, message.kept, message.failure) == ("unknown", "", "may have been sent")
    assert mute.ids() == ["answer-one"]


def test_what_may_have_been_sent_stays_unknown_at_the_last_attempt_too(database, small, clock):
    mute = FakePlatform("mute", can_reconcile=False, faults=[loses_the_reply])
    put_answer(database, small.morag, "one", attempts=MOST_ATTEMPTS - 1)

    Delivery(database, AUTHORITY, [mute], clock=clock).round(MONDAY)

    assert states(database) == ["unknown"]


def test_a_sender_killed_where_nobody_can_tell_leaves_its_message_unknown(database, small, clock):
    mute = FakePlatform("mute", can_reconcile=False, faults=[is_killed_after])
    delivery = Delivery(database, AUTHORITY, [mute], clock=clock)
    put_answer(database, small.morag, "one")
    with pytest.raises(Killed):
        delivery.round(MONDAY)

    clock.go_on(hours=1)
    delivery.round(MONDAY)

    assert (states(database), mute.ids()) == (["unknown"], ["answer-one"])


def test_a_kill_where_nobody_can_tell_costs_no_message_that_was_not_tried(database, small, clock):
    mute = FakePlatform("mute", can_reconcile=False, faults=[is_killed_after])
    delivery = Delivery(database, AUTHORITY, [mute], clock=clock)
    for words in ("one", "two", "three"):
        put_answer(database, small.morag, words)
    with pytest.raises(Killed):
        delivery.round(MONDAY)

    clock.go_on(hours=1)
    delivery.round(MONDAY)

    assert sorted(mute.ids()) == ["answer-one", "answer-three", "answer-two"]


def test_beside_a_platform_that_cannot_tell_the_other_is_still_asked_and_sent_to(database, small, platform, clock):
    mute = FakePlatform("mute", can_reconcile=False)
    platform.faults = [fails("ambiguous")]
    put_answer(database, small.morag, "one")
    delivery = Delivery(database, AUTHORITY, [platform, mute], clock=clock)

    delivery.round(MONDAY)
    clock.go_on(hours=1)
    delivery.round(MONDAY)

    assert (states(database), platform.ids(), mute.ids()) == (["sent"], ["answer-one"], [])


def test_a_message_that_fails_ten_times_is_a_dead_letter(database, small, delivery, platform, clock):
    put_answer(database, small.morag, "one")
    platform.faults = [fails("ambiguous")] * 50

    for _ in range(MOST_ATTEMPTS + 5):
        delivery.round(MONDAY)
        clock.go_on(hours=1)

    assert states(database) == ["dead"]
    assert len(platform.tried) == MOST_ATTEMPTS


def test_kills_use_up_no_attempts(database, small, delivery, platform, clock):
    put_answer(database, small.morag, "one")
    for _ in range(MOST_ATTEMPTS + 1):
        platform.faults = [is_killed_before]
        with pytest.raises(Killed):
            delivery.round(MONDAY)
        clock.go_on(hours=1)
    platform.faults = [fails("ambiguous")]
    for _ in range(2):
        delivery.round(MONDAY)
        clock.go_on(hours=1)

    assert (states(database), platform.ids()) == (["sent"], ["answer-one"])


def test_a_dead_letter_that_may_have_been_posted_is_looked_for_when_it_is_retried(
    database, small, delivery, platform, clock
):
    put_visit(database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    lay_out(database)
    platform.faults = [loses_the_reply, loses_the_reply]
    platform.find_faults = [fails("ambiguous")] * 50
    for _ in range(MOST_ATTEMPTS + 1):
        delivery.round(MONDAY)
        clock.go_on(hours=1)
    assert set(states(database)) == {"dead"}
    platform.find_faults = []

    with database.write() as session:
        retry_messages(session, None)
    delivery.round(MONDAY)

    assert set(states(database)) == {"sent"}
    assert len(platform.ids()) == len(set(platform.ids())) == 2


def test_attempts_come_further_and_further_apart(database, small, delivery, platform, clock):
    put_answer(database, small.morag, "one")
    platform.faults = [fails("ambiguous")] * 50
    waits = []
    for _ in range(4):
        delivery.round(MONDAY)
        waits.append((messages_in(database)[0].next_attempt_at - clock.now).total_seconds())
        clock.go_on(hours=1)

    assert waits == [30, 60, 120, 240]


def test_the_words_of_an_answer_are_wiped_once_it_is_sent(database, small, delivery, platform):
    put_answer(database, small.morag, "one")
    delivery.round(MONDAY)

    [message] = messages_in(database)
    assert (message.state, message.kept) == ("sent", "")
    assert platform.said_to(small.morag) == ["one"]


def test_an_answer_nobody_could_be_given_in_time_is_wiped_and_not_sent_late(database, small, delivery, platform, clock):
    put_answer(database, small.morag, "one", send_by=clock.now - timedelta(seconds=1))
    delivery.round(MONDAY)

    [message] = messages_in(database)
    assert (message.state, message.kept, platform.posts) == ("expired", "", [])


def test_an_answer_that_reached_its_person_is_not_called_expired(database, small, delivery, platform, clock):
    put_answer(database, small.morag, "one", send_by=clock.now + timedelta(minutes=30))
    platform.faults = [loses_the_reply]
    delivery.round(MONDAY)
    clock.go_on(hours=1)
    delivery.round(MONDAY)

    assert (states(database), platform.ids()) == (["sent"], ["answer-one"])


def test_an_answer_goes_out_in_the_evening_and_a_reminder_waits_for_the_morning(database, small, delivery, platform):
    put_visit(database, small.fearnbrae, None, "2026-11-25 10:00")
    lay_out(database, local("2026-11-24 17:29"))
    put_answer(database, small.morag, "one")

    delivery.round(local("2026-11-24 17:31"))
    assert platform.ids() == ["answer-one"]
    delivery.round(local("2026-11-25 08:00"))

    assert len(platform.said_to(small.alan)) == 1


@pytest.mark.parametrize("killed", [is_killed_before, is_killed_after])
def test_a_lease_that_ran_out_is_reconciled_before_anything_is_sent(database, small, delivery, platform, clock, killed):
    put_answer(database, small.morag, "one")
    platform.faults = [killed]
    with pytest.raises(Killed):
        delivery.round(MONDAY)
    other = Delivery(database, AUTHORITY, [platform], owner="another sender", clock=clock)

    clock.go_on(seconds=LEASE.total_seconds() - 1)
    assert other.round(MONDAY).attempts == ()
    clock.go_on(seconds=1)
    other.round(MONDAY)

    assert platform.looked_for == ["answer-one"]
    assert platform.ids() == ["answer-one"]
    assert states(database) == ["sent"]


def test_a_sender_that_lost_its_lease_changes_nothing_of_what_the_next_one_recorded(database, small, platform, clock):
    put_answer(database, small.morag, "one")
    second = Delivery(database, AUTHORITY, [platform], owner="second", clock=clock)

    def stalls(on, outgoing):
        on.accept(outgoing)
        clock.go_on(hours=1)
        second.round(MONDAY)
        raise_late = fails("bug")
        raise_late(on, outgoing)

    platform.faults = [stalls]
    Delivery(database, AUTHORITY, [platform], owner="first", clock=clock).round(MONDAY)

    assert (states(database), platform.ids()) == (["sent"], ["answer-one"])


def test_a_slow_batch_sends_nothing_that_another_sender_has_taken_over(database, small, platform, clock):
    for number in range(12):
        put_answer(database, small.morag, f"{number}")
    second = Delivery(database, AUTHORITY, [platform], owner="second", clock=clock)

    def slow(_platform, _outgoing):
        clock.go_on(seconds=25)

    def slow_and_overtaken(_platform, _outgoing):
        clock.go_on(seconds=25)
        platform.faults, kept = [], platform.faults
        second.round(MONDAY)
        platform.faults = kept

    platform.faults = [slow] * 4 + [slow_and_overtaken] + [slow] * 7
    Delivery(database, AUTHORITY, [platform], owner="first", clock=clock).round(MONDAY)
    clock.go_on(hours=1)
    second.round(MONDAY)

    assert sorted(platform.ids()) == sorted(f"answer-{number}" for number in range(12))
    assert set(states(database)) == {"sent"}


def test_several_senders_at_once_never_send_one_message_twice(database, small):
    for number in range(60):
        put_answer(database, small.morag, f"{number}")
    platform = FakePlatform()
    senders = 2 if database.is_sqlite else 4

    def send(number: int) -> int:
        own = Database(database.url)
        delivered = Delivery(own, AUTHORITY, [platform], owner=f"sender {number}", batch=3, clock=Clock()).round(MONDAY)
        own.close()
        return len(delivered.attempts)

    with ThreadPoolExecutor(senders) as pool:
        attempts = sum(pool.map(send, range(senders)))

    assert sorted(platform.ids()) == sorted(f"answer-{number}" for number in range(60))
    assert attempts == 60


def test_several_duties_of_one_person_come_in_one_message(database, small, delivery, platform):
    put_visit(database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    put_visit(database, small.tarrieburn, small.morag, "2026-11-24 14:00")

    lay_out(database)
    delivery.round(MONDAY)

    [words] = platform.said_to(small.morag)
    assert "2 things for you" in words
    assert "Fearnbrae" in words
    assert "Tarrieburn" in words
    assert len(platform.said_to(small.alan)) == len(platform.said_to(small.kirsty)) == 1


def test_a_duty_that_arrives_before_the_claim_joins_the_message_that_waits(database, small, delivery, platform):
    put_visit(database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    lay_out(database)
    put_visit(database, small.tarrieburn, small.morag, "2026-11-24 14:00")
    lay_out(database)

    delivery.round(MONDAY)

    assert len(platform.said_to(small.morag)) == 1


def test_the_members_of_a_message_are_frozen_when_it_is_claimed(database, small, delivery, platform):
    put_visit(database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    lay_out(database)

    def meanwhile(_platform, _outgoing):
        put_visit(database, small.tarrieburn, small.morag, "2026-11-24 14:00")
        lay_out(database)

    platform.faults = [meanwhile]
    delivery.round(MONDAY)
    delivery.round(MONDAY)

    first, second = platform.said_to(small.morag)
    assert "Tarrieburn" not in first
    assert "Tarrieburn" in second
    assert {duty.state for duty in duties_in(database) if duty.rule == "visit_upcoming:1"} == {"sent"}


def test_nothing_joins_a_message_that_may_have_been_posted_already(database, small, delivery, platform, clock):
    put_visit(database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    lay_out(database)
    platform.faults = [loses_the_reply, loses_the_reply]
    delivery.round(MONDAY)

    put_visit(database, small.tarrieburn, small.morag, "2026-11-24 14:00")
    lay_out(database)
    clock.go_on(hours=1)
    delivery.round(MONDAY)

    assert ["Tarrieburn" in words for words in platform.said_to(small.morag)] == [False, True]


def test_a_message_that_cannot_be_made_does_not_hold_up_the_others(database, small, delivery, platform, clock):
    put_answer(database, small.morag, "broken", kept='{"type": "nothing known"}')
    put_answer(database, small.morag, "one")

    delivery.round(MONDAY)
    clock.go_on(hours=1)
    delivery.round(MONDAY)

    assert "answer-one" in platform.ids()
    assert states(database) == ["dead", "sent", "sent"], "and who asked is told that it could not be shown"


def test_a_platform_that_stumbles_over_an_address_does_not_hold_up_the_others(database, small, clock):
    class Stumbling(FakePlatform):
        def reaches(self, outgoing):
            if outgoing.recipient_id == small.alan:
                raise KeyError("address")
            return True

    platform = Stumbling()
    put_answer(database, small.alan, "one")
    put_answer(database, small.morag, "two")

    Delivery(database, AUTHORITY, [platform], clock=clock).round(MONDAY)

    assert platform.ids() == ["answer-two"]
    assert states(database)[1] == "sent"


def test_a_fault_of_the_platforms_kit_counts_as_ambiguous(database, small, delivery, platform, clock):
    def breaks(on, outgoing):
        on.accept(outgoing)
        raise RuntimeError("out of the kit")

    put_answer(database, small.morag, "one")
    platform.faults = [breaks]
    delivery.round(MONDAY)
    clock.go_on(hours=1)
    delivery.round(MONDAY)

    assert (states(database), platform.ids()) == (["sent"], ["answer-one"])


class WatchedDatabase(Database):
    """Says of each write transaction whether it waited for the disk."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.durable: list[bool] = []

    @contextmanager
    def write(self, *, durable: bool = True):
        self.durable.append(durable)
        with super().write(durable=durable) as session:
            yield session


class CutOffDatabase(Database):
    """Its connection is cut in every read once `cut` is set."""

    cut = False

    @contextmanager
    def read(self):
        with super().read() as session:
            if self.cut:
                raise OperationalError("SELECT 1", {}, Exception("the connection was cut"))
            yield session


def test_a_record_that_cannot_be_read_for_a_moment_makes_no_dead_letter(database, small, platform, clock):
    put_answer(database, small.morag, "one")
    cut_off = CutOffDatabase(database.url)
    delivery = Delivery(cut_off, AUTHORITY, [platform], clock=clock)
    claim_of = delivery._claim

    def claim_and_cut(*given):
        cut_off.cut = True
        return claim_of(*given)

    object.__setattr__(delivery, "_claim", claim_and_cut)
    with pytest.raises(OperationalError):
        delivery.round(MONDAY)
    cut_off.cut = False
    cut_off.close()
    clock.go_on(hours=1)
    Delivery(database, AUTHORITY, [platform], clock=clock).round(MONDAY)

    assert (states(database), platform.ids()) == (["sent"], ["answer-one"])


def test_a_claim_waits_for_the_disk_since_a_forgotten_one_would_be_posted_twice(database, small, platform, clock):
    put_answer(database, small.morag, "one")
    watched = WatchedDatabase(database.url)

    Delivery(watched, AUTHORITY, [platform], clock=clock).round(MONDAY)
    watched.close()

    assert watched.durable[0] is True


def test_a_round_without_the_planning_lease_still_sends_and_says_who_plans(database, small, platform, clock):
    first = Delivery(database, AUTHORITY, [platform], owner="first", clock=clock)
    second = Delivery(database, AUTHORITY, [platform], owner="second", clock=clock)
    run_round(first, MONDAY)
    put_visit(database, small.fearnbrae, small.morag, "2026-11-24 10:00")
    put_answer(database, small.morag, "one")

    done = run_round(second, MONDAY)

    assert (done.leader, done.planned.laid_out, platform.ids()) == ("first", 0, ["answer-one"])


def test_a_message_to_a_channel_goes_to_the_channel(database, small, delivery, platform):
    row = Message(
        channel="officers",
        kind="answer",
        kept='{"type":"card","title":"Word to all"}',
        delivery_id="to-all",
        next_attempt_at=MONDAY - timedelta(days=3650),
        made_at=MONDAY,
    )
    put(database, row)
    delivery.round(MONDAY)

    assert [(post.channel, post.recipient_id) for post in platform.posts] == [("officers", None)]


def test_the_pause_is_read_from_the_record_by_every_sender(database, small, delivery, platform, clock):
    put_answer(database, small.morag, "one")
    platform.faults = [fails("credential")]
    delivery.round(MONDAY)

    other = Delivery(database, AUTHORITY, [platform], owner="another sender", clock=clock)

    assert other.round(MONDAY).paused
    with database.read() as session:
        assert fact(session, PAUSED).startswith("credential")
