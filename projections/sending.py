"""Reports as JSON, whole: what is read back prints the same as what was sent.

Who sent it need not be trusted: what would not print is not read.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

from domain.values.encoding import decode, encode
from domain.values.messages import english
from domain.values.texts import visible
from projections.report import (
    Bars,
    Column,
    Facts,
    Footer,
    Kind,
    Lines,
    Part,
    Problems,
    Prose,
    Report,
    Row,
    Table,
)

MEDIA = "application/vnd.zuidas.report+json"
"""The media type; its parameter `shape` says as what the report will be printed."""
_PARTS: Mapping[str, type[Part]] = {
    "table": Table,
    "facts": Facts,
    "prose": Prose,
    "lines": Lines,
    "bars": Bars,
    "problems": Problems,
}


def to_json(report: Report, shape: str | None = None) -> dict[str, object]:
    """The report as JSON, whole: what `from_json` reads back.

    With a `shape` only what printing it so takes: a third of it, of long ones.
    """
    return _whole(report if shape is None else _only(report, shape))


def _only(report: Report, shape: str) -> Report:
    """The report as far as it is printed in one of the formats."""
    texts = {name: lines for name, lines in report.texts.items() if name == shape}
    printed = () if texts or shape in ("json", *_ROWS) else report.parts
    rows = report.table if shape in _ROWS and not texts else None
    return report._replace(
        data=report.data if shape in ("json", "xlsx") else None,
        make_parts=lambda: printed,
        sheet=report.sheet if shape == "xlsx" else rows,
        texts=texts,
    )


_ROWS = ("csv", "csv-nl")
"""Formats that are made of the rows for programs alone."""


def _whole(report: Report) -> dict[str, object]:
    return {
        "data": report.data,
        "parts": [_part_json(part) for part in report.parts],
        "sheet": None if report.sheet is None else _part_json(report.sheet),
        "plain": report.plain,
        "exit_code": report.exit_code,
        "is_interface": report.is_interface,
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
                "totals": None if part.totals is None else _row_json(part.totals),
                "remark": encode(part.remark),
            }
        case Facts():
            values = {"rows": [[label, encode(value)] for label, value in part.rows]}
        case Prose():
            values = {
                "said": encode(part.said),
                "heading": part.heading,
                "verbatim": part.verbatim,
            }
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


_AMOUNT = r"-?[0-9]{1,15}\.[0-9]{2}"
_MOVEMENT = r"[+-]?[0-9]{1,15}\.[0-9]{2}"
_MOST_SEVERE = 3
"""The highest exit code of the contract."""


def from_json(found: Mapping[str, Any]) -> Report:
    """Read what `to_json` wrote; raises `ValueError`, `KeyError` or `TypeError`."""
    parts = tuple(_part(each) for each in _list(found["parts"]))
    sheet_ = None if found["sheet"] is None else _part(found["sheet"])
    if sheet_ is not None and not isinstance(sheet_, Table):
        raise ValueError(found["sheet"])
    texts = {name: _lines(lines) for name, lines in _mapping(found["texts"]).items()}
    exit_code = _number(found["exit_code"])
    if not 0 <= exit_code <= _MOST_SEVERE:
        raise ValueError(exit_code)
    return Report(
        found["data"],
        lambda: parts,
        sheet_,
        plain=_flag(found["plain"]),
        exit_code=exit_code,
        is_interface=_flag(found["is_interface"]),
        texts=texts,
        footer=None if found["footer"] is None else _footer(found["footer"]),
    )


def _lines(lines: object) -> Callable[[], Iterable[str]]:
    kept = [_seen(_text(line)) for line in _list(lines)]
    return lambda: kept


def _seen(text: str) -> str:
    """A text as it is; what would steer a terminal is escaped, but ends of lines."""
    if text.isprintable():
        return text
    return "\n".join(
        _SHOWN.join(map(visible, line.split(_SHOWN))) for line in text.split("\n")
    )


_SHOWN = "\t"
"""What stands between columns of another program's text."""


def _footer(found: object) -> Footer:
    footer = Footer(**_mapping(found))
    texts = (footer.at, footer.zone, footer.root, footer.ledger, footer.recorded)
    for text in texts:
        _text(text)
    if footer.language is not None:
        _text(footer.language)
    if footer.recorded:
        _moment(footer.recorded)
    for number in (footer.entry, footer.last_entry):
        _number(number)
    try:
        ZoneInfo(footer.zone)
    except OSError:  # the name of a folder of zones, or a name too long for a file
        raise ValueError(footer.zone) from None
    return footer


def _part(found: Mapping[str, Any]) -> Part:
    match found["part"]:
        case "table":
            return _table(found)
        case "facts":
            rows = [(_text(n), decode(value)) for n, value in _list(found["rows"])]
            return Facts(rows)
        case "prose":
            flags = _flag(found["heading"]), _flag(found["verbatim"])
            return Prose(decode(found["said"]), *flags)
        case "lines":
            return Lines([decode(value) for value in _list(found["rows"])])
        case "bars":
            return Bars([_bar(row) for row in _list(found["rows"])])
        case "problems":
            return Problems([_problem(row) for row in _list(found["rows"])])
    raise ValueError(found["part"])


def _table(found: Mapping[str, Any]) -> Table:
    columns = [_column(column) for column in _list(found["columns"])]
    rows = [_row(row) for row in _list(found["rows"])]
    totals = None if found["totals"] is None else _row(found["totals"])
    for row in rows if totals is None else [*rows, totals]:
        _check_cells(columns, row)
    _check_area(columns, rows)
    return Table(columns, rows, decode(found["title"]), totals, decode(found["remark"]))


MOST_CHARACTERS = 1_000_000_000
"""Of a table as text: its rows are as wide as their widest cells."""
_FEW = 100


def _check_area(columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """A long table is not so wide that it fills the memory; raises `ValueError`."""
    if len(rows) <= _FEW:
        return
    width = sum(_widest(rows, column.name) for column in columns)
    if width * len(rows) > MOST_CHARACTERS:
        raise ValueError(width)


def _widest(rows: Sequence[Row], name: str) -> int:
    cells = (row.get(name) for row in rows)
    return max(len(x if isinstance(x, str) else english(x)) for x in cells)


def _check_cells(columns: Iterable[Column], row: Row) -> None:
    for column in columns:
        value = row.get(column.name)
        if column.kind in _CELLS and value is not None and value != "":
            _CELLS[column.kind](value)


_MARKS = Column._fields[Column._fields.index("flexible") :]
"""What is true or false of a column."""


def _column(found: object) -> Column:
    column = Column(**{**_mapping(found), "title": decode(_mapping(found)["title"])})
    _text(column.name)
    if column.kind not in get_args(Kind):
        raise ValueError(column.kind)
    for mark in _MARKS:
        _flag(getattr(column, mark))
    return column


def _row(found: object) -> Row:
    return {name: decode(value) for name, value in _mapping(found).items()}


def _bar(found: object) -> Row:
    row = _row(found)
    if not {"year", "programme"} <= set(row):
        raise KeyError(*row)
    for name in ("ceiling", "available", "committed"):
        _amount(row[name])
    return row


def _problem(found: object) -> Row:
    row = _row(found)
    _list(row["entries"])
    if not {"severity", "code", "check", "said"} <= set(row):
        raise KeyError(*row)
    return row


def _amount(value: object) -> None:
    if not re.fullmatch(_AMOUNT, _text(value)):
        raise ValueError(value)


def _movement(value: object) -> None:
    if not re.fullmatch(_MOVEMENT, _text(value)):
        raise ValueError(value)


def _moment(value: object) -> None:
    """A time that can be told in any zone: the calendar's own ends can't."""
    if not 1 < datetime.fromisoformat(_text(value)).year < 9999:  # noqa: PLR2004  # a time zone may move it by a day
        raise ValueError(value)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(value)


def _number(value: object) -> int:
    if type(value) is int:
        return value
    raise TypeError(value)


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise TypeError(value)


def _list(value: object) -> list[Any]:
    if isinstance(value, list):
        return value
    raise TypeError(value)


def _mapping(value: object) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    raise TypeError(value)


_CELLS: Mapping[str, Callable[[object], object]] = {
    "amount": _amount,
    "movement": _movement,
    "moment": _moment,
    "entries": _list,
    "numbers": _list,
    "facts": _mapping,
}
"""What a cell needs to be, by the kind of its column; the others take anything."""
