"""Everything that a report says, in a language; and every template that it tells."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.values.messages import Message, Parts, Told, Value, Words
from papers.wording import Language, label, titled, told
from papers.wording.cells import cell
from projections.report import Bars, Facts, Lines, Part, Problems, Prose, Report, Table


def texts_of(report: Report, lang: Language) -> Iterator[str]:
    """What people read of it, in order."""
    for part in report.parts:
        yield from _of_part(part, lang)


def _of_part(part: Part, lang: Language) -> Iterator[str]:
    match part:
        case Table():
            yield from _of_table(part, lang)
        case Facts():
            for name, value in part.rows:
                yield titled(name, lang)
                yield told(value, lang)
        case Prose():
            yield told(part.said, lang)
        case Lines():
            yield from (told(value, lang) for value in part.rows)
        case Problems():
            for row in part.rows:
                yield label("value", row["severity"], lang)
                yield label("check", row["check"], lang)
                yield told(row["said"], lang)
        case Bars():
            pass


def _of_table(table: Table, lang: Language) -> Iterator[str]:
    for said in (table.title, table.remark):
        yield titled(said, lang)
    for column in table.columns:
        yield titled(column.title, lang)
        for row in (*table.rows, table.totals or {}):
            value = row.get(column.name)
            yield "" if value is None else cell(column, value, lang)


def templates_of(report: Report) -> Iterator[str]:
    """Every template among the values that people read."""
    for part in report.parts:
        match part:
            case Table():
                cells = [value for row in part.rows for value in row.values()]
                titles = [column.title for column in part.columns]
                yield from _templates([part.title, part.remark, *titles, *cells])
            case Facts():
                yield from _templates([value for _, value in part.rows])
            case Prose():
                yield from _templates([part.said])
            case Problems():
                yield from _templates([row["said"] for row in part.rows])


def _templates(values: Any) -> Iterator[str]:
    for value in values:
        yield from templates_in(value)


def words_of(report: Report) -> Iterator[str]:
    """Every name of the program's among the values that people read."""
    for part in report.parts:
        match part:
            case Table():
                rows = [*part.rows, part.totals or {}]
                found = [v for row in rows for v in row.values()]
                kinds = {column.name: column.kind for column in part.columns}
                yield from (
                    str(row[name])
                    for row in rows
                    for name, kind in kinds.items()
                    if kind == "words" and row.get(name)
                )
            case Facts():
                found = [value for _, value in part.rows]
            case Prose():
                found = [part.said]
            case Problems():
                found = [row["said"] for row in part.rows]
            case _:
                found = []
        for value in found:
            yield from words_in(value)


def words_in(said: Value) -> Iterator[str]:
    """Every name of the program's in a value."""
    match said:
        case Told():
            yield from words_in(said.said)
        case Words():
            yield str(said)
        case Message(_, values):
            yield from words_in(list(values.values()))
        case Parts(items, _):
            yield from words_in(list(items))
        case list():
            for each in said:
                yield from words_in(each)


def templates_in(said: Value) -> Iterator[str]:
    """Every template in a value."""
    match said:
        case Told():
            yield from templates_in(said.said)
        case Message(template, values):
            yield template
            yield from _templates(values.values())
        case Parts(items, _):
            yield from _templates(items)
        case Mapping():
            yield from _templates(said.values())
        case list() | tuple():
            yield from _templates(said)
