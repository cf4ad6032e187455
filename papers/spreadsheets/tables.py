"""The sheets of a report: its tables as cells, its facts as names and values.

Every amount of the answer is a number in one of them: what no table shows (amounts in
sentences, in facts of an assessment, in a row that is left out) is listed in a last one
with its place in the answer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain.values.messages import Message, Value, message
from domain.values.texts import visible
from papers.spreadsheets.cells import Cell, Cells
from papers.spreadsheets.kinds import kinds_of
from papers.spreadsheets.unshown import amounts_unshown
from papers.wording import Language, label, titled, told
from projections.report import (
    Column,
    Facts,
    Kind,
    Part,
    Problems,
    Prose,
    Report,
    Row,
    Table,
    sheet,
)


class Answer(NamedTuple):
    """What a query answered: its name, such as `trial-balance`, and its report."""

    query: str
    report: Report


class Sheet(NamedTuple):
    """A table of cells; its rows can be gone through once."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    totals: Sequence[Cell] | None = None
    remark: str = ""
    name: str = ""
    """What the sheet is called, where that is not its title."""


_FACT = (Column("fact", "Name", "name"), Column("said", "Value", "name"))
_PROBLEM: Mapping[str, Kind] = {
    "severity": "words",
    "code": "name",
    "check": "words",
    "message": "prose",
    "finding": "name",
    "entries": "entries",
}
_OF_ANSWERS: Mapping[str, Message] = {
    "accepted": message("Accepted"),
    "due": message("Due"),
    "messages": message("Why"),
    "what": message("What"),
}
"""Fields of answers that are not what the field of a command of that name is."""
_UNSHOWN = (Column("place", "Place", "prose"), Column("amount", "Amount", "amount"))


def cells_of(answer: Answer, lang: Language) -> Cells:
    """What makes cells of a query's report, moments in the ledger's zone.

    Programs outside read codes: those are in no language.
    """
    foot = answer.report.footer
    zone = ZoneInfo("UTC" if foot is None else foot.zone)
    kinds = kinds_of(answer.query)
    if answer.report.is_interface:
        kinds = {name: kind for name, kind in kinds.items() if kind != "words"}
    return Cells(lang, zone, kinds)


def sheets(answer: Answer, lang: Language) -> Iterator[Sheet]:
    """The sheets of a report, in order; each is to be gone through before the next."""
    made = _Sheets(answer, cells_of(answer, lang))
    yield from made.shown()
    yield from made.data()
    yield from made.unshown()


class _Sheets:
    """Makes the sheets of an answer."""

    def __init__(self, answer: Answer, cells: Cells) -> None:
        self._report = answer.report
        self._cells = cells
        self._query = answer.query
        self._verbatim = answer.report.is_interface
        self._heading = ""
        self._titles: list[str] = []

    def shown(self) -> Iterator[Sheet]:
        """What people see; where that is only sentences, these.

        Of what programs outside read, what they read.
        """
        if self._verbatim:
            yield self.of(self._report.table)
            return
        for part in self._report.parts:
            if isinstance(part, Prose) and part.heading:
                self._heading = self._told(part.said)
            table = _table(part, self._cells.lang)
            if table is not None:
                made = self.of(table, "Facts" if isinstance(part, Facts) else "")
                self._titles.append(made.title)
                yield made
        if not self._titles:
            self._heading = self._heading or self._query
            rows = [{"said": each} for each in _lines(self._report.parts)]
            yield self.of(Table([Column("said", "Text", "prose")], rows))

    def data(self) -> Iterator[Sheet]:
        """The rows for programs, where they have figures that no table has."""
        rows = self._report.sheet
        if rows is None or self._verbatim:
            return
        tables = [part for part in self._report.parts if isinstance(part, Table)]
        columns = (column for table in tables for column in table.columns)
        # There a movement has a sign that the answer does not have.
        shown = {each.name for each in columns if each.kind != "movement"}
        kept = [column for column in rows.columns if not _is_nested(column, rows)]
        kinds = self._cells.kinds
        if any(kinds.get(c.name) == "decimal" and c.name not in shown for c in kept):
            title = message("Data, {title}", title=self._subject())
            yield self.of(Table(kept, rows.rows, title))

    def unshown(self) -> Iterator[Sheet]:
        """The amounts that stand in no sheet yet."""
        rows = [
            {"place": " · ".join(self._step(each) for each in place), "amount": amount}
            for place, amount in amounts_unshown(self._report.data, self._cells)
        ]
        if rows:
            title = message("Other amounts, {title}", title=self._subject())
            yield self.of(Table(_UNSHOWN, rows, title))

    def _subject(self) -> str:
        """What all of the sheets are about."""
        return self._heading or (
            self._titles[0] if len(self._titles) == 1 else self._query
        )

    def of(self, table: Table, name: str = "") -> Sheet:
        """A table as a sheet; without a title it has the last heading's."""
        cells, columns = self._cells, table.columns
        headers = headers_of(columns, cells.lang, verbatim=self._verbatim)
        title = titled(table.title, cells.lang) if table.title else self._heading
        return Sheet(
            title=title or (self._query if name or self._verbatim else headers[0]),
            headers=headers,
            rows=(cells.row(columns, row) for row in table.rows),
            totals=None if table.totals is None else cells.row(columns, table.totals),
            remark=self._told(table.remark) if table.remark else "",
            name=titled(name, cells.lang),
        )

    def _step(self, step: str) -> str:
        known = step in self._cells.kinds
        return label("field", step, self._cells.lang) if known else visible(step)

    def _told(self, said: Value) -> str:
        return told(said, self._cells.lang, table=True)


def facts_sheet(facts: Facts, title: str, lang: Language) -> Sheet:
    """Names and values as a sheet of their own."""
    cells, rows = Cells(lang, UTC), _facts(facts, lang)
    return Sheet(
        titled(title, lang),
        [header(column, lang) for column in _FACT],
        (cells.row(_FACT, row) for row in rows),
    )


def headers_of(
    columns: Iterable[Column], lang: Language, *, verbatim: bool = False
) -> list[str]:
    """The titles of columns, in a language unless they are an interface."""
    if verbatim:
        return [str(column.title) for column in columns]
    return [header(column, lang) for column in columns]


def header(column: Column, lang: Language) -> str:
    """The title of a column; of rows for programs the name of the field, in words."""
    if column.title != column.name:
        return titled(column.title, lang)
    if column.name in _OF_ANSWERS:
        return told(_OF_ANSWERS[column.name], lang)
    words = label("field", column.name, lang)
    return words[:1].upper() + words[1:]


def _table(part: Part, lang: Language) -> Table | None:
    """What is shown as a table; findings have the columns of their own."""
    match part:
        case Table():
            return part if part.columns else None
        case Facts():
            facts = list(_facts(part, lang))
            return Table(_FACT, facts) if facts else None
        case Problems():
            columns = [
                each._replace(kind=_PROBLEM[each.name])
                for each in sheet((), _PROBLEM).columns
            ]
            rows = [{**row, "message": row["said"]} for row in part.rows]
            return Table(columns, rows, "Findings")
    return None


def _facts(part: Facts, lang: Language) -> Iterator[Row]:
    """Names and values; each of several named values has a row."""
    for name, value in part.rows:
        said = titled(name, lang)
        if isinstance(value, Mapping):
            for key, inner in value.items():
                yield {"fact": f"{said}: {key}", "said": inner}
        elif value is not None and value != "":
            yield {"fact": said, "said": value}


def _lines(parts: Iterable[Part]) -> Iterator[Value]:
    """What a report says where it has no table."""
    for part in parts:
        match part:
            case Prose():
                yield part.said
            case Facts() | Table() | Problems():
                pass
            case _:
                yield from (row for row in part.rows)


def _is_nested(column: Column, table: Table) -> bool:
    """Some of its cells hold more than a value."""
    return any(_has_parts(row.get(column.name)) for row in table.rows)


def _has_parts(value: Any) -> bool:  # noqa: ANN401  # any value of an answer
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list) and any(isinstance(x, Mapping) for x in value)
