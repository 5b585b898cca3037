"""The dispatcher: from a request to an answer that is on record.

1. Read phase, without a write lock: who asks, what they want, whether they may, which school; questions are answered.
2. Write phase, one transaction: the inbox, the change, the audit, what others are to be told, the answer where it is
   posted. A kill before its commit leaves nothing behind, and the platform delivers again.

What most questions at the command line never touch is loaded where it is used: each table takes milliseconds to load.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import astuple, replace
from datetime import timedelta
from functools import partial

from sqlmodel import Session

from config.authority import Authority
from framework.access import Standing
from framework.accounts import PlatformUser
from handlers import asked, log
from handlers.answer_words import already_done, unknown, went_wrong
from handlers.answered import PENDING, Answered, act_of, inbox_key, own_conversation, place_of_answer, shown, with_reply
from handlers.cards import Card, Form, dumps, say
from handlers.files import FILES, File, FileKind, load_maker
from handlers.further import joined
from handlers.instead import Instead, Invalid
from handlers.request import Action, Request
from handlers.table import HANDLERS, Capability, load, load_leaving
from handlers.understanding.late import Late
from store.audit import put_on_record
from store.clock import real_now
from store.database import Database
from store.inbox import take_in, taken_in_at

Keep = Callable[[Session, Answered], None]


class Answers:
    """Answers requests over one record with one configuration; safe to call from several threads."""

    def __init__(self, database: Database, authority: Authority) -> None:
        self.database = database
        self.authority = authority
        self._names = asked.Names(authority)

    def answer(self, request: Request, keep: Keep | None = None) -> Answered:
        """Answer one request and put it on record. Never raises for what a person typed, tapped or filled in."""
        try:
            return self._answer(request.keepable(), keep)
        except Exception:
            # The one place that catches all: the person gets a sentence, the log the rest, under one reference.
            reference = secrets.token_hex(4)
            log.failure(reference, request)
            return Answered(went_wrong(reference), request, request.action, outcome="failed")

    def file(self, request: Request) -> File | Card:
        """The file that the request's action names, made now; a card with the refusal for who may not have it (now).

        Never raises for what a person asked. Who had which file is on record.
        """
        try:
            return self._file(request.keepable())
        except Exception:
            reference = secrets.token_hex(4)
            log.failure(reference, request)
            return went_wrong(reference)

    def _file(self, request: Request) -> File | Card:
        kind = FILES.get(request.action.name)
        with self.database.read() as session:
            request = asked.with_standing(request, session, self.authority)
            if not request.standing.is_known:
                return unknown()
            made, request = (_no_such_file(), request) if kind is None else self._made(kind, request, session)
        outcome = "shown" if isinstance(made, File) else "refused"
        with self.database.write(durable=False) as session:
            put_on_record(session, [act_of(Answered(PENDING, request, request.action, outcome=outcome))])
        return made

    def _made(self, kind: FileKind, request: Request, session: Session) -> tuple[File | Card, Request]:
        """What was made, or the refusal, and the request with its school where it is about one."""
        capability = Capability(kind.make, matter=kind.matter, one_school=kind.one_school)
        try:
            request = self._names.with_school(asked.Wanted(request.action), request, capability, session)
            return load_maker(kind)(request, session, self.authority), request
        except Instead as instead:
            return instead.reply if isinstance(instead.reply, Card) else _no_such_file(), request

    def home(self, request: Request) -> tuple[Card, ...]:
        """The sections of the asker's home, and that they have one on their platform; none for who is not known.

        Put on record as the action 'home'. What changes it from now on has it listed by `store.homes.stale_homes`.
        """
        from handlers.home import home_of
        from store.homes import keep_home

        with self.database.read() as session:
            request = replace(asked.with_standing(request, session, self.authority), action=Action("home"))
            shown = home_of(request, session, self.authority) if request.standing.is_known else None
        if shown is None or request.standing.person_id is None:
            return ()
        with self.database.write(durable=False) as session:
            keep_home(session, request.standing.person_id, request.account.platform, shown.topics)
            put_on_record(session, [act_of(Answered(PENDING, request, request.action))])
        return shown.sections

    def _answer(self, request: Request, keep: Keep | None) -> Answered:
        with self.database.read() as session:
            answered = self._read_phase(request, session)
        if request.who is not None and not answered.request.standing.is_known:
            answered = self._met(answered, request.who())
        capability = HANDLERS.get(answered.action.name)
        if capability and _is_complete(capability, answered):
            try:
                return self._write_phase(answered, keep, capability)
            except Invalid as invalid:
                answered = self._form_again(answered, capability, invalid)
        return self._write_phase(answered, keep, None)

    def _read_phase(self, request: Request, session: Session) -> Answered:
        """Who, what, may they, which school; and the answer, unless the record is to be changed."""
        request = asked.with_standing(request, session, self.authority)
        if not request.standing.is_known:
            return Answered(unknown(), request, Action("unknown"), outcome="refused", refused=True)
        wanted = self._names.understood(request, session)
        first = self._replied(wanted, request, session)
        heard = Late(partial(self._names.heard, wanted, request, first.refused))
        first = replace(first, heard=heard, found=wanted.understood)
        if not wanted.also:
            return first
        also = tuple(self._replied(further, request, session) for further in wanted.also)
        place = "private" if any(one.place == "private" for one in also) else first.place
        reply = joined(first.reply, (one.reply for one in also))
        return replace(first, also=also, place=place, reply=reply)

    def _replied(self, wanted: asked.Wanted, request: Request, session: Session) -> Answered:
        """One question answered; what only the write phase can do is left pending."""
        request = replace(request, action=wanted.action)
        capability = HANDLERS.get(wanted.action.name) or HANDLERS["out_of_scope"]
        place = place_of_answer(capability, request)
        try:
            request = self._names.with_school(wanted, request, capability, session)
            if _has_all(capability, request):
                return Answered(PENDING, request, request.action, place)
            reply = load(capability.show)(request, session, self.authority)
        except Instead as instead:
            reply = instead.reply
        return shown(reply, request, place)

    def _met(self, answered: Answered, user: PlatformUser | None) -> Answered:
        """Take in who wrote; somebody whose account is theirs by that gets their answer at once."""
        request = answered.request
        if user is None:
            return replace(answered, quiet=True)
        if (user.platform, user.tenant, user.user) != astuple(request.account):
            raise ValueError("the user that the platform tells of is not the account that wrote")
        from handlers import accounts

        with self.database.write() as session:
            verdict = accounts.meet(session, self.authority, user, request.now)
        if verdict.state != "linked":
            return answered
        with self.database.read() as session:
            return self._read_phase(request, session)

    def _form_again(self, answered: Answered, capability: Capability, invalid: Invalid) -> Answered:
        with self.database.read() as session:
            try:
                form = load(capability.show)(answered.request, session, self.authority)
            except Instead as instead:
                return with_reply(answered, instead.reply)
        if not isinstance(form, Form):
            return replace(with_reply(answered, say(*invalid.errors.values())), outcome="failed")
        known = {item.name for item in form.fields}
        loose = [text for name, text in invalid.errors.items() if name not in known]
        form = form.with_errors(answered.action.values, invalid.errors)
        body = (*form.body, *say(*loose).body)
        return replace(with_reply(answered, replace(form, body=body)), outcome="failed")

    def _write_phase(self, answered: Answered, keep: Keep | None, capability: Capability | None) -> Answered:
        request = answered.request
        with self.database.write(durable=capability is not None) as session:
            if request.event_id and not take_in(session, inbox_key(request), real_now()):
                when = taken_in_at(session, inbox_key(request))
                said = already_done(when.astimezone(self.authority.timezone) if when else None)
                return replace(answered, reply=said, repeated=True, place="here")
            if request.who is not None and answered.action.name == "unknown":
                answered = _greeted(answered, session)
            if capability is not None:
                answered = _carried_out(answered, capability, session, self.authority)
                _mark_homes(answered, capability, session)
            for one in (answered, *answered.also) if capability is None else ():
                if one.outcome == "shown":
                    _leave(one, session, self.authority)
            put_on_record(session, [act_of(one) for one in (answered, *answered.also)])
            if answered.place == "private" and request.standing.person_id is not None:
                from store.outbox import put_answer

                kept, address = dumps(answered.reply), own_conversation(request)
                put_answer(session, request.standing.person_id, address, kept, request.now, _ANSWER_LASTS)
            if keep is not None:
                keep(session, answered)
        return answered


_ANSWER_LASTS = timedelta(hours=12)


def _is_complete(capability: Capability, answered: Answered) -> bool:
    return answered.reply is PENDING and _has_all(capability, answered.request)


def _has_all(capability: Capability, request: Request) -> bool:
    """Whether a button or form gave all that the change needs; words alone always get their confirming form first."""
    values = request.action.values
    if not capability.carry_out or request.by_words or values.get("step") == "form":
        return False
    return all(any(values.get(name, "").strip() for name in need.split("|")) for need in capability.needs)


def _greeted(answered: Answered, session: Session) -> Answered:
    """The one sentence for who is not known yet, and silence from then on."""
    from handlers import accounts

    account = answered.request.account
    card = accounts.greeting(session, account.platform, account.tenant, account.user, answered.request.now)
    return replace(answered, reply=card or Card(), quiet=card is None)


def _carried_out(answered: Answered, capability: Capability, session: Session, authority: Authority) -> Answered:
    try:
        reply = load(capability.carry_out)(answered.request, session, authority)
    except Instead as instead:
        return with_reply(answered, instead.reply)
    return replace(with_reply(answered, reply), outcome="done")


def _mark_homes(answered: Answered, capability: Capability, session: Session) -> None:
    """Have the homes that show what was changed shown anew: those of its school, and the one of who changed it."""
    if answered.outcome != "done":
        return
    from store.homes import ADMINISTRATION, EVERYTHING, mark_stale, school_topic

    about, school = answered.reply.about, answered.request.school
    touched = about if about is not None else school.id if school is not None else None
    topics = [EVERYTHING, *([school_topic(touched)] if touched is not None else [])]
    administration = [ADMINISTRATION] if capability.matter == "administration" else []
    mark_stale(session, administration or topics, answered.request.standing.person_id)


def _leave(answered: Answered, session: Session, authority: Authority) -> None:
    """What an answer leaves in the record beside the audit."""
    capability = HANDLERS.get(answered.action.name)
    if capability is not None and capability.leaves:
        load_leaving(capability.leaves)(answered.request, session, authority)


def _no_such_file() -> Card:
    return say("There is no such file, or it is not for you.", refused=True)


__all__ = ["Answered", "Answers", "Standing"]
