"""A note of visit as PDF and Word: whole, in order, readable aloud, whatever was written in it; for who may read it."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import UTC, datetime

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.cards import Card, Download
from handlers.document_docx import to_docx
from handlers.document_pdf import to_pdf
from handlers.documents import Document, Grid, Heading, Paragraph, file_name
from handlers.files import File
from handlers.request import Account, Action, Place, Request

from .conftest import NOW, Asking
from .test_notes import HEAD, HELD, LEAD, OFFICER, OTHER, QUALITY, SCHOOL, sent

GAELIC = "Bun-sgoil Taobh na Pàirce: òrain, sgeulachdan is spòrs; ẁ ŵ ṁ"


def document(*parts: Heading | Paragraph | Grid, title: str = "Note of visit") -> Document:
    return Document(title, "en-GB", "Rhona Blair", datetime(2026, 11, 20, 15, 30, tzinfo=UTC), "Foot", parts)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def fetched(asking: Asking, who: str, name: str, visit: int) -> File | Card:
    action = Action(name, {"visit": str(visit)})
    return asking.answers.file(Request(Account("operator", "", who), Place(), NOW, action=action))


def disputed(asking: Asking) -> int:
    visit = asking.visit(SCHOOL, HELD)
    sent(asking, visit, strengths=f"{GAELIC} 👍")
    asking.do(HEAD, "dispute_record", visit=str(visit), point="We have 14 staff, not 12.")
    asking.do(OFFICER, "answer_dispute", visit=str(visit), answer="You are right: 14.")
    return visit


def test_a_note_is_whole_in_both_with_every_word_that_was_said_about_it(asking: Asking):
    visit = disputed(asking)
    pdf, word = (fetched(asking, HEAD, name, visit) for name in ("note_pdf", "note_docx"))
    assert isinstance(pdf, File)
    assert isinstance(word, File)
    assert (pdf.name, word.name) == tuple(
        f"note-of-visit-kilbrannan-primary-school-2026-11-19.{kind}" for kind in ("pdf", "docx")
    )
    read = docx.Document(io.BytesIO(word.content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    in_word = "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])
    for said in (
        SCHOOL,
        "Thu 19 November 2026",
        "Mon 23 November 2026, 10:00",
        GAELIC,
        "Three lessons, jotters.",
        "2.3 Learning, teaching and assessment",
        "4 good",
        "1. Share the reading routine",
        "Ailsa Munro",
        "Thu 10 December 2026",
        "Ailsa Munro disputed a point on",
        "“We have 14 staff, not 12.”",
        "Rhona Blair answered on",
        "“You are right: 14.”",
    ):
        assert said in in_word, said
        assert "".join(said.split()) in "".join(text_of(pdf.content).split()), said
    assert "👍" in in_word
    assert "U+1F44D THUMBS UP SIGN" in text_of(pdf.content)


def test_the_word_file_has_real_headings_header_rows_a_title_and_a_language(asking: Asking):
    made = fetched(asking, OFFICER, "note_docx", disputed(asking))
    assert isinstance(made, File)
    read = docx.Document(io.BytesIO(made.content))
    styles = [paragraph.style.name for paragraph in read.paragraphs if paragraph.style is not None]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == 5
    assert (read.core_properties.title, read.core_properties.language) == (f"Note of visit: {SCHOOL}", "en-GB")
    headed = [table for table in read.tables if table.rows[0]._tr.trPr.findall(qn("w:tblHeader"))]
    assert [table.rows[0].cells[0].text for table in headed] == ["Quality indicator", "Next step"]
    styles_xml = zipfile.ZipFile(io.BytesIO(made.content)).read("word/styles.xml").decode()
    assert 'w:val="en-GB"' in styles_xml
    assert 'w:val="en-US"' not in styles_xml


def test_the_pdf_has_an_outline_tags_a_title_and_a_language(asking: Asking):
    made = fetched(asking, OFFICER, "note_pdf", disputed(asking))
    assert isinstance(made, File)
    read = pypdf.PdfReader(io.BytesIO(made.content))
    assert read.metadata is not None
    assert read.metadata.title == f"Note of visit: {SCHOOL}"
    root = read.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    kinds = [kid.get_object()["/S"] for kid in root["/StructTreeRoot"]["/K"][0].get_object()["/K"]]
    assert kinds[0] == "/H1"
    assert kinds.count("/H2") == 5
    assert {"/P", "/TH", "/TD"} <= set(kinds)
    (top,) = [entry for entry in read.outline if not isinstance(entry, list)]
    assert top.title == f"Note of visit: {SCHOOL}"


@pytest.mark.parametrize("who", [OTHER, LEAD, "far@a.example", "adviser@a.example", "admin@a.example"])
def test_who_may_not_read_the_note_gets_no_file_of_it(asking: Asking, who: str):
    visit = disputed(asking)
    for name in ("note_pdf", "note_docx"):
        refused = fetched(asking, who, name, visit)
        assert isinstance(refused, Card)
        assert "14 staff" not in refused.plain()
        assert refused.plain() == fetched(asking, who, name, 99999).plain()  # type: ignore[union-attr]
    shown = asking.do(who, "show_note", visit=str(visit)).reply
    assert not any(isinstance(part, Download) for part in shown.body)


def test_who_may_read_it_finds_the_files_below_it(asking: Asking):
    visit = disputed(asking)
    for who in (HEAD, OFFICER, QUALITY):
        shown = asking.do(who, "show_note", visit=str(visit)).reply
        assert [part.file for part in shown.body if isinstance(part, Download)] == ["note_pdf", "note_docx"]


hostile = st.text(st.characters(), max_size=120)


@settings(deadline=None, max_examples=25)
@given(hostile, hostile, hostile)
def test_whatever_was_written_makes_a_file_that_opens(title: str, words: str, cell: str):
    made = document(
        Heading(words), Paragraph(words + "\n" + cell), Grid((("a", "b"), (cell, words)), (0.5, 0.5)), title=title
    )
    assert len(pypdf.PdfReader(io.BytesIO(to_pdf(made))).pages) >= 1
    assert docx.Document(io.BytesIO(to_docx(made))).tables


def test_long_text_and_long_tables_run_over_pages_and_nothing_is_cut():
    words = [f"word{number}" for number in range(4000)]
    rows = tuple((f"step{number} " + "x" * 90, f"who{number}") for number in range(120))
    made = to_pdf(document(Paragraph(" ".join(words)), Grid((("Next step", "Who"), *rows), (0.7, 0.3))))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    found = " ".join(pages).split()
    assert set(words) <= set(found)
    assert {f"step{number}" for number in range(120)} <= set(found)
    assert all("Next step" in page for page in pages if "step50" in page or "step119" in page)
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]


def test_a_file_name_is_taken_by_every_system():
    assert (
        file_name("note of visit", "Bun-sgoil Àird / ..\\x", "2026-11-19")
        == "note-of-visit-bun-sgoil-aird-x-2026-11-19"
    )


def test_asking_loads_nothing_that_makes_documents_or_calendars():
    code = (
        "import sys; from handlers import notes, note_card, calendar_links, calendar_events, table, recording;"
        "print(sorted({'fpdf', 'docx', 'icalendar', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
