"""The drawing room: a Chart as a PNG, readable on a phone, told apart without colour.

A picture is 320 points wide, what a phone has left for one beside a message's own edges, drawn at two and a half
times that. Every bar carries its figure and every line the last one, so that nothing rests on an axis; the figure of
a part too small for it stands under the bar. Colours are those of Okabe and Ito (told apart by the colour-blind),
each with a pattern or a mark of its own beside it. Whatever people typed is plain text: no formula is read out of it.
"""

from __future__ import annotations

import io
import textwrap
import threading
import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from handlers.cards import Chart, Series
from handlers.wording import clipped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH: Final = 320
MOST_LABELS: Final = 40
SCALE: Final = 2.5
_INK: Final = "#1b1b1b"
_QUIET: Final = "#595959"
# Okabe and Ito, 'Color Universal Design' (2008); light ones under a dark pattern.
_COLOURS: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#F0E442", "#D55E00", "#BBBBBB")
_PATTERNS: Final = ("", "///", "...", "xx", "\\\\\\", "++", "oo", "--")
_MARKS: Final = ("o", "s", "^", "D", "v", "P", "X", "*")
_DASHES: Final = ("-", "--", "-.", ":")
_TEXT, _SMALL, _TINY, _ROW, _BAR, _GAP = 12.5, 11.0, 10.0, 18, 15, 9
# Letters to a line: of a bold title, of a label and of a series' name.
_TITLE, _LABEL, _NAME = 36, 44, 36
_MOST_LINES: Final = 3
# What the figures under a bar take: their line, and the pattern before each.
_UNDER, _SWATCH = 17, 14
# matplotlib keeps fonts and settings for the whole process: one picture at a time.
_ONE_AT_A_TIME: Final = threading.Lock()


@lru_cache(maxsize=32)
def draw(chart: Chart) -> bytes:
    """The chart as a PNG, 800 pixels wide. Of more than MOST_LABELS labels the first are drawn, and it says so."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box, which is better than no picture.
        warnings.simplefilter("ignore")
        figure = _lines(chart) if chart.kind == "lines" else _rows(chart)
        kept = io.BytesIO()
        figure.savefig(kept, format="png", metadata={"Software": None})
        return kept.getvalue()


def _sheet(height: float) -> tuple[Figure, Axes]:
    """An empty sheet whose coordinates are points from the top left."""
    # Loaded when something is drawn: it takes half a second, and most answers draw nothing.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72 * SCALE, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    axes.axis("off")
    return figure, axes


def _write(axes: Axes, x: float, y: float, words: str, **how: Any) -> None:
    given: dict[str, Any] = {"fontsize": _TEXT, "color": _INK, "va": "center", "ha": "left", "parse_math": False} | how
    axes.text(x, y, "".join(char if char.isprintable() else " " for char in words), **given)


def _title_lines(chart: Chart) -> list[str]:
    return textwrap.wrap(chart.title, _TITLE) or [""]


def _legend_rows(series: Sequence[Series]) -> list[list[tuple[int, str]]]:
    """The names of the series in rows that fit the width."""
    rows: list[list[tuple[int, str]]] = [[]]
    used = 0.0
    for at, one in enumerate(series):
        name = clipped(one.name, _NAME)
        wide = 34 + 6.6 * len(name)
        if rows[-1] and used + wide > WIDTH - 24:
            rows.append([])
            used = 0.0
        rows[-1].append((at, name))
        used += wide
    return rows if len(series) > 1 else []


def _top(axes: Axes, chart: Chart, *, marks: bool = False) -> float:
    """Title and legend; returns where they end."""
    y = 18.0
    for line in _title_lines(chart):
        _write(axes, 12, y, line, fontweight="bold")
        y += _ROW
    for row in _legend_rows(chart.series):
        x = 12.0
        for at, name in row:
            _sample(axes, x, y, at, marks=marks)
            _write(axes, x + 24, y, name, fontsize=_SMALL)
            x += 34 + 6.6 * len(name)
        y += _ROW
    return y


def _sample(axes: Axes, x: float, y: float, at: int, *, marks: bool) -> None:
    if marks:
        axes.plot([x, x + 9, x + 18], [y, y, y], **_line_style(at))
    else:
        axes.barh(y, 18, height=10, left=x, **_bar_style(at))


def _bar_style(at: int) -> dict[str, Any]:
    colour, pattern = _COLOURS[at % len(_COLOURS)], _PATTERNS[at % len(_PATTERNS)]
    return {"color": colour, "hatch": pattern, "edgecolor": _INK, "linewidth": 0.6}


def _line_style(at: int) -> dict[str, Any]:
    colour, mark = _COLOURS[at % len(_COLOURS)], _MARKS[at % len(_MARKS)]
    return {"color": colour, "marker": mark, "linestyle": _DASHES[at % len(_DASHES)], "markeredgecolor": _INK}


def _head_height(chart: Chart) -> float:
    return 18.0 + _ROW * (len(_title_lines(chart)) + len(_legend_rows(chart.series)))


def _rows(chart: Chart) -> Figure:
    """Bars that lie: each label on a line of its own above them, so that no name is ever squeezed."""
    labels = chart.labels[:MOST_LABELS]
    bars = 1 if chart.kind == "stacked" else max(len(chart.series), 1)
    each = bars * (_BAR + 2) + _GAP
    left_out = len(chart.labels) - len(labels)
    longest = _longest(chart)
    under = sum(bool(_too_small(_parts(chart, at, longest))) for at in range(len(labels)))
    lines = sum(len(_label_lines(label)) for label in labels)
    height = _head_height(chart) + each * len(labels) + _ROW * lines + _UNDER * under + (_ROW if left_out else 0) + 6
    figure, axes = _sheet(height)
    y = _top(axes, chart)
    for at, label in enumerate(labels):
        for number, line in enumerate(_label_lines(label)):
            y += _ROW if number else 0
            _write(axes, 12, y, line)
        y = _stacked(axes, chart, at, y, longest) if chart.kind == "stacked" else _beside(axes, chart, at, y, longest)
        y += _GAP
    if left_out:
        _write(axes, 12, y, f"… and {left_out} more", color=_QUIET)
    return figure


def _label_lines(label: str) -> list[str]:
    """A label on as many lines as it takes, so that no school's name is cut; what runs on for ever ends in '…'."""
    return textwrap.wrap(clipped(label, _MOST_LINES * _LABEL), _LABEL) or [""]


def _longest(chart: Chart) -> float:
    if chart.kind == "stacked":
        sums = [sum(value for value in _at(chart, at) if value) for at in range(len(chart.labels))]
        return max([*sums, 1.0])
    return max([*(value for one in chart.series for value in one.figures if value is not None), 1.0])


def _at(chart: Chart, at: int) -> Iterator[float | None]:
    return (one.figures[at] if at < len(one.figures) else None for one in chart.series)


def _beside(axes: Axes, chart: Chart, at: int, y: float, longest: float) -> float:
    room = WIDTH - 24 - 62
    y += _ROW - 1
    for number, value in enumerate(_at(chart, at)):
        wide = room * max(value or 0.0, 0.0) / longest
        if value is not None:
            axes.barh(y, wide, height=_BAR, left=12, **_bar_style(number))
        said = "no figure" if value is None else _figure(value, chart.unit)
        _write(axes, 12 + wide + 5, y, said, fontsize=_SMALL, color=_QUIET if value is None else _INK)
        y += _BAR + 2
    return y


class _Part(NamedTuple):
    """One part of a stacked bar: of which series, its figure, and where it lies in points."""

    series: int
    said: str
    left: float
    wide: float

    @property
    def fits(self) -> bool:
        return self.wide >= 8 + 7 * len(self.said)


def _parts(chart: Chart, at: int, longest: float) -> list[_Part]:
    """The parts of one stacked bar that are there at all; none of a chart of another kind."""
    room, x, parts = WIDTH - 24 - 44, 12.0, []
    for number, value in enumerate(_at(chart, at) if chart.kind == "stacked" else ()):
        wide = room * max(value or 0.0, 0.0) / longest
        if value and wide:
            parts.append(_Part(number, _figure(value, ""), x, wide))
        x += wide
    return parts


def _too_small(parts: Sequence[_Part]) -> list[_Part]:
    return [part for part in parts if not part.fits]


def _stacked(axes: Axes, chart: Chart, at: int, y: float, longest: float) -> float:
    y += _ROW - 1
    parts = _parts(chart, at, longest)
    for part in parts:
        axes.barh(y, part.wide, height=_BAR, left=part.left, **_bar_style(part.series))
        if part.fits:
            box = {"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"}
            _write(axes, part.left + part.wide / 2, y, part.said, fontsize=_TINY, ha="center", bbox=box)
    total = sum(value for value in _at(chart, at) if value)
    end = parts[-1].left + parts[-1].wide if parts else 12.0
    _write(axes, end + 5, y, _figure(total, chart.unit), fontsize=_SMALL)
    small = _too_small(parts)
    _below(axes, small, y + _BAR / 2)
    return y + _BAR + 2 + (_UNDER if small else 0)


def _below(axes: Axes, parts: Sequence[_Part], y: float) -> None:
    """The figures of parts too small for them, under the bar: a line from each part, its pattern, its figure."""
    takes = [_SWATCH + 6.0 * len(part.said) + 8 for part in parts]
    x = 12.0
    for at, part in enumerate(parts):
        middle = part.left + part.wide / 2
        x = max(x, min(middle - _SWATCH / 2, WIDTH - 12 - sum(takes[at:])))
        axes.plot([middle, x + 5], [y, y + 6], color=_INK, linewidth=0.7)
        axes.barh(y + 10, 10, height=8, left=x, **_bar_style(part.series))
        _write(axes, x + _SWATCH, y + 10.5, part.said, fontsize=_TINY)
        x += takes[at]


def _figure(value: float, unit: str) -> str:
    number = f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}"
    return f"{number}{unit}"


def _lines(chart: Chart) -> Figure:
    """Figures over time: a line for each series, its last figure written at its end."""
    top = _head_height(chart)
    figure, sheet = _sheet(top + 230)
    _top(sheet, chart, marks=True)
    axes = figure.add_axes((44 / WIDTH, 48 / (top + 230), (WIDTH - 44 - 52) / WIDTH, 172 / (top + 230)))
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.tick_params(labelsize=10)
    for number, one in enumerate(chart.series):
        values = [float("nan") if value is None else value for value in one.figures]
        axes.plot(range(len(values)), values, **_line_style(number))
        _last_figure(axes, one, chart.unit)
    shown = range(0, len(chart.labels), max(1, -(-len(chart.labels) // 5)))
    axes.set_xticks(list(shown), [clipped(chart.labels[at], 12) for at in shown], rotation=30, ha="right")
    for label in axes.get_xticklabels():
        label.set_parse_math(False)
    return figure


def _last_figure(axes: Axes, one: Series, unit: str) -> None:
    known = [(at, value) for at, value in enumerate(one.figures) if value is not None]
    if known:
        at, value = known[-1]
        _write(axes, at + 0.12, value, f" {_figure(value, unit)}", fontsize=10, clip_on=False)
