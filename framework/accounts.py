"""Who is who on a chat platform: what follows from what the platform tells of a user, and from what is on record.

Access rests on (platform, tenant, user) alone, and only once that is confirmed. An e-mail address proposes, no more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

State = Literal["linked", "proposed", "unknown", "refused"]
TURNED_AWAY: Final = "an administrator said that this is nobody of the authority"


@dataclass(frozen=True)
class PlatformUser:
    """What a platform tells of one of its users.

    `tenant` is the Slack team or Teams tenant that the user belongs to, which need not be the one where they wrote.
    `is_guest` is a guest of the tenant, `is_stranger` somebody of another organisation, `is_deleted` deactivated.
    """

    platform: str
    tenant: str
    user: str
    email: str = ""
    name: str = ""
    is_guest: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    is_deleted: bool = False

    @property
    def domain(self) -> str:
        """The domain of the e-mail address in small letters, '' without one."""
        return self.email.strip().lower().rpartition("@")[2] if "@" in self.email else ""


@dataclass(frozen=True)
class AccountRules:
    """The e-mail domains that the authority names (none: every domain), and whether these confirm without anybody."""

    domains: frozenset[str] = frozenset()
    automatic: bool = False


@dataclass(frozen=True)
class OnRecord:
    """What the record holds about a user and their e-mail address.

    `linked_id` is the person whose confirmed account this is, `person_id` the one whose e-mail address it is.
    `has_left` is that person's departure, `has_another` that they have another confirmed account on this platform.
    `is_vouched_for`: whoever runs Cairn named this address as an administrator's. `is_turned_away`: an administrator
    said that this is nobody of the authority. `email_is_new`: another address than the platform told before.
    """

    linked_id: int | None = None
    person_id: int | None = None
    has_left: bool = False
    has_another: bool = False
    is_vouched_for: bool = False
    is_turned_away: bool = False
    email_is_new: bool = True


@dataclass(frozen=True)
class Verdict:
    """What an account is: linked to `person_id`, proposed to be theirs, unknown, or refused; and why, in few words."""

    state: State
    why: str
    person_id: int | None = None


def judge(user: PlatformUser, homes: Collection[str], rules: AccountRules, record: OnRecord) -> Verdict:
    """Whether this account is somebody's, may become somebody's once confirmed, or gets nothing at all.

    `homes` are the authority's own tenants on this platform; while none is known, nobody is of the house.
    """
    outside = _outside(user, homes)
    if outside:
        return Verdict("refused", outside)
    if record.is_turned_away:
        return Verdict("refused", TURNED_AWAY)
    if record.has_left:
        return Verdict("refused", "the person has left")
    if record.linked_id is not None:
        return _still_theirs(record)
    if record.person_id is None:
        return Verdict("unknown", "no such e-mail address is on record" if user.email else "no e-mail address is told")
    return _by_address(user, rules, record)


def _outside(user: PlatformUser, homes: Collection[str]) -> str:
    """Why an account is not of the house, '' when it is."""
    reasons = {
        "a bot": user.is_bot,
        "deactivated": user.is_deleted,
        "a guest": user.is_guest,
        "of another organisation": user.is_stranger or user.tenant not in homes,
    }
    return next((why for why, holds in reasons.items() if holds), "")


def _still_theirs(record: OnRecord) -> Verdict:
    """A confirmed account rests on its id; an address that has become somebody else's makes it doubtful."""
    if record.email_is_new and record.person_id not in (None, record.linked_id):
        return Verdict("proposed", "its e-mail address is now somebody else's", record.person_id)
    return Verdict("linked", "confirmed", record.linked_id)


def _by_address(user: PlatformUser, rules: AccountRules, record: OnRecord) -> Verdict:
    if rules.domains and user.domain not in rules.domains and not record.is_vouched_for:
        return Verdict("unknown", "the domain of the e-mail address is not one of the authority's")
    if record.has_another:
        return Verdict("proposed", "the person has another account already", record.person_id)
    if record.is_vouched_for:
        return Verdict("linked", "named in CAIRN_ADMINISTRATORS", record.person_id)
    if rules.automatic and user.domain in rules.domains:
        return Verdict("linked", "the e-mail address is of a trusted domain", record.person_id)
    return Verdict("proposed", "the e-mail address is on record", record.person_id)
