"""Letters for Word, read back: what stands in them, and how their tables lie."""

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from papers.documents.making import made
from papers.documents.typesetting import TEMPLATES
from tests.papers.conftest import Ask
from tests.papers.kinds import TOLD
from tests.papers.test_documents import AMOUNT, in_dutch, leaves
from tools.letter_template import template

every_letter = pytest.mark.parametrize("kind", TOLD)


def read(file: bytes) -> Any:
    return docx.Document(io.BytesIO(file))


def text_of(document: Any) -> str:
    """All that stands in it, amounts with an ordinary space."""
    cells = [
        cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    ]
    every = [each.text for each in document.paragraphs] + cells
    return "\n".join(every).replace("\u00a0", " ")


@every_letter
def test_every_amount_stands_in_it(ask_told: Ask, kind: str) -> None:
    data = ask_told(kind, **TOLD[kind])
    found = text_of(read(made(data, ".docx", "nl")))
    amounts = {each for each in leaves(data) if AMOUNT.fullmatch(each)}
    assert amounts
    assert [each for each in amounts if f"€ {in_dutch(each)}" not in found] == []
    assert "{" not in found
    assert "Gedeputeerde Staten van Drenthe" in found


@every_letter
def test_the_same_knowledge_gives_the_same_bytes(ask_told: Ask, kind: str) -> None:
    data = ask_told(kind, **TOLD[kind])
    first = made(data, ".docx", "nl")
    assert made(data, ".docx", "nl") == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {each.date_time[0] for each in packed.infolist()} == {1980}
    about = read(first).core_properties
    assert about.language == "nl"
    assert about.author == ""
    assert about.created.isoformat().startswith("2014-12-31T12:00:00")


def test_its_tables_are_laid_out_by_what_stands_in_them(ask_told: Ask) -> None:
    data = ask_told("contribution-call", **TOLD["contribution-call"])
    document = read(made(data, ".docx", "nl"))
    [table] = [
        each for each in document.tables if each.rows[0].cells[0].text == "Partner"
    ]
    heads, *rows = table.rows
    assert heads._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    for row in table.rows:
        alignments = [cell.paragraphs[0].alignment for cell in row.cells]
        right = WD_ALIGN_PARAGRAPH.RIGHT
        assert alignments == [None, right, right, right]
    widths = [column.width for column in table.columns]
    assert widths[0] == max(widths)
    assert all(cell.width == widths[0] for cell in table.columns[0].cells)
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    indent = 2 * 108 * 635
    # In whole twips, and within the margins.
    assert room - indent - len(widths) * 635 <= sum(widths) <= room - indent
    assert all(run.bold for run in rows[-1].cells[3].paragraphs[0].runs)
    assert not any(run.bold for run in rows[0].cells[3].paragraphs[0].runs)


def test_an_annex_begins_a_page(ask_told: Ask) -> None:
    data = ask_told("award-letter", **TOLD["award-letter"])
    document = read(made(data, ".docx", "nl"))
    apart = [
        each.text
        for each in document.paragraphs
        if each.paragraph_format.page_break_before
    ]
    assert apart == ["Bijlage 1 bij besluit BES-2011-001: toetsing aan de voorwaarden"]


def test_the_greeting_stays_with_the_signature(ask_told: Ask) -> None:
    data = ask_told("reminder", **TOLD["reminder"])
    document = read(made(data, ".docx", "nl"))
    kept = [
        each.text
        for each in document.paragraphs
        if each.paragraph_format.keep_with_next and each.style.name == "Normal"
    ]
    assert kept[-2:] == ["Hoogachtend,", "Gedeputeerde Staten van Drenthe,"]


def test_the_template_that_is_shipped_is_the_one_that_is_written(
    tmp_path: Path,
) -> None:
    """Else `python -m tools.letter_template`."""
    path = tmp_path / "letter.docx"
    template().save(path)

    def parts(file: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(file) as packed:
            return {name: packed.read(name) for name in packed.namelist()}

    assert parts(path) == parts(TEMPLATES / "letter.docx")
