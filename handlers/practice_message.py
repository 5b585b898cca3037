"""Practice that begins as a message: the form filled from it, its author asked, and the offer to them.

A platform calls `action_for` for 'Share as strong practice' on a message, and `offer` for a reaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing, may
from framework.channels import CLUSTER
from framework.numbers import number_in
from handlers.asked import local_day, standing_of
from handlers.cards import Button, Card, Reply, Text, say
from handlers.instead import Instead, Invalid
from handlers.practice_entries import changed_meanwhile, not_found, open_button, still_as_seen
from handlers.request import Action, Request
from handlers.telling import useful_until
from handlers.wording import clipped
from store.outbox import DutyRow, put_duties
from store.people import Person
from store.practice import PracticeView, change_practice, practice_by_id
from store.practice_offers import close_offer, make_offer, offers_by_id
from store.schools import school_by_id

OFFERED: Final = "practice_offer"
_LONGEST_WORDS: Final = 4000
_LONGEST_TITLE: Final = 80


@dataclass(frozen=True)
class ChatMessage:
    """A message of a chat platform. `ref` is its own id there, `author_id` its author in the record (None: unknown).

    `channel` is the record's name of where it stands, `link` leads back to it.
    """

    platform: str
    tenant: str
    ref: str
    author_id: int | None
    words: str
    link: str
    channel: str = ""


def action_for(session: Session, authority: Authority, person: Standing, message: ChatMessage, day: date) -> Action:
    """What 'Share as strong practice' does for this person: the form, or asking the author who may share it."""
    values = {"summary": message.words[:_LONGEST_WORDS], "title": _title(message.words), "source": message.link}
    if message.author_id in (None, person.person_id):
        own = {"author": str(person.person_id)} if message.author_id is not None else {}
        return Action("practice_share", values | own | {"step": "form"})
    author = standing_of(session, authority, message.author_id or 0, day)
    led = [school for id_ in sorted(author.heads) if (school := school_by_id(session, id_)) is not None]
    if led and not may(authority.access, person, "share_practice", led[0].id):
        where = {"platform": message.platform, "tenant": message.tenant, "ref": message.ref}
        return Action("practice_suggest", values | where | {"author": str(message.author_id)})
    where = {"seed_code": led[0].seed_code} if len(led) == 1 else {}
    return Action("practice_share", values | where | {"author": str(message.author_id), "step": "form"})


def _title(words: str) -> str:
    first = next((line.strip() for line in words.splitlines() if line.strip()), "")
    return clipped(first, _LONGEST_TITLE)


def offer(
    session: Session, authority: Authority, message: ChatMessage, emoji: str, by: Standing, now: datetime
) -> bool:
    """Have the author of a message in a cluster's channel asked whether they would share it; True when they will be.

    `emoji` is the reaction's name; only those of framework.toml count, from somebody known, and each message once.
    """
    wanted = emoji.partition("::")[0] in authority.framework.practice.offer_reactions
    if not wanted or not by.is_known or not message.channel.startswith(CLUSTER):
        return False
    return _offered(session, authority, message, by.person_id, now)


def _offered(session: Session, authority: Authority, message: ChatMessage, by_id: int | None, now: datetime) -> bool:
    day = now.astimezone(authority.timezone).date()
    author = standing_of(session, authority, message.author_id, day) if message.author_id else Standing()
    own = author.own_schools
    if not message.words.strip() or not any(may(authority.access, author, "share_practice", one) for one in own):
        return False
    kept = {
        "author_id": author.person_id,
        "by_id": by_id,
        "words": message.words[:_LONGEST_WORDS],
        "link": message.link,
    }
    made = make_offer(session, (message.platform, message.tenant, message.ref), kept, now)
    if made is not None:
        school = school_by_id(session, min(author.heads)) if author.heads else None
        cluster = school.cluster if school else ""
        opens = authority.sending.next_open(now, authority.school_year, cluster)
        row = DutyRow(
            rule=OFFERED,
            kind=OFFERED,
            subject=f"offer:{made}",
            revision=1,
            recipient_id=author.person_id or 0,
            school_id=school.id if school else None,
            cluster=cluster,
            not_before=opens,
            send_by=useful_until(opens, authority, cluster),
            made_at=now,
        )
        put_duties(session, [row])
    return made is not None


def suggest_card(request: Request, session: Session, authority: Authority) -> Reply:
    """Where a message is to be suggested from: the message itself."""
    return say("To suggest a message, use “Share as strong practice” on it.")


def suggest(request: Request, session: Session, authority: Authority) -> Reply:
    """Ask the author of a colleague's message whether they would share it."""
    if request.account.platform == "page":
        # The page has no such messages, and what a browser sends could say anything in anybody's name.
        raise Instead(suggest_card(request, session, authority))
    values = request.values
    author = session.get(Person, number_in(values["author"]))
    if author is None or author.left_at is not None:
        raise Instead(say("I do not know who wrote that, so I cannot ask them."))
    key = (values.get("platform", ""), values.get("tenant", ""), values["ref"])
    message = ChatMessage(*key, author.id, values["summary"], values.get("source", ""))
    if _offered(session, authority, message, request.standing.person_id, request.now):
        return say(f"It is theirs to share, so I am asking {author.name} whether they would like to.")
    return say(f"{author.name} was asked about that message before, or leads no school that could share it.")


def declining_card(request: Request, session: Session, authority: Authority) -> Reply:
    """Nothing to see without the offer."""
    return say("That offer is not open any more.")


def decline_offer(request: Request, session: Session, authority: Authority) -> Reply:
    """The author would rather not; nobody is told, and nobody asks again about that message."""
    named = request.values["offer"]
    found = offers_by_id(session, [number_in(named)]).get(number_in(named))
    if found is None or found.author_id != request.standing.person_id or not close_offer(session, found.id, "declined"):
        raise Instead(say("That offer is not open any more."))
    return say("Thank you. I will not ask about that message again, and I tell nobody.")


def asked_card(request: Request, session: Session, authority: Authority) -> Reply:
    """What the author of a message is asked, with both answers."""
    practice = _of_author(request, session)
    return Card(title=practice.title, body=(Text(author_question(practice)),), buttons=author_buttons(practice))


def author_question(practice: PracticeView) -> str:
    who = practice.changed_by or "A colleague"
    return (
        f"{who} would like to share what you wrote as strong practice of {practice.school}: “{practice.title}”. "
        f"{clipped(practice.summary, 300)} May it be shared, with your name?"
    )


def author_buttons(practice: PracticeView) -> tuple[Button, ...]:
    values = {"practice": str(practice.id), "revision": str(practice.revision)}
    return (
        Button("Yes, share it", "practice_author", values | {"answer": "yes"}, "primary"),
        Button("No, rather not", "practice_author", values | {"answer": "no"}),
    )


def author_answers(request: Request, session: Session, authority: Authority) -> Reply:
    """The author's yes or no; where they lead the school, it is the school's as well."""
    practice = _of_author(request, session)
    revision = still_as_seen(request, practice, authority)
    if not practice.waits_for_author:
        raise Instead(say("That was answered already. Thank you."))
    answer = request.values["answer"]
    if answer not in ("yes", "no"):
        raise Invalid(answer="Please answer yes or no.")
    changes = answered_by_author(practice, answer, request, authority)
    if not change_practice(session, practice.id, revision, changes):
        raise Instead(changed_meanwhile(practice_by_id(session, practice.id) or practice, authority))
    if answer == "no":
        return Card(body=(Text("It stays unshared. Thank you for saying so."),), about=practice.school_id)
    now = practice_by_id(session, practice.id) or practice
    words = (
        "Thank you. Everybody can find it now." if now.is_public else "Thank you. Now it goes its way to be checked."
    )
    return Card(body=(Text(words),), buttons=(open_button(now),) if now.is_public else (), about=practice.school_id)


def answered_by_author(
    practice: PracticeView, answer: str, request: Request, authority: Authority
) -> dict[str, object]:
    """What an entry becomes by its author's answer."""
    said: dict[str, object] = {
        "author_says": answer,
        "changed_by_id": request.standing.person_id,
        "changed_at": request.now,
    }
    if answer == "no":
        return said | {"state": "withdrawn"}
    consent = practice.consent
    if may(authority.access, request.standing, "consent_practice", practice.school_id):
        consent = "yes"
        day = local_day(request, authority)
        said |= {"consent_by_id": request.standing.person_id, "consent_at": request.now, "confirmed_on": day}
    shared = consent == "yes" and practice.checked_on is not None
    return said | {"consent": consent, "state": "shared" if shared else "draft"}


def _of_author(request: Request, session: Session) -> PracticeView:
    """The entry whose author asks. Raises Instead where it is another's, with what everybody hears of none."""
    named = request.values.get("practice", "")
    practice = practice_by_id(session, number_in(named))
    if practice is None or practice.author_id is None or practice.author_id != request.standing.person_id:
        raise Instead(not_found())
    return practice
