"""Documents as Word files: real headings, header rows that come again on each page, a title and a language."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from handlers.documents import Document, Grid, Heading, Paragraph, clean

_WIDTH_CM, _FONT = 16.5, "Arial"


def to_docx(document: Document) -> bytes:
    """The document as a .docx, the same bytes each time but for the order that its archive keeps."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.25)
    word.styles["Normal"].font.name = _FONT
    word.styles["Normal"].font.size = Pt(10.5)
    _set_language(word, document.language)
    _set_properties(word, document)
    word.add_heading(clean(document.title), level=0)
    for part in document.parts:
        if isinstance(part, Heading):
            word.add_heading(clean(part.text), level=1)
        elif isinstance(part, Paragraph):
            _paragraphs(word, part)
        else:
            _table(word, part)
    footer = section.footer.paragraphs[0]
    footer.text = clean(document.footer)
    for run in footer.runs:
        run.font.size = Pt(8)
    kept = io.BytesIO()
    word.save(kept)
    return kept.getvalue()


def _set_properties(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    properties.title, properties.author = clean(document.title)[:255], clean(document.author)[:255]
    properties.language = document.language
    properties.created = properties.modified = document.made_at
    properties.comments = properties.keywords = properties.subject = ""


def _set_language(word: WordDocument, language: str) -> None:
    """The language of all text, which readers aloud and spelling go by."""
    for style in word.styles:
        rpr: Any = style.element.get_or_add_rPr() if hasattr(style.element, "get_or_add_rPr") else None
        if rpr is not None and style.name == "Normal":
            lang = OxmlElement("w:lang")
            lang.set(qn("w:val"), language)
            rpr.append(lang)
    for lang in word.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)


def _paragraphs(word: WordDocument, part: Paragraph) -> None:
    for line in clean(part.text).split("\n"):
        run = word.add_paragraph().add_run(line)
        if part.quiet:
            run.font.size = Pt(9)


def _table(word: WordDocument, grid: Grid) -> None:
    table = word.add_table(rows=0, cols=len(grid.widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, share in zip(table.columns, grid.widths, strict=True):
        column.width = Cm(_WIDTH_CM * share)
    for number, texts in enumerate(grid.rows):
        row: Any = table.add_row()
        is_header = number == 0 and not grid.by_label
        _keep_whole(row, header=is_header)
        for column, text in enumerate(texts):
            cell = row.cells[column]
            cell.width = Cm(_WIDTH_CM * grid.widths[column])
            run = cell.paragraphs[0].add_run(clean(text))
            run.bold = is_header or (grid.by_label and column == 0)
    word.add_paragraph()


def _keep_whole(row: Any, *, header: bool) -> None:
    """A row is not torn over two pages, and a header comes again on each."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 (python-docx gives this no public name)
    for name in ("w:cantSplit", *(("w:tblHeader",) if header else ())):
        mark = OxmlElement(name)
        mark.set(qn("w:val"), "true")
        properties.append(mark)
