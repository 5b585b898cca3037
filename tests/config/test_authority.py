"""An authority's own files: what is wrong is said with file, key and reason; what is right is used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.authority import DEFAULTS, load_authority
from config.problems import ConfigProblem


def _with(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_our_defaults_load_and_need_no_folder():
    authority = load_authority(None)
    assert [tier.key for tier in authority.framework.tiers] == ["universal", "targeted", "intensive"]
    assert len(authority.themes.themes) == 40


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("framework.toml", "tiers = [", "framework.toml cannot be read as TOML"),
        ("framework.toml", '[[tiers]]\nkey = "a"\nlabel = "A"\nrank = "high"', "framework.toml, tiers, entry 1, rank"),
        ("framework.toml", '[[tiers]]\nkey = "a"\nlabel = "A"\nrank = 1\ncolour = "red"', "does not know this key"),
        ("framework.toml", "tiers = []", "framework.toml, tiers"),
        ("framework.toml", "[sending]\nfirst = 01:30:00\nlast = 17:00:00", "no sending time between 01:00 and 02:00"),
        ("framework.toml", "[sending]\nfirst = 18:00:00\nlast = 17:00:00", "'first' must be earlier than 'last'"),
        ("framework.toml", '[access]\ntier = ["the_janitor"]', "'the_janitor' in tier is no relation to a school"),
        ("framework.toml", '[access]\nsalaries = ["everyone"]', "'salaries' is nothing that access is about"),
        (
            "framework.toml",
            '[[tiers]]\nkey="a"\nlabel="Same"\nrank=1\n[[tiers]]\nkey="b"\nlabel="same"\nrank=2',
            "names both a and b",
        ),
        ("framework.toml", '[[reminders]]\nkey="visit_upcoming"\nlabel="x"\nto=["headteacher"]', "school_days_before"),
        (
            "school_year.toml",
            'sessions = [{name="x", first=2026-08-17, last=2026-09-01}]',
            "lasts five to twelve months",
        ),
        (
            "school_year.toml",
            '[[sessions]]\nname="x"\nfirst=2026-08-17\nlast=2027-06-25\n[[sessions.closures]]\nname="c"\n'
            "first=2026-10-20\nlast=2026-10-10",
            "ends (2026-10-10) before it begins",
        ),
        ("themes.toml", '[[themes]]\nkey="a"\nlabel="A"\n[[themes]]\nkey="a"\nlabel="B"', "'a' stands here twice"),
        ("themes.toml", "themes = 3", "themes.toml, themes"),
    ],
)
def test_a_fault_is_said_with_file_key_and_reason(tmp_path: Path, name: str, text: str, said: str):
    with pytest.raises(ConfigProblem) as problem:
        load_authority(_with(tmp_path / "own", name, text))
    assert said in str(problem.value)
    assert name in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(ConfigProblem, match="is not a folder"):
        load_authority(tmp_path / "nowhere")


def test_bytes_that_are_not_utf8_are_named(tmp_path: Path):
    (tmp_path / "themes.toml").write_bytes(b'[[themes]]\nkey="a"\nlabel="caf\xe9"')
    with pytest.raises(ConfigProblem, match=r"themes\.toml is not UTF-8"):
        load_authority(tmp_path)


def test_a_top_level_key_replaces_ours_and_the_rest_stays(tmp_path: Path):
    own = _with(
        tmp_path / "own",
        "framework.toml",
        "\n".join(f'[[tiers]]\nkey = "band{n}"\nlabel = "Band {n}"\nrank = {n}' for n in range(1, 6)),
    )
    authority = load_authority(own)
    assert [tier.label for tier in authority.framework.tiers] == [f"Band {n}" for n in range(1, 6)]
    assert authority.visit_type("V1").label == "Visit 1"
    assert authority.access == load_authority(None).access


def test_closed_bank_holidays_come_from_the_calendar_of_scotland(tmp_path: Path):
    own = _with(tmp_path / "own", "school_year.toml", 'closed_bank_holidays = ["Saint Andrew\'s Day"]')
    assert load_authority(own).school_year.why_closed(date(2026, 11, 30)) == "Saint Andrew's Day"
    assert load_authority(None).school_year.is_school_day(date(2026, 11, 30))


def test_an_unknown_key_of_a_tier_is_shown_as_it_stands():
    assert load_authority(None).tier("band9").label == "band9"


def test_the_defaults_are_what_pip_install_carries():
    assert {path.name for path in DEFAULTS.iterdir() if path.suffix == ".toml"} == {
        "framework.toml",
        "school_year.toml",
        "themes.toml",
    }


def test_a_tier_promises_what_its_pattern_lists_and_no_other_number(tmp_path):
    rows = """
tiers = [{ key = "core", label = "Core", rank = 1, pattern = [{ visit = "V1" }, { visit = "" }] %s }]
"""
    (tmp_path / "framework.toml").write_text(rows % "", encoding="utf-8")
    authority = load_authority(tmp_path)
    assert (authority.tier("core").visits, [one.kind for one in authority.patterns["core"]]) == (2, ["V1", ""])
    (tmp_path / "framework.toml").write_text(rows % ", visits = 3", encoding="utf-8")
    with pytest.raises(ConfigProblem, match="promises 3 visits, but its pattern has 2"):
        load_authority(tmp_path)
    (tmp_path / "framework.toml").write_text((rows % "").replace("V1", "V9"), encoding="utf-8")
    with pytest.raises(ConfigProblem, match="core promises a visit 'V9'"):
        load_authority(tmp_path)


def test_a_tier_without_a_pattern_promises_as_many_visits_as_it_says(tmp_path):
    row = 'tiers = [{ key = "core", label = "Core", rank = 1, visits = 6 }]'
    (tmp_path / "framework.toml").write_text(row, encoding="utf-8")
    assert [one.kind for one in load_authority(tmp_path).patterns["core"]] == ["V1", "V2", "V3", "V4", "", ""]
