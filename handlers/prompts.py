"""What each role is offered to ask first: a few short prompts, and the first words to somebody who is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from framework.access import Standing

MOST: Final = 4


@dataclass(frozen=True)
class Prompt:
    """A question to tap: `title` is what is shown, `words` what is asked."""

    title: str
    words: str


_HEAD: Final = (
    Prompt("Our tier, and why", "What tier are we on, and why?"),
    Prompt("Our next visit", "When is our next visit?"),
    Prompt("Our action plan", "How is our action plan going?"),
    Prompt("Good practice", "What do schools like ours do about attendance?"),
)
_OFFICER: Final = (
    Prompt("My week", "What visits do I have this week?"),
    Prompt("Notes outstanding", "Which of my visits still need a note?"),
    Prompt("My schools by tier", "Which of my schools are targeted?"),
    Prompt("Plan reviews due", "Which plan reviews are due this month?"),
)
_OVERSIGHT: Final = (
    Prompt("Schools by tier", "How many schools are on each tier?"),
    Prompt("What is late", "Which plans are overdue?"),
    Prompt("Schools without a plan", "Which targeted schools have no plan?"),
    Prompt("Mentoring pairs", "Who is paired with whom?"),
)
_LEAD: Final = (
    Prompt("My cluster by tier", "Which schools in my cluster are targeted?"),
    Prompt("Visits in my cluster", "What visits are there in my cluster this month?"),
    Prompt("Good practice", "Who is good at outdoor learning?"),
)
_SUPPORT: Final = (
    Prompt("My schools by tier", "Which of my schools are targeted?"),
    Prompt("Plan reviews due", "Which plan reviews are due this month?"),
    Prompt("What I am down for", "What am I down for, and by when?"),
)
_ADMINISTRATOR: Final = (
    Prompt("Who is not linked", "Which accounts are not linked?"),
    Prompt("Channels missing", "Which channels are missing?"),
    Prompt("Searches without an answer", "Which searches found nothing?"),
)
_HELP: Final = Prompt("What can I ask?", "What can I ask you?")

_FIRST: Final = (
    (
        "is_head",
        "I keep your school's visits, its tier with the reason, its action plan and its mentoring pair, and I remind "
        "you before something is due. What I tell you about your school is for you and your link officer.",
    ),
    (
        "is_officer",
        "I keep the calendar of visits to your schools, remind you of notes and plan reviews, and take the note of "
        "visit. Nothing about a visit counts as agreed until both sides have agreed it.",
    ),
    (
        "has_oversight",
        "I show you which schools receive what support, whether it is balanced, and what is late, each figure with "
        "its date.",
    ),
    ("leads", "I show you the tiers and visits of your cluster's schools, and where strong practice can be found."),
    ("supports", "I show you the plans of the schools that you support, and what you are down for."),
    (
        "is_administrator",
        "I ask you to confirm accounts and channels, and tell you when a message could not be delivered. What schools "
        "are told stays between them and their officers.",
    ),
)


def prompts(standing: Standing) -> tuple[Prompt, ...]:
    """Up to four questions that fit what this person is; for somebody who is nothing here, none."""
    if not standing.is_known:
        return ()
    roles = (
        (standing.is_head, _HEAD),
        (standing.is_officer, _OFFICER),
        (standing.has_oversight, _OVERSIGHT),
        (bool(standing.leads), _LEAD),
        (bool(standing.supports), _SUPPORT),
        (standing.is_administrator, _ADMINISTRATOR),
    )
    held = [offered for holds, offered in roles if holds]
    # Somebody of several roles gets the first of each before the second of any.
    turns = [offered[turn] for turn in range(MOST) for offered in held if turn < len(offered)]
    return tuple(dict.fromkeys([*turns, _HELP]))[:MOST]


def first_words(standing: Standing) -> str:
    """What Cairn is for this person, in two or three sentences; '' for somebody who is nothing here."""
    said = [words for role, words in _FIRST if getattr(standing, role)]
    return f"{' '.join(said[:2])} Just write to me in your own words." if said else ""
