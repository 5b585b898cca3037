"""What is due about strong practice: consent, check, 'still true?', and who hears of what is new.

Each entry is laid out again when it changes, and all of them once a week, so that a new headteacher or officer is asked
what their predecessor left; the unique key of a duty keeps anybody from being asked twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from config.reminders import ReminderRule
from framework.rhythm import monday_of, months_later
from handlers.practice_channels import channel_of, post_week
from handlers.telling import useful_until
from store.announcements import announce
from store.leases import fact, set_fact
from store.outbox import DutyRow, WaitingDuty, drop_duties, put_duties, waiting_for_subjects
from store.posts import Holder, heads, holders, link_officers
from store.practice import (
    PracticeView,
    mark_announced,
    mark_practices_planned,
    plan_practices_again,
    practices_to_announce,
    practices_to_plan,
)
from store.practice_searches import followers
from store.schools import all_schools

BATCH: Final = 200
_PLANNED_WEEK: Final = "practice_planned_week"


def _consent_from(practice: PracticeView, authority: Authority) -> datetime | None:
    return practice.changed_at if practice.waits_for_consent else None


def _check_from(practice: PracticeView, authority: Authority) -> datetime | None:
    return practice.changed_at if practice.waits_for_check else None


def _fresh_from(practice: PracticeView, authority: Authority) -> datetime | None:
    if not practice.is_public:
        return None
    ends = months_later(practice.known_true_on, authority.framework.practice.fresh_for_months)
    return authority.sending.opens(authority.school_year.next_school_day(ends, practice.cluster))


# Kind of duty -> from when it is due (None: not at all), and whether its school's head or its officer is asked.
DUTIES: Final[dict[str, tuple[Callable[[PracticeView, Authority], datetime | None], str]]] = {
    "practice_consent": (_consent_from, "headteacher"),
    "practice_check": (_check_from, "link_officer"),
    "practice_fresh": (_fresh_from, "headteacher"),
}
AUTHOR: Final = "practice_author"
# Without these nothing would ever be shared: they are asked for once even where the authority's rules leave them out.
_ALWAYS: Final = ("practice_consent", "practice_check")


def waits(session: Session) -> bool:
    """Never: everything that changed is laid out at once."""
    return False


def plan_all_again(session: Session, now: datetime) -> None:
    """Have the duties of all practice laid out anew: the rules or the dates changed."""
    plan_practices_again(session)


def lay_out(session: Session, authority: Authority, now: datetime) -> tuple[int, list[WaitingDuty]]:
    """Lay out what changed, announce what is new, post the week's digest to the clusters' channels."""
    _once_a_week(session, authority, now)
    count, dropped = 0, list[WaitingDuty]()
    asked = Asked(session)
    while changed := practices_to_plan(session, BATCH):
        wanted = [row for practice in changed for row in _duties_of(practice, asked, authority, now)]
        dropped += _drop_unwanted(session, changed, wanted)
        put_duties(session, wanted)
        mark_practices_planned(session, changed)
        count += len(wanted)
    if authority.sending.is_open(now, authority.school_year):
        count += _announce(session, authority, now)
        post_week(session, authority, now)
    return count, dropped


def _once_a_week(session: Session, authority: Authority, now: datetime) -> None:
    week = monday_of(now.astimezone(authority.timezone).date()).isoformat()
    if fact(session, _PLANNED_WEEK) != week:
        plan_practices_again(session)
        set_fact(session, _PLANNED_WEEK, week)


class Asked:
    """Who is asked about a school's practice on a day; each day is read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._heads: dict[date, dict[int, list[Holder]]] = {}
        self._officers: dict[date, dict[int, list[Holder]]] = {}

    def of(self, school_id: int, role: str, day: date) -> list[Holder]:
        """Who leads the school, or its link officers; where it has none, the quality managers."""
        if role == "headteacher":
            if day not in self._heads:
                self._heads[day] = heads(self._session, day)
            return self._heads[day].get(school_id, [])
        if day not in self._officers:
            self._officers[day] = link_officers(self._session, day)
        return self._officers[day].get(school_id) or holders(self._session, ["quality_manager"], day)


def _duties_of(practice: PracticeView, asked: Asked, authority: Authority, now: datetime) -> list[DutyRow]:
    rules: dict[str, ReminderRule] = {rule.key: rule for rule in authority.framework.reminders}
    found = []
    for kind, (due_from, role) in DUTIES.items():
        moment = due_from(practice, authority)
        if moment is None or (kind not in rules and kind not in _ALWAYS):
            continue
        cluster = practice.cluster if role == "headteacher" else ""
        for offset, opens in _moments(moment, rules.get(kind), cluster, authority, now):
            to = asked.of(practice.school_id, role, opens.astimezone(authority.timezone).date())
            if practice.waits_for_author:
                # An author who leads the school gives its answer with their own.
                to = [holder for holder in to if holder.person_id != practice.author_id]
            found += _rows(practice, kind, offset, opens, cluster, [one.person_id for one in to], authority, now)
    if practice.waits_for_author and practice.author_id is not None:
        opens = authority.sending.next_open(practice.changed_at, authority.school_year, practice.cluster)
        found += _rows(practice, AUTHOR, 0, opens, practice.cluster, [practice.author_id], authority, now)
    return found


def _moments(
    first: datetime, rule: ReminderRule | None, cluster: str, authority: Authority, now: datetime
) -> list[tuple[int, datetime]]:
    """When it is asked, and asked again after the rule's school days; of what is past only the latest, and now."""
    year, sending = authority.school_year, authority.sending
    asked = [(0, sending.next_open(first, year, cluster))]
    day = asked[0][1].astimezone(authority.timezone).date()
    again = sorted(rule.school_days_after) if rule else []
    asked += [(offset, sending.opens(year.shift(day, offset, cluster))) for offset in again]
    past = [moment for moment in asked if moment[1] <= now]
    latest = [(past[-1][0], sending.next_open(now, year, cluster))] if past else []
    return [*latest, *(moment for moment in asked if moment[1] > now)]


def _rows(
    practice: PracticeView,
    kind: str,
    offset: int,
    opens: datetime,
    cluster: str,
    to: Iterable[int],
    authority: Authority,
    now: datetime,
) -> list[DutyRow]:
    return [
        DutyRow(
            rule=f"{kind}:{offset}",
            kind=kind,
            subject=f"practice:{practice.id}",
            revision=practice.revision,
            recipient_id=person,
            school_id=practice.school_id,
            cluster=cluster,
            not_before=opens,
            send_by=useful_until(opens, authority, cluster),
            made_at=now,
        )
        for person in to
    ]


def _drop_unwanted(session: Session, changed: Sequence[PracticeView], wanted: Iterable[DutyRow]) -> list[WaitingDuty]:
    """Drop what waits about these entries and is wanted no more, as they now stand."""
    keys = {(row.rule, row.subject, row.revision, row.recipient_id) for row in wanted}
    waiting = waiting_for_subjects(session, [f"practice:{practice.id}" for practice in changed])
    gone = [
        d
        for d in waiting
        if d.kind in (*DUTIES, AUTHOR) and (d.rule, d.subject, d.revision, d.recipient_id) not in keys
    ]
    drop_duties(session, [duty.id for duty in gone], "the practice was changed")
    return gone


def _announce(session: Session, authority: Authority, now: datetime) -> int:
    """What is new goes to its cluster's channel and to those who follow one of its themes, once."""
    count = 0
    for practice in practices_to_announce(session):
        if not authority.sending.is_open(now, authority.school_year, practice.cluster):
            continue
        if mark_announced(session, practice.id, now):
            if practice.cluster:
                announce(session, channel_of(practice.cluster), "practice_new", f"practice:{practice.id}", now)
            rows = _to_followers(practice, session, authority, now)
            put_duties(session, rows)
            count += len(rows)
    return count


def _to_followers(practice: PracticeView, session: Session, authority: Authority, now: datetime) -> list[DutyRow]:
    if "practice_followed" not in {rule.key for rule in authority.framework.reminders}:
        return []
    day = now.astimezone(authority.timezone).date()
    found = followers(session, practice.themes)
    leading = heads(session, day) if found else {}
    cluster_of = {school.id: school.cluster for school in all_schools(session)} if found else {}
    where = {one.person_id: cluster_of.get(school, "") for school, those in leading.items() for one in those}
    involved = {one.person_id for one in leading.get(practice.school_id, [])} | {practice.entered_by_id}
    return [
        _followed(practice, person, where.get(person, ""), authority, now) for person in found if person not in involved
    ]


def _followed(practice: PracticeView, person: int, cluster: str, authority: Authority, now: datetime) -> DutyRow:
    opens = authority.sending.next_open(now, authority.school_year, cluster)
    return DutyRow(
        rule="practice_followed",
        kind="practice_followed",
        subject=f"practice:{practice.id}",
        # An entry is new once, whatever becomes of it later.
        revision=1,
        recipient_id=person,
        school_id=practice.school_id,
        cluster=cluster,
        not_before=opens,
        send_by=useful_until(opens, authority, cluster),
        made_at=now,
    )
