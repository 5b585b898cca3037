"""The ways in which a request ends early."""

from __future__ import annotations

from handlers.cards import Reply, Values


class Instead(Exception):  # noqa: N818 (an answer, not an error)
    """Another answer than the one asked for: a refusal, a question back, something already done."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


class Invalid(Exception):  # noqa: N818 (a form to be mended, not an error)
    """A form that cannot be carried out: what is wrong, by the name of its field. Nothing has been changed."""

    def __init__(self, **errors: str) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors: Values = errors
