"""Who is who: what a platform tells of a user only ever proposes, and whole kinds of user get nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.accounts import AccountRules, OnRecord, PlatformUser, judge

TOM = PlatformUser("slack", "T1", "U1", "Tom.Rae@ardglen.example", "Tom Rae")
HOMES = frozenset({"T1"})
ANYBODY = AccountRules()
NAMED = AccountRules(frozenset({"ardglen.example"}))
TRUSTED = AccountRules(frozenset({"ardglen.example"}), automatic=True)
ON_RECORD = OnRecord(person_id=7)


def test_an_address_on_record_proposes_and_an_administrator_confirms():
    verdict = judge(TOM, HOMES, NAMED, ON_RECORD)
    assert (verdict.state, verdict.person_id) == ("proposed", 7)


def test_a_trusted_domain_confirms_where_the_authority_allows_it():
    assert judge(TOM, HOMES, TRUSTED, ON_RECORD).state == "linked"


def test_an_address_of_another_domain_proposes_nothing():
    elsewhere = replace(TOM, email="tom.rae@elsewhere.example")
    verdict = judge(elsewhere, HOMES, TRUSTED, ON_RECORD)
    assert (verdict.state, verdict.person_id) == ("unknown", None)


def test_a_domain_that_only_ends_alike_is_another_domain():
    assert judge(replace(TOM, email="tom@notardglen.example"), HOMES, TRUSTED, ON_RECORD).state == "unknown"


def test_where_no_domain_is_named_every_address_proposes_and_none_confirms():
    assert judge(TOM, HOMES, ANYBODY, ON_RECORD).state == "proposed"


@pytest.mark.parametrize("rules", [ANYBODY, NAMED, TRUSTED])
@pytest.mark.parametrize(
    "outside",
    [
        replace(TOM, is_guest=True),
        replace(TOM, is_stranger=True),
        replace(TOM, is_bot=True),
        replace(TOM, is_deleted=True),
        replace(TOM, tenant="T2"),
    ],
)
@pytest.mark.parametrize("record", [ON_RECORD, OnRecord(linked_id=7, person_id=7), OnRecord(is_vouched_for=True)])
def test_guests_strangers_bots_and_the_deactivated_get_nothing_whatever_is_on_record(outside, rules, record):
    assert judge(outside, HOMES, rules, record).state == "refused"


def test_while_no_tenant_is_known_nobody_is_of_the_house():
    assert judge(TOM, frozenset(), TRUSTED, ON_RECORD).state == "refused"


def test_whoever_has_left_gets_nothing():
    assert judge(TOM, HOMES, TRUSTED, OnRecord(linked_id=7, person_id=7, has_left=True)).state == "refused"


def test_whom_an_administrator_turned_away_stays_away():
    assert judge(TOM, HOMES, TRUSTED, replace(ON_RECORD, is_turned_away=True)).state == "refused"


def test_a_confirmed_account_stays_when_its_address_changes_to_one_that_is_nobodys():
    assert judge(TOM, HOMES, NAMED, OnRecord(linked_id=7)).state == "linked"


def test_a_confirmed_account_whose_address_has_become_somebody_elses_is_asked_about():
    verdict = judge(TOM, HOMES, TRUSTED, OnRecord(linked_id=7, person_id=8))
    assert (verdict.state, verdict.person_id) == ("proposed", 8)


def test_what_an_administrator_then_decided_stands_while_the_address_stays():
    assert judge(TOM, HOMES, TRUSTED, OnRecord(linked_id=7, person_id=8, email_is_new=False)).person_id == 7


def test_a_second_account_of_somebody_is_never_confirmed_without_an_administrator():
    assert judge(TOM, HOMES, TRUSTED, replace(ON_RECORD, has_another=True)).state == "proposed"
    vouched = replace(ON_RECORD, has_another=True, is_vouched_for=True)
    assert judge(TOM, HOMES, TRUSTED, vouched).state == "proposed"


def test_whom_the_environment_names_may_begin():
    elsewhere = replace(TOM, email="tom@own.example")
    assert judge(elsewhere, HOMES, NAMED, replace(ON_RECORD, is_vouched_for=True)).state == "linked"


_USERS = st.builds(
    PlatformUser,
    platform=st.sampled_from(["slack", "teams"]),
    tenant=st.sampled_from(["", "T1", "T2"]),
    user=st.text(min_size=1, max_size=5),
    email=st.one_of(st.just(""), st.emails(), st.text(max_size=20)),
    is_guest=st.booleans(),
    is_stranger=st.booleans(),
    is_bot=st.booleans(),
    is_deleted=st.booleans(),
)
_IDS = st.one_of(st.none(), st.integers(1, 3))
_RECORDS = st.builds(OnRecord, _IDS, _IDS, st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.booleans())


@given(_USERS, _RECORDS, st.sampled_from([ANYBODY, NAMED, TRUSTED]))
def test_nobody_becomes_linked_who_was_not_without_a_trusted_address_or_the_environments_word(user, record, rules):
    verdict = judge(user, HOMES, rules, record)
    if verdict.state == "linked" and record.linked_id is None:
        assert record.person_id is not None
        assert record.is_vouched_for or (rules.automatic and user.domain in rules.domains)
        assert not record.has_another
    if verdict.state == "linked":
        assert verdict.person_id in (record.linked_id, record.person_id)
        assert not (user.is_guest)
        assert not (user.is_stranger)
        assert not (user.is_bot)
        assert not (user.is_deleted)
        assert not (record.has_left)
        assert user.tenant == "T1"
