"""Writes papers/documents/templates/letter.docx: `python -m tools.letter_template`.

The file is shipped; it is written by a program so that what is in it can be read here.
A province opens it in Word, gives it its own look, and keeps the places in braces.
"""

from typing import Any

from docx import Document
from docx.shared import Cm, Pt, RGBColor

from papers.documents.typesetting import TEMPLATES

INK = RGBColor(0x15, 0x42, 0x73)


def template() -> Any:  # noqa: ANN401  # of python-docx
    """The letter: sender, addressee, what it is about, and its blocks."""
    letter = Document()
    _look(letter)
    for lines in ("sender", "addressee"):
        place = f"{{%p for line in letter.{lines} %}}"
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
    _lines(letter, "{%p endif %}")
    _when(letter, "block.kind == 'table'")
    _table(letter)
    _lines(letter, "{%p endif %}")
    _when(letter, "block.kind == 'signature'")
    _lines(letter, "{%p for signer in block.signers %}", "", "", "{{ signer }}")
    _lines(letter, "{%p endfor %}", "{%p endif %}", "{%p endfor %}")
    foot = letter.sections[0].footer.paragraphs[0]
    foot.add_run("{{ foot }}").font.size = Pt(8)
    return letter


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


def _lines(letter: Any, *texts: str, after: float = 6) -> None:  # noqa: ANN401  # of python-docx
    for text in texts:
        letter.add_paragraph(text).paragraph_format.space_after = Pt(after)


def _when(letter: Any, condition: str) -> None:  # noqa: ANN401  # of python-docx
    _lines(letter, f"{{%p if {condition} %}}")


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
    table = letter.add_table(rows=4, cols=3, style="Table Grid")
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


def _close(cell: Any) -> None:  # noqa: ANN401  # of python-docx
    """Little room between the lines of a table."""
    cell.paragraphs[0].paragraph_format.space_after = Pt(2)


if __name__ == "__main__":
    template().save(TEMPLATES / "letter.docx")
