"""Who may see or do what: one decision for every surface, and no by default.

The rules are the authority's own (framework.toml, `[access]`): for each matter the relations that may. What a person
is to a school follows from the posts that they hold that day, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

HEAD_ROLES: Final = frozenset({"headteacher", "acting_headteacher", "depute"})
OVERSIGHT_ROLES: Final = frozenset({"quality_manager", "head_of_education"})
ROLES: Final = (
    "headteacher",
    "acting_headteacher",
    "depute",
    "link_officer",
    "cluster_lead",
    "quality_manager",
    "head_of_education",
    "support_provider",
    "administrator",
)

RELATIONS: Final = (
    "own_head",
    "link_officer",
    "other_officer",
    "cluster_lead",
    "oversight",
    "support_provider",
    "other_head",
    "administrator",
)
EVERYONE: Final = "everyone"

MATTERS: Final = (
    "tier",
    "tier_reason",
    "visits",
    "note",
    "plan",
    "plan_state",
    "change_plan",
    "figures",
    "concern_figures",
    "intelligence",
    "mentoring",
    "practice",
    "practice_draft",
    "share_practice",
    "check_practice",
    "consent_practice",
    "practice_gaps",
    "balance",
    "balance_anonymous",
    "tier_case",
    "propose_tier",
    "view_tier",
    "decide_tier",
    "framework",
    "guidance",
    "directory",
    "administration",
    "administration_read",
    "change_visit",
    "inspection",
    "consistency",
    "write_note",
    "mark_note",
)

AccessRules = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Standing:
    """What one person is today, by the posts they hold: the schools they lead, link, oversee as cluster lead, support.

    School ids are the record's own. A standing without roles belongs to nobody that Cairn may answer.
    """

    person_id: int | None = None
    name: str = ""
    roles: frozenset[str] = frozenset()
    heads: frozenset[int] = frozenset()
    links: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    supports: frozenset[int] = frozenset()

    @property
    def is_known(self) -> bool:
        return bool(self.roles)

    @property
    def is_head(self) -> bool:
        return bool(self.roles & HEAD_ROLES)

    @property
    def is_officer(self) -> bool:
        return "link_officer" in self.roles

    @property
    def has_oversight(self) -> bool:
        return bool(self.roles & OVERSIGHT_ROLES)

    @property
    def is_administrator(self) -> bool:
        return "administrator" in self.roles

    @property
    def own_schools(self) -> frozenset[int]:
        """The schools that 'we', 'our' and 'my schools' mean."""
        return self.heads or self.links or self.leads or self.supports


def relations(standing: Standing, school: int | None) -> frozenset[str]:
    """What a person is to a school (None: to no school in particular), out of RELATIONS."""
    found = _general_relations(standing)
    if school is None:
        return frozenset(found)
    if standing.is_head:
        found.add("own_head" if school in standing.heads else "other_head")
    if standing.is_officer:
        found.add("link_officer" if school in standing.links else "other_officer")
    if school in standing.leads:
        found.add("cluster_lead")
    if school in standing.supports:
        found.add("support_provider")
    return frozenset(found)


def _general_relations(standing: Standing) -> set[str]:
    found = {"administrator"} if standing.is_administrator else set()
    return found | {"oversight"} if standing.has_oversight else found


def may(rules: AccessRules, standing: Standing, matter: str, school: int | None = None) -> bool:
    """Whether this person may know (or do) `matter` about `school`. Unknown people and unknown matters: never."""
    if not standing.is_known:
        return False
    allowed = rules.get(matter, frozenset())
    return EVERYONE in allowed or bool(allowed & relations(standing, school))


def may_about_visit(rules: AccessRules, standing: Standing, matter: str, school: int, officer_id: int | None) -> bool:
    """As `may`, for one visit: its own officer is to that visit what the school's link officer is."""
    if may(rules, standing, matter, school):
        return True
    is_its_officer = standing.is_officer and officer_id is not None and officer_id == standing.person_id
    return is_its_officer and "link_officer" in rules.get(matter, frozenset())


def has_reach(rules: AccessRules, standing: Standing, matter: str) -> bool:
    """Whether `matter` may be known to this person about any school that is not their own.

    Judged before a name is resolved: where it is False, every school that is not theirs gets the same answer.
    """
    if not standing.is_known:
        return False
    allowed = rules.get(matter, frozenset())
    return EVERYONE in allowed or bool(allowed & _reaching_relations(standing))


def reaches_all(rules: AccessRules, standing: Standing, matter: str) -> bool:
    """Whether `matter` may be known to this person about every school of the authority."""
    if not standing.is_known:
        return False
    allowed = rules.get(matter, frozenset())
    if standing.is_officer and {"link_officer", "other_officer"} <= allowed:
        return True
    if standing.is_head and {"own_head", "other_head"} <= allowed:
        return True
    return EVERYONE in allowed or bool(allowed & _general_relations(standing))


def _reaching_relations(standing: Standing) -> frozenset[str]:
    found = _general_relations(standing)
    if standing.is_officer:
        found |= {"link_officer", "other_officer"}
    if standing.is_head:
        found.add("other_head")
    if standing.leads:
        found.add("cluster_lead")
    if standing.supports:
        found.add("support_provider")
    return frozenset(found)
