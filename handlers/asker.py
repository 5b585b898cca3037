"""Who asks: the person behind an account, and what they are on the business day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, tzinfo
from functools import lru_cache

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing
from framework.numbers import number_in
from handlers.request import Account, Request
from store.posts import person_by_account, person_by_email, standing, standing_by_account


def with_standing(request: Request, session: Session, authority: Authority) -> Request:
    """The request with what its sender is on the business day, and the sentence before from the record.

    A standing without roles where nobody is known.
    """
    found = _standing_of_account(session, request.account, local_day(request, authority))
    if found is None:
        return replace(request, standing=Standing())
    found = _or_administrator(found, session, authority)
    previous = request.said_before(session) if request.said_before is not None else request.previous
    return replace(request, standing=found, previous=previous)


def standing_of(session: Session, authority: Authority, person: int, day: date) -> Standing:
    """What this person is on `day`; whom the environment names as administrator is one, whatever posts they hold."""
    return _or_administrator(standing(session, person, day), session, authority)


def _or_administrator(found: Standing, session: Session, authority: Authority) -> Standing:
    if not authority.administrators or found.is_administrator:
        return found
    from store.accounts import people_with_addresses

    named = people_with_addresses(session, authority.administrators)
    name = next((row.name for row in named.values() if row.id == found.person_id and row.left_at is None), None)
    return found if name is None else replace(found, name=name, roles=found.roles | {"administrator"})


def local_day(request: Request, authority: Authority) -> date:
    """The business day by the authority's own clock."""
    return _day_at(request.now, authority.timezone)


def person_of(session: Session, account: Account) -> int | None:
    """The person behind an account, None where it is nobody's; a chat account counts only in a tenant."""
    if account.platform == "operator":
        return person_by_email(session, account.user)
    if account.platform == "page":
        return number_in(account.user) or None
    return person_by_account(session, account.platform, account.tenant, account.user) if account.tenant else None


def _standing_of_account(session: Session, account: Account, day: date) -> Standing | None:
    if account.platform not in ("operator", "page") and account.tenant:
        return standing_by_account(session, account.platform, account.tenant, account.user, day)
    person = person_of(session, account)
    return None if person is None else standing(session, person, day)


# Each answer asks for it several times.
@lru_cache(maxsize=64)
def _day_at(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()
