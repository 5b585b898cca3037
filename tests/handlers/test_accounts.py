"""Accounts on chat platforms, from the first word of somebody unknown to their answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from config.authority import Authority
from framework.accounts import PlatformUser
from handlers import accounts
from handlers.answer import Answered, Answers
from handlers.cards import Card, Form, Table
from handlers.composers import compose
from handlers.duties import plan
from handlers.request import Account, Action, Place, Request
from store.accounts import accounts_of, profile_of_user, unlinked_people
from store.audit import entries
from store.clock import real_now
from store.database import Database
from store.messages import peek
from store.people import Person, PlatformAccount, Post
from tests.handlers.conftest import NOW, Asking

AILSA = PlatformUser("slack", "T1", "U1", "Head@A.example", "Ailsa Munro")
NOBODY = PlatformUser("slack", "T1", "U9", "someone@a.example", "Someone Else")
JO = PlatformUser("slack", "T1", "U5", "admin@a.example", "Jo Bain")


@dataclass
class Slack:
    """Slack as the dispatcher sees it: people who write, and what the platform tells of them."""

    asking: Asking
    answers: Answers
    authority: Authority
    events: int = 0

    @property
    def database(self) -> Database:
        return self.asking.database

    def says(self, user: PlatformUser, words: str = "What tier are we on?", *, event: str = "") -> Answered:
        self.events += 1
        account = Account(user.platform, user.tenant, user.user)
        request = Request(account, Place(), NOW, event or f"Ev{self.events}", words, who=lambda: user)
        return self.answers.answer(request)

    def presses(self, user: PlatformUser, action: str, **values: str) -> Answered:
        self.events += 1
        account = Account(user.platform, user.tenant, user.user)
        request = Request(account, Place(), NOW, f"Ev{self.events}", action=Action(action, values), who=lambda: user)
        return self.answers.answer(request)

    def hears_of(self, user: PlatformUser) -> str:
        with self.database.write() as session:
            return accounts.take_in(session, self.authority, user, NOW).state

    def profile(self, user: PlatformUser) -> str:
        with self.database.read() as session:
            found = profile_of_user(session, user.platform, user.tenant, user.user)
        assert found is not None
        return str(found.id)

    def linked(self, email: str) -> list[tuple[str, str]]:
        with self.database.read() as session:
            return accounts_of(session, self.asking.people[email], "slack")

    def messages(self) -> dict[str, str]:
        """What everybody is sent with the next round, by e-mail."""
        with self.database.write() as session:
            plan(session, self.authority, NOW)
        names = {person: email for email, person in self.asking.people.items()}
        with self.database.read() as session:
            waiting = peek(session, real_now())
            composed = compose(session, self.authority, waiting, NOW)
        said = {}
        for message in waiting:
            reply = composed[message.id].reply
            if reply is not None:
                said[names[message.recipient_id or 0]] = reply.plain()
        return said


def _slack(asking: Asking, authority: Authority) -> Slack:
    with asking.database.write() as session:
        accounts.settle_home(session, "slack", ["T1"], NOW)
    return Slack(asking, Answers(asking.database, authority), authority)


@pytest.fixture
def slack(asking: Asking, authority: Authority) -> Slack:
    return _slack(asking, authority)


@pytest.fixture
def trusting(asking: Asking, authority: Authority) -> Slack:
    """Slack of an authority that lets its own domain in without an administrator."""
    rules = authority.framework.accounts.model_copy(
        update={"trusted_domains": ("a.example",), "confirm_automatically": True}
    )
    return _slack(asking, replace(authority, framework=authority.framework.model_copy(update={"accounts": rules})))


def test_somebody_unknown_gets_one_friendly_sentence_and_then_silence(slack: Slack):
    first, second = slack.says(NOBODY), slack.says(NOBODY)
    assert not first.quiet
    assert "administrator" in first.here.plain()
    assert second.quiet
    assert second.here == Card()


def test_the_sentence_is_the_same_whether_or_not_the_address_is_on_record(slack: Slack):
    assert slack.says(NOBODY).here == slack.says(AILSA).here


def test_the_sentence_is_kept_with_the_event_so_that_a_redelivery_says_nothing_new(slack: Slack):
    assert not slack.says(NOBODY, event="Ev1").quiet
    again = slack.says(NOBODY, event="Ev1")
    assert again.repeated or again.quiet


def test_an_administrator_is_told_once_and_confirms_with_the_button(slack: Slack):
    slack.says(AILSA)
    slack.says(AILSA)
    said = slack.messages()
    assert set(said) == {"admin@a.example"}
    assert "Ailsa Munro (head@a.example) wrote to me on Slack" in said["admin@a.example"]
    form = slack.asking.do("admin@a.example", "link_account", account=slack.profile(AILSA)).reply
    assert isinstance(form, Form)
    assert form.fields[0].value == "head@a.example"
    done = slack.asking.do("admin@a.example", "link_account", **form.hidden, whose="head@a.example")
    assert done.outcome == "done"
    assert "Kilbrannan Primary School" in slack.says(AILSA).reply.plain()


def test_who_was_confirmed_after_asking_in_vain_is_welcomed_by_what_they_are(slack: Slack):
    slack.says(AILSA)
    slack.asking.do("admin@a.example", "link_account", account=slack.profile(AILSA), whose="head@a.example")
    said = slack.messages()
    assert "I know now who you are" in said["head@a.example"]
    assert "admin@a.example" not in said


def test_who_never_wrote_is_confirmed_without_a_message(slack: Slack):
    assert slack.hears_of(AILSA) == "proposed"
    assert slack.messages() == {}
    slack.asking.do("admin@a.example", "confirm_accounts", accounts=slack.profile(AILSA))
    assert slack.linked("head@a.example") == [("T1", "U1")]
    assert slack.messages() == {}


def test_several_proposals_are_confirmed_with_one_form(slack: Slack):
    other = PlatformUser("slack", "T1", "U2", "officer@a.example", "Rhona Blair")
    for user in (AILSA, other, NOBODY):
        slack.hears_of(user)
    form = slack.asking.do("admin@a.example", "confirm_accounts", step="form").reply
    assert isinstance(form, Form)
    assert [choice.label.split(" (")[0] for choice in form.fields[0].choices] == ["Ailsa Munro", "Rhona Blair"]
    ticked = ";".join(choice.value for choice in form.fields[0].choices)
    slack.asking.do("admin@a.example", "confirm_accounts", accounts=ticked)
    assert slack.linked("head@a.example")
    assert slack.linked("officer@a.example")
    again = slack.asking.do("admin@a.example", "confirm_accounts", accounts=ticked)
    assert "Nothing was left" in again.reply.plain()


def test_somebody_whose_address_is_not_on_record_is_linked_by_hand(slack: Slack):
    private = replace(AILSA, email="ailsa@home.example")
    slack.says(private)
    wrong = slack.asking.do("admin@a.example", "link_account", account=slack.profile(private), whose="nobody@a.example")
    assert isinstance(wrong.reply, Form)
    assert "on record" in wrong.reply.fields[0].error
    slack.asking.do("admin@a.example", "link_account", account=slack.profile(private), whose="head@a.example")
    assert slack.linked("head@a.example") == [("T1", "U1")]
    assert slack.hears_of(private) == "linked"


def test_an_account_is_linked_in_words(slack: Slack):
    slack.says(AILSA)
    slack.says(NOBODY)
    asked = slack.asking.ask("admin@a.example", "link Ailsa Munro's account")
    assert isinstance(asked.reply, Form)
    assert asked.reply.hidden["account"] == slack.profile(AILSA)
    unheard = slack.asking.ask("admin@a.example", "link Tom Rae's account")
    assert "no account of that name" in unheard.reply.plain()


def test_who_is_turned_away_stays_away_until_that_is_taken_back(slack: Slack):
    slack.says(NOBODY)
    account = slack.profile(NOBODY)
    slack.asking.do("admin@a.example", "link_account", account=account, whose="none")
    assert slack.says(NOBODY).quiet
    stands = slack.asking.do("admin@a.example", "link_account", account=account).reply
    assert isinstance(stands, Card)
    assert stands.buttons[0].values["again"] == "yes"
    slack.asking.do("admin@a.example", "link_account", account=account, whose="head@a.example", again="yes")
    assert slack.says(NOBODY).outcome == "shown"


@pytest.mark.parametrize("email", ["head@a.example", "officer@a.example", "education@a.example", "lead@a.example"])
def test_nobody_but_an_administrator_confirms(slack: Slack, email: str):
    slack.says(AILSA)
    for action, values in (
        ("link_account", {"whose": "head@a.example", "account": slack.profile(AILSA)}),
        ("confirm_accounts", {"accounts": slack.profile(AILSA)}),
    ):
        assert slack.asking.do(email, action, **values).refused
    assert slack.linked("head@a.example") == []


def test_oversight_reads_the_list_without_its_buttons(slack: Slack):
    slack.says(AILSA)
    shown = slack.asking.do("education@a.example", "accounts").reply
    assert isinstance(shown, Card)
    assert "Ailsa Munro" in shown.plain()
    assert {button.action for button in shown.buttons} <= {"accounts"}
    assert slack.asking.do("head@a.example", "accounts").refused


@pytest.mark.parametrize("change", [{"is_guest": True}, {"is_stranger": True}, {"is_bot": True}, {"is_deleted": True}])
def test_guests_strangers_bots_and_the_deactivated_hear_nothing_and_leave_nothing(
    slack: Slack, change: dict[str, bool]
):
    outside = replace(AILSA, **change)
    assert slack.says(outside).quiet
    assert slack.messages() == {}
    with slack.database.read() as session:
        assert profile_of_user(session, "slack", "T1", "U1") is None


@pytest.mark.parametrize("change", [{"is_guest": True}, {"is_deleted": True}])
def test_a_confirmed_account_is_closed_when_the_platform_says_so_and_asks_anew_when_it_comes_back(
    trusting: Slack, change: dict[str, bool]
):
    trusting.says(AILSA)
    assert trusting.linked("head@a.example") == [("T1", "U1")]
    assert trusting.hears_of(replace(AILSA, **change)) == "refused"
    assert trusting.linked("head@a.example") == []
    assert trusting.hears_of(AILSA) == "linked"


def test_whoever_has_left_is_closed_with_the_next_word(trusting: Slack):
    trusting.says(AILSA)
    with trusting.database.write() as session:
        person = session.get(Person, trusting.asking.people["head@a.example"])
        assert person is not None
        person.left_at = NOW - timedelta(days=1)
    assert trusting.linked("head@a.example") == []
    assert trusting.says(AILSA).quiet


def test_a_trusted_domain_is_answered_at_once(trusting: Slack):
    answered = trusting.says(AILSA)
    assert answered.outcome == "shown"
    assert "Kilbrannan Primary School" in answered.reply.plain()


def test_the_same_id_in_another_team_is_another_person(trusting: Slack):
    trusting.says(AILSA)
    assert trusting.says(replace(AILSA, tenant="T2")).quiet
    with trusting.database.read() as session:
        assert profile_of_user(session, "slack", "T2", "U1") is None


def test_an_address_that_becomes_somebody_elses_closes_the_account_until_it_is_confirmed(trusting: Slack):
    trusting.says(AILSA)
    taken_over = replace(AILSA, email="officer@a.example")
    assert trusting.hears_of(taken_over) == "proposed"
    assert trusting.linked("head@a.example") == []
    trusting.asking.do("admin@a.example", "link_account", account=trusting.profile(AILSA), whose="head@a.example")
    assert trusting.hears_of(taken_over) == "linked"
    assert trusting.linked("head@a.example") == [("T1", "U1")]


def test_a_second_account_takes_the_place_of_the_first_once_confirmed(trusting: Slack):
    trusting.says(AILSA)
    second = replace(AILSA, user="U2")
    assert not trusting.says(second).quiet
    trusting.asking.do("admin@a.example", "link_account", account=trusting.profile(second), whose="head@a.example")
    assert trusting.linked("head@a.example") == [("T1", "U2")]


def test_an_imported_account_becomes_a_link_in_the_home_team_and_in_no_other(asking: Asking, authority: Authority):
    with asking.database.write() as session:
        session.add(
            PlatformAccount(
                platform="slack", tenant="", user="U1", person_id=asking.people["head@a.example"], confirmed_at=NOW
            )
        )
    slack = Slack(asking, Answers(asking.database, authority), authority)
    assert slack.says(AILSA).quiet, "no home is known yet"
    assert slack.says(replace(AILSA, tenant="")).quiet
    with asking.database.write() as session:
        assert accounts.settle_home(session, "slack", ["T1"], NOW) == 1
    assert slack.says(replace(AILSA, tenant="T2")).quiet
    assert slack.says(AILSA).outcome == "shown"


def test_with_several_home_tenants_an_imported_account_is_settled_when_its_user_is_met(
    asking: Asking, authority: Authority
):
    with asking.database.write() as session:
        session.add(
            PlatformAccount(
                platform="teams", tenant="", user="guid", person_id=asking.people["head@a.example"], confirmed_at=NOW
            )
        )
        assert accounts.settle_home(session, "teams", ["glow", "council"], NOW) == 0
        met = PlatformUser("teams", "glow", "guid", "gw01munro@glow.example", "Ailsa Munro")
        assert accounts.take_in(session, authority, replace(met, tenant="else"), NOW).state == "refused"
        assert accounts.take_in(session, authority, met, NOW).state == "linked"
        assert accounts_of(session, asking.people["head@a.example"], "teams") == [("glow", "guid")]


def test_whom_the_environment_names_may_confirm_the_first_accounts(asking: Asking, authority: Authority):
    slack = _slack(asking, replace(authority, administrators=frozenset({"operator@a.example"})))
    operator = PlatformUser("slack", "T1", "U7", "Operator@a.example", "Op Erator")
    slack.says(AILSA)
    assert slack.says(replace(operator, is_guest=True)).quiet
    slack.says(operator, "which accounts are not linked?")
    done = slack.presses(operator, "link_account", account=slack.profile(AILSA), whose="head@a.example")
    assert done.outcome == "done"
    assert slack.linked("head@a.example") == [("T1", "U1")]


def test_who_is_not_linked_is_everybody_with_a_post_and_no_account(slack: Slack):
    slack.says(AILSA)
    slack.asking.do("admin@a.example", "link_account", account=slack.profile(AILSA), whose="head@a.example")
    with slack.database.read() as session:
        names = {name for _, name, _ in unlinked_people(session, "slack", NOW.date())}
    assert "Ailsa Munro" not in names
    assert {"Rhona Blair", "Jo Bain"} <= names


def test_a_long_list_of_who_is_not_linked_goes_on_ten_at_a_time(slack: Slack):
    slack.says(JO)
    with slack.database.write() as session:
        for number in range(25):
            person = Person(email=f"p{number:02}@a.example", name=f"Zed {number:02}")
            session.add(person)
            session.flush()
            session.add(Post(person_id=person.id, role="quality_manager", started_on=NOW.date()))
    with slack.database.read() as session:
        names = [name for _, name, _ in unlinked_people(session, "slack", NOW.date())]
    read: list[str] = []
    card = slack.asking.do("admin@a.example", "accounts").reply
    assert f"and {len(names) - 10} more" in card.plain()
    while following := [button for button in card.buttons if "not linked on Slack" in button.label]:
        card = slack.asking.do("admin@a.example", "accounts", **following[0].values).reply
        read += [row[0] for part in card.body if isinstance(part, Table) for row in part.rows]
    assert read == names[10:]
    assert slack.asking.do("head@a.example", "accounts", unlinked="slack").refused


def test_every_step_is_in_the_audit(slack: Slack, audit: Callable[[], list[tuple[str, str, int | None]]]):
    slack.says(AILSA)
    slack.asking.do("admin@a.example", "link_account", account=slack.profile(AILSA), whose="head@a.example")
    acts = [action for action, _, _ in audit()]
    assert acts.count("account_proposed") == 1
    assert acts.count("account_linked") == 1
    with slack.database.read() as session:
        subjects = session.execute(select(entries.c.subject).where(entries.c.action == "account_linked")).scalars()
        assert list(subjects) == [f"account:{slack.profile(AILSA)}"]


def test_hostile_names_are_kept_as_they_are_and_confirmed_all_the_same(slack: Slack):
    hostile = replace(AILSA, name="<!channel> *Ailsa* " + "x" * 300)
    slack.says(hostile)
    card = slack.asking.do("admin@a.example", "accounts").reply
    assert isinstance(card, Card)
    assert all(len(button.label) <= 75 for button in card.buttons)
    assert "<!channel> *Ailsa*" in card.plain()
