"""Reports as an Excel workbook (XlsxWriter, the extra `sheets`).

No cell is ever a formula or a link, whatever stands in a ledger: texts are written as
texts. The same reports give the same bytes: the file says that it was made when its
last entry was recorded, and its parts have a fixed time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from itertools import chain, islice
from typing import Any
from xml.sax.saxutils import escape

from xlsxwriter import Workbook

from domain.values.texts import visible
from papers.room import room
from papers.spreadsheets.cells import Cell, Moment, Number, decimals
from papers.spreadsheets.names import Names
from papers.spreadsheets.provenance import NAME, Provenance
from papers.spreadsheets.tables import Answer, Sheet, facts_sheet, sheets
from papers.wording import Language

MOST_UNITS = 32_767
"""Of UTF-16, in a cell."""
MOST_ROWS = 1_000_000
"""Of a table on a sheet; it goes on in the next one."""
_CUT = "…"
_NARROWEST, _WIDEST = 9, 60
"""Of a column, in characters; longer texts go on below each other."""
_FIRST_YEAR = 1900
"""Days before it are no days to a spreadsheet."""
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_DAYS: Mapping[Language, str] = {"nl": "dd-mm-yyyy", "en": "yyyy-mm-dd"}
_EVERY_CELL = "A1:XFD1048576"
_A4 = 9
_HEIGHTS = (24, 18)
"""Of the title and the header, in points."""


def workbook(
    answers: Iterable[Answer], language: Language, provenance: Provenance
) -> bytes:
    """A workbook of the sheets of some reports, and one that says where they are from.

    Raises `Refusal` (`DISK_FULL`) where there is no room for its rows, which stand in
    files of their own until it is whole.
    """
    file = BytesIO()
    with room():
        book = Workbook(file, _OPTIONS)
        book.set_properties({"created": provenance.made, "author": "zuidas"})
        writer = _Writer(book, language)
        for answer in answers:
            for sheet in sheets(answer, language):
                writer.write(sheet)
        writer.write(facts_sheet(provenance.facts, "Provenance", language), NAME)
        book.close()
    return file.getvalue()


class _Writer:
    """Writes sheets into a workbook."""

    def __init__(self, book: Any, language: Language) -> None:  # noqa: ANN401  # it brings no types
        self._book = book
        self._names = Names([NAME])
        self._forms = _forms(book, _DAYS[language])

    def write(self, sheet: Sheet, name: str | None = None) -> None:
        """A sheet by its own name, or another; of too many rows several."""
        left: Iterator[Sequence[Cell]] | None = iter(sheet.rows)
        while left is not None:
            given = name or self._names.of(sheet.name or sheet.title)
            left = self._page(sheet, given, left)

    def _page(
        self, sheet: Sheet, name: str, rows: Iterator[Sequence[Cell]]
    ) -> Iterator[Sequence[Cell]] | None:
        """One sheet of the workbook; gives the rows that it has no room for."""
        page = _Page(self._book.add_worksheet(name), self._forms)
        page.begin(sheet.title, sheet.headers)
        for row in islice(rows, MOST_ROWS):
            page.add(row)
        page.filter_rows(len(sheet.headers))
        following = next(rows, None)
        if following is None:
            page.end(sheet.totals, sheet.remark)
        page.fit()
        return None if following is None else chain([following], rows)


class _Page:
    """Writes one sheet, row after row: none can be gone back to."""

    def __init__(self, sheet: Any, forms: Mapping[str, Any]) -> None:  # noqa: ANN401  # it brings no types
        self._sheet = sheet
        self._forms = forms
        self._row = 0
        self._widths: list[int] = []

    def begin(self, title: str, headers: Sequence[str]) -> None:
        """The title, and below it the header, which stays in sight."""
        for row, height in enumerate(_HEIGHTS):
            self._sheet.set_row(row, height)
        self._text(0, title, "title")
        self._row = 1
        for column, header in enumerate(headers):
            self._text(column, header, "header")
        self._widths = [min(len(header) + 3, _WIDEST) for header in headers]
        self._row = 2
        self._sheet.freeze_panes(2, 0)
        self._sheet.repeat_rows(0, 1)
        self._sheet.ignore_errors({"number_stored_as_text": _EVERY_CELL})

    def add(self, row: Sequence[Cell], *, bold: bool = False) -> None:
        """A row of cells; bold where they are totals."""
        look = "bold " if bold else ""
        for column, cell in enumerate(row):
            width = self._cell(column, cell, look)
            self._widths[column] = max(self._widths[column], width)
        self._row += 1

    def filter_rows(self, columns: int) -> None:
        """Arrows in the header that choose among the rows so far."""
        self._sheet.autofilter(1, 0, max(1, self._row - 1), columns - 1)

    def end(self, totals: Sequence[Cell] | None, remark: str) -> None:
        """The row of totals, and what is remarked below it."""
        if totals is not None:
            self.add(totals, bold=True)
        if remark:
            self._row += 1
            self._text(0, remark, "remark")

    def fit(self) -> None:
        """Columns as wide as what stands in them; on paper as wide as a page."""
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, max(_NARROWEST, width + 1))
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)

    def _cell(self, column: int, cell: Cell, look: str) -> int:
        """Write a cell; gives how wide it is."""
        match cell:
            case None:
                return 0
            case Number() if cell.fits:
                form = self._forms[look + _NUMBERS.get(cell.places, "number")]
                self._sheet.write_number(self._row, column, cell.value, form)
                return len(f"{cell.value:,.2f}")
            case Moment(local) if local.year >= _FIRST_YEAR:
                named = local.replace(tzinfo=None), self._forms[look + "moment"]
                self._sheet.write_datetime(self._row, column, *named)
                return len("31-12-2012 00:00:00")
            case date() if cell.year >= _FIRST_YEAR:
                form = self._forms[look + "day"]
                self._sheet.write_datetime(self._row, column, cell, form)
                return len("31-12-2012")
        text = _as_text(cell)
        self._text(column, text, look + "text")
        return min(_WIDEST, max(map(len, text.split("\n"))))

    def _text(self, column: int, text: str, form: str) -> None:
        written = _written(text)
        self._sheet.write_string(self._row, column, written, self._forms[form])


_NUMBERS = {0: "whole", 2: "amount"}
"""How numbers look, by their decimals."""


def _forms(book: Any, day: str) -> dict[str, Any]:  # noqa: ANN401  # it brings no types
    """How cells look, by name; those of a row of totals are bold."""
    kinds: dict[str, dict[str, object]] = {
        "text": {"text_wrap": True},
        "amount": {"num_format": "#,##0.00"},
        "whole": {"num_format": "0"},
        "number": {},
        "day": {"num_format": day},
        "moment": {"num_format": f"{day} hh:mm:ss"},
    }
    looks: dict[str, dict[str, object]] = {
        "title": {"bold": True, "font_size": 14},
        "header": {"bold": True, "bottom": 1, "text_wrap": True},
        "remark": {"italic": True},
        **kinds,
        **{f"bold {n}": {**look, "bold": True, "top": 1} for n, look in kinds.items()},
    }
    return {
        name: book.add_format({"valign": "top", **look}) for name, look in looks.items()
    }


def _as_text(cell: Cell) -> str:
    """What a spreadsheet has no number for."""
    match cell:
        case Number():
            return decimals(cell)
        case Moment(local):
            return local.isoformat(" ", "seconds")
        case date():
            return cell.isoformat()
    return cell or ""


def _written(text: str) -> str:
    """A text that any file of this kind can hold, and that reads back as it is."""
    text = "\n".join(map(visible, text.split("\n")))
    encoded = text.encode("utf-16-le")
    if len(encoded) > 2 * MOST_UNITS:
        kept = encoded[: 2 * (MOST_UNITS - len(_CUT))]
        text = kept.decode("utf-16-le", "ignore") + _CUT
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter would take it for XML of its own.
        return f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    return text
