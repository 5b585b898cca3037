"""Who may use which channel."""

import pytest

from bot.web.channels import channels_of, conversations_of
from framework.access import Standing

CLUSTERS = {1: "Inver", 2: "Kilmory", 3: ""}


@pytest.mark.parametrize(
    ("standing", "channels"),
    [
        (
            Standing(1, roles=frozenset({"headteacher"}), heads=frozenset({1})),
            ("headteachers", "cluster:Inver", "mentoring"),
        ),
        (Standing(1, roles=frozenset({"depute"}), heads=frozenset({3})), ("headteachers", "mentoring")),
        (
            Standing(1, roles=frozenset({"link_officer"}), links=frozenset({1, 2})),
            ("headteachers", "cluster:Inver", "cluster:Kilmory", "mentoring", "officers"),
        ),
        (Standing(1, roles=frozenset({"cluster_lead"}), leads=frozenset({2})), ("headteachers", "cluster:Kilmory")),
        (
            Standing(1, roles=frozenset({"quality_manager"})),
            ("headteachers", "cluster:Inver", "cluster:Kilmory", "mentoring", "officers"),
        ),
        (Standing(1, roles=frozenset({"administrator"})), ("officers",)),
        (Standing(1, roles=frozenset({"support_provider"}), supports=frozenset({1})), ()),
        (Standing(1), ()),
    ],
)
def test_channels_follow_from_the_posts_held(standing, channels):
    assert channels_of(standing, CLUSTERS) == channels


def test_without_a_person_there_is_no_conversation():
    assert conversations_of(Standing(), ("officers",)) == ()


def test_somebody_elses_conversation_reads_like_one_that_does_not_exist(browser):
    others = browser.get("/c/dm:2")
    assert others.status_code == 404
    for key in ("dm:999", "channel:officers", "channel:cluster:Kilmory", "channel:cluster:../x", "nonsense"):
        answer = browser.get(f"/c/{key}")
        assert (answer.status_code, answer.text) == (404, others.text)


def test_nothing_can_be_said_where_one_may_not_read(workspace, browser):
    for key in ("dm:2", "channel:officers", "channel:cluster:Kilmory", ""):
        assert browser.say("hello", key).status_code == 404
        assert browser.act("help", key=key).status_code == 404
    assert workspace.asked == []


def test_the_channel_of_a_post_closes_when_the_post_ends(workspace, browser):
    browser.post("/be", person="5")
    assert browser.get("/c/channel:cluster:Kilmory").status_code == 200
    browser.post("/clock", step="date", to="2026-12-01")
    assert browser.get("/c/channel:cluster:Kilmory").status_code == 404
