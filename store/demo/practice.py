"""Strong practice in the demo authority: what schools did and what changed, all of it invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from store.demo.officers import AWAITED_AT, Leave, officer_on
from store.demo.places import BY_CODE, Place
from store.demo.year import school_day_from

STALE = ("INV",)
UNCHECKED = ("TRB", "MLF")
ASKED = ("GHS", "STK")
REFUSED = ("KAC",)
JUST_NOW = ("FRN", "KNC", "DHS")

# school | title | what was done and what changed | themes | quality indicators | stage
_TABLE = """
SKB|Breakfast and a soft start|A calm half hour with toast and games before the bell, run by support staff. Late \
coming on Mondays fell from 31 to 12 a week in two terms.|attendance;nurture|3.1|P1 to P7
INV|First-day calls that ask, not tell|The office rings by half past nine with one question: what would help \
tomorrow? Persistent absence in S2 fell by a fifth over a session.|attendance;parental_engagement|3.1;2.7|S1 to \
S3
WSK|Reading buddies across the corridor|P7 pupils read with P2 for twenty minutes on Fridays. Both groups read \
more at home, by their own reading logs.|reading;pupil_voice|2.3|P2 and P7
BGS|Gaelic at the school gate|Short phrases for parents each week, with a recording. Families now greet staff in \
Gaelic, and the waiting list for P1 grew.|gaelic;family_learning|2.5;2.2|P1 to P3
DRM|One page that tracks every class|A single sheet a class, looked at together each month, in place of four \
systems. Support is moved within the month instead of the term.|tracking;leadership|1.1;2.3|P1 to P7
KIL|Number talks every morning|Ten minutes of mental strategies in each class, planned together across stages. \
Confidence in explaining an answer rose in the pupil survey from 48% to 71%.|numeracy|2.3;3.2|P4 to P7
KAC|Senior pupils run the study base|S6 leaders open a study room after school three days a week. Attendance at \
study grew from 15 to 60 a week.|senior_phase;leadership|3.2|S4 to S6
ARD|Two small schools, one plan|Two teaching heads share planning days and swap classes for expressive arts. \
Staff plan four subjects instead of eight.|small_schools;professional_learning|1.3;1.5|P1 to P7
GVA|Shore and hill every week|A weekly outdoor morning planned with the local rangers, whatever the weather. \
Writing about what was found is longer and better organised.|outdoor_learning;writing|2.2;2.3|P1 to P7
PTA|Moderation with the primaries|S1 and P7 teachers mark the same writing twice a year. Predicted levels at \
transition now agree in nine cases out of ten.|moderation;transitions|2.3;2.6|P7 and S1
TRB|Pupil council that spends money|The council has a small budget from the Pupil Equity Fund and reports on \
what changed. Pupils say more often that they are listened to.|pupil_voice;equity|1.2;1.5|P4 to P7
ACH|Play from nursery to P2|Planned play every morning, with observations shared between the nursery and the \
infant room. Children settle in P1 in a week where it took a month.|play;early_level|2.3;2.6|nursery, P1, P2
KNC|Learning with the island school by video|Two schools of under twenty share a reading group and a French \
lesson online each week. Children have peers of their own \
stage.|small_schools;digital;modern_languages|2.2;2.7|P1 to P7
CLG|A communication board in every room|The same boards and signs in each room, the office and the bus. Staff \
count fewer moments of distress in the morning.|asn;inclusion|2.4;3.1|P1 to S6
DHS|Restorative conversations, timetabled|Each week has time set aside for them, and cover for the teacher. \
Exclusions fell from 22 to 9 in a session.|relationships_behaviour|3.1|S1 to S4
FRN|Families who learn together|Six evenings of cooking and number games with a meal. Forty families came, half \
of them for the first time.|family_learning;numeracy|2.5|P1 to P4
STC|Rights in every assembly|Each assembly takes one article and asks pupils what it changes here. The \
playground rules are now the pupils' own.|childrens_rights;wellbeing|3.1|P1 to P7
MLF|Feedback while the work is live|Teachers speak with six children a lesson and mark less at night. Pupils can \
name their next step, in eight classes of ten.|assessment|2.3|P3 to P7
GHS|Work placements that start in S3|Local firms take pupils for half a day a week from S3. Leavers' \
destinations are up by four points in two years.|employability;partnerships|3.3;2.7|S3 to S6
STO|Coding club that feeds the classroom|A club run by parents' employers, with the plans used in class \
afterwards. Girls are now half of it.|stem;digital|3.3|P5 to P7
DAL|The whole school writes one book|Twenty-nine children plan, write and print one book a year. Every child \
redrafts now, and says why.|writing;small_schools|2.3|P1 to P7
LAC|A quiet base for anxious pupils|A staffed room with a plan for each visit and a way back to class. Pupils \
return to lessons within a period, most of the time.|mental_health;inclusion|3.1;2.4|S1 to S4
STK|A garden that teaches maths|The beds are measured, costed and sold from by P6. Measuring is no longer the \
weakest part of the numeracy results.|sustainability;numeracy|2.2;3.2|P6
VAR|Self-evaluation in pairs of schools|Two schools visit each other with one question each term. Improvement \
plans have three priorities instead of nine.|self_evaluation;partnerships|1.1;1.3|P1 to P7
BEY|Outdoors all day, all year|Children choose inside or out from nine to three. Sleep and appetite are better, \
say parents, and so is talk.|outdoor_learning;listening_talking|2.2;2.3|nursery
"""


@dataclass(frozen=True)
class _Entry:
    place: Place
    title: str
    summary: str
    themes: str
    qi: str
    stage: str


def _entries() -> list[_Entry]:
    rows = (line.split("|") for line in _TABLE.strip().splitlines())
    return [_Entry(BY_CODE[code], *rest) for code, *rest in rows]


def _days_ago(place: Place, order: int) -> int:
    """School days since it was identified: a few of this week, one of the session before last, the rest between."""
    if place.code in STALE:
        return 250
    return 2 + JUST_NOW.index(place.code) if place.code in JUST_NOW else 20 + 6 * order


def practice_rows(today: date, leave: Leave, head_of: Mapping[str, str]) -> list[dict[str, str]]:
    """One row of the `practice` contract for each entry; its contact is whoever leads the school."""
    rows = []
    for order, entry in enumerate(_entries()):
        place = entry.place
        identified = school_day_from(today, -_days_ago(place, order))
        officer = officer_on(place, identified, leave) if place.code != AWAITED_AT else ""
        rows.append(
            {
                "seed_code": place.seed_code,
                "title": entry.title,
                "summary": entry.summary,
                "themes": entry.themes,
                "qi": entry.qi,
                "stage": entry.stage,
                "contact": head_of.get(place.code, ""),
                "identified_by": head_of.get(place.code, "") if place.code in UNCHECKED else officer,
                "identified_on": identified.isoformat(),
                "consent": "" if place.code in ASKED else "no" if place.code in REFUSED else "yes",
            }
        )
    return rows


def wrong_with_practice() -> list[str]:
    """What is deliberately wrong, one sentence each."""
    by_code = {entry.place.code: entry for entry in _entries()}
    stale = by_code[STALE[0]]
    return [
        f"{stale.place.name}: its practice “{stale.title}” has not been looked at for more than a year.",
        *(f"{by_code[code].place.name}: its practice “{by_code[code].title}” was never checked." for code in UNCHECKED),
        *(
            f"{by_code[code].place.name}: nobody has asked it whether “{by_code[code].title}” may be shared."
            for code in ASKED
        ),
    ]
