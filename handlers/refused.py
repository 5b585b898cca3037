"""The refusals, the same for every school that the asker may not know about, and what may be told with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, reaches_all
from handlers.cards import Button, Card, Text
from handlers.request import Request
from handlers.visits_held import officer_writes
from handlers.wording import say_list
from store.schools import school_by_id

# Days, themes and the like are read from the words alone; a school, a cluster or a person is looked up.
_SAID_BY_THE_WORDS: Final = frozenset(
    ["date", "from_date", "time", "period", "theme", "qi", "stage", "tier", "visit_type", "mode", "status", "reason"]
)

# Matters that are done, not told: the refusal says so.
_DEEDS = frozenset(
    {
        "change_visit",
        "write_note",
        "mark_note",
        "change_plan",
        "share_practice",
        "check_practice",
        "propose_tier",
        "view_tier",
        "decide_tier",
        "guidance",
    }
)
_DOES_IT = {
    "own_head": "the school's headteacher",
    "link_officer": "its link officer",
    "cluster_lead": "its cluster lead",
    "oversight": "the quality improvement team",
    "administrator": "an administrator",
}
_A_SCHOOLS = "the school's "


def said_though_refused(heard: Mapping[str, str], authority: Authority, standing: Standing) -> dict[str, str]:
    """The entities that may be shown with a refusal: all of them to who knows every school anyway.

    That is whoever may see every school's visits. To anybody else a school that exists and one that does not look
    the same.
    """
    if reaches_all(authority.access, standing, "visits"):
        return dict(heard)
    return {name: value for name, value in heard.items() if name in _SAID_BY_THE_WORDS}


def for_others(matter: str, request: Request, authority: Authority) -> Card:
    """The refusal of what somebody may do or know about no school at all, not even their own: it names none."""
    if matter == "write_note" and request.standing.is_head:
        return officer_writes()
    rules = authority.access.get(matter, frozenset())
    who = " or ".join(words for relation, words in _DOES_IT.items() if relation in rules)
    if matter in _DEEDS and who:
        # No school was named, so that nothing is its own yet.
        words = f"That is for {who if who.startswith('the school') else who.replace('its ', _A_SCHOOLS, 1)} to do."
    else:
        words = "That is not something I can tell you in your role."
    officer = "your link officer or " if request.standing.is_head else ""
    hint = f"For anything else, please ask {officer}the quality improvement team."
    return Card(body=(Text(words), Text(hint)), buttons=(Button("What can I ask?", "help"),), refused=True)


def not_yours(request: Request, session: Session, matter: str = "") -> Card:
    """The one refusal for every school (or matter) that the asker may not know about, real or not."""
    own = (school_by_id(session, school_id) for school_id in sorted(request.standing.own_schools)[:3])
    names = [school.name for school in own if school]
    verb = "You can do that" if matter in _DEEDS else "I can tell you that"
    if request.standing.is_head and names:
        words = f"{verb} for your own school only: {say_list(names)}."
    elif names:
        words = f"{verb} for your own schools only."
    elif matter in _DEEDS:
        words = "That is for the school's headteacher and link officer to do."
    else:
        words = "That is not something I can tell you in your role."
    officer = "your link officer or " if request.standing.is_head else ""
    hint = f"For anything else, please ask {officer}the quality improvement team."
    return Card(body=(Text(words), Text(hint)), buttons=(Button("What can I ask?", "help"),), refused=True)
