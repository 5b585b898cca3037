"""Shortcuts: 'Book a visit', 'Record a visit' and 'Find strong practice' from anywhere, 'Share' from a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.slack.addresses import PLATFORM, Address
from bot.slack.desk import Desk, Posting
from bot.slack.heard import Hear, Payload, part, teams_of, text
from bot.slack.text import typed
from bot.slack.windows import Window, Windows
from framework.access import Standing
from handlers.asked import person_of, standing_of
from handlers.cards import Choice, Field, Form, Reply
from handlers.practice_message import ChatMessage, action_for
from handlers.request import Account, Action, Place
from store.schools import school_by_id

_MOST_SCHOOLS: Final = 100
# Its answer goes to the direct conversation with whoever used it.
_OWN: Final = str(Address())


@dataclass
class Shortcuts:
    """Opens the window that a shortcut stands for, and fills it."""

    desk: Desk
    windows: Windows

    @property
    def by_name(self) -> Mapping[str, Hear]:
        """What each shortcut of the manifest does, by its callback id."""
        return {
            "book_visit": lambda body: self._global(body, Action("book_visit", {"step": "form"}), "Book a visit"),
            "record_visit": lambda body: self._global(body, Action("record_visit", {"step": "form"}), ""),
            "practice_search": self._find,
            "practice_share": self._share,
        }

    def _global(self, body: Payload, action: Action, title: str) -> None:
        opened = self._opened(body)
        if opened is None:
            return
        account, window = opened
        which = self._which_school(account, action, title) if title else None
        self.windows.show(window, _OWN, which or self._answer(account, action, body), account)

    def _find(self, body: Payload) -> None:
        opened = self._opened(body)
        if opened is not None:
            account, window = opened
            words = Field(
                "about", "What are you looking for?", hint="In your own words, such as: pupils not turning up"
            )
            form = Form("Find strong practice", "practice_search", (words,), submit="Find")
            self.windows.show(window, _OWN, form, account)

    def _share(self, body: Payload) -> None:
        """'Share as strong practice' on a message: the form filled from it, its author credited or asked."""
        opened = self._opened(body)
        if opened is None:
            return
        account, window = opened
        message = self.message(text(body, "channel", "id"), part(body, "message"))
        standing = self.standing(account)
        with self.desk.database.read() as session:
            day = self.desk.workspace.now().astimezone(self.desk.workspace.authority.timezone).date()
            action = action_for(session, self.desk.workspace.authority, standing, message, day)
        self.windows.show(window, _OWN, self._answer(account, action, body), account)

    def message(self, conversation: str, told: Payload) -> ChatMessage:
        """A message of Slack as the record takes it, with its author where that is somebody known."""
        home = self.desk.visitors.home.installed()
        stamp = text(told, "ts")
        with self.desk.database.read() as session:
            author = person_of(session, Account(PLATFORM, home.team, text(told, "user")))
        return ChatMessage(
            platform=PLATFORM,
            tenant=home.team,
            ref=f"{conversation}:{stamp}",
            author_id=author,
            words=typed(text(told, "text")),
            link=f"{home.url.rstrip('/')}/archives/{conversation}/p{stamp.replace('.', '')}" if home.url else "",
            channel=self.desk.place(conversation).channel,
        )

    def _opened(self, body: Payload) -> tuple[Account, Window | None] | None:
        arriving = self.desk.visitors.arriving(text(body, "user", "id"), *teams_of(body))
        return self.windows.open_for(arriving, text(body, "trigger_id"), _OWN)

    def _answer(self, account: Account, action: Action, body: Payload) -> Reply:
        request = self.desk.request(account, Place(), f"shortcut:{text(body, 'trigger_id')}", action)
        return self.desk.answer(request, Posting(None)).reply

    def standing(self, account: Account) -> Standing:
        authority = self.desk.workspace.authority
        day = self.desk.workspace.now().astimezone(authority.timezone).date()
        with self.desk.database.read() as session:
            person = person_of(session, account)
            return standing_of(session, authority, person, day) if person is not None else Standing()

    def _which_school(self, account: Account, action: Action, title: str) -> Form | None:
        """The question which school is meant, for who has several or none of their own."""
        standing = self.standing(account)
        own = sorted(standing.own_schools)
        if len(own) == 1 or not standing.is_known:
            return None
        with self.desk.database.read() as session:
            schools = [found for one in own[:_MOST_SCHOOLS] if (found := school_by_id(session, one)) is not None]
        choices = tuple(Choice(one.seed_code, one.name) for one in sorted(schools, key=lambda one: one.name))
        asked = (
            Field("seed_code", "Which school?", "choice", choices=choices, required=True)
            if choices
            else Field("school", "Which school?", hint="Its name, as you would say it.")
        )
        return Form(title, action.name, (asked,), submit="Next", hidden=dict(action.values))
