"""The ways in which a request ends early."""

from __future__ import annotations

from handlers.cards import Reply, Values


class Instead(Exception):
    """Another answer than the one asked for: a refusal, a question back, something already done."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


class Invalid(Exception):
    """A form that cannot be carried out: what is wrong, by the name of its field. Nothing has been changed."""

    def __init__(self, **errors: str) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors: Values = errors
