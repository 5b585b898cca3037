"""Documents as PDF: tagged text, headings in the outline, header rows that come again, a title and a language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.prefs import ViewerPreferences

from handlers.documents import Document, Grid, Heading, Paragraph, clean

_FONT: Final = "DejaVu"
_BODY, _SMALL, _TITLE, _HEADING = 10.5, 8.5, 17.0, 12.5
_LINE: Final = 0.5  # millimetres of line height for each point of size
_MARGIN, _FOOT, _PAD = 20.0, 18.0, 1.6
_REPLACED: Final = "□"


@cache
def _fonts() -> Path:
    """Where the DejaVu fonts lie, which matplotlib brings; it is not loaded for them."""
    found = find_spec("matplotlib")
    assert found is not None, "matplotlib is among what Cairn depends on"
    assert found.submodule_search_locations, "matplotlib is a package"
    return Path(found.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"


class _Sheet(FPDF):
    """A4 with a footer, and text that is told apart by tags for readers aloud."""

    def __init__(self, document: Document) -> None:
        super().__init__(format="A4")
        self.document = document
        self.lacking: dict[str, None] = {}
        self.add_font(_FONT, "", _fonts() / "DejaVuSans.ttf")
        font: Any = self.fonts[_FONT.lower()]
        self._shapes = frozenset(font.cmap)
        self.add_font(_FONT, "B", _fonts() / "DejaVuSans-Bold.ttf")
        self.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.set_auto_page_break(auto=False)
        self.set_lang(document.language)
        self.set_title(self.fitting(document.title))
        self.set_author(self.fitting(document.author))
        self.set_creation_date(document.made_at)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)

    @property
    def room(self) -> float:
        """What is left of the page, in millimetres."""
        return float(self.h - _FOOT - self.get_y())

    def footer(self) -> None:
        self.set_y(-_FOOT + 4)
        self.set_font(_FONT, "", 7.5)
        self._out("/Artifact BMC")
        lines = self.wrapped(self.fitting(self.document.footer), self.epw - 25)
        for number, line in enumerate(lines[:2]):
            self.set_xy(_MARGIN, self.h - _FOOT + 4 + 3.6 * number)
            self.cell(self.epw - 25, 3.6, line)
        self.set_xy(self.w - _MARGIN - 25, self.h - _FOOT + 4)
        self.cell(25, 3.6, f"Page {self.page_no()} of {{nb}}", align="R")
        self._out("EMC")

    def fitting(self, text: str) -> str:
        """The text as the font can write it: what it lacks becomes a box, and is remembered."""
        return "".join(self._fitting(char) for char in clean(text))

    def _fitting(self, char: str) -> str:
        if char == "\n" or ord(char) in self._shapes:
            return char
        if unicodedata.category(char) in ("Cf", "Mn", "Me", "Sk"):
            return ""  # a joiner or a mark without a shape of its own
        if unicodedata.category(char) == "Zs":
            return " "
        self.lacking[char] = None
        return _REPLACED

    @contextmanager
    def tagged(self, kind: str) -> Iterator[None]:
        """Content of one kind ('P', 'H1', 'TH' …); it must not run over the end of the page."""
        number = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=f"/{kind}", mcid=number)
        self._out(f"/{kind} <</MCID {number}>> BDC")
        yield
        self._out("EMC")

    def wrapped(self, text: str, width: float) -> list[str]:
        """The lines that a text needs in this width with the present font."""
        found: Any = self.multi_cell(width, 5, text, dry_run=True, output="LINES", align="L")
        return list(found) or [""]

    def block(self, text: str, size: float, kind: str = "P", style: str = "") -> None:
        """A paragraph over as many pages as it needs."""
        height = size * _LINE
        self.set_font(_FONT, style, size)
        lines = self.wrapped(self.fitting(text), self.epw)
        while lines:
            fits = int(self.room // height)
            if fits < 1:
                self.add_page()
                self.set_font(_FONT, style, size)
                continue
            with self.tagged(kind):
                for line in lines[:fits]:
                    self.cell(self.epw, height, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            lines = lines[fits:]


def to_pdf(document: Document) -> bytes:
    """The document as a PDF 1.4 or later. What its font cannot write is a box, and said at its end."""
    sheet = _Sheet(document)
    sheet.add_page()
    sheet.start_section(sheet.fitting(document.title), level=0)
    sheet.block(document.title, _TITLE, "H1", "B")
    sheet.ln(3)
    for part in document.parts:
        if isinstance(part, Heading):
            _heading(sheet, part)
        elif isinstance(part, Paragraph):
            for text in part.text.split("\n"):
                sheet.block(text, _SMALL if part.quiet else _BODY)
                sheet.ln(1.5)
        else:
            _grid(sheet, part)
    if sheet.lacking:
        named = ", ".join(f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip() for char in sheet.lacking)
        sheet.ln(4)
        sheet.block(f"The font of this PDF has no shape for these characters, which stand as □: {named}.", _SMALL)
    return bytes(sheet.output())


def _heading(sheet: _Sheet, part: Heading) -> None:
    """A heading that is never alone at the foot of a page."""
    if sheet.room < 25:
        sheet.add_page()
    sheet.ln(3)
    sheet.start_section(sheet.fitting(part.text), level=1)
    sheet.block(part.text, _HEADING, "H2", "B")
    sheet.ln(1)


def _grid(sheet: _Sheet, grid: Grid) -> None:
    widths = [share * sheet.epw for share in grid.widths]
    header = None if grid.by_label else grid.rows[0]
    for number, row in enumerate(grid.rows):
        cells = _cells(sheet, row, widths, bold=header is row, first_bold=grid.by_label)
        height = max(len(lines) for lines in cells) * _BODY * _LINE + 2 * _PAD
        if height > sheet.room:
            sheet.add_page()
            if header is not None and number:
                again = _cells(sheet, header, widths, bold=True, first_bold=False)
                _row(sheet, again, widths, bold=True, first_bold=False)
        _row(sheet, cells, widths, bold=header is row, first_bold=grid.by_label)
    sheet.ln(2)


def _cells(
    sheet: _Sheet, row: Sequence[str], widths: Sequence[float], *, bold: bool, first_bold: bool
) -> list[list[str]]:
    found = []
    for column, (text, width) in enumerate(zip(row, widths, strict=True)):
        sheet.set_font(_FONT, "B" if bold or (first_bold and column == 0) else "", _BODY)
        found.append(sheet.wrapped(sheet.fitting(text), width - 2 * _PAD))
    return found


def _row(sheet: _Sheet, cells: Sequence[list[str]], widths: Sequence[float], *, bold: bool, first_bold: bool) -> None:
    line, top = _BODY * _LINE, sheet.get_y()
    height = max(len(lines) for lines in cells) * line + 2 * _PAD
    left = sheet.l_margin
    for column, (lines, width) in enumerate(zip(cells, widths, strict=True)):
        is_label = bold or (first_bold and column == 0)
        sheet._out("/Artifact BMC")  # noqa: SLF001 (the border is nothing to be read aloud)
        sheet.rect(left, top, width, height)
        sheet._out("EMC")  # noqa: SLF001
        sheet.set_font(_FONT, "B" if is_label else "", _BODY)
        with sheet.tagged("TH" if is_label else "TD"):
            for number, text in enumerate(lines):
                sheet.set_xy(left + _PAD, top + _PAD + number * line)
                sheet.cell(width - 2 * _PAD, line, text)
        left += width
    sheet.set_xy(sheet.l_margin, top + height)
