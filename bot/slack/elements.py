"""The parts of a card as Slack's blocks. Each gives whole blocks within the limits; nothing is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from bot.slack import limits
from bot.slack.text import clipped, escape, link, mrkdwn, pieces, plain, shown
from handlers.cards import Chart, Divider, Download, Element, Facts, Link, Picture, Table, Text
from handlers.moments import Moment

Block = dict[str, Any]
_DATE_OF_A_CELL: Final = "{date_short_pretty}, {time}"


def blocks_of(element: Element, *, tables: bool) -> list[Block]:
    """One part of a card as blocks; `tables` says whether a table block may stand here (in messages, once)."""
    if isinstance(element, Table):
        return _table(element) if tables and _fits(element) else _as_lines(element)
    make: Callable[[Any], list[Block]] = _MAKERS[type(element)]
    return make(element)


def section(text: str) -> Block:
    """A paragraph of ready Slack text."""
    return {"type": "section", "text": mrkdwn(text)}


def quiet(text: str) -> Block:
    """A small line of ready Slack text."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def _text(element: Text) -> list[Block]:
    make = quiet if element.quiet else section
    if isinstance(element.text, Moment):
        return [make(shown(element.text))]
    return [make(escape(piece)) for piece in pieces(element.text, limits.TEXT)]


def _facts(element: Facts) -> list[Block]:
    return [section(text) for text in joined(line for row in element.rows for line in _fact(*row))]


def _fact(label: str, value: str) -> Iterator[str]:
    """A label with its value, in as many lines as it takes."""
    head = f"*{escape(clipped(_without_marks(label), 200))}:* " if label else ""
    if isinstance(value, Moment):
        yield head + shown(value)
        return
    parts = pieces(value, limits.TEXT - len(head) - 1) or [""]
    yield head + escape(parts[0])
    yield from (escape(part) for part in parts[1:])


def _without_marks(label: str) -> str:
    # A star inside would end the bold of the label.
    return label.replace("*", "∗").replace("\n", " ")


def joined(lines: Iterator[str]) -> list[str]:
    """Ready lines put together, as many as one text takes."""
    found: list[str] = []
    for line in lines:
        if found and len(found[-1]) + 1 + len(line) <= limits.TEXT:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return [text for text in found if text.strip()]


def _fits(table: Table) -> bool:
    cells = [cell for row in (table.header, *table.rows) for cell in row]
    return (
        0 < len(table.rows) < limits.TABLE_ROWS
        and max(len(row) for row in (table.header, *table.rows)) <= limits.TABLE_COLUMNS
        and sum(max(len(cell), 1) for cell in cells) <= limits.CHARACTERS_OF_A_PART
    )


def _table(table: Table) -> list[Block]:
    rows = [[_cell(cell) for cell in _filled(row, table)] for row in (table.header, *table.rows)]
    settings = [{"is_wrapped": True} for _ in table.header]
    return [{"type": "table", "rows": rows, "column_settings": settings}]


def _filled(row: Sequence[str], table: Table) -> Sequence[str]:
    width = max(len(other) for other in (table.header, *table.rows))
    return (*row, *[""] * (width - len(row)))


def _cell(text: str) -> dict[str, Any]:
    if isinstance(text, Moment) and text == text.said:
        date = {
            "type": "date",
            "timestamp": int(text.at.timestamp()),
            "format": _DATE_OF_A_CELL,
            "fallback": str(text),
        }
        return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [date]}]}
    # An empty cell is refused.
    return {"type": "raw_text", "text": str(text) if text.strip() else "–"}


def _as_lines(table: Table) -> list[Block]:
    """Each row as a line, where no table may stand or it is too large for one."""
    head = " · ".join(_without_marks(name) for name in table.header if name.strip())
    headed = [f"*{escape(piece)}*" for piece in pieces(head, limits.TEXT - 2)]
    return [section(text) for text in joined(line for row in (headed, *map(_row, table.rows)) for line in row)]


def _row(row: Sequence[str]) -> list[str]:
    line = "• " + " · ".join(shown(cell) for cell in row if cell.strip())
    if len(line) <= limits.TEXT:
        return [line]
    return [escape(piece) for piece in pieces("• " + " · ".join(cell for cell in row if cell.strip()), limits.TEXT - 1)]


def _link(element: Link) -> list[Block]:
    text = link(element.label, element.url)
    if len(text) <= limits.TEXT:
        return [section(text)]
    return _text(Text(element.plain()))


def _divider(_element: Divider) -> list[Block]:
    return [{"type": "divider"}]


def _picture(element: Picture) -> list[Block]:
    """A picture that Slack can fetch, or one uploaded to it ('slack:<file id>'); any other says itself in words."""
    alt = clipped(element.alt, limits.ALT) or "Picture"
    if element.url.startswith("slack:"):
        return [{"type": "image", "slack_file": {"id": element.url.removeprefix("slack:")}, "alt_text": alt}]
    try:
        reachable = urlsplit(element.url).scheme == "https" and len(element.url) <= limits.URL
    except ValueError:
        reachable = False
    if reachable:
        return [{"type": "image", "image_url": element.url, "alt_text": alt}]
    return _text(Text(element.alt))


def header(title: str) -> list[Block]:
    """A title; one that is too long for a header stands below it in full."""
    if not title.strip():
        return []
    found: list[Block] = [{"type": "header", "text": plain(" ".join(title.split()), limits.HEADER)}]
    return found if len(title) <= limits.HEADER else [*found, *_text(Text(title))]


_MAKERS: Final[dict[type, Callable[[Any], list[Block]]]] = {
    Text: _text,
    Facts: _facts,
    Link: _link,
    Divider: _divider,
    Picture: _picture,
    # A chart that was not drawn and uploaded before (`bot.slack.pictures`) says itself in words.
    Chart: lambda chart: _text(Text(chart.alt)),
    # The button that has it made stands in the foot (`bot.slack.render`).
    Download: lambda _download: [],
}
