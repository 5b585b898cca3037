"""What the demo's action plans aim at, a plan for each cause of support in words.py. All invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Aim:
    """One goal: who leads it (head, officer, adviser, or a title), its measure, and percentages (or words)."""

    goal: str
    who: str
    measure: str
    baseline: str
    target: str


@dataclass(frozen=True)
class PlanWords:
    """A plan's title and its goals, and what its reviews agreed next, in turn."""

    title: str
    aims: tuple[Aim, ...]
    agreed_next: tuple[str, ...]


# In the order of words.CAUSES.
PLANS: Final = (
    PlanWords(
        "Writing and assessment",
        (
            Aim("Judgements in writing agree across the cluster", "head", "agreement in moderation", "64%", "85%"),
            Aim(
                "Attainment in writing returns to the school's trend",
                "head",
                "learners on track in writing",
                "61%",
                "72%",
            ),
            Aim(
                "Feedback that learners can act on in every class",
                "Principal teacher",
                "classes seen with it",
                "40%",
                "90%",
            ),
        ),
        (
            "Second round of moderation with two neighbouring schools; officer to bring anonymous samples.",
            "Feedback routine to be seen in every stage before the next review.",
        ),
    ),
    PlanWords(
        "Leading change",
        (
            Aim("Three priorities, each with a lead and a date", "head", "priorities with both", "33%", "100%"),
            Aim("The self-evaluation calendar is kept", "head", "activities held in time", "45%", "90%"),
            Aim("Staff know what has changed and why", "officer", "staff who say so in the survey", "52%", "80%"),
        ),
        (
            "Third priority to be dropped for this session; staff survey repeated before the next review.",
            "Officer to join two self-evaluation meetings.",
        ),
    ),
    PlanWords(
        "Attendance",
        (
            Aim("Attendance is back at the school's own level", "head", "attendance", "89.8%", "93%"),
            Aim(
                "Every absence is followed up by half past ten",
                "Office manager",
                "absences followed up in time",
                "58%",
                "95%",
            ),
            Aim(
                "Families who are hard to reach have a named contact", "head", "families with a contact", "30%", "100%"
            ),
            Aim(
                "Learners' views shape the welcome in the morning",
                "Principal teacher",
                "what learners say",
                "little trust",
                "felt welcome",
            ),
        ),
        (
            "Daily follow-up to be looked at each Friday; officer to share another school's routine.",
            "Breakfast club to begin after the holiday; measure attendance on those days.",
        ),
    ),
    PlanWords(
        "Self-evaluation",
        (
            Aim(
                "Joint observation agrees with the school's own view",
                "officer",
                "observations in agreement",
                "48%",
                "85%",
            ),
            Aim("Tracking is used in every class", "head", "classes that use it", "50%", "100%"),
            Aim("Challenge and pace improve", "adviser", "lessons graded good or better", "55%", "80%"),
        ),
        (
            "Two more joint observations in the upper stages before the next review.",
            "Tracking meeting moved to the week after reports.",
        ),
    ),
    PlanWords(
        "Pupil Equity Fund",
        (
            Aim("Every intervention has a measure and a baseline", "head", "interventions with both", "20%", "100%"),
            Aim("Most interventions show a gain", "adviser", "interventions with a gain", "0%", "75%"),
            Aim("Parents know how the fund is used", "head", "parents who say so in the survey", "28%", "60%"),
        ),
        (
            "Stop the intervention without a measure; adviser to help set two baselines.",
            "Share the first gains with the parent council.",
        ),
    ),
    PlanWords(
        "Staffing and communication",
        (
            Aim("All teaching posts are filled", "officer", "posts filled", "80%", "100%"),
            Aim("Parents hear back within five working days", "head", "answers in time", "62%", "95%"),
            Aim("Staff feel supported through the change", "Depute", "what staff say", "unsettled", "well supported"),
        ),
        (
            "Advertise the last post again; officer to speak with the staffing team.",
            "Weekly note to parents from the next month on.",
        ),
    ),
    PlanWords(
        "Partnership with parents",
        (
            Aim("Parents find communication clear", "head", "parents who say so in the survey", "54%", "75%"),
            Aim("The parent council meets each term", "head", "meetings held", "33%", "100%"),
            Aim("One channel for all messages home", "Office manager", "messages in the one channel", "45%", "95%"),
        ),
        (
            "Short survey at the end of term; the parent council to choose its questions.",
            "Old channels to be closed after the holiday.",
        ),
    ),
)
