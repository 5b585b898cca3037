"""What the demo's officers write: reasons for a tier, the focus of a visit, strengths and next steps. All invented."""

from __future__ import annotations

from dataclasses import dataclass

UNIVERSAL_REASONS = (
    "Self-evaluation is accurate, the improvement plan is on course and outcomes hold steady. Universal support.",
    "Yearly tier discussion: leadership is settled and the evidence agrees with the school's own view.",
    "Strong capacity to improve; the standards and quality report was well evidenced. Universal support.",
    "Attainment in line with comparators, attendance steady, parents positive. No call for more than universal.",
    "The school knows itself well and moderates with its cluster. Universal support continues.",
)


@dataclass(frozen=True)
class Cause:
    """Why a school came to need targeted support, what the termly reviews said in turn, and why it could stop."""

    up: str
    still: tuple[str, ...]
    down: str


CAUSES = (
    Cause(
        "Attainment in writing has dipped below the school's own three-year trend and moderation within the cluster is "
        "not yet secure. Targeted support for assessment (QI 2.3). Back to universal when two rounds agree.",
        (
            "Termly review: moderation with the cluster has begun well, writing not yet recovered. Stays targeted.",
            "Termly review: one round of moderation agrees. One more before a move back to universal.",
        ),
        "Two rounds of moderation agree and writing is back at the school's own trend. Back to universal.",
    ),
    Cause(
        "Two changes of leadership in eighteen months have left the improvement plan behind schedule. Targeted support "
        "for leadership of change (QI 1.3) until the plan is back on course.",
        (
            "Termly review: the plan has been cut to three priorities; two are behind. Stays targeted.",
            "Termly review: one priority is on course, self-evaluation calendar agreed. Stays targeted.",
        ),
        "The improvement plan is back on course and self-evaluation is sound. Back to universal.",
    ),
    Cause(
        "Attendance has fallen for three terms running against the school's own past. Targeted support to review how "
        "absence is followed up and how families are reached.",
        (
            "Termly review: a new routine for following up absence is in place; too early to see its effect.",
            "Termly review: attendance has levelled out, though not yet recovered. Stays targeted.",
        ),
        "Attendance is back at the school's own three-year level and has held for two terms. Back to universal.",
    ),
    Cause(
        "Self-evaluation does not yet match what was seen in classrooms. Targeted support with joint observation and "
        "tracking; back to universal when both views agree.",
        (
            "Termly review: joint observation has started; views on challenge and pace still differ. Stays targeted.",
            "Termly review: views agree in most classes; tracking is not yet used by all teachers. Stays targeted.",
        ),
        "Tracking is used in every class and both views agree. Back to universal, with thanks to staff.",
    ),
    Cause(
        "Use of Pupil Equity Fund cannot be shown to have made a difference yet. Targeted support to set measures and "
        "a baseline.",
        (
            "Termly review: baselines are set for two of three interventions. Stays targeted.",
            "Termly review: measures are in use; one intervention was stopped, rightly. Stays targeted.",
        ),
        "Every intervention has a measure and most show a gain from the baseline. Back to universal.",
    ),
    Cause(
        "Three vacant teaching posts and a rise in complaints. Targeted support while staffing settles.",
        (
            "Termly review: one post is filled and complaints are answered in time. Stays targeted.",
            "Termly review: staffing has settled, but the effect on learning cannot be seen yet. Stays targeted.",
        ),
        "All posts have been filled for two terms and complaints are back to the usual few. Back to universal.",
    ),
    Cause(
        "The parent survey shows much less confidence in communication than last year. Targeted support for "
        "partnerships (QI 2.7).",
        (
            "Termly review: the parent council has agreed a plan for communication. Stays targeted.",
            "Termly review: a short survey shows some gain; the full one follows in spring. Stays targeted.",
        ),
        "The parent survey is back in line with last year and the parent council is content. Back to universal.",
    ),
)

TO_INTENSIVE = (
    "Targeted support has not brought the change that was agreed, and the plan's measures are not tracked. A team "
    "around the school and monthly visits, agreed with the headteacher.",
    "The inspectorate will return within a year: QI 1.3 and 2.3 were both graded weak. Intensive support with interim "
    "measures.",
    "Concerns have grown while most promoted posts are vacant. Intensive support until a leadership team is in place "
    "for a full term.",
)
STILL_INTENSIVE = (
    "Review by the team around the school: one goal on course, two behind. Stays intensive.",
    "Review by the team around the school: class visits show more consistent practice. Stays intensive.",
    "Review by the team around the school: two goals on course, one behind. Stays intensive.",
)
FROM_INTENSIVE = (
    "The leadership team has held for a full term and most goals of the plan are met. From intensive to targeted.",
    "The inspectorate's follow-up found good progress. From intensive to targeted, reviewed each term.",
)

FOCUS: dict[str, tuple[str, ...]] = {
    "V1": ("Attainment, improvement plan and tier", "Attainment and the new improvement plan"),
    "V2": ("Learning and teaching (QI 2.3) and PEF", "Learning, teaching and assessment (QI 2.3): joint class visits"),
    "V3": ("Wellbeing, inclusion and attendance (QI 3.1)", "Ensuring wellbeing, equality and inclusion (QI 3.1)"),
    "V4": ("Evaluation, draft standards and quality report, next plan", "Looking back on the plan; draft report"),
    "attainment": ("Attainment: tracking and predicted levels", "Attainment meeting with the adviser"),
    "action_plan": ("Action plan: progress from the baseline", "Action plan: goals, measures and next steps"),
    "note": ("Catch-up by video", "Follow-up to a question from the headteacher"),
}

STRENGTHS: dict[str, tuple[str, ...]] = {
    "V1": (
        "Staff know their attainment figures well and agree on three clear priorities.",
        "The improvement plan is short, shared with parents and rests on last year's self-evaluation.",
    ),
    "V2": (
        "Purposeful learning in almost all classes seen; pupils can say what they are learning and why.",
        "Feedback is used well in the upper stages and questioning is improving across the school.",
    ),
    "V3": (
        "Warm relationships throughout; staff use a shared language for behaviour and nurture.",
        "The pupil council has changed how playtimes and transitions are run.",
    ),
    "V4": (
        "The draft report is honest and well evidenced, with pupils' views at its centre.",
        "Every teacher took part in the evaluation and can point to what improved.",
    ),
    "attainment": ("Tracking meetings are regular and lead to changes in the classroom.",),
    "action_plan": ("Two goals have moved on from their baseline and responsibilities are clear.",),
    "note": ("The headteacher had already acted on the point that was raised.",),
}

NEXT_STEPS: dict[str, tuple[str, ...]] = {
    "V1": (
        "Add a baseline to the second priority; share the tracking sheet before the next visit.",
        "Moderate writing with a neighbouring school before the winter break.",
    ),
    "V2": (
        "Widen the range of challenge in numeracy; link officer to share an example from another cluster.",
        "Set a measure for the PEF spending on reading and review it at the next visit.",
    ),
    "V3": (
        "Look at attendance by stage each month and bring the pattern to the next visit.",
        "Gather parents' views on communication and report them back.",
    ),
    "V4": (
        "Shorten next year's plan to three priorities, each with a measure.",
        "Finish the standards and quality report by the end of June.",
    ),
    "attainment": ("Check predicted levels with a cluster colleague; adviser to join the next meeting.",),
    "action_plan": ("Agree a date for the third goal and record the measure; review together next time.",),
    "note": ("Nothing further; picked up at the next visit.",),
}
