"""How accounts are called, wherever they are spoken of."""

from __future__ import annotations

from typing import Final

# In the order in which a message looks for its recipient.
PLATFORMS: Final = ("slack", "teams")
_SAID: Final = {"slack": "Slack", "teams": "Teams", "page": "the local page"}


def say_platform(platform: str) -> str:
    return _SAID.get(platform, platform)
