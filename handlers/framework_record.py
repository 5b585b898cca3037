"""The framework that everybody may read: its tiers and criteria, its version, what changed, when it is reviewed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing
from framework.rhythm import months_later
from framework.versions import changes
from handlers.asked import local_day
from handlers.cards import Button, Card, Element, Reply, Table, Text
from handlers.evidence_words import say_rule
from handlers.lines import Gone, Line
from handlers.request import Request
from handlers.wording import SECTORS, count, say_day
from store.framework_versions import VersionView, framework_versions, put_version
from store.messages import DutyView
from store.posts import standing

FRAMEWORK_KIND: Final = "framework_review"
_NOTICE = "Cairn has an answer for you."
_TIER_KEYS = ("label", "rank", "means", "visits", "note_working_days", "plan_review_school_weeks", "review",
              "review_school_weeks", "suggest_from", "decided_by")  # fmt: skip


def tier_criteria(request: Request, session: Session, authority: Authority) -> Reply:
    """The criteria by which a tier is discussed, for the sector asked about, with the tiers that they point to."""
    sector = request.values.get("sector", "") or (request.school.sector if request.school else "")
    rows = tuple(
        (
            one.label,
            say_rule(one, authority),
            f"{authority.tier(one.points_to).label}, {count(one.weight, 'point')}",
            one.exit,
        )
        for one in authority.criteria
        if not sector or not one.sectors or sector in one.sectors
    )
    which = f" for {SECTORS.get(sector, sector)} schools" if sector else ""
    title = f"The criteria{which}"
    body: list[Element] = [Text(_tiers_in_words(authority))]
    if rows:
        body.append(Table(("Criterion", "Met when", "Points to", "What ends it"), rows, title))
        body.append(Text("Criteria suggest; they move no school. A tier is discussed with the headteacher first."))
    else:
        body.append(Text(f"No criteria are on record{which}."))
    body.append(Text(_version_words(authority), quiet=True))
    changed = Button("What changed?", "framework_history")
    return Card(title=title, body=tuple(body), buttons=(changed,), notice=_NOTICE)


def _tiers_in_words(authority: Authority) -> str:
    tiers = sorted(authority.framework.tiers, key=lambda tier: tier.rank)
    said = [
        f"{tier.label}{f' ({tier.means})' if tier.means else ''}"
        + (f", suggested from {count(tier.suggest_from, 'point')} on" if tier.suggest_from else "")
        for tier in tiers
    ]
    return f"Tiers: {'; '.join(said)}."


def _version_words(authority: Authority) -> str:
    framework = authority.framework.framework
    return (
        f"Improvement framework of {framework.authority}, version {framework.version}, adopted on "
        f"{say_day(framework.adopted_on)}, reviewed by {say_day(review_day(authority))}."
    )


def review_day(authority: Authority) -> date:
    """When the framework is to be reviewed: the day that the file names, or a year after it was adopted."""
    framework = authority.framework.framework
    return framework.review_on or months_later(framework.adopted_on, 12)


def framework_history(request: Request, session: Session, authority: Authority) -> Reply:
    """Every version on record, with its day and what changed."""
    found = framework_versions(session)
    body: list[Element] = []
    for one in found:
        body.append(Text(f"Version {one.version}, adopted on {say_day(one.adopted_on)}:"))
        body += [Text(f"• {sentence}") for sentence in one.changes] or [Text("• The first version on record.")]
    if not found:
        body.append(Text(_version_words(authority)))
        body.append(Text("No earlier version is on record."))
    body.append(Text(f"To be reviewed by {say_day(review_day(authority), local_day(request, authority))}.", quiet=True))
    read = Button("What are the criteria?", "tier_criteria")
    return Card(title="What changed in the framework", body=tuple(body), buttons=(read,), notice=_NOTICE)


def keep_framework(session: Session, authority: Authority, now: datetime) -> bool:
    """Put the framework on record where it differs from the one on record last; returns whether it did."""
    content = _content(authority)
    kept = json.dumps(content, ensure_ascii=False, sort_keys=True)
    framework = authority.framework.framework
    found = framework_versions(session)
    last = found[0] if found else None
    if last is not None and (last.version, last.adopted_on, last.content) == (
        framework.version,
        framework.adopted_on,
        kept,
    ):
        return False
    put_version(session, framework.version, framework.adopted_on, kept, _changed(last, content), now)
    return True


def _changed(last: VersionView | None, content: Mapping[str, Any]) -> list[str]:
    if last is None:
        return []
    return changes(json.loads(last.content), content) or ["Nothing in its tiers, criteria or measures."]


def _content(authority: Authority) -> dict[str, Any]:
    """Tiers, criteria and measures by key, as plain data that JSON keeps unchanged."""
    file = authority.framework
    rows = {
        "tiers": {tier.key: tier.model_dump(include=set(_TIER_KEYS)) for tier in file.tiers},
        "criteria": {one.key: one.model_dump(exclude={"key", "why"}) for one in file.criteria},
        "measures": {
            one.key: one.model_dump(include={"label", "unit", "better", "least_roll", "matter"})
            for one in file.measures
        },
    }
    kept: dict[str, Any] = json.loads(json.dumps(rows))
    return kept


@dataclass(frozen=True)
class FrameworkLines:
    """The yearly review of the framework, as it stands today."""

    authority: Authority
    now: datetime
    standings: Mapping[int, Standing]

    def line(self, duty: DutyView) -> Line:
        """That the review is due. Raises Gone once another day is set, or to who is quality manager no more."""
        day = review_day(self.authority)
        if f"{day:%Y%m%d}" != str(duty.subject_id):
            raise Gone("the framework has another day for its review")
        if "quality_manager" not in self.standings[duty.recipient_id].roles:
            raise Gone("the recipient is not quality manager today")
        today = self.now.astimezone(self.authority.timezone).date()
        version = self.authority.framework.framework.version
        words = f"The improvement framework (version {version}) is to be reviewed by {say_day(day, today)}."
        if day < today:
            words = f"The improvement framework (version {version}) was to be reviewed by {say_day(day, today)}."
        button = Button("Read the criteria", "tier_criteria")
        return Line(
            f"{words} Its next version, and its day, stand in framework.toml.", "The framework", (button,), button
        )

    def about(self, duty: DutyView) -> str:
        return "the yearly review of the improvement framework"

    def why(self, duty: DutyView, standing: Standing) -> str:
        return "The yearly review of the framework: you are quality manager, and it is reviewed once a year."

    def useful_until(self, duty: DutyView) -> datetime | None:
        return duty.send_by + timedelta(days=14)


def framework_lines(
    session: Session, authority: Authority, duties: Sequence[DutyView], now: datetime
) -> FrameworkLines:
    """Who the recipients of these duties are today."""
    day = now.astimezone(authority.timezone).date()
    people = {duty.recipient_id for duty in duties}
    return FrameworkLines(authority, now, {person: standing(session, person, day) for person in people})
