"""What became of a request, and what of it goes into the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from framework.numbers import number_in
from handlers.answer_words import answered_in_private
from handlers.cards import Card, Reply
from handlers.request import Action, Request
from handlers.table import Capability
from handlers.understanding.understand import Understood
from store.audit import Act


@dataclass(frozen=True)
class Answered:
    """What became of a request: the reply, how it was understood, and where the reply belongs.

    `also` are the further questions of a compound sentence, whose replies `reply` holds too; `heard` is every entity
    that the words named, by its public name; `found` is what was understood of them, with the evidence.

    `quiet`: nothing is to be shown at all, since whoever wrote gets nothing, or was told once that they are not known.
    """

    reply: Reply
    request: Request
    action: Action
    place: str = "here"
    also: tuple[Answered, ...] = ()
    heard: Mapping[str, str] = field(default_factory=dict)
    found: Understood | None = None
    repeated: bool = False
    outcome: str = "shown"
    refused: bool = field(default=False)
    quiet: bool = False

    @property
    def here(self) -> Reply:
        """What is shown where it was asked: the reply, or that it was given in private; of a quiet one nothing is."""
        return self.reply if self.place == "here" else answered_in_private()


# What stands in for the reply until the write phase has made it.
PENDING = Card()


def shown(reply: Reply, request: Request, place: str) -> Answered:
    """A question with its reply; a refusal counts as such."""
    refused = isinstance(reply, Card) and reply.refused
    outcome = "refused" if refused else "shown"
    return Answered(reply, request, request.action, place, outcome=outcome, refused=refused)


def with_reply(answered: Answered, reply: Reply) -> Answered:
    """The same with its reply; a refusal counts as such."""
    made = shown(reply, answered.request, answered.place)
    return replace(answered, reply=reply, refused=made.refused, outcome=made.outcome)


def place_of_answer(capability: Capability, request: Request) -> str:
    """'private' for what is not for a channel's eyes and was asked in one, else 'here'."""
    return "private" if capability.private and not request.place.is_private else "here"


def inbox_key(request: Request) -> str:
    """What makes an event the same one, whoever delivers it again."""
    # Whoever sends the same nonce twice is answered once; somebody else's nonce is theirs.
    return f"{request.account.platform}:{request.account.tenant}:{request.account.user}:{request.event_id}"


def act_of(answered: Answered) -> Act:
    """What goes into the audit."""
    request, about = answered.request, answered.reply.about
    return Act(
        at=request.now,
        actor_id=request.standing.person_id,
        through=request.account.platform,
        action=answered.action.name,
        outcome=answered.outcome,
        school_id=about if about is not None else (request.school.id if request.school else None),
        subject=_subject(answered.action),
        place=request.place.channel,
    )


def _subject(action: Action) -> str:
    """The visit that an action names, by its number alone: whatever else stands there is somebody's text."""
    visit = number_in(action.values.get("visit", ""))
    return f"visit:{visit}" if visit else ""


def own_conversation(request: Request) -> str:
    """The asker's own conversation on the platform where they asked; '' for the command line, which has none."""
    return "" if request.account.platform == "operator" else f"{request.account.platform}:"
