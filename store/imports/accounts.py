"""Accounts that an administrator's file vouches for: an import is a confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, or_, select

from store.imports.loading import Loading
from store.posts import accounts
from store.tenants import homes

PLATFORMS = ("slack", "teams")


@dataclass(frozen=True)
class Claim:
    """A file says that `user` on `platform` is the person with this e-mail."""

    platform: str
    user: str
    email: str


class AccountBook:
    """The accounts of the authority's own tenant, read once; `save` writes what was confirmed or withdrawn.

    Where the platform has not told its tenant yet, or there are several, an account names none: it becomes a link
    once that is known, and never in another tenant.
    """

    def __init__(self, loading: Loading, ids: dict[str, int]) -> None:
        self._loading = loading
        self._ids = ids
        self._email_of = {person: email for email, person in ids.items()}
        self._home = {platform: _only_home(loading, platform) for platform in PLATFORMS}
        ours = [(accounts.c.platform == name) & accounts.c.tenant.in_(["", home]) for name, home in self._home.items()]
        query = select(accounts).where(or_(*ours)).order_by(accounts.c.tenant)
        self._on_record: dict[tuple[str, str], Row[Any]] = {
            (row.platform, row.user): row for row in loading.session.execute(query)
        }
        self._by_user: dict[tuple[str, str], Claim] = {}
        self._by_person: dict[tuple[str, str], Claim] = {}
        self._new: list[dict[str, Any]] = []
        self._changed: list[dict[str, Any]] = []

    def confirm(self, row: int, column: str, claim: Claim) -> bool:
        """Note an account as confirmed; returns whether that is news. One that is somebody else's is a fault."""
        wrong = self._wrong(claim)
        if wrong:
            self._loading.fault(row, column, wrong)
        if wrong or (claim.platform, claim.user) in self._by_user:
            return False
        self._by_user[claim.platform, claim.user] = self._by_person[claim.platform, claim.email] = claim
        return bool(self._put_down(claim) + self._withdraw_earlier(claim))

    def _wrong(self, claim: Claim) -> str:
        said = self._by_person.get((claim.platform, claim.email), claim)
        if said.user != claim.user:
            return f"{claim.email} is {said.user} in a row above; keep one of the two"
        known = self._on_record.get((claim.platform, claim.user))
        owner = self._by_user.get((claim.platform, claim.user), claim).email
        if known is not None and known.confirmed_at is not None:
            owner = self._email_of[known.person_id]
        return "" if owner == claim.email else f"{claim.user} belongs to {owner}; correct one of the two"

    def _put_down(self, claim: Claim) -> int:
        known = self._on_record.get((claim.platform, claim.user))
        person_id = self._ids[claim.email]
        if known is None:
            row = {"platform": claim.platform, "tenant": self._home[claim.platform], "user": claim.user}
            self._new.append(row | {"person_id": person_id, "confirmed_at": self._loading.now})
        elif known.confirmed_at is None:
            self._changed.append({"id": known.id, "person_id": person_id, "confirmed_at": self._loading.now})
        return known is None or known.confirmed_at is None

    def _withdraw_earlier(self, claim: Claim) -> int:
        """What the person had before counts no more: it may be somebody else's, by a slip of the last file."""
        person_id = self._ids[claim.email]
        earlier = [
            row
            for row in self._on_record.values()
            if row.platform == claim.platform and row.user != claim.user
            if row.person_id == person_id and row.confirmed_at is not None
        ]
        for row in earlier:
            self._changed.append({"id": row.id, "person_id": person_id, "confirmed_at": None})
            instead = f"{claim.email} is {claim.user} on {claim.platform} now; {row.user} counts no more."
            self._loading.remarks.append(instead)
        return len(earlier)

    def save(self) -> None:
        self._loading.add(accounts, self._new)
        self._loading.change(accounts, self._changed)


def _only_home(loading: Loading, platform: str) -> str:
    """The authority's own tenant where the platform has told one, '' otherwise."""
    known = homes(loading.session, platform)
    return next(iter(known)) if len(known) == 1 else ""
