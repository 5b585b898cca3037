"""Words that know their moment, so that a platform may show it on the reader's own clock."""

from __future__ import annotations

from datetime import datetime


class Moment(str):
    """Words such as 'Thu 3 December, 10:00 (60 minutes)'; to everybody who does not ask they are a plain text.

    `at` is the moment, aware UTC; `said` the part of the words that says it.
    """

    at: datetime
    said: str

    __slots__ = ("at", "said")

    def __new__(cls, words: str, at: datetime, said: str = "") -> Moment:
        made = super().__new__(cls, words)
        made.at = at
        made.said = said or words
        return made
