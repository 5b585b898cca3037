"""What a channel's name suggests, and what it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.channels import suggested, wanted_channels

WANTED = wanted_channels(["Dunfearn", "St Moluag's", "Ben Àrd Learning Community"])


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("dunfearn-cluster", "cluster:Dunfearn"),
        ("asg_dunfearn", "cluster:Dunfearn"),
        ("Dunfearn", "cluster:Dunfearn"),
        ("st-moluags-cluster", "cluster:St Moluag's"),
        ("ben-ard", "cluster:Ben Àrd Learning Community"),
        ("headteachers", "headteachers"),
        ("all-heads", "headteachers"),
        ("link-officers", "officers"),
        ("mentors", "mentoring"),
    ],
)
def test_a_name_that_says_what_it_is_suggests_it(name: str, channel: str):
    assert suggested({"C1": name}, WANTED) == {"C1": channel}


@pytest.mark.parametrize("name", ["general", "dunfearn-lunch", "dunfearn-primary-staff", "random", "heads-up", ""])
def test_a_name_of_something_else_suggests_nothing(name: str):
    assert suggested({"C1": name}, WANTED) == {}


def test_of_two_the_one_that_says_cluster_is_meant():
    assert suggested({"C1": "dunfearn", "C2": "dunfearn-cluster"}, WANTED) == {"C2": "cluster:Dunfearn"}


def test_of_two_that_speak_alike_neither_is_suggested():
    assert suggested({"C1": "dunfearn-asg", "C2": "dunfearn-cluster"}, WANTED) == {}


@given(st.dictionaries(st.text(max_size=4), st.text(max_size=30), max_size=6), st.lists(st.text(max_size=12)))
def test_whatever_the_names_each_channel_is_suggested_at_most_once(channels: dict[str, str], clusters: list[str]):
    found = suggested(channels, wanted_channels(clusters))
    assert set(found) <= set(channels)
    assert len(set(found.values())) == len(found)
