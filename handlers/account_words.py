"""How accounts are called, wherever they are spoken of."""

from __future__ import annotations

from typing import Final

_PLATFORMS: Final = {"slack": "Slack", "teams": "Teams", "page": "the local page"}


def say_platform(platform: str) -> str:
    return _PLATFORMS.get(platform, platform)
