"""The demo's people, grouped for choosing who to be, and the questions that an empty conversation offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from framework.access import ROLES, Standing
from handlers.table import HANDLERS
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
    """What to offer in an empty conversation, of the things that Cairn can do; ours."""
    offered = _IN_CHANNELS if is_channel else _BY_STANDING[_kind(standing)]
    return tuple(words for words, action in (*offered, _HELP) if action in HANDLERS)


def _kind(standing: Standing) -> str:
    if standing.is_head:
        return "head"
    if standing.is_officer:
        return "officer"
    return "oversight" if standing.has_oversight else "other"


_HELP: Final = ("What can I ask?", "help")
_PRACTICE: Final = ("Who is good at outdoor learning?", "practice_search")
_IN_CHANNELS: Final = (("Who is our link officer?", "who_is_link"), _PRACTICE)
_BY_STANDING: Final = {
    "head": (
        ("When is our next visit?", "next_visit"),
        ("Who is our link officer?", "who_is_link"),
        ("Which tier are we in?", "tier_of_school"),
        ("Move our next visit", "move_visit"),
        _PRACTICE,
    ),
    "officer": (
        ("Which of my schools are intensive?", "tier_list"),
        ("What visits do I have this week?", "visit_list"),
        ("What visits are there next month?", "visit_list"),
        ("Which of my plans are overdue?", "plan_overdue"),
    ),
    "oversight": (
        ("How many schools are in each tier?", "tier_list"),
        ("Which schools are intensive?", "tier_list"),
        ("Which plans are overdue?", "plan_overdue"),
    ),
    "other": (_PRACTICE,),
}
