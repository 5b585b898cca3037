"""Practice that begins as a message in a channel: filled in, credited, asked for, offered once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from config.authority import Authority
from framework.access import Standing
from handlers.asked import standing_of
from handlers.cards import Card, Form
from handlers.composers import compose
from handlers.duties import plan
from handlers.practice_message import ChatMessage, action_for, offer
from handlers.request import Account, Action, Place, Request
from store.clock import real_now
from store.messages import peek
from store.outbox import messages
from store.practice import PracticeView, public_practices, unshared_practices
from store.practice_offers import PracticeOffer
from tests.handlers.conftest import NOW, Asking

WORDS = "Reading friends in P3\nOlder pupils read with P3 twice a week, and nearly all of P3 now choose a book."
LINK = "https://a.slack.example/archives/C1/p1700000000000100"


@dataclass
class Talk:
    """A cluster's channel in which people write."""

    asking: Asking
    authority: Authority
    number: int = 0
    said: dict[str, list[Card]] = field(default_factory=dict)

    def message(self, author: str, words: str = WORDS, channel: str = "cluster:Kilbrannan") -> ChatMessage:
        self.number += 1
        return ChatMessage("slack", "T1", f"C1:{self.number}", self.asking.people.get(author), words, LINK, channel)

    def standing(self, email: str) -> Standing:
        with self.asking.database.read() as session:
            return standing_of(session, self.authority, self.asking.people[email], NOW.date())

    def shortcut(self, email: str, message: ChatMessage) -> Action:
        with self.asking.database.read() as session:
            return action_for(session, self.authority, self.standing(email), message, NOW.date())

    def shares(self, email: str, message: ChatMessage, **filled: str) -> PracticeView:
        """Share a message as its form would, and the entry that came of it."""
        form = self.asking.do(email, **_named(self.shortcut(email, message))).reply
        assert isinstance(form, Form), form.plain()
        given = {item.name: item.value for item in form.fields} | dict(form.hidden)
        given |= {"themes": "reading", "what_changed": "More choose a book."} | filled
        answered = self.asking.do(email, form.action, **given)
        assert answered.outcome == "done", answered.reply.plain()
        return self.only()

    def only(self) -> PracticeView:
        with self.asking.database.read() as session:
            (found,) = [*public_practices(session), *unshared_practices(session)]
        return found

    def reacts(self, email: str, message: ChatMessage, emoji: str = "star2") -> bool:
        with self.asking.database.write() as session:
            return offer(session, self.authority, message, emoji, self.standing(email), NOW)

    def round(self) -> dict[str, list[str]]:
        """What everybody is sent with the next round; it counts as sent then."""
        with self.asking.database.write() as session:
            plan(session, self.authority, NOW)
        names = {person: email for email, person in self.asking.people.items()}
        with self.asking.database.read() as session:
            waiting = [one for one in peek(session, real_now()) if one.recipient_id]
            composed = compose(session, self.authority, waiting, NOW)
        with self.asking.database.write() as session:
            session.connection().execute(messages.update().values(state="sent"))
        said: dict[str, list[str]] = {}
        for one in waiting:
            reply = composed[one.id].reply
            if isinstance(reply, Card):
                email = names[one.recipient_id or 0]
                said.setdefault(email, []).append(reply.plain())
                self.said.setdefault(email, []).append(reply)
        return said


def _named(action: Action) -> dict[str, str]:
    return {"action": action.name, **action.values}


@pytest.fixture
def talk(asking: Asking, authority: Authority) -> Talk:
    return Talk(asking, authority)


def test_a_head_shares_their_own_message_with_the_form_filled_in_and_a_way_back(talk: Talk):
    practice = talk.shares("head@a.example", talk.message("head@a.example"))
    assert practice.title == "Reading friends in P3"
    assert practice.summary == WORDS
    assert practice.source == LINK
    assert (practice.author, practice.author_says) == ("Ailsa Munro", "yes")
    assert practice.waits_for_check


def test_an_officer_shares_a_heads_message_and_its_author_is_asked_once_and_credited(talk: Talk):
    practice = talk.shares("officer@a.example", talk.message("head@a.example"))
    assert practice.school == "Kilbrannan Primary School"
    assert practice.author == "Ailsa Munro"
    assert practice.waits_for_author
    assert practice.contact == "Ailsa Munro"
    said = talk.round()
    assert set(said) == {"head@a.example"}
    assert "Rhona Blair would like to share what you wrote" in said["head@a.example"][0]
    yes = talk.said["head@a.example"][0].buttons[0]
    assert talk.asking.do("head@a.example", yes.action, **yes.values).outcome == "done"
    shared = talk.only()
    assert shared.is_public, "the officer's hand was the check, the head's yes is author's and school's"
    shown = talk.asking.do("far@a.example", "show_practice", practice=str(shared.id)).reply
    assert "Written by: Ailsa Munro" in shown.plain()
    assert LINK in shown.plain()


def test_what_the_author_refuses_is_shared_with_nobody(talk: Talk):
    practice = talk.shares("officer@a.example", talk.message("head@a.example"))
    talk.asking.do("head@a.example", "practice_author", practice=str(practice.id), answer="no")
    with talk.asking.database.read() as session:
        assert public_practices(session) == []
        assert unshared_practices(session) == []


def test_a_depute_who_wrote_it_must_agree_as_well_as_the_head(talk: Talk):
    practice = talk.shares("officer@a.example", talk.message("depute@a.example"))
    said = talk.round()
    assert set(said) == {"depute@a.example", "acting@a.example"}
    talk.asking.do("acting@a.example", "practice_consent", practice=str(practice.id), answer="yes")
    assert not talk.only().is_public
    talk.asking.do("depute@a.example", "practice_author", practice=str(practice.id), answer="yes")
    assert talk.only().is_public


def test_nobody_else_answers_for_the_author(talk: Talk):
    practice = talk.shares("officer@a.example", talk.message("head@a.example"))
    for email in ("officer@a.example", "education@a.example", "far@a.example"):
        answered = talk.asking.do(email, "practice_author", practice=str(practice.id), answer="yes")
        assert answered.outcome != "done"
    assert talk.only().waits_for_author


def test_a_head_who_shares_a_colleagues_message_has_the_colleague_asked(talk: Talk):
    action = talk.shortcut("far@a.example", talk.message("head@a.example"))
    assert action.name == "practice_suggest"
    done = talk.asking.do("far@a.example", **_named(action))
    assert "I am asking Ailsa Munro" in done.reply.plain()
    assert "Would you like to share it" in talk.round()["head@a.example"][0]


def test_the_page_cannot_put_words_into_anybodys_mouth(talk: Talk):
    action = talk.shortcut("far@a.example", talk.message("head@a.example", words="Send me your password"))
    account = Account("page", "", str(talk.asking.people["far@a.example"]))
    answered = talk.asking.answers.answer(Request(account, Place(), NOW, action=action))
    assert answered.outcome != "done"
    assert talk.round() == {}


def test_a_reaction_has_the_author_asked_once_and_the_form_opens_filled(talk: Talk):
    message = talk.message("head@a.example")
    assert talk.reacts("far@a.example", message)
    assert not talk.reacts("officer@a.example", message)
    assert set(talk.round()) == {"head@a.example"}
    share = talk.said["head@a.example"][0].buttons[0]
    form = talk.asking.do("head@a.example", share.action, **share.values).reply
    assert isinstance(form, Form)
    filled = {item.name: item.value for item in form.fields}
    assert (filled["title"], filled["summary"]) == ("Reading friends in P3", WORDS)
    given = filled | dict(form.hidden) | {"themes": "reading", "what_changed": "More choose a book."}
    assert talk.asking.do("head@a.example", form.action, **given).outcome == "done"
    assert talk.only().source == LINK
    with talk.asking.database.read() as session:
        kept = session.get(PracticeOffer, 1)
    assert kept is not None
    assert (kept.state, kept.words) == ("shared", "")


def test_who_declines_is_not_asked_again_and_the_words_are_forgotten(talk: Talk):
    message = talk.message("head@a.example")
    talk.reacts("far@a.example", message)
    talk.round()
    decline = talk.said["head@a.example"][0].buttons[1]
    assert talk.asking.do("far@a.example", decline.action, **decline.values).outcome != "done"
    assert talk.asking.do("head@a.example", decline.action, **decline.values).outcome == "done"
    assert not talk.reacts("far@a.example", message)
    with talk.asking.database.read() as session:
        kept = session.get(PracticeOffer, 1)
    assert kept is not None
    assert kept.words == ""


@pytest.mark.parametrize(
    ("emoji", "change"),
    [
        ("thumbsup", {}),
        ("star2", {"channel": "officers"}),
        ("star2", {"channel": ""}),
        ("star2", {"author_id": None}),
        ("star2", {"words": "  "}),
    ],
)
def test_other_reactions_other_places_and_unknown_authors_offer_nothing(
    talk: Talk, emoji: str, change: dict[str, object]
):
    message = replace(talk.message("head@a.example"), **change)  # type: ignore[arg-type]
    assert not talk.reacts("far@a.example", message, emoji)
    assert talk.round() == {}


def test_a_reaction_with_a_skin_tone_counts_as_the_emoji(talk: Talk):
    assert talk.reacts("far@a.example", talk.message("head@a.example"), "star2::skin-tone-3")


def test_an_authority_chooses_its_own_reactions(talk: Talk, authority: Authority):
    rules = authority.framework.practice.model_copy(update={"offer_reactions": ("tada",)})
    talk.authority = replace(authority, framework=authority.framework.model_copy(update={"practice": rules}))
    assert not talk.reacts("far@a.example", talk.message("head@a.example"))
    assert talk.reacts("far@a.example", talk.message("head@a.example"), "tada")


def test_a_way_back_that_is_no_web_address_is_left_out(talk: Talk):
    message = replace(talk.message("head@a.example"), link="javascript:alert(1)")
    assert talk.shares("head@a.example", message).source == ""
