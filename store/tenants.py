"""The authority's own tenants on chat platforms, and the accounts that an import named before they were known."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, exists, func, select, update
from sqlmodel import Session

from framework.accounts import PlatformUser
from store.leases import fact, set_fact
from store.posts import accounts, people


def _home_key(platform: str) -> str:
    return f"home:{platform}"


def homes(session: Session, platform: str) -> frozenset[str]:
    """The authority's own tenants on a platform, as the platform itself told them; empty while none is known."""
    return frozenset(fact(session, _home_key(platform)).split()) - {""}


def settle_home(session: Session, platform: str, tenants: Collection[str]) -> int:
    """Put on record which tenants are the authority's own; returns how many imported accounts became links there.

    An import names a user without a tenant. Where there is one tenant, such an account is one of it; where there are
    several, it is settled when that user is met in one of them; it never becomes a link of any other tenant.
    """
    told = " ".join(sorted(tenants))
    if fact(session, _home_key(platform)) != told:
        set_fact(session, _home_key(platform), told)
    return _settle(session, platform, next(iter(tenants))) if len(tenants) == 1 else 0


_other = accounts.alias("other")
_UNSETTLED = select(accounts.c.id).where(
    accounts.c.platform == bindparam("platform"),
    accounts.c.tenant == "",
    ~exists().where(
        _other.c.platform == accounts.c.platform,
        _other.c.tenant == bindparam("tenant"),
        _other.c.user == accounts.c.user,
    ),
)


def _settle(session: Session, platform: str, tenant: str, user: str | None = None) -> int:
    unsettled = _UNSETTLED if user is None else _UNSETTLED.where(accounts.c.user == user)
    ids = session.execute(unsettled, {"platform": platform, "tenant": tenant}).scalars().all()
    if ids:
        session.connection().execute(update(accounts).where(accounts.c.id.in_(ids)).values(tenant=tenant))
    return len(ids)


def settle_one(session: Session, user: PlatformUser) -> None:
    """Where an import named this user without a tenant, have it be the one of theirs that is the authority's own."""
    if user.tenant in homes(session, user.platform):
        _settle(session, user.platform, user.tenant, user.user)


_TENANTS = (
    select(accounts.c.platform, accounts.c.tenant)
    .join(people, people.c.id == accounts.c.person_id)
    .where(
        accounts.c.person_id.in_(bindparam("people", expanding=True)),
        accounts.c.confirmed_at.is_not(None),
        accounts.c.tenant != "",
        people.c.left_at.is_(None),
    )
    .group_by(accounts.c.platform, accounts.c.tenant)
    .having(func.count(accounts.c.person_id.distinct()) == bindparam("number"))
)


def meet_somewhere(session: Session, together: Collection[int]) -> bool:
    """Whether there is a platform on which all of these people have confirmed accounts of one tenant."""
    values = {"people": list(together), "number": len(set(together))}
    return session.execute(_TENANTS, values).first() is not None
