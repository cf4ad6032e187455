"""The reader of the province's ledger extract (*grootboekkaart*): CSV with a mapping.

An extract has no balances of its own, so its period and balances come with it. It is
held to the same sum.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import NamedTuple

from domain.values.errors import Refusal
from domain.values.messages import Message, Quoted, Value, message
from domain.values.money import Cents
from ledger.statements.accounts import compact
from ledger.statements.amounts import cents
from ledger.statements.draft import Balance, Booked, Draft
from ledger.statements.extract_mapping import DATE_FORMATS, ExtractMapping
from ledger.statements.source import Source
from ledger.statements.statement import Statement
from ledger.statements.text_files import UTF8
from ledger.statements.texts import MAX_PARTY, MAX_TEXT

_AMOUNT = message("an amount")
_GROUP = 3
_SIGNED = re.compile(r"(?P<minus>-?)(?P<amount>[^-]*)(?P<after>-?)")


@dataclass(frozen=True, slots=True)
class Extract:
    """What is said of an extract beside its file; balances in signed euro cents.

    Raises `Refusal` (`BAD_DATE`) for a period that runs backward.
    """

    mapping: ExtractMapping
    from_date: date
    to_date: date
    opening: Cents
    closing: Cents

    def __post_init__(self) -> None:
        if self.from_date > self.to_date:
            raise Refusal(
                "BAD_DATE",
                "the extract's period runs backward: from {start} to {end}.",
                start=self.from_date,
                end=self.to_date,
            )


class Row(NamedTuple):
    """A row of the file: its line there, and its cells by our names of the columns."""

    line: int
    cells: Mapping[str, str]


def read_extract(data: bytes, source: Source, extract: Extract) -> Statement:
    """The statement that an extract is.

    Raises `Refusal`: `NOT_A_STATEMENT` for a column that is missing or a row that can't
    be read, naming row and column; `STATEMENT_UNSAFE`, `STATEMENT_UNBALANCED`.
    """
    draft = Draft(
        source,
        "extract",
        opening=Balance(extract.opening, extract.from_date),
        closing=Balance(extract.closing, extract.to_date),
        since=extract.from_date,
        until=extract.to_date,
    )
    mapping = extract.mapping
    for row in _rows(_text(data, mapping, source), mapping, source):
        draft.add(_line(row, mapping, draft))
    return draft.finished()


def _text(data: bytes, mapping: ExtractMapping, source: Source) -> str:
    try:
        return data.decode(UTF8 if mapping.encoding == "utf-8" else mapping.encoding)
    except UnicodeDecodeError as error:
        raise source.unreadable(
            "{file} is not written in {encoding}: byte {position} has no meaning"
            " there. Name the right encoding in the mapping.",
            encoding=mapping.encoding,
            position=error.start,
        ) from None


def _rows(text: str, mapping: ExtractMapping, source: Source) -> Iterator[Row]:
    reader = csv.reader(
        StringIO(text, newline=""), delimiter=mapping.delimiter, strict=True
    )
    try:
        header = [name.strip() for name in next(reader, [])]
        places = {key: _place(header, key, mapping, source) for key in mapping.columns}
        for cells in reader:
            if not any(map(str.strip, cells)):
                continue
            _check_width(reader.line_num, cells, header, source)
            yield Row(reader.line_num, {key: cells[at] for key, at in places.items()})
    except csv.Error as error:
        raise source.unreadable(
            "{file} can't be read as CSV: line {line}: {reason}.",
            line=reader.line_num,
            reason=str(error),
        ) from None


def _place(header: list[str], key: str, mapping: ExtractMapping, source: Source) -> int:
    wanted = mapping.columns[key]
    if header.count(wanted) == 1:
        return header.index(wanted)
    raise source.unreadable(
        "{file} has {count} columns {wanted}, which its mapping names as {key}. Its"
        " columns are: {header}. Mend the mapping.",
        count=header.count(wanted),
        wanted=Quoted(wanted),
        key=key,
        header=tuple(map(Quoted, header[:30])),
    )


def _check_width(
    line: int, cells: list[str], header: list[str], source: Source
) -> None:
    """A delimiter inside a text without quotes would move what stands after it."""
    if len(cells) < len(header) or any(map(str.strip, cells[len(header) :])):
        raise source.unreadable(
            "{file} can't be read: row {line} has {cells} cells and the header"
            " {columns}.",
            line=line,
            cells=len(cells),
            columns=len(header),
        )


def _line(row: Row, mapping: ExtractMapping, draft: Draft) -> Booked:
    texts, cells = draft.texts, row.cells
    return Booked(
        amount=_amount(row, mapping, draft.source),
        day=_day(row, mapping, draft.source),
        party=texts.kept(cells.get("party"), MAX_PARTY),
        party_account=texts.kept(compact(cells.get("party_account"))),
        text=texts.kept(cells.get("text"), MAX_TEXT),
        reference=texts.reference(cells.get("reference")),
    )


def _day(row: Row, mapping: ExtractMapping, source: Source) -> date:
    written = row.cells["date"].strip()
    found = re.fullmatch(DATE_FORMATS[mapping.date_format], written)
    try:
        if found:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        pass
    form = message("a day written as {form}", form=mapping.date_format)
    raise _unreadable(row, "date", form, mapping, source)


def _amount(row: Row, mapping: ExtractMapping, source: Source) -> Cents:
    """Positive for money that came in."""
    if "amount" in mapping.columns:
        amount = _cents(row, "amount", mapping, source)
    else:
        sides = [row.cells[side].strip() for side in ("debit", "credit")]
        if not any(sides):
            raise _unreadable(row, "debit", _AMOUNT, mapping, source)
        debit, credit = (
            _cents(row, side, mapping, source) if written else 0
            for side, written in zip(("debit", "credit"), sides, strict=True)
        )
        amount = debit - credit
    return amount if mapping.is_in else -amount


def _cents(row: Row, key: str, mapping: ExtractMapping, source: Source) -> Cents:
    """`1.234,56`, `-1234,5`, `12,00-`, `€ 3`: groups and decimals as mapped."""
    found = _SIGNED.fullmatch("".join(row.cells[key].replace("€", "").split()))
    amount = None
    if found and not (found["minus"] and found["after"]):
        amount = cents(_plain(found["amount"], mapping.decimal))
    if found is None or amount is None:
        raise _unreadable(row, key, _AMOUNT, mapping, source)
    return -amount if found["minus"] or found["after"] else amount


def _plain(written: str, decimal: str) -> str:
    """The amount with a decimal point and without groups of thousands."""
    whole, point, decimals = written.partition(decimal)
    groups = whole.split("." if decimal == "," else ",")
    regular = 1 <= len(groups[0]) <= _GROUP
    regular = regular and all(len(group) == _GROUP for group in groups[1:])
    if len(groups) > 1 and not regular:
        return "?"
    return "".join(groups) + ("." + decimals if point else "")


def _unreadable(
    row: Row, key: str, wanted: Message, mapping: ExtractMapping, source: Source
) -> Refusal:
    values: dict[str, Value] = {
        "line": row.line,
        "column": Quoted(mapping.columns[key]),
        "written": Quoted(row.cells[key].strip()),
        "wanted": wanted,
    }
    return source.unreadable(
        "{file} can't be read: row {line}, column {column}: {written} is not {wanted}."
        " Mend the mapping, or leave rows of totals out of the extract.",
        **values,
    )
