"""What speaks for each intent: a line for each piece of evidence, so that a reader can follow every answer.

A line reads: weight, the concepts that must all be there, and after 'but' the ones that must not. An intent's score is
the sum of its lines that hold; the highest score of at least `LEAST` wins, the earlier intent where two are equal.
Weights are ours. The pattern: 3 or 4 for speaking of the matter at all, 2 to 4 for what tells one intent about it from
another. Concepts are those of concepts.py, the unions below, and those that reading.py adds: 'tier name', 'theme',
'qi', 'somebody' (a person of the record), 'cluster', 'several' (a sector in the plural), 'date', 'period', 'name' (a
school may be named), 'bare' (a name and nothing else), 'ourselves', 'only yes', 'only no'.
"""

from __future__ import annotations

from typing import Final

LEAST: Final = 3.0
UNIONS: Final[dict[str, tuple[str, ...]]] = {
    "tiering": ("tier", "tier name"),
    "aims": ("plan", "goal"),
    "topic": ("practice", "theme", "qi"),
    "when said": ("date", "period"),
    "calling": ("visit", "visits", "visitor"),
    "many": ("schools", "several"),
    "asked who": ("who", "which"),
    "place": ("name", "ourselves", "pronoun"),
}
EVIDENCE: Final[dict[str, str]] = {
    "why_this_message": ("9 why me"),
    "confirm": ("9 only yes"),
    "decline": ("9 only no"),
    "preferences": ("4 stop + messages; 4 messages but why me, visits, what, aims; 2 stop + messages + calling"),
    "out_of_scope:health": (
        "6 ill + person but cancel, move, book; 5 ill + somebody but cancel, move, book; "
        "4 ill but cancel, move, book, figures, topic; 3 ill + why but cancel, move"
    ),
    "out_of_scope:pupils": (
        "7 one pupil but topic, goal, practice, contact; "
        "6 class + name but practice, good, calling, aims, contact, share; 5 one pupil + figures; "
        "5 one pupil + topic but good; 3 class + figures"
    ),
    "tier_of_school": ("4 tiering; 1 tiering + is; 0.5 tiering + ourselves; 0.5 tiering + name; 0.5 tiering + what"),
    "tier_reason": (
        "4 tiering + why; 3.5 tiering + decided; 3.5 tiering + since but many; 3.5 tiering + review; 3 tiering; "
        "3 tiering + exit but many; 3 decided + moved up; -2 tiering + review + many; 1 tiering + why + past; "
        "1 tiering + why + moved up; 1 moved up + why + tiering; 1 tiering + when but many; 1 tiering + ourselves"
    ),
    "tier_list": (
        "3.5 tiering + many; 3 tiering; 3 tiering + how many but past, ourselves; 3 tiering + cluster; "
        "3 schools + how many but past, figures; 3 schools + list; 3 schools + cluster; 3 schools + somebody; "
        "2 tiering + list; 2 tiering + each; 2 which + schools + my but risk; 1 tiering + somebody; "
        "1 tiering + which but name, ourselves"
    ),
    "tier_history": ("3.5 tiering + past; 3 tiering; 0.5 tiering + how many"),
    "visits_owed": (
        "8 owed + calling but aims, tiering, note, move, cancel, mentor, dates wanted; "
        "5 owed + place but aims, note; 4 owed"
    ),
    "propose_dates": ("8 dates wanted but year drafted, goal, move, cancel; 2 dates wanted + calling"),
    "propose_calendar": "13 year drafted but move, cancel",
    "dates_waiting": "9 dates waiting but practice, move, cancel, aims",
    "inspection_notice": (
        "9 inspected + when said but practice, aims, tiering, consistent, cancel, move, book, topic; "
        "6 inspected + you but practice, tiering, why, cancel, move, book; "
        "4 inspected + ourselves but tiering, why, practice; 3 inspected"
    ),
    "not_on": ("9 kept free but messages, tiering, cancel, move, one pupil; 2 kept free + my"),
    "visit_consistency": (
        "9 consistent but one pupil, practice, mentor, aims; 2 consistent + calling; 1 consistent + officers"
    ),
    "cancel_visit": (
        "5 cancel + when said but tiering, aims; 4 calling + cancel but list, missing; 4 cancel + ourselves + you; "
        "3 calling; 1 cancel + officer"
    ),
    "move_visit": (
        "5 move + when said but tiering, aims, why; 4 calling + move but tiering; -4 calling + move + past; "
        "3 calling; 3 move + pronoun + calling"
    ),
    "dispute_record": ("5 wrong + note; 4 wrong + calling; 4 wrong + pronoun but tiering; 3 note; 2 wrong + ourselves"),
    "show_note": (
        "6 note + what but wrote, missing; 5 note + what + was there but wrote, missing; 1 note + what + past; "
        "14 note + accurate + asks whether; 9 read note but missing, wrong"
    ),
    "record_visit": (
        "3.5 calling + was there but how many, when, list, visits; "
        "3.5 was there but tiering, aims, how many, when, unvisited, topic, what, visits; 3 note + wrote; "
        "3 calling + wrote; 3 was there + when said but tiering, how many, unvisited, aims, topic, visits; "
        "2.5 calling; 2.5 note; 2 was there + note"
    ),
    "my_drafts": "9 half written but aims, practice; 3 half written + note",
    "notes_late": "9 note late but aims, wrong; 1 note late + which",
    "mark_accurate": "13 note + accurate but wrong, asks whether, what, which",
    "my_steps": "9.5 next step but wrote, review, practice",
    "calendar_link": "20 calendar link",
    "stop_calendar_link": "24 calendar link + stop link",
    "new_calendar_link": "24 calendar link + new link but stop link",
    "agree_visit": (
        "5 agree + when said but tiering, aims, only yes; 3.5 agree + calling but list, which, note; 3 calling; "
        "3 agree + ourselves but tiering, aims, which"
    ),
    "book_visit": (
        "5 book + when said but tiering, aims, note, visits, share, contact; 3.2 calling + book; 3 calling; "
        "-3 calling + book + when; -3 visits + which; -3 book + seen + what; "
        "2.6 calling + date but when, what, which, who, list, how many, seen, move, cancel, agree, was there, "
        "note, missing, unvisited, visits; "
        "1 calling + want but when; 1 calling + you + book; 1 calling + ourselves + book"
    ),
    "visit_list": (
        "5 unvisited; 4.5 note + missing; -4 seen + move; -4 seen + cancel; -4 seen + book + name; "
        "4 seen + when said; 3.5 seen; 3 calling; 2.5 visits; 2.5 calling + how many; "
        "2 calling + who + when said but officer; 2 calling + list; 2 visits + which; 1.5 visits + what; "
        "1 unvisited + many; 1 visits + when said; 1 seen + what"
    ),
    "next_visit": (
        "4.5 calling + seen + name but list, how many, visits, which; 3.2 calling; 3 visitor + when; "
        "3 seen + officer; 2.6 calling + when; 2.5 calling + next; 2 next + when + somebody; -2 visits + how many; "
        "-1.5 visits + which; 1 next + officer but aims, tiering"
    ),
    "plan_overdue": (
        "4.5 no plan; 5 no plan + how many; 4 aims + late; "
        "4 late but calling, note, tiering, mentor, update, figures, topic, messages; "
        "3 aims; 1 no plan + many; 1 late + many + aims"
    ),
    "plan_update": (
        "4 aims + update but what, review, which; 3 aims; -3 aims + update + which; "
        "-2.5 aims + update + is + what; 2 aims + update + late; 2 goal + update; 1 goal + update"
    ),
    "review_due": (
        "3 review but practice; 3 review + aims; 2 review + when but tiering; 2 review + which; "
        "2 tiering + review + which; 2 tiering + review + many; 2 review + what + next; 1.5 review + many; "
        "1 review + next; 1 review + when said"
    ),
    "my_goals": ("7 down for but ourselves; 3 aims + down for but ourselves"),
    "start_plan": ("8 begin plan but no plan, review, who, many, how many, late; 3 begin plan + want but no plan"),
    "add_goal": ("9 new goal but which, how many, mentor, practice"),
    "close_plan": ("8 end plan but which, many, when, review"),
    "agree_plan": ("5 agree + plan but which, list, who, late, calling"),
    "record_review": ("9 held review but when, which, who, tiering, wrong, list, no plan, late"),
    "move_review": ("5 move + review but tiering, why; 5 move + review + aims but why"),
    "plan_status": ("4 aims; 1.5 aims + going; 1 aims + what; 0.5 aims + ourselves; 0.5 aims + is"),
    "pairs_list": (
        "4 lacks + asked who; 3 mentor; 3 pair + list; 3 lacks + many; 3 lacks + list; -3 pair + my + want; "
        "2 mentor + list; 2 lacks + how many; 2 pair + what; 2 mentor + how many; 1.5 pair; 1.5 mentor + cluster; "
        "1 pair + cluster"
    ),
    "mentor_request": (
        "4 mentor + want + topic; 3.2 mentor + want but asked who, many; 3 mentor; 3 lacks + my but asked who; "
        "2.5 mentor + new head + my; 2 want + new head; 2 mentor + want + my but many"
    ),
    "decline_pair": "9 turns down + mentor; 9 turns down + pair; -3 turns down + calling",
    "pair_met": (
        "9 have met but calling, aims, note, name, date, not met, of pairs; "
        "9 not met but calling, aims, note, name, of pairs"
    ),
    "pair_fit": "9 fit but topic, aims, tiering, calling, note, name, of pairs",
    "end_pair": "12 ends pair but practice, aims",
    "my_mentees": ("4.5 mentor + mentees but want, lacks, room, training; 2 mentees + who; 1 mentees + somebody"),
    "free_mentors": ("5 mentor + room but lacks, my; 2 mentor + room + asked who; 1 mentor + room + many"),
    "mentor_training": ("5.5 mentor + training but room; 2 mentor + training + asked who; 2 mentor + training + list"),
    "mentor_of": ("4 mentor; 1.5 mentor + who; 1 mentor + somebody; 0.5 mentor + is; 0.5 mentor + new head"),
    "practice_share": (
        "4 practice + wrote; 4 share + topic but contact; 3 topic; 3 our work + practice + share; "
        "3 share + our work; 2 share + our work; 1.5 share + ourselves + topic; 1 theme + share + our work"
    ),
    "practice_contact": (
        "4 contact + topic but share; 3.5 contact + did it but officer; 3 topic; 2 contact + did it; "
        "2 contact + name; 1.5 contact + topic + did it"
    ),
    "practice_search": (
        "-4 topic + mentor; 3.2 topic; "
        "3 good + many but tiering, aims, calling, risk, figures, mentor, officer, share; 2.5 topic + good; "
        "4 tackle + many but aims, tiering, calling, figures, mentor, risk; "
        "2 practice; 1.5 topic + who; 1.5 topic + want but mentor; 1 topic + which; 1 topic + what; "
        "1 topic + many; 1 practice + what; 1 topic + seen; 1 theme + calling + who; 0.5 good"
    ),
    "follow_theme": (
        "9 follow + topic but aims, calling, tiering, stop following; 6 follow + themes asked but stop following"
    ),
    "unfollow_theme": "9 stop following + topic; 9 stop following + themes asked",
    "practice_waiting": (
        "9 practice + waiting but aims, calling; 6 practice + missing + my but searches; 6 share + waiting but aims"
    ),
    "unanswered_searches": (
        "7 searches but calling, aims, mentor; 3 searches + practice; 3 searches + who; 2 searches + what"
    ),
    "oversight_balance": (
        "6 how many + officers + calling + each; 4 balance; -4 balance + aims; 3 balance + officers; "
        "3 balance + whole; 3 balance + tiering; 3 each + cluster + how many + calling; 2.5 balance + visits; "
        "2.5 officers + each; 1.5 balance + cluster; 1 balance + who; 1 balance + many; "
        "5 load but mentor, topic, risk, messages; 4 how many + calling + by officer"
    ),
    "tier_changes": "11 tier moves but ourselves, name, when + ourselves, framework changed; 2 tier moves + why",
    "tier_drift": "10 tier drift + tiering; 10 tier drift + whole; 10 tier drift + balance; 7 tier drift + schools",
    "school_themes": "13 common theme but practice",
    "guidance_list": "11 guidance but practice",
    "write_guidance": "13 guidance + writing but what, which, practice",
    "ask_support": "12 ask support but many, mentor, practice",
    "withdraw_tier": "14 withdraw",
    "view_tier": "13 my view but calling, note, practice",
    "discuss_tier": "13 tier talk but when",
    "decide_tier": "13 decide tier but when, who, why, past",
    "propose_tier": "12 propose tier but my view, withdraw; "
    "10 proposing + tier name but calling, my view; "
    "9 move + tier name + name but calling, many, what, why, exit, ourselves, moved up, past, aims",
    "tier_case": "11 tier case but my view, tier talk, decide tier, propose tier, withdraw",
    "framework_history": "14 framework changed",
    "tier_criteria": "12 criteria but framework changed",
    "intelligence": "9 intelligence but aims, mentor",
    "add_intelligence": "9 intelligence + noting but aims, mentor; 1 intelligence + noting",
    "support_gaps": (
        "11 support gaps but mentor, note, practice, share, messages; "
        "12 tiering + review + late but aims, ourselves, name; 10 undiscussed"
    ),
    "without_officer": "14 without officer + many",
    "who_sees": "14 who sees",
    "turn_to_somebody": (
        "9 overwhelmed but calling, tiering, aims, mentor, practice, note, messages, good, many, book, move, cancel"
    ),
    "who_is_link": (
        "4.5 looks after + who but mentor, topic, tiering, aims, calling; "
        "4 looks after + somebody but tiering, calling, mentor, aims, how many; 3.5 officer but calling, balance; "
        "3 officer + who but balance; -3 officer + calling + when; 2 officer; 2 officer + what but calling, seen; "
        "1 looks after + somebody + schools; 1 officer + ourselves; 1 officer + name; 1 looks after + officer + who"
    ),
    "risk_flags": (
        "4 risk; 4 complaint + ourselves; 3 falling + figures; 2 falling + many; -2 risk + aims; "
        "1.5 falling + figures + asked who; 1 risk + many; 1 risk + cluster; 1 falling + figures + when said; "
        "0.5 risk + what"
    ),
    "school_profile": (
        "4 profile; 4 bare; 3.3 figures + hard figures but good, aims, share, practice; "
        "3.2 figures but risk, topic; 3 figures + what but who, many, good, falling, practice; "
        "-2 profile + tiering; -2 profile + aims; -2 profile + mentor; -2 profile + practice; "
        "1.5 figures + ourselves but good, practice, share, aims; -1.5 figures + who; 1 profile + when said; "
        "1 figures + ourselves but good, aims, share; 1 profile + name; "
        "1 figures + name but good, falling, contact, share, aims"
    ),
    "school_figures": (
        "7 beside others + figures but practice, good, share, aims, tiering, calling, mentor, asked who, how many, "
        "officers"
    ),
    "my_day": (
        "5 my day but calling, tiering; 3 today + what but calling, tiering, aims, risk; 3 my day + calling; "
        "-2 my day + officer; 2 today + my but calling, tiering, aims"
    ),
    "home": ("9 home but tiering, aims, calling, mentor, figures, risk, ill, many, each, officers"),
    "accounts": ("9 account but topic, aims, tiering, calling, mentor"),
    "channels": ("9 channels but topic, aims, tiering, mentor"),
    "map_channel": ("12 channels + map but which, how many, list, topic, aims, tiering"),
    "link_account": ("12 link account + account but asked who, list, how many, topic, aims, tiering, calling"),
    "not_understood": "11 not understood; 9 teach you",
    "out_of_scope:unknown": ("6 chatter but topic, aims; 5 complaint but ourselves, risk"),
    "help": ("4 help but thanks, topic, mentor, aims; -2 help + topic; -2 help + want + name; 0.5 help + what"),
    "smalltalk": ("3.1 thanks; 3.1 hello but thanks"),
}
