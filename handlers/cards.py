"""What Cairn can show: plain values, the same for every platform.

A handler returns a `Card` (something to read, with buttons at its foot) or a `Form` (something to fill in).
The platforms turn them into Block Kit, Adaptive Cards, HTML or text; none of them may drop an element, and every
element can say itself in plain text for a notification, a screen reader or the command line.

All text here is data: it may hold whatever a person typed, and each renderer escapes it in its own way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, Final

from handlers.moments import Moment

Values = Mapping[str, str]
_KEPT_BACK: Final = {"kept_back": True}
_MOMENT: Final = "moment"
# Two columns read as a label and its value.
_READ_ALONE: Final = 2


@dataclass(frozen=True)
class Text:
    """One paragraph. `quiet` marks a source or a footnote, shown smaller."""

    text: str
    quiet: bool = False

    def plain(self) -> str:
        return self.text


@dataclass(frozen=True)
class Facts:
    """Labels with their values, in order."""

    rows: tuple[tuple[str, str], ...]

    def plain(self) -> str:
        return "\n".join(f"{label}: {value}" for label, value in self.rows)


@dataclass(frozen=True)
class Table:
    """Rows under a header; `caption` says what the table is for those who cannot see it."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def plain(self) -> str:
        """The rows one a line; from the third column on figures say nothing without their heading, so it leads."""
        shown = [self.header, *self.rows] if len(self.header) > _READ_ALONE else self.rows
        return "\n".join(" · ".join(cell for cell in row if cell) for row in shown)


@dataclass(frozen=True)
class Link:
    """An address with the words to press."""

    label: str
    url: str

    def plain(self) -> str:
        return f"{self.label}: {self.url}"


@dataclass(frozen=True)
class Divider:
    """A line between two parts."""

    def plain(self) -> str:
        return ""


@dataclass(frozen=True)
class Picture:
    """An image by address, with the words that say what it says."""

    url: str
    alt: str

    def plain(self) -> str:
        return self.alt


@dataclass(frozen=True)
class Series:
    """One row of figures of a chart, a value for each of its labels; None where there is none."""

    name: str
    figures: tuple[float | None, ...]

    def plain(self) -> str:
        return self.name


CHART_KINDS: Final = ("bars", "stacked", "lines")


@dataclass(frozen=True)
class Chart:
    """A picture by its figures: drawn only when a platform shows it (`handlers.charts.draw`), kept as plain data.

    `kind` is one of CHART_KINDS. `unit` stands right after each figure: '%', ' km' or nothing. `alt` says in words what
    the picture says, for those who cannot see it and for platforms that show none.
    """

    kind: str
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    unit: str = ""

    def plain(self) -> str:
        return self.alt


@dataclass(frozen=True)
class Download:
    """A file that can be had: `file` is a key of `handlers.files.FILES`, made with `values` when it is fetched.

    The card holds no content: whoever fetches it is asked again whether they may.
    """

    label: str
    file: str
    values: Values = field(default_factory=dict)

    def plain(self) -> str:
        return f"[{self.label}]"


@dataclass(frozen=True)
class Button:
    """One tap: the `Action` it stands for. `style` is '', 'primary' or 'danger'."""

    label: str
    action: str
    values: Values = field(default_factory=dict)
    style: str = ""

    def plain(self) -> str:
        return f"[{self.label}]"


Element = Text | Facts | Table | Link | Divider | Picture | Chart | Download


@dataclass(frozen=True)
class Card:
    """An answer or a message: a title, what it says, and the buttons at its foot.

    `refused` marks an answer that gives nothing because the asker may not know, or cannot be known.
    `choices` are buttons too, of the kind 'which of these did you mean?'.
    `notice` is the line for a lock screen: no tier, concern or reason in it (empty: the title serves).
    `about` is the record's id of the school it is about, for the audit alone: it never leaves Cairn.
    """

    title: str = ""
    body: tuple[Element, ...] = ()
    buttons: tuple[Button, ...] = ()
    choices: tuple[Button, ...] = ()
    refused: bool = False
    notice: str = ""
    about: int | None = field(default=None, metadata=_KEPT_BACK)

    def plain(self) -> str:
        """The whole card as text, without its buttons."""
        parts = [self.title, *(element.plain() for element in self.body)]
        return "\n".join(part for part in parts if part)


@dataclass(frozen=True)
class Choice:
    """One option of a form's field: the value sent, and the words shown."""

    value: str
    label: str


FIELD_KINDS: Final = ("text", "long_text", "number", "date", "time", "choice", "choices")


@dataclass(frozen=True)
class Field:
    """One question of a form.

    `kind` is one of FIELD_KINDS; a date is ISO (2026-11-23), a time is HH:MM on the authority's clock, `choices` holds
    its picked values joined by ';'. `error` stands beside the field, with what was typed still in `value`.
    """

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = True
    hint: str = ""
    error: str = ""


@dataclass(frozen=True)
class Form:
    """Something to fill in, in one step: submitting it is the Action `action` with `hidden` and the fields' values."""

    title: str
    action: str
    fields: tuple[Field, ...]
    submit: str = "Send"
    body: tuple[Element, ...] = ()
    hidden: Values = field(default_factory=dict)
    notice: str = ""
    about: int | None = field(default=None, metadata=_KEPT_BACK)

    def plain(self) -> str:
        """The form as text: what it asks, and what is filled in already."""
        lines = [self.title, *(element.plain() for element in self.body)]
        for item in self.fields:
            shown = next((c.label for c in item.choices if c.value == item.value), item.value)
            lines.append(f"{item.label}: {shown}" if shown else f"{item.label}: …")
            if item.error:
                lines.append(f"  ! {item.error}")
        return "\n".join(line for line in lines if line)

    def with_errors(self, typed: Values, errors: Values) -> Form:
        """The same form, keeping what was typed, with each error beside its field."""
        marked = tuple(
            replace(item, value=typed.get(item.name, item.value), error=errors.get(item.name, ""))
            for item in self.fields
        )
        return replace(self, fields=marked)


Reply = Card | Form

_KINDS: Final[dict[str, type[Any]]] = {
    kind.__name__.lower(): kind
    for kind in (Text, Facts, Table, Link, Divider, Picture, Series, Chart, Download, Button, Card, Choice, Field, Form)
}
# The fields of each part of a card, with their defaults.
_SHOWN: Final[dict[type[Any], tuple[tuple[str, Any], ...]]] = {
    kind: tuple((item.name, item.default) for item in fields(kind) if not item.metadata.get("kept_back"))
    for kind in _KINDS.values()
}


def to_data(value: Any, *, kept: bool = False) -> Any:
    """A card, form or part of one as plain JSON data, each object tagged with its `type`.

    Words that know their moment are plain words here. With `kept`, for `from_data`, they are tagged too, and what
    stands at its default is left out.
    """
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    shown = _SHOWN.get(kind)
    if shown is not None:
        tagged: dict[str, Any] = {"type": kind.__name__.lower()}
        for name, default in shown:
            part = getattr(value, name)
            if not kept or part != default:
                tagged[name] = part if type(part) is str else to_data(part, kept=kept)
        return tagged
    if isinstance(value, tuple | list):
        return [part if type(part) is str else to_data(part, kept=kept) for part in value]
    if isinstance(value, Mapping):
        return {str(key): to_data(part, kept=kept) for key, part in value.items()}
    if kept and isinstance(value, Moment):
        return {"type": _MOMENT, "words": str(value), "at": value.at.isoformat(), "said": value.said}
    return value


# A button's values and a form's hidden values are a person's own keys: never read as a tagged element.
_PEOPLES_OWN: Final = frozenset({"values", "hidden"})


def from_data(data: Any) -> Any:
    """The reverse of `to_data`; raises KeyError for a type it does not know."""
    kind = type(data)
    if kind is list:
        return tuple([part if type(part) is str else from_data(part) for part in data])
    if kind is not dict or "type" not in data:
        return data
    if data["type"] == _MOMENT:
        return Moment(data["words"], datetime.fromisoformat(data["at"]), data["said"])
    parts = {
        name: part if type(part) is str or name in _PEOPLES_OWN else from_data(part) for name, part in data.items()
    }
    return _KINDS[parts.pop("type")](**parts)


_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def dumps(reply: Reply) -> str:
    """A card or form as one JSON string, for keeping."""
    return _JSON.encode(to_data(reply, kept=True))


def loads(text: str) -> Reply:
    """The card or form that `dumps` kept."""
    reply: Reply = from_data(json.loads(text))
    return reply


def say(*lines: str, title: str = "", buttons: Iterable[Button] = (), refused: bool = False) -> Card:
    """A card of plain paragraphs, the most frequent kind."""
    return Card(title=title, body=tuple(Text(line) for line in lines), buttons=tuple(buttons), refused=refused)
