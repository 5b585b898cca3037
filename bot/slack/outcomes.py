"""What Slack's answer to a call means for what was to be sent."""

from __future__ import annotations

from http.client import HTTPException
from typing import Final

from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.outgoing import FailureKind, TransportError
from bot.slack.web_client import NotReached

_AMBIGUOUS: Final = frozenset(
    {"internal_error", "fatal_error", "request_timeout", "service_unavailable", "team_added_to_org", "accesslimited"}
)
_RECIPIENT_DEAD: Final = frozenset(
    {
        "channel_not_found", "channel_is_archived", "is_archived", "is_inactive", "not_in_channel", "user_not_found",
        "users_not_found", "user_disabled", "user_not_visible", "user_not_in_channel", "restricted_action",
        "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel", "restricted_action_thread_locked", "cannot_dm_bot",
        "cannot_message_connect_channel", "message_limit_exceeded", "messages_tab_disabled", "thread_not_found",
        "cannot_reply_to_message", "external_channel_migrating",
        "method_not_supported_for_channel_type",
        "user_is_restricted", "user_is_ultra_restricted", "cant_dm_self", "is_bot",
    }
)  # fmt: skip
# The app as a whole is shut out. A scope or a permission that one method lacks fails what was sent by it, and no more.
_CREDENTIAL: Final = frozenset({"token_revoked", "token_expired", "account_inactive", "invalid_auth", "not_authed"})
_LIMITED: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded_for_channel"})


def failure_of(error: Exception) -> TransportError:
    """The class of a failed call. What Slack surely did not take may be sent again; what it may have, is looked for."""
    if isinstance(error, SlackApiError):
        return _refused(error)
    if isinstance(error, NotReached):
        return TransportError("replay_safe", f"Slack is not reached: {error}")
    if isinstance(error, OSError | HTTPException | SlackRequestError):
        return TransportError("ambiguous", type(error).__name__)
    return TransportError("bug", type(error).__name__)


def _refused(error: SlackApiError) -> TransportError:
    status, reason = _status(error), reason_of(error)
    if status == 429 or reason in _LIMITED:
        return TransportError("replay_safe", "ratelimited", retry_after(error))
    if status >= 500 or reason in _AMBIGUOUS:
        return TransportError("ambiguous", reason if status < 500 else str(status))
    kinds: tuple[tuple[FailureKind, frozenset[str]], ...] = (
        ("recipient_dead", _RECIPIENT_DEAD),
        ("credential", _CREDENTIAL),
    )
    kind: FailureKind = next((name for name, reasons in kinds if reason in reasons), "bug")
    return TransportError(kind, f"{reason} {_needed(error)}".rstrip())


def _needed(error: SlackApiError) -> str:
    """The scope that a method lacks, '' where Slack names none."""
    return str((error.response.get("needed") if error.response is not None else None) or "")[:80]


def _status(error: SlackApiError) -> int:
    return int(getattr(error.response, "status_code", 200) or 200)


def reason_of(error: SlackApiError) -> str:
    """Slack's own word for what is wrong, one that stands in no log with a person's text."""
    found = error.response.get("error") if error.response is not None else None
    return str(found or "unknown_error")[:80]


def retry_after(error: SlackApiError) -> float | None:
    """The seconds that Slack asks to wait, None where it does not say."""
    headers = {str(name).lower(): value for name, value in dict(getattr(error.response, "headers", None) or {}).items()}
    found = headers.get("retry-after")
    text = str(found[0] if isinstance(found, list) else found or "")
    return float(text) if text.replace(".", "", 1).isdecimal() else None
