"""`cairn ask`, `cairn do` and `cairn file`: Cairn from the command line, on somebody's behalf."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.app import Cairn
from bot.cli.opening import moment, opened
from bot.cli.problems import Refused
from handlers.answer import Answered
from handlers.cards import Button, Card, Form, Reply, Text, to_data
from handlers.files import FILES, File
from handlers.request import Account, Action, Place, Request
from handlers.table import HANDLERS
from handlers.understanding.shown import shown_intent
from handlers.understanding.understand import Understood

WRONG_USAGE = 2


def ask(given: argparse.Namespace) -> int:
    """Answer one sentence, or a file of them."""
    words = " ".join(given.words)
    if given.batch is None and (not given.email or not words.strip()):
        print("cairn ask: give --as EMAIL and the words, or --batch FILE", file=sys.stderr)
        return WRONG_USAGE
    with opened(given) as cairn:
        if given.batch is not None:
            return _batch(cairn, given)
        row = {"as": given.email, "in": given.channel, "now": given.now, "text": words, "previous": given.previous}
        answered = cairn.answer(_question(cairn, row))
    _print(answered, as_json=given.json)
    if given.explain:
        print(explained(answered))
    return 1 if answered.outcome == "failed" else 0


def _batch(cairn: Cairn, given: argparse.Namespace) -> int:
    try:
        lines = given.batch.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{given.batch} cannot be read: {error}.") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            answered = cairn.answer(_question(cairn, _row(line, number)))
            print(json.dumps(answer_as_data(answered), ensure_ascii=False))
    return 0


def _row(line: str, number: int) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise Refused(f"Line {number} is not JSON: {error}.") from None
    if not isinstance(row, dict) or not isinstance(row.get("as"), str) or not isinstance(row.get("text"), str):
        raise Refused(f'Line {number} needs "as" and "text", both text.')
    return row


def _question(cairn: Cairn, row: Mapping[str, Any]) -> Request:
    return Request(
        account=Account("operator", "", row["as"]),
        place=Place(str(row.get("in") or "")),
        now=_now(cairn, row.get("now")),
        words=row["text"],
        previous=str(row.get("previous") or ""),
    )


def _now(cairn: Cairn, given: str | None) -> datetime:
    return moment(given, cairn.authority.timezone) if given else cairn.now()


def do(given: argparse.Namespace) -> int:
    """Carry out one action as its button or form would."""
    values = _values(given.values)
    if given.action not in HANDLERS:
        raise Refused(f"There is no action '{given.action}'. There are: {', '.join(sorted(HANDLERS))}.")
    with opened(given) as cairn:
        account = Account("operator", "", given.email)
        action = Action(given.action, values)
        nonce = values.get("nonce", "")
        answered = cairn.answer(Request(account, Place(), _now(cairn, given.now), event_id=nonce, action=action))
    failed = answered.refused or answered.outcome == "failed" or isinstance(answered.reply, Form)
    if given.json:
        print(json.dumps(answer_as_data(answered), ensure_ascii=False))
    elif not failed:
        print(as_text(answered.reply))
    if failed:
        print(_why_not(answered), file=sys.stderr)
    return 1 if failed else 0


def file(given: argparse.Namespace) -> int:
    """Make one file on somebody's behalf, as its link on a card would, and save it."""
    values = _values(given.values)
    if given.file not in FILES:
        raise Refused(f"There is no file '{given.file}'. There are: {', '.join(sorted(FILES))}.")
    with opened(given) as cairn:
        account = Account("operator", "", given.email)
        made = cairn.file(Request(account, Place(), _now(cairn, given.now), action=Action(given.file, values)))
    if not isinstance(made, File):
        raise Refused(" ".join(made.plain().split("\n")))
    target = given.to or Path(made.name)
    try:
        target.write_bytes(made.content)
    except OSError as error:
        raise Refused(f"{target} cannot be written: {error.strerror}.") from None
    print(target)
    return 0


def _values(pairs: list[str]) -> dict[str, str]:
    wrong = next((pair for pair in pairs if "=" not in pair), None)
    if wrong is not None:
        raise Refused(f"'{wrong}' is not of the form key=value.")
    return {key: value for key, _, value in (pair.partition("=") for pair in pairs)}


def _why_not(answered: Answered) -> str:
    """One line: the errors of a form, what it still needs, or the refusal."""
    reply = answered.reply
    if isinstance(reply, Card):
        return " ".join(reply.plain().split("\n"))
    errors = [f"{item.name}: {item.error}" for item in reply.fields if item.error]
    if errors:
        return " ".join(errors)
    needs = [need.partition("|")[0] for need in HANDLERS[answered.action.name].needs]
    missing = [name for name in needs if not answered.action.values.get(name, "").strip()]
    loose = " ".join(element.plain() for element in reply.body[1:] if isinstance(element, Text))
    return f"Give {', '.join(missing) or 'the values of the form'} as well. {loose}".strip()


def explained(answered: Answered) -> str:
    """Why a sentence was understood as it was, line by line."""
    lines = ["", "Understood as:"]
    for one in (answered.found, *answered.found.also) if answered.found else ():
        lines.append(f"  {one.intent} ({one.likely:.0%})" + _rivals(one))
        lines += [f"    because {reason}" for reason in one.why]
        heard = {**one.values, **one.named}
        lines += [f"    school: as typed, {one.school_words!r}"] if one.school_words else []
        lines += [f"    {name}: {value}" for name, value in heard.items() if value]
    return "\n".join(lines)


def _rivals(one: Understood) -> str:
    return ", not " + " or ".join(f"{intent} ({share:.0%})" for intent, share in one.rivals) if one.rivals else ""


def _print(answered: Answered, *, as_json: bool) -> None:
    print(json.dumps(answer_as_data(answered), ensure_ascii=False) if as_json else as_text(answered.reply))


def answer_as_data(answered: Answered) -> dict[str, Any]:
    """The public JSON of an answer."""
    reply = answered.reply
    buttons = reply.buttons if isinstance(reply, Card) else ()
    choices = reply.choices if isinstance(reply, Card) else ()
    return {
        **_intent(answered),
        "answer": reply.plain(),
        "card": to_data(reply),
        "choices": [_button(button) for button in choices],
        "next": [_button(button) for button in buttons],
        "place": answered.place,
        "also": [_intent(further) for further in answered.also],
        "refused": answered.refused,
    }


def _intent(answered: Answered) -> dict[str, Any]:
    """The public intent with its entities; 'action' beside it where a finer action of that intent was meant."""
    action = answered.action.name
    intent = shown_intent(action)
    finer = {} if intent == action else {"action": action}
    return {"intent": intent, **finer, "entities": entities(answered)}


def entities(answered: Answered) -> dict[str, Any]:
    """What was named, by its public name. Of what was refused only what was heard stands, and that with care."""
    known = {} if answered.refused and answered.action.name != "out_of_scope" else answered.action.values
    found = {**known, **answered.heard}
    return {
        name: True if name == "self_school" else value for name, value in found.items() if value and name != "unclear"
    }


def _button(button: Button) -> dict[str, Any]:
    return {"label": button.label, "action": button.action, "values": dict(button.values)}


def as_text(reply: Reply) -> str:
    """A reply as the terminal shows it: its text, then what can be pressed."""
    buttons = (*reply.choices, *reply.buttons) if isinstance(reply, Card) else ()
    lines = [reply.plain(), *(f"  [{button.label}]" for button in buttons)]
    return "\n".join(line for line in lines if line)
