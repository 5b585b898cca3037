"""Who is who on Slack and Teams: what a platform tells is taken in, judged, and put on record in one transaction.

A platform calls `settle_home` when it starts, `take_in` when it hears of a user (a profile that changed, somebody who
joined), and hands the user of somebody whom Cairn does not know yet to the dispatcher, which calls `meet`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.accounts import OnRecord, PlatformUser, Verdict, judge
from handlers.cards import Card, say
from handlers.telling import useful_until
from store.accounts import (
    ProfileView,
    add_person,
    close_account,
    confirm_account,
    keep_profile,
    mark_greeted,
    mark_wrote,
    on_record,
    people_with_addresses,
    profile_of_user,
)
from store.audit import Act, put_on_record
from store.homes import ADMINISTRATION, mark_stale
from store.outbox import DutyRow, put_duties
from store.posts import holders
from store.tenants import homes, settle_one
from store.tenants import settle_home as _settle_home

WAITING_RULE: Final = "account_waiting"


def settle_home(session: Session, platform: str, tenants: Collection[str], now: datetime) -> int:
    """Put on record which tenants are the authority's own, as the platform itself tells when it starts.

    Returns how many accounts of imported files became links there.
    """
    settled = _settle_home(session, platform, tenants)
    if settled:
        put_on_record(session, [Act(now, None, platform, "accounts_settled", "done", subject=f"accounts:{settled}")])
    return settled


def take_in(session: Session, authority: Authority, user: PlatformUser, now: datetime) -> Verdict:
    """Take in what a platform tells of a user, and say what their account is now.

    A confirmed account of somebody who is deactivated, has become a guest or has left is closed with it. Of who is
    refused and was nobody before, nothing is kept. `now` is business time.
    """
    if not user.tenant:
        return Verdict("refused", "of no tenant")
    settle_one(session, user)
    record = on_record(session, user, authority.administrators)
    if record.is_vouched_for and record.person_id is None:
        record = replace(record, person_id=_vouched_for(session, authority, user))
    verdict = judge(user, homes(session, user.platform), authority.account_rules, record)
    before = profile_of_user(session, user.platform, user.tenant, user.user)
    if verdict.state == "refused" and record.linked_id is None and before is None:
        return verdict
    if verdict.state != "linked" and record.linked_id is not None:
        close_account(session, user.platform, user.tenant, user.user)
    profile = keep_profile(session, user, verdict, now)
    if verdict.state == "linked" and verdict.person_id is not None and record.linked_id is None:
        confirm_account(session, profile, verdict.person_id, now)
    if before is None or before.state != verdict.state:
        mark_stale(session, [ADMINISTRATION])
        about = f"account:{profile.id}"
        put_on_record(
            session, [Act(now, verdict.person_id, user.platform, f"account_{verdict.state}", "done", subject=about)]
        )
    return verdict


def _vouched_for(session: Session, authority: Authority, user: PlatformUser) -> int | None:
    """The person behind an address that CAIRN_ADMINISTRATORS names, taken into the record; None for an outsider."""
    of_the_house = judge(user, homes(session, user.platform), authority.account_rules, OnRecord()).state != "refused"
    return add_person(session, user.email, user.name or user.email) if of_the_house else None


def meet(session: Session, authority: Authority, user: PlatformUser, now: datetime) -> Verdict:
    """As `take_in`, of somebody who wrote: where they wait for an administrator, every administrator is told once."""
    verdict = take_in(session, authority, user, now)
    profile = profile_of_user(session, user.platform, user.tenant, user.user)
    if profile is not None and mark_wrote(session, profile.id, now) and profile.waits:
        tell_administrators(session, authority, profile, now)
    return verdict


def greeting(session: Session, platform: str, tenant: str, user: str, now: datetime) -> Card | None:
    """The one sentence for somebody whom Cairn may not answer yet; None when it was said, or is not to be said.

    It is the same whether or not their e-mail address is on record.
    """
    profile = profile_of_user(session, platform, tenant, user)
    if profile is None or profile.state == "refused" or not mark_greeted(session, profile.id, now):
        return None
    words = (
        "Hello, I am Cairn. I do not know yet who you are here, so I cannot answer. I have asked your authority's "
        "administrator; once they have confirmed your account, just ask me again."
    )
    if profile.state == "linked":
        words = (
            "Hello, I am Cairn. You hold no post on record today, so there is nothing that I may tell you. If that is "
            "not right, please ask your authority's administrator."
        )
    return say(words, refused=True)


def administrators(session: Session, authority: Authority, day: date) -> list[int]:
    """Everybody who looks after accounts on `day`: administrators in post, and those whom the environment names."""
    named = people_with_addresses(session, authority.administrators) if authority.administrators else {}
    found = {holder.person_id for holder in holders(session, ("administrator",), day)}
    return sorted(found | {row.id for row in named.values() if row.left_at is None})


def tell_administrators(session: Session, authority: Authority, profile: ProfileView, now: datetime) -> None:
    """Have every administrator told that this account waits for their word."""
    day = now.astimezone(authority.timezone).date()
    opens = authority.sending.next_open(now, authority.school_year)
    put_duties(
        session,
        [
            DutyRow(
                rule=WAITING_RULE,
                kind=WAITING_RULE,
                subject=f"account:{profile.id}",
                revision=profile.revision,
                recipient_id=person,
                school_id=None,
                cluster="",
                not_before=opens,
                send_by=useful_until(opens, authority, ""),
                made_at=now,
            )
            for person in administrators(session, authority, day)
        ],
    )
