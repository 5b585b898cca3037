"""`cairn check`: what stands well and what an administrator should mend."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.app import Cairn
from bot.cli.opening import opened
from bot.delivery import PAUSED
from handlers.account_lists import NAMED, say_unlinked
from handlers.account_words import PLATFORMS
from handlers.channels import say_channel, wanted, why_lost
from handlers.wording import count
from store.accounts import people_with_addresses, unlinked_people, waiting_profiles
from store.audit import broken_seal
from store.channels import all_channels
from store.delivery_lists import message_states
from store.leases import fact
from store.posts import heads, holders, link_officers
from store.schools import SchoolView, all_schools
from store.tenants import homes
from store.tiers import tiers_on
from store.waiting import waiting_for_address

_NAMED = 5


@dataclass(frozen=True)
class Finding:
    """One thing looked at: well, or what to mend."""

    is_well: bool
    words: str


def check(given: argparse.Namespace) -> int:
    """Print the findings; 0 also when something should be mended, since Cairn runs, 1 when it could not."""
    with opened(given) as cairn:
        day = cairn.now().astimezone(cairn.authority.timezone).date()
        connected = _platforms(cairn)
        with cairn.database.read() as session:
            findings = [*_configuration(cairn, day), *_record(session, day), *_accounts(cairn, session, day)]
            findings += [*connected, *_deliveries(session)]
    for finding in findings:
        print(f"{'ok  ' if finding.is_well else 'mend'}  {finding.words}")
    return 0


def _platforms(cairn: Cairn) -> list[Finding]:
    """How the chat platforms stand, asked of them; before the record is read, since they tell of their channels."""
    if cairn.slack is None:
        return [_without_slack(cairn)]
    from bot.slack.checking import check_slack

    return [Finding(*found) for found in check_slack(cairn.slack)]


def _without_slack(cairn: Cairn) -> Finding:
    """Nobody need use Slack; somebody who has set half of it means to."""
    settings = cairn.settings
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        return Finding(True, "Slack is not connected: no CAIRN_SLACK_BOT_TOKEN is set")
    return Finding(False, "Slack is not connected: set CAIRN_SLACK_BOT_TOKEN too (it begins with xoxb-)")


def _configuration(cairn: Cairn, day: date) -> list[Finding]:
    authority, settings = cairn.authority, cairn.settings
    framework = authority.framework.framework
    found = [
        Finding(True, f"{authority.name}: framework {framework.version}, adopted on {framework.adopted_on}"),
        Finding(True, f"{len(authority.framework.tiers)} tiers, {len(authority.framework.visit_types)} kinds of visit"),
    ]
    listed = authority.school_year.is_listed(day)
    name = authority.school_year.session(day).name
    found.append(
        Finding(
            listed,
            f"school year {name}"
            if listed
            else f"school year {name} is not in school_year.toml: our usual pattern is used",
        )
    )
    loopback = settings.http_host in ("127.0.0.1", "localhost", "::1")
    found.append(
        Finding(loopback or bool(settings.public_url), f"the page listens on {settings.http_host}:{settings.http_port}")
    )
    return found


def _record(session: Session, day: date) -> list[Finding]:
    schools = all_schools(session)
    if not schools:
        return [Finding(False, "the record has no schools yet: cairn import schools FILE")]
    officers, leading, tiers = link_officers(session, day), heads(session, day), tiers_on(session, day)
    administrators = holders(session, ("administrator",), day)
    return [
        Finding(True, f"{len(schools)} schools"),
        _missing("a headteacher in post", [school for school in schools if school.id not in leading]),
        _missing("a link officer in post", [school for school in schools if school.id not in officers]),
        _missing("a tier", [school for school in schools if school.id not in tiers]),
        Finding(bool(administrators), f"{count(len(administrators), 'administrator')} in post"),
        _audit(session),
    ]


def _missing(what: str, schools: list[SchoolView]) -> Finding:
    if not schools:
        return Finding(True, f"every school has {what}")
    names = ", ".join(school.name for school in schools[:_NAMED])
    more = f" and {len(schools) - _NAMED} more" if len(schools) > _NAMED else ""
    return Finding(False, f"without {what}: {names}{more}")


def _audit(session: Session) -> Finding:
    broken = broken_seal(session)
    if broken is None:
        return Finding(True, "the audit's seals hold")
    return Finding(False, f"the audit was changed between its entries {broken.first_id} and {broken.last_id}")


def _accounts(cairn: Cairn, session: Session, day: date) -> list[Finding]:
    """Who is not linked on each platform that is connected, who waits, and whether anybody can confirm."""
    found = []
    for platform in PLATFORMS:
        if homes(session, platform):
            missing = [name for _, name, _ in unlinked_people(session, platform, day)]
            words = say_unlinked(platform, missing).rstrip(".")
            if len(missing) > NAMED:
                words = f"{words}: cairn do --as EMAIL accounts unlinked={platform} from={NAMED}"
            found.append(Finding(not missing, words))
    waiting = len(waiting_profiles(session))
    if waiting:
        found.append(Finding(False, f"{count(waiting, 'account')} to confirm: cairn do --as EMAIL accounts"))
    found += _channels(session)
    found += _waiting(session)
    known = people_with_addresses(session, cairn.authority.administrators)
    strangers = sorted(cairn.authority.administrators - known.keys())
    words = "CAIRN_ADMINISTRATORS names {}, who is not among the people yet"
    return [*found, *(Finding(False, words.format(email)) for email in strangers)]


def _waiting(session: Session) -> list[Finding]:
    """What has no address yet: it goes out once the account, or the channel's place, is confirmed."""
    people, channels = waiting_for_address(session)
    found = []
    if people:
        found.append(Finding(False, f"messages wait for {count(people, 'person', 'people')} without an account"))
    if channels:
        found.append(Finding(False, f"posts wait for {', '.join(say_channel(one) for one in channels)}: no place yet"))
    return found


def _channels(session: Session) -> list[Finding]:
    """Which channels have no place on the platforms that told of theirs, and where Cairn cannot post."""
    known = all_channels(session)
    if not known:
        return []
    mapped = {one.channel for one in known}
    missing = [say_channel(channel) for channel in wanted(session) if channel not in mapped]
    lost = [f"#{one.name}: {why_lost(one)}" for one in known if one.channel and why_lost(one)]
    words = "every channel has its place"
    if missing:
        words = f"channels without a place: {', '.join(missing)}. Write to Cairn: which channels are missing?"
    return [Finding(not missing, words), *(Finding(False, f"channel {words}") for words in lost)]


def _deliveries(session: Session) -> list[Finding]:
    states = message_states(session)
    failed = states.get("dead", 0) + states.get("unknown", 0)
    paused = fact(session, PAUSED)
    found = [Finding(failed == 0, f"{count(failed, 'message')} could not be delivered")]
    if paused:
        found.append(Finding(False, f"sending is paused ({paused}): cairn deliveries resume"))
    return found
