"""Writes papers/documents/templates/letter.docx: `python -m tools.letter_template`.

The file is shipped; it is written by a program so that what is in it can be read here.
A province opens it in Word, gives it its own look, and keeps the places in braces.
"""

from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from papers.documents.typesetting import TEMPLATES

INK = RGBColor(0x15, 0x42, 0x73)
QUIET, FAINT = RGBColor(0x50, 0x50, 0x50), RGBColor(0x73, 0x73, 0x73)


def template() -> Any:  # noqa: ANN401  # of python-docx
    """The letter: sender, addressee, what it is about, and its blocks."""
    letter = Document()
    _look(letter)
    _sender(letter)
    place = "{%p for line in letter.addressee %}"
    _lines(letter, place, "{{ line }}", "{%p endfor %}", after=0)
    letter.add_paragraph()
    _pairs(letter, "letter.about")
    letter.add_heading("{{ title }}", level=1)
    _lines(letter, "{%p for block in blocks %}")
    _when(letter, "block.kind == 'heading' and not block.deep and not block.apart")
    letter.add_heading("{{r block.text }}", level=2)
    _lines(letter, "{%p endif %}")
    _when(letter, "block.kind == 'heading' and block.apart")
    annex = letter.add_heading("{{r block.text }}", level=2)
    annex.paragraph_format.page_break_before = True
    _lines(letter, "{%p endif %}")
    _when(letter, "block.kind == 'heading' and block.deep")
    letter.add_heading("{{r block.text }}", level=3)
    _lines(letter, "{%p endif %}")
    _when(letter, "block.kind == 'paragraph' and not block.kept")
    _lines(letter, "{{r block.text }}", "{%p endif %}")
    _when(letter, "block.kind == 'paragraph' and block.kept")
    kept = letter.add_paragraph("{{r block.text }}")
    kept.paragraph_format.keep_with_next = True
    _lines(letter, "{%p endif %}")
    _when(letter, "block.kind == 'items'")
    _lines(letter, "{%p for mark, item in block.lines %}")
    item = letter.add_paragraph("{{ mark }}\t{{r item }}")
    item.paragraph_format.left_indent = Cm(0.7)
    item.paragraph_format.first_line_indent = Cm(-0.7)
    _lines(letter, "{%p endfor %}", "{%p endif %}")
    _when(letter, "block.kind == 'rows'")
    _pairs(letter, "block.rows")
    _below(letter)
    _lines(letter, "{%p endif %}")
    _when(letter, "block.kind == 'table'")
    _table(letter)
    _below(letter)
    _lines(letter, "{%p endif %}")
    _when(letter, "block.kind == 'signature'")
    _signature(letter)
    _lines(letter, "{%p endif %}", "{%p endfor %}")
    _every_page(letter.sections[0], letter.styles["Normal"])
    return letter


def _sender(letter: Any) -> None:  # noqa: ANN401  # of python-docx
    """On the right: the name in the colour of the house, the rest small."""
    name = letter.add_paragraph()
    run = name.add_run("{{ letter.sender[0] }}")
    run.bold, run.font.size, run.font.color.rgb = True, Pt(12), INK
    _lines(letter, "{%p for line in letter.sender[1:] %}", after=0)
    line = letter.add_paragraph()
    rest = line.add_run("{{ line }}")
    rest.font.size, rest.font.color.rgb = Pt(9), QUIET
    _lines(letter, "{%p endfor %}", "", after=0)
    for each in (name, line):
        each.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        each.paragraph_format.space_after = Pt(0)


def _signature(letter: Any) -> None:  # noqa: ANN401  # of python-docx
    """Who decides, and beside each other a line for who signs."""
    who = letter.add_paragraph("{{ block.authority }},")
    who.paragraph_format.keep_with_next = True
    table = letter.add_table(rows=1, cols=3)
    before, signer, after = table.rows[0].cells
    before.text = "{%tc for signer in block.signers %}"
    after.text = "{%tc endfor %}"
    signer.text = "\n\n\n" + "_" * 32 + "\n{{ signer }}"
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  # python-docx has no other way


def _every_page(section: Any, normal: Any) -> None:  # noqa: ANN401  # of python-docx
    """Below each page its number; above each but the first, which letter it is of."""
    section.different_first_page_header_footer = True
    running = section.header.paragraphs[0].add_run("{{ letter.running }}")
    running.font.size, running.font.color.rgb = Pt(9), QUIET
    stop = section.page_width - section.left_margin - section.right_margin
    for footer in (section.footer, section.first_page_footer):
        number = footer.paragraphs[0]
        number.style = normal  # the usual one of footers has stops of its own
        number.paragraph_format.tab_stops.add_tab_stop(stop, WD_TAB_ALIGNMENT.RIGHT)
        number.add_run("{{ letter.reference }}\t{{ page }} ").font.size = Pt(9)
        _counted(number, "PAGE")
        number.add_run(" {{ of }} ").font.size = Pt(9)
        _counted(number, "NUMPAGES")
        small = footer.add_paragraph().add_run("{{ foot }}")
        small.font.size, small.font.color.rgb = Pt(6), FAINT


def _counted(paragraph: Any, field: str) -> None:  # noqa: ANN401  # of python-docx
    """A number that Word counts."""
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        run.font.size = Pt(9)
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = field
        run._r.append(part)  # noqa: SLF001  # python-docx has no other way


def _look(letter: Any) -> None:  # noqa: ANN401  # of python-docx
    section = letter.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.4)
    letter.styles["Normal"].font.name = "Calibri"
    letter.styles["Normal"].font.size = Pt(10.5)
    letter.styles["Normal"].paragraph_format.space_after = Pt(6)
    for level, size in ((1, 15), (2, 11.5), (3, 10.5)):
        font = letter.styles[f"Heading {level}"].font
        font.name, font.size, font.color.rgb = "Calibri", Pt(size), INK
        room = letter.styles[f"Heading {level}"].paragraph_format
        room.space_before, room.space_after = Pt(12), Pt(8 if level == 1 else 4)


def _lines(letter: Any, *texts: str, after: float = 6) -> None:  # noqa: ANN401  # of python-docx
    for text in texts:
        letter.add_paragraph(text).paragraph_format.space_after = Pt(after)


def _when(letter: Any, condition: str) -> None:  # noqa: ANN401  # of python-docx
    _lines(letter, f"{{%p if {condition} %}}")


def _below(letter: Any) -> None:  # noqa: ANN401  # of python-docx
    """Room under a table, which has none of its own."""
    empty = letter.add_paragraph()
    empty.paragraph_format.space_after = Pt(0)
    empty.paragraph_format.line_spacing = Pt(6)


def _pairs(letter: Any, rows: str) -> None:  # noqa: ANN401  # of python-docx
    """Names and values beside each other, one pair a row."""
    table = letter.add_table(rows=3, cols=2)
    table.rows[0].cells[0].text = f"{{%tr for name, value in {rows} %}}"
    table.rows[1].cells[0].text = "{{ name }}"
    table.rows[1].cells[1].text = "{{ value }}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    table.autofit = False
    for column, width in zip(table.columns, (Cm(4.5), Cm(11.5)), strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
            _close(cell)


def _table(letter: Any) -> None:  # noqa: ANN401  # of python-docx
    """A table of as many columns as there are; `papers.documents.word` lays it out."""
    table = letter.add_table(rows=4, cols=3)
    _ruled(table)
    heads, first, cells, last = table.rows
    heads.cells[0].text = "{%tc for column in block.columns %}"
    heads.cells[1].text = "{{ column.title }}"
    heads.cells[2].text = "{%tc endfor %}"
    first.cells[0].text = "{%tr for row in block.all %}"
    cells.cells[0].text = "{%tc for cell in row %}"
    cells.cells[1].text = "{{ cell }}"
    cells.cells[2].text = "{%tc endfor %}"
    last.cells[0].text = "{%tr endfor %}"
    heads.cells[1].paragraphs[0].runs[0].bold = True
    for row in (heads, cells):
        _close(row.cells[1])
        row.cells[1].paragraphs[0].runs[0].font.size = Pt(9)


def _ruled(table: Any) -> None:  # noqa: ANN401  # of python-docx
    """Thin rules between the rows, within the margins of the page."""
    properties = table._tbl.tblPr  # noqa: SLF001  # python-docx has no other way
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), "108")  # as much as a cell has room on its left
    indent.set(qn("w:type"), "dxa")
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", "BEBEBE")):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    properties.append(indent)
    properties.append(borders)


def _close(cell: Any) -> None:  # noqa: ANN401  # of python-docx
    """Little room between the lines of a table."""
    cell.paragraphs[0].paragraph_format.space_after = Pt(2)


if __name__ == "__main__":
    template().save(TEMPLATES / "letter.docx")
