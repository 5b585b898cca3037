"""What Cairn can do, in one table: action -> who answers it, what it is about, whether it changes the record.

The parts are named, not imported: a command loads only what its own answer needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from handlers.cards import Reply
from handlers.request import Request

Handler = Callable[[Request, Session, Authority], Reply]


@dataclass(frozen=True)
class Capability:
    """One thing that Cairn can do.

    `show` answers or shows the form; `carry_out` changes the record once all of `needs` are given by a button or form
    (of names with a '|' between them, one).
    `matter` is what access is judged by ('' for what concerns the asker alone). `one_school` says that it is about one
    school, which the dispatcher finds; 'own' that it falls back on the asker's own work where no school is named;
    'named' that it goes by a school only where one is clearly named, for what everybody may know of every school.
    `of_visit` says that it works on one visit, which then names the school.
    `leaves` names what an answer leaves in the record beside the audit, such as a search that found nothing.
    `is_switch` says that carrying it out twice leaves what once does, so that each press of its button may count.
    """

    show: str
    carry_out: str = ""
    needs: tuple[str, ...] = ()
    matter: str = ""
    one_school: str = ""
    private: bool = True
    of_visit: bool = False
    leaves: str = ""
    is_switch: bool = False


Leaving = Callable[[Request, Session, Authority], None]


def load_leaving(name: str) -> Leaving:
    """The function that `Capability.leaves` names."""
    module, _, function = name.partition(":")
    leaving: Leaving = getattr(import_module(f"handlers.{module}"), function)
    return leaving


def load(name: str) -> Handler:
    """The function that 'module:function' names inside `handlers`."""
    module, _, function = name.partition(":")
    handler: Handler = getattr(import_module(f"handlers.{module}"), function)
    return handler


HANDLERS: Final[dict[str, Capability]] = {
    "tier_of_school": Capability("tiers:tier_of_school", matter="tier", one_school="ask"),
    "tier_reason": Capability("tiers:tier_of_school", matter="tier_reason", one_school="ask"),
    "tier_history": Capability("tiers:tier_history", matter="tier_reason", one_school="ask"),
    "tier_list": Capability("tier_lists:tier_list", matter="tier"),
    "next_visit": Capability("visits:next_visit", matter="visits", one_school="own"),
    "visit_list": Capability("visits:visit_list", matter="visits", one_school="own"),
    "show_visit": Capability("visits:show_visit", matter="visits"),
    "turn_to_somebody": Capability("directory:someone_to_turn_to", matter="directory", one_school="own"),
    "who_is_link": Capability("directory:who_is_link", matter="directory", one_school="ask", private=False),
    "without_officer": Capability("directory:without_officer", matter="directory", private=False),
    "who_sees": Capability("who_sees:who_sees", matter="framework", private=False),
    "school_profile": Capability("directory:school_profile", matter="directory", one_school="ask", private=False),
    "book_visit": Capability(
        "booking:booking_form", "booking:book", ("date", "time"), matter="change_visit", one_school="ask"
    ),
    "move_visit": Capability(
        "moving:moving_form",
        "moving:move",
        ("visit", "date", "time"),
        matter="change_visit",
        one_school="own",
        of_visit=True,
    ),
    "cancel_visit": Capability(
        "moving:cancelling_form",
        "moving:cancel",
        ("visit", "reason"),
        matter="change_visit",
        one_school="own",
        of_visit=True,
    ),
    "agree_visit": Capability(
        "moving:agreeing_card", "moving:agree", ("visit",), matter="change_visit", one_school="own", of_visit=True
    ),
    "visits_owed": Capability("promises:visits_owed", matter="visits", one_school="own"),
    "surplus_visits": Capability("promises:surplus_visits", matter="change_visit", one_school="ask"),
    "propose_dates": Capability(
        "proposing:proposal_card", "proposing:send", ("fingerprint",), matter="change_visit", one_school="ask"
    ),
    "propose_calendar": Capability(
        "proposing:calendar_card", "proposing:send_calendar", ("fingerprint",), matter="change_visit"
    ),
    "dates_waiting": Capability("agreeing:dates_waiting", matter="change_visit", one_school="own"),
    "agree_dates": Capability(
        "agreeing:dates_waiting",
        "agreeing:agree_dates",
        ("seen",),
        matter="change_visit",
        one_school="own",
        of_visit=True,
    ),
    "other_times": Capability("agreeing:other_times", matter="change_visit"),
    "inspection_notice": Capability(
        "inspecting:notice", "inspecting:note", ("first", "clear"), matter="inspection", one_school="ask"
    ),
    "visit_consistency": Capability("consistency:visit_consistency", matter="consistency"),
    "not_on": Capability("keeping_free:form", "keeping_free:keep", ("when",), matter="change_visit"),
    "forget_not_on": Capability("keeping_free:kept_free", "keeping_free:forget", ("row",), matter="change_visit"),
    "record_visit": Capability(
        "recording:recording_form",
        "recording:record",
        ("visit", "strengths|then"),
        matter="write_note",
        one_school="own",
        of_visit=True,
    ),
    "my_drafts": Capability("note_drafts:my_drafts"),
    "drop_draft": Capability("note_drafts:my_drafts", "note_drafts:drop_draft", ("visit",)),
    "show_note": Capability("notes:show_note", matter="note", one_school="own", of_visit=True),
    "mark_accurate": Capability(
        "notes:marking_card",
        "notes:mark_accurate",
        ("visit", "seen"),
        matter="mark_note",
        one_school="own",
        of_visit=True,
    ),
    "dispute_record": Capability(
        "notes:disputing_form", "notes:dispute", ("visit", "point"), matter="mark_note", one_school="own", of_visit=True
    ),
    "answer_dispute": Capability(
        "notes:answering_form",
        "notes:answer",
        ("visit", "answer"),
        matter="write_note",
        one_school="own",
        of_visit=True,
    ),
    "notes_late": Capability("note_lists:notes_late", matter="visits", one_school="own"),
    "my_steps": Capability("next_steps:my_steps", matter="note", one_school="own"),
    "show_step": Capability("next_steps:step_card", matter="note"),
    "step_done": Capability("next_steps:step_card", "next_steps:step_done", ("next_step",), matter="note"),
    "move_step": Capability("next_steps:moving_form", "next_steps:move", ("next_step", "date"), matter="note"),
    "plan_status": Capability("plans:plan_status", matter="plan_state", one_school="ask"),
    "review_due": Capability("plans:review_due", matter="plan_state", one_school="own"),
    "plan_overdue": Capability("plan_overviews:plan_overdue", matter="plan_state", one_school="own"),
    "my_goals": Capability("plan_overviews:my_goals"),
    "start_plan": Capability(
        "plan_starting:starting_form", "plan_starting:start", ("title",), matter="change_plan", one_school="ask"
    ),
    "agree_plan": Capability(
        "plan_starting:agreeing_card", "plan_starting:agree", ("plan",), matter="change_plan", one_school="own"
    ),
    "move_review": Capability(
        "plan_starting:moving_form", "plan_starting:move", ("plan", "date"), matter="change_plan", one_school="own"
    ),
    "close_plan": Capability(
        "plan_starting:closing_form", "plan_starting:close", ("plan", "outcome"), matter="change_plan", one_school="own"
    ),
    "add_goal": Capability(
        "plan_goals:adding_form", "plan_goals:add", ("plan", "aim"), matter="change_plan", one_school="own"
    ),
    "change_goal": Capability(
        "plan_goals:changing_form", "plan_goals:change", ("plan", "goal", "aim"), matter="change_plan", one_school="own"
    ),
    "plan_update": Capability(
        "plan_goals:update_form",
        "plan_goals:update",
        ("plan", "goal", "status"),
        matter="change_plan",
        one_school="own",
    ),
    "record_review": Capability(
        "plan_reviews:review_form",
        "plan_reviews:record",
        ("plan", "held_on", "agreed_next"),
        matter="change_plan",
        one_school="own",
    ),
    "mentor_of": Capability("mentoring:mentor_of", matter="mentoring", one_school="own"),
    "my_mentees": Capability("mentoring:my_mentees"),
    "show_pair": Capability("mentoring:show_pair", matter="mentoring"),
    "pairs_list": Capability("mentoring_lists:pairs_list", matter="mentoring"),
    "free_mentors": Capability("mentoring_lists:free_mentors", matter="mentoring"),
    "mentor_training": Capability("mentoring_lists:mentor_training", matter="administration_read"),
    "mentor_request": Capability("mentoring_request:request_form", "mentoring_request:ask", ("kind",)),
    "offer_mentor": Capability("mentoring_offers:offer_card", "mentoring_offers:tell_keepers", ("offer",)),
    "approve_pair": Capability("mentoring:show_pair", "mentoring_changes:approve", ("pair",), matter="mentoring"),
    "decline_pair": Capability(
        "mentoring_changes:declining_card", "mentoring_changes:decline", ("pair",), matter="mentoring"
    ),
    "pair_met": Capability("mentoring:show_pair", "mentoring_changes:met", ("pair", "met"), matter="mentoring"),
    "pair_fit": Capability("mentoring:show_pair", "mentoring_changes:fit", ("pair", "fit"), matter="mentoring"),
    "end_pair": Capability(
        "mentoring_changes:ending_form", "mentoring_changes:end", ("pair", "reason"), matter="mentoring"
    ),
    "practice_search": Capability(
        "practice:practice_search",
        matter="practice",
        one_school="named",
        private=False,
        leaves="practice_unanswered:keep",
    ),
    "show_practice": Capability("practice:show_practice", matter="practice"),
    "practice_contact": Capability(
        "practice_contact:contact_card", "practice_contact:put_in_touch", ("practice",), matter="practice"
    ),
    "practice_share": Capability(
        "practice_share:sharing_form", "practice_share:share", ("title",), matter="share_practice", one_school="ask"
    ),
    "practice_suggest": Capability(
        "practice_message:suggest_card", "practice_message:suggest", ("author", "summary", "ref"), matter="practice"
    ),
    "decline_offer": Capability(
        "practice_message:declining_card", "practice_message:decline_offer", ("offer",), matter="practice"
    ),
    "practice_author": Capability(
        "practice_message:asked_card", "practice_message:author_answers", ("practice", "answer"), matter="practice"
    ),
    "practice_change": Capability(
        "practice_share:changing_form", "practice_share:change", ("practice", "title"), matter="share_practice"
    ),
    "practice_consent": Capability(
        "practice:show_practice", "practice_agreeing:consent", ("practice", "answer"), matter="consent_practice"
    ),
    "practice_approve": Capability(
        "practice:show_practice", "practice_agreeing:approve", ("practice",), matter="check_practice"
    ),
    "practice_ask_changes": Capability(
        "practice_agreeing:changes_form", "practice_agreeing:ask_changes", ("practice", "note"), matter="check_practice"
    ),
    "practice_still_true": Capability(
        "practice:show_practice", "practice_agreeing:still_true", ("practice",), matter="consent_practice"
    ),
    "practice_withdraw": Capability(
        "practice_agreeing:withdrawing_card",
        "practice_agreeing:withdraw",
        ("practice", "sure"),
        matter="practice_draft",
    ),
    "practice_waiting": Capability("practice_agreeing:practice_waiting", matter="practice_draft"),
    "follow_theme": Capability(
        "practice:following", "practice:follow_theme", ("theme",), matter="practice", is_switch=True
    ),
    "unfollow_theme": Capability(
        "practice:following", "practice:unfollow_theme", ("theme",), matter="practice", is_switch=True
    ),
    "unanswered_searches": Capability("practice_unanswered:unanswered_searches", matter="practice_gaps"),
    "oversight_balance": Capability("oversight:oversight_balance", matter="balance_anonymous"),
    "support_gaps": Capability("support_gaps:support_gaps", matter="balance"),
    "officer_load": Capability("officer_load:officer_load", matter="balance"),
    "tier_case": Capability("tier_cases:tier_case", matter="tier_case", one_school="ask"),
    "propose_tier": Capability(
        "tier_proposing:proposing_form",
        "tier_proposing:propose",
        ("tier", "reason"),
        matter="propose_tier",
        one_school="ask",
    ),
    "view_tier": Capability(
        "tier_deciding:viewing_form", "tier_deciding:give_view", ("agrees",), matter="view_tier", one_school="ask"
    ),
    "discuss_tier": Capability(
        "tier_deciding:discussing_form", "tier_deciding:discuss", ("date",), matter="propose_tier", one_school="ask"
    ),
    "decide_tier": Capability(
        "tier_deciding:deciding_form",
        "tier_deciding:decide",
        ("tier", "reason"),
        matter="decide_tier",
        one_school="ask",
    ),
    "withdraw_tier": Capability(
        "tier_proposing:withdrawing_form",
        "tier_proposing:withdraw",
        ("words",),
        matter="propose_tier",
        one_school="ask",
    ),
    "ask_support": Capability(
        "tier_proposing:asking_form", "tier_proposing:ask", ("words",), matter="view_tier", one_school="ask"
    ),
    "answer_request": Capability(
        "tier_proposing:answering_form",
        "tier_proposing:answer",
        ("words",),
        matter="propose_tier",
        one_school="ask",
    ),
    "tier_changes": Capability("tier_flows:tier_changes", matter="balance"),
    "tier_drift": Capability("tier_flows:tier_drift", matter="balance"),
    "school_themes": Capability("school_themes:school_themes", matter="guidance"),
    "write_guidance": Capability("guidance:writing_form", "guidance:write", ("title", "text"), matter="guidance"),
    "guidance_list": Capability("guidance:guidance_list", matter="framework"),
    "show_guidance": Capability("guidance:show_guidance", matter="framework"),
    "read_guidance": Capability("guidance:show_guidance", "guidance:read_guidance", ("guidance",), matter="framework"),
    "tier_criteria": Capability("framework_record:tier_criteria", matter="framework", private=False),
    "framework_history": Capability("framework_record:framework_history", matter="framework", private=False),
    "risk_flags": Capability("risk:risk_flags", matter="figures", one_school="own"),
    "show_evidence": Capability("risk:show_evidence", matter="figures", one_school="ask"),
    "school_figures": Capability("figures:school_figures", matter="figures", one_school="ask"),
    "intelligence": Capability("intelligence:intelligence", matter="intelligence", one_school="ask"),
    "add_intelligence": Capability(
        "intelligence:adding_form", "intelligence:add", ("text",), matter="intelligence", one_school="ask"
    ),
    "amend_intelligence": Capability(
        "intelligence:amending_form", "intelligence:amend", ("note", "text"), matter="intelligence", one_school="ask"
    ),
    "calendar_link": Capability("calendar_links:link_card", "calendar_links:make", ("make",)),
    "new_calendar_link": Capability("calendar_links:new_card", "calendar_links:make_anew", ("sure",)),
    "stop_calendar_link": Capability("calendar_links:stop_card", "calendar_links:stop", ("sure",)),
    "snooze": Capability("preferences:snooze_form", "preferences:snooze", ("message", "until")),
    "turn_down": Capability("preferences:preferences", "preferences:turn_down", ("kind",), is_switch=True),
    "turn_on": Capability("preferences:preferences", "preferences:turn_on", ("kind",), is_switch=True),
    "preferences": Capability("preferences:preferences"),
    "why_this_message": Capability("preferences:why_this_message"),
    "my_day": Capability("visits:my_day", matter="visits"),
    "home": Capability("home:home"),
    "accounts": Capability("account_lists:accounts", matter="administration_read"),
    "confirm_accounts": Capability(
        "account_lists:confirming_form", "account_lists:confirm", ("accounts",), matter="administration"
    ),
    "link_account": Capability("account_lists:linking_form", "account_lists:link", ("whose",), matter="administration"),
    "unlink_account": Capability(
        "account_lists:unlinking_card", "account_lists:unlink", ("sure",), matter="administration"
    ),
    "channels": Capability("channel_lists:channels", matter="administration_read"),
    "confirm_channels": Capability(
        "channel_lists:confirming_form", "channel_lists:confirm", ("channels",), matter="administration"
    ),
    "map_channel": Capability(
        "channel_lists:mapping_form", "channel_lists:map_by_hand", ("which", "where"), matter="administration"
    ),
    "help": Capability("help:help_card", private=False),
    "smalltalk": Capability("help:smalltalk", private=False),
    "confirm": Capability("help:nothing_waits", private=False),
    "decline": Capability("help:nothing_waits", private=False),
    "not_understood": Capability("not_understood:not_understood", matter="administration_read"),
    "teach_sentence": Capability(
        "not_understood:teaching_form", "not_understood:teach", ("words", "means"), matter="administration"
    ),
    "forget_sentence": Capability(
        "not_understood:not_understood", "not_understood:forget", ("taught",), matter="administration"
    ),
    "out_of_scope": Capability("help:out_of_scope", private=False, leaves="not_understood:keep"),
}
