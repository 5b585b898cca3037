"""Settings from the environment: read once, wrong ones named, secrets never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.problems import ConfigProblem
from config.settings import load_settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    for name in ("CAIRN_DATABASE_URL", "CAIRN_SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN", "CAIRN_TIMEZONE"):
        monkeypatch.delenv(name, raising=False)


def test_without_anything_the_record_is_a_file_in_the_data_folder(tmp_path: Path):
    settings = load_settings()
    assert settings.url == f"sqlite:///{tmp_path / 'cairn-data' / 'cairn.sqlite3'}"
    assert not settings.has_chat_tokens


def test_the_data_option_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("CAIRN_DATABASE_URL", "postgresql+psycopg://db/cairn")
    assert load_settings().url == "postgresql+psycopg://db/cairn"
    assert load_settings(tmp_path / "here").url.endswith("here/cairn.sqlite3")


def test_slacks_own_names_are_understood(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-of-slacks-tools")
    assert load_settings().has_chat_tokens


def test_a_dotenv_file_and_a_secrets_folder_are_read(tmp_path: Path):
    (tmp_path / ".env").write_text("CAIRN_HTTP_PORT=9001\n")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "CAIRN_SLACK_BOT_TOKEN").write_text("xoxb-secret")
    settings = load_settings()
    assert settings.http_port == 9001
    assert settings.slack_bot_token is not None
    assert "xoxb-secret" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("CAIRN_TIMEZONE", "Europe/Oban", "Europe/Oban"), ("CAIRN_HTTP_PORT", "eighty", "CAIRN_HTTP_PORT")],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str):
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigProblem) as problem:
        load_settings()
    assert name in str(problem.value)
    assert said in str(problem.value)


def test_a_wrong_secret_is_not_repeated_in_the_message(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CAIRN_HTTP_PORT", "hunter2-secret")
    with pytest.raises(ConfigProblem) as problem:
        load_settings()
    assert "hunter2" not in str(problem.value)


def test_administrators_are_a_list_of_addresses(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CAIRN_ADMINISTRATORS", "Ann@council.example; bob@council.example,")
    assert load_settings().administrator_emails == {"ann@council.example", "bob@council.example"}
