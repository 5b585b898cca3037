"""The intents that the public JSON speaks of, and under which of them each finer action is shown.

The weights tell the shown intents apart; which finer action of one is meant, the table of evidence says. An action that
stands in neither is an intent of its own, and is found by the table alone until the weights are trained again.
"""

from __future__ import annotations

from typing import Final

SHOWN_AS: Final[dict[str, str]] = {
    "show_note": "visit_list",
    "agree_visit": "confirm",
    "my_day": "visit_list",
    "my_goals": "plan_status",
    "start_plan": "plan_update",
    "add_goal": "plan_update",
    "agree_plan": "plan_update",
    "close_plan": "plan_update",
    "record_review": "plan_update",
    "move_review": "plan_update",
    "decline_pair": "decline",
    "my_mentees": "mentor_of",
    "free_mentors": "pairs_list",
    "mentor_training": "pairs_list",
    "follow_theme": "practice_search",
    "unfollow_theme": "practice_search",
    "unanswered_searches": "practice_search",
    "practice_waiting": "practice_share",
    "preferences": "help",
    "why_this_message": "help",
    "support_gaps": "oversight_balance",
    "visit_consistency": "oversight_balance",
    "tier_drift": "oversight_balance",
    "tier_changes": "tier_history",
    "visits_owed": "visit_list",
    "dates_waiting": "visit_list",
    "notes_late": "visit_list",
    "my_drafts": "visit_list",
    "propose_dates": "book_visit",
    "propose_calendar": "book_visit",
    "my_steps": "plan_status",
    "intelligence": "risk_flags",
    "school_figures": "school_profile",
    "home": "help",
    "turn_to_somebody": "who_is_link",
}


def shown_intent(action: str) -> str:
    """The intent that an action is shown as: most are shown under their own name."""
    return SHOWN_AS.get(action, action)
