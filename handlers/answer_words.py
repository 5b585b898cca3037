"""The few sentences that the dispatcher says itself."""

from __future__ import annotations

from datetime import datetime

from handlers.cards import Button, Card, say


def answered_in_private() -> Card:
    """What is said in a channel in place of an answer that only the asker may read."""
    return say("I have answered you in a direct message.")


def unknown() -> Card:
    """The refusal for somebody whom the record does not know."""
    return say(
        "I do not know you yet, so I cannot answer. Please ask your authority's Cairn administrator to add you.",
        refused=True,
    )


def already_done(when: datetime | None = None) -> Card:
    """For a redelivery, or a form that was sent twice; `when` it was done is on the local clock."""
    at = f" at {when:%H:%M}" if when is not None else ""
    return say(f"You have done that already{at}; nothing was done twice.")


def went_wrong(reference: str) -> Card:
    """For a fault of Cairn's own; the log holds the rest under the same reference."""
    return Card(
        title="That did not work",
        body=say(
            "Something went wrong on my side, and nothing was changed. "
            f"If it happens again, tell your administrator: {reference}."
        ).body,
        buttons=(Button("What can I ask?", "help"),),
    )
