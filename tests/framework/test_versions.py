"""What changed in a framework, in sentences."""

from __future__ import annotations

from framework.versions import changes

BEFORE = {
    "tiers": {"targeted": {"label": "Targeted", "visits": 5}},
    "criteria": {
        "low": {"label": "Low attendance", "below": 89.6, "sectors": ["primary"]},
        "old": {"label": "An old one"},
    },
}


def test_nothing_changed_is_nothing_said():
    assert changes(BEFORE, BEFORE) == []


def test_what_is_new_gone_and_different_is_said():
    now = {
        "tiers": {"targeted": {"label": "Targeted", "visits": 6}},
        "criteria": {
            "low": {"label": "Low attendance", "below": 90.0, "sectors": []},
            "new": {"label": "Something new"},
        },
        "measures": {"roll": {"label": "Roll"}},
    }
    assert changes(BEFORE, now) == [
        "Targeted (tier): visits a session was 5 and is 6.",
        "Low attendance (criterion): threshold was 89.6 and is 90.",
        "Low attendance (criterion): sectors was primary and is nothing.",
        "New criterion: Something new.",
        "No longer a criterion: An old one.",
        "New measure: Roll.",
    ]


def test_a_new_name_is_told():
    now = {"tiers": {"targeted": {"label": "Enhanced", "visits": 5}}}
    assert "Enhanced (tier): name was “Targeted” and is “Enhanced”." in changes(BEFORE, now)
