"""Settings from the environment, `.env` and a secrets folder; made once at the entrance and passed on."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.problems import ConfigProblem


def _also(name: str) -> AliasChoices:
    """Slack's own tools set these without the prefix."""
    return AliasChoices(f"CAIRN_{name}", name)


class Settings(BaseSettings):
    """What differs from one machine to the next. Secrets are never shown, in a message or a log."""

    model_config = SettingsConfigDict(
        env_prefix="CAIRN_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    database_url: str = ""
    data_dir: Path = Path("cairn-data")
    config_dir: Path | None = None
    timezone: str = "Europe/London"
    administrators: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8765, ge=0, le=65535)
    public_url: str = ""
    log_level: str = "INFO"
    slack_bot_token: SecretStr | None = Field(default=None, validation_alias=_also("SLACK_BOT_TOKEN"))
    slack_app_token: SecretStr | None = Field(default=None, validation_alias=_also("SLACK_APP_TOKEN"))
    slack_signing_secret: SecretStr | None = Field(default=None, validation_alias=_also("SLACK_SIGNING_SECRET"))
    slack_api_url: str = Field(default="https://slack.com/api/", validation_alias=_also("SLACK_API_URL"))
    teams_client_id: str = ""
    teams_client_secret: SecretStr | None = None
    teams_tenant_id: str = ""
    teams_openid_metadata_url: str = ""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"'{value}' is not a time zone; write one such as Europe/London") from None
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
            raise ValueError(f"'{value}' is not a level; write DEBUG, INFO, WARNING, ERROR or CRITICAL")
        return value.upper()

    @property
    def has_chat_tokens(self) -> bool:
        return bool(self.slack_bot_token or (self.teams_client_id and self.teams_client_secret))

    @property
    def url(self) -> str:
        """The record's address: CAIRN_DATABASE_URL, or an SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'cairn.sqlite3'}"

    @property
    def administrator_emails(self) -> frozenset[str]:
        parts = self.administrators.replace(";", ",").split(",")
        return frozenset(part.strip().lower() for part in parts if part.strip())


def load_settings(data_dir: Path | None = None) -> Settings:
    """The settings of this process; `data_dir` (the command line's --data) wins, also over CAIRN_DATABASE_URL.

    Raises ConfigProblem with one sentence that names the variable.
    """
    try:
        settings = Settings(_secrets_dir=_secrets_folder())
    except ValidationError as error:
        raise ConfigProblem(_first_fault(error)) from None
    if data_dir is None:
        return settings
    return settings.model_copy(update={"data_dir": data_dir, "database_url": ""})


def _secrets_folder() -> str | None:
    # Docker and systemd hand secrets over as files in a folder.
    return next((folder for folder in ("/run/secrets/cairn", "secrets") if Path(folder).is_dir()), None)


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    name = str(fault["loc"][0]) if fault["loc"] else "settings"
    variable = name if name.isupper() else f"CAIRN_{name.upper()}"
    return f"{variable}: {fault['msg'].removeprefix('Value error, ')}."
