"""The demo's people, grouped for choosing who to be, and the questions that an empty conversation offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from framework.access import ROLES, Standing
from store.page_lists import PostHeld

ROLE_NAMES: Final = {
    "headteacher": "Headteacher",
    "acting_headteacher": "Acting headteacher",
    "depute": "Depute headteacher",
    "link_officer": "Link officer",
    "cluster_lead": "Cluster lead",
    "quality_manager": "Quality improvement manager",
    "head_of_education": "Head of education",
    "support_provider": "Support provider",
    "administrator": "Administrator",
}


@dataclass(frozen=True)
class Candidate:
    """Somebody to be: a name, and every post they hold in words."""

    person_id: int
    name: str
    what: str


def by_role(held: Iterable[PostHeld]) -> list[tuple[str, list[Candidate]]]:
    """Everybody once, under the first role they hold, with the roles in the order of the framework."""
    posts: dict[int, list[PostHeld]] = {}
    for post in held:
        posts.setdefault(post.person_id, []).append(post)
    groups: dict[str, list[Candidate]] = {}
    for theirs in posts.values():
        groups.setdefault(theirs[0].role, []).append(_candidate(theirs))
    return [
        (f"{ROLE_NAMES[role]}s" if len(groups[role]) > 1 else ROLE_NAMES[role], groups[role])
        for role in ROLES
        if role in groups
    ]


def _candidate(posts: list[PostHeld]) -> Candidate:
    places: dict[str, list[str]] = {}
    for post in posts:
        places.setdefault(ROLE_NAMES.get(post.role, post.role), []).append(post.place)
    parts = [", ".join(part for part in (role, _few(where)) if part) for role, where in places.items()]
    return Candidate(posts[0].person_id, posts[0].name, "; ".join(parts))


def _few(places: list[str]) -> str:
    named = sorted({place for place in places if place})
    return " and ".join(named) if len(named) < 3 else f"{len(named)} places"


def role_words(standing: Standing) -> str:
    """What somebody is, in a few words; '' without a post."""
    return ", ".join(ROLE_NAMES[role].lower() for role in ROLES if role in standing.roles).capitalize()


def questions_for(standing: Standing, *, is_channel: bool) -> tuple[str, ...]:
    """What to offer in an empty conversation; ours."""
    if is_channel:
        return ("Who is good at outdoor learning?", "Who has strong practice in family learning?", "What can I ask?")
    if standing.is_head:
        return (
            "When is our next visit?",
            "Who is our link officer?",
            "Which tier are we in?",
            "Move our next visit",
            "What can I ask?",
        )
    if standing.is_officer:
        return (
            "Which of my schools are intensive?",
            "What visits do I have this week?",
            "Which visits have no note?",
            "What can I ask?",
        )
    if standing.has_oversight:
        return (
            "How many schools are in each tier?",
            "Which schools are intensive?",
            "Which plans are overdue?",
            "What can I ask?",
        )
    return ("Who is good at outdoor learning?", "What can I ask?")
