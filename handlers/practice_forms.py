"""The form in which practice is shared and changed: its fields, filled in as far as words went, and its checks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from config.authority import Authority
from framework.practice import qi_in
from handlers.cards import Choice, Field
from handlers.instead import Invalid
from handlers.practice_finding import themes_of
from handlers.request import Request
from handlers.wording import clipped, say_list
from store.practice import PracticeView

LONGEST_TITLE: Final = 120
_LONGEST_TEXT: Final = 4000
_LONGEST_STAGE: Final = 60
_EMAIL: Final = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"'.]+(?:\.[^@\s,;<>\"'.]+)+")
_SHARED: Final = re.compile(
    r"\b(?:share|sharing|shared|submit|add|nominate|put forward|record|log|write up)\s+"
    r"(?:(?:our|my|the|a|an|some|their|strong|good|practices?|work|example|case study|piece|of|on|about|called|with|"
    r"others?|everyone|what|we|do|are|doing|have|done|in|into|to|directory)\s+)*(?P<title>[^.?!;]+)",
    re.IGNORECASE,
)
_TRAILING: Final = re.compile(
    r"\s+(?:(?:as|for|with|to|in)\s+(?:strong|good|best|other|others|everyone|the)\b.*|please|thanks|practices?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Facts:
    """What the form says of a piece of practice, checked."""

    title: str
    summary: str
    what_changed: str
    themes: str
    qi: str
    stage: str
    contact_email: str


def fields_from_words(request: Request, authority: Authority, contact: str) -> tuple[Field, ...]:
    """The fields for something new; title and themes as far as the words told."""
    words, values = request.words, request.values
    likely = (values.get("theme", ""), *themes_of(_title_in(words), authority)[:2])
    themes = values.get("themes") or ";".join(dict.fromkeys(key for key in likely if key))
    known = {"title": _title_in(words), "themes": themes, "contact": contact}
    return _fields(known | {name: value for name, value in values.items() if value}, authority)


def fields_of(practice: PracticeView, authority: Authority) -> tuple[Field, ...]:
    """The fields as an entry has them now."""
    known = {
        "title": practice.title,
        "summary": practice.summary,
        "what_changed": practice.what_changed,
        "themes": practice.themes_text,
        "qi": practice.qi_text,
        "stage": practice.stage,
        "contact": practice.contact_email,
    }
    return _fields(known, authority)


def _title_in(words: str) -> str:
    found = _SHARED.search(words)
    title = _TRAILING.sub("", found["title"].strip(" ,'\"“”")) if found else ""
    return clipped(title[:1].upper() + title[1:], 80)


def _fields(known: Mapping[str, str], authority: Authority) -> tuple[Field, ...]:
    def value(name: str) -> str:
        return known.get(name, "")

    themes = tuple(Choice(theme.key, theme.label) for theme in authority.themes.themes)
    return (
        Field("title", "Title", "text", value("title"), hint="In a few words, as you would tell a colleague."),
        Field("summary", "What was done", "long_text", value("summary"), hint="No pupil's name."),
        Field("what_changed", "What changed", "long_text", value("what_changed"), hint="And how you know."),
        Field("themes", "Themes", "choices", value("themes"), themes),
        _indicators(value("qi"), authority),
        Field("stage", "Stage", "text", value("stage"), required=False, hint="Such as P1 to P3, or senior phase."),
        Field("contact", "Contact (e-mail)", "text", value("contact"), hint="Who can tell others more."),
    )


def _indicators(value: str, authority: Authority) -> Field:
    named = authority.framework.quality_indicators
    choices = tuple(Choice(key, f"{key} {label}") for key, label in named.items())
    if choices:
        return Field("qi", "Quality indicators", "choices", value, choices, required=False)
    return Field("qi", "Quality indicators", "text", value, required=False, hint="Such as 2.3; 3.1.")


def facts_given(request: Request, authority: Authority) -> Facts:
    """What the form says. Raises Invalid beside each field that is wrong."""
    values, errors = request.values, dict[str, str]()
    given = {name: values.get(name, "").strip() for name in ("title", "summary", "what_changed", "stage", "contact")}
    for name, most in (("title", LONGEST_TITLE), ("summary", _LONGEST_TEXT), ("what_changed", _LONGEST_TEXT)):
        if not given[name]:
            errors[name] = "Please fill this in."
        elif len(given[name]) > most:
            errors[name] = f"Please keep this under {most} characters; it has {len(given[name])}."
    if len(given["stage"]) > _LONGEST_STAGE:
        errors["stage"] = f"Please keep this under {_LONGEST_STAGE} characters."
    if not _EMAIL.fullmatch(given["contact"]):
        errors["contact"] = "Please give one e-mail address, such as jo.bloggs@council.example."
    themes, qi = _themes_given(values, authority, errors), _indicators_given(values, authority, errors)
    if errors:
        raise Invalid(**errors)
    title = " ".join(given["title"].split())
    return Facts(title, given["summary"], given["what_changed"], themes, qi, given["stage"], given["contact"].lower())


def _themes_given(values: Mapping[str, str], authority: Authority, errors: dict[str, str]) -> str:
    keys = {name.casefold(): theme.key for theme in authority.themes.themes for name in (theme.key, theme.label)}
    named = [part.strip() for part in values.get("themes", "").split(";") if part.strip()]
    unknown = [name for name in named if name.casefold() not in keys]
    if not named or unknown:
        errors["themes"] = f"I know no theme called {say_list(unknown)}." if unknown else "Please choose a theme."
    return ";".join(dict.fromkeys(keys.get(name.casefold(), "") for name in named))


def _indicators_given(values: Mapping[str, str], authority: Authority, errors: dict[str, str]) -> str:
    named = authority.framework.quality_indicators
    given = [part.strip() for part in values.get("qi", "").split(";") if part.strip()]
    known = [part for part in given if (part in named if named else qi_in(part) == (part,))]
    if known != given:
        errors["qi"] = "Please choose quality indicators such as 2.3 or 3.1."
    return ";".join(dict.fromkeys(known))
