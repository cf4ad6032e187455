"""Reports as JSON, whole: what is read back prints the same as what was sent."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from domain.values.encoding import decode, encode
from projections.report import (
    Bars,
    Column,
    Facts,
    Footer,
    Lines,
    Part,
    Problems,
    Prose,
    Report,
    Row,
    Table,
)

_PARTS: Mapping[str, type[Part]] = {
    "table": Table,
    "facts": Facts,
    "prose": Prose,
    "lines": Lines,
    "bars": Bars,
    "problems": Problems,
}


def to_json(report: Report) -> dict[str, object]:
    """The report as JSON, whole: what `from_json` reads back."""
    return {
        "data": report.data,
        "parts": [_part_json(part) for part in report.parts],
        "sheet": None if report.sheet is None else _part_json(report.sheet),
        "plain": report.plain,
        "exit_code": report.exit_code,
        "texts": {name: list(lines()) for name, lines in report.texts.items()},
        "footer": None if report.footer is None else report.footer._asdict(),
    }


def _part_json(part: Part) -> dict[str, object]:
    name = next(name for name, kind in _PARTS.items() if isinstance(part, kind))
    match part:
        case Table():
            values: dict[str, object] = {
                "columns": [_column_json(column) for column in part.columns],
                "rows": [_row_json(row) for row in part.rows],
                "title": encode(part.title),
                "totals": None if part.totals is None else dict(part.totals),
                "remark": encode(part.remark),
            }
        case Facts():
            values = {"rows": [[label, encode(value)] for label, value in part.rows]}
        case Prose():
            values = {"said": encode(part.said), "heading": part.heading}
        case Lines():
            values = {"rows": [encode(value) for value in part.rows]}
        case Bars():
            values = {"rows": [_row_json(row) for row in part.rows]}
        case Problems():
            values = {"rows": [_row_json(row) for row in part.rows]}
    return {"part": name, **values}


def _column_json(column: Column) -> dict[str, object]:
    return column._asdict() | {"title": encode(column.title)}


def _row_json(row: Row) -> dict[str, object]:
    return {name: encode(value) for name, value in row.items()}


def from_json(found: Mapping[str, Any]) -> Report:
    """Read what `to_json` wrote; raises `ValueError`, `KeyError` or `TypeError`."""
    parts = tuple(_part(each) for each in found["parts"])
    sheet_ = None if found["sheet"] is None else _part(found["sheet"])
    if sheet_ is not None and not isinstance(sheet_, Table):
        raise ValueError(found["sheet"])
    texts = {name: _lines(lines) for name, lines in found["texts"].items()}
    return Report(
        found["data"],
        lambda: parts,
        sheet_,
        plain=bool(found["plain"]),
        exit_code=int(found["exit_code"]),
        texts=texts,
        footer=None if found["footer"] is None else Footer(**found["footer"]),
    )


def _lines(lines: Iterable[str]) -> Callable[[], Iterable[str]]:
    kept = [str(line) for line in lines]
    return lambda: kept


def _part(found: Mapping[str, Any]) -> Part:
    match found["part"]:
        case "table":
            return Table(
                [_column(column) for column in found["columns"]],
                [_row(row) for row in found["rows"]],
                decode(found["title"]),
                found["totals"],
                decode(found["remark"]),
            )
        case "facts":
            return Facts([(label, decode(value)) for label, value in found["rows"]])
        case "prose":
            return Prose(decode(found["said"]), bool(found["heading"]))
        case "lines":
            return Lines([decode(value) for value in found["rows"]])
        case "bars":
            return Bars([_row(row) for row in found["rows"]])
        case "problems":
            return Problems([_row(row) for row in found["rows"]])
    raise ValueError(found["part"])


def _column(found: Mapping[str, Any]) -> Column:
    return Column(**{**found, "title": decode(found["title"])})


def _row(found: Mapping[str, Any]) -> Row:
    return {name: decode(value) for name, value in found.items()}
