"""What a ledger extract's columns are called, and how it writes days and amounts."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.values.errors import Refusal
from domain.values.messages import Message, Quoted, Value, message, parts
from ledger.statements.source import file_name

DATE_FORMATS = {
    "dd-mm-yyyy": r"(?P<d>[0-9]{1,2})-(?P<m>[0-9]{1,2})-(?P<y>[0-9]{4})",
    "yyyy-mm-dd": r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})",
    "dd/mm/yyyy": r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})",
}
"""How days are written, each with its pattern."""
_FORM = {
    "delimiter": (";", ",", "\t", "|"),
    "decimal": (",", "."),
    "date_format": tuple(DATE_FORMATS),
    "encoding": ("utf-8", "cp1252"),
}
"""The first of each is meant where a mapping says nothing."""
_SIDES = {"amount": "positive_is", "debit": "debit_is"}
"""Which side is money coming in, for a column of amounts and for two of them."""
_COLUMNS = ("date", "amount", "debit", "credit")
_TEXTS = ("party", "party_account", "text", "reference")


@dataclass(frozen=True, slots=True)
class ExtractMapping:
    """How to read an extract.

    `columns` has, by our names, those that are mapped: `date`, and either `amount` or
    `debit` and `credit`; perhaps `party`, `party_account`, `text`, `reference`.
    `is_in`: positive amounts, or debits, are money that comes in.
    """

    columns: Mapping[str, str]
    is_in: bool
    delimiter: str = ";"
    decimal: str = ","
    date_format: str = "dd-mm-yyyy"
    encoding: str = "utf-8"


def read_mapping(data: bytes, name: str) -> ExtractMapping:
    """Read a mapping file (TOML); raises `Refusal` (`BAD_COMMAND`).

    Its form is in the contract, section 8: `delimiter`, `decimal`, `date_format`,
    `encoding`, and the table `[columns]`.
    """
    try:
        given = tomllib.loads(data.decode())
    except (ValueError, RecursionError):
        raise _refusal(name, message("it is no TOML in UTF-8")) from None
    columns = given.pop("columns", None)
    if not isinstance(columns, dict):
        raise _refusal(name, message("it lacks the table [columns]"))
    form = {key: _form(key, given.pop(key, None), name) for key in _FORM}
    for key in given:
        raise _refusal(name, message("{key} is unknown", key=Quoted(key)))
    is_in = _side(columns, name)
    return ExtractMapping(_columns(columns, name), is_in=is_in, **form)


def _form(key: str, value: object, name: str) -> str:
    allowed = _FORM[key]
    if value is None:
        return allowed[0]
    if not isinstance(value, str) or value not in allowed:
        raise _refusal(
            name,
            message(
                "{key} must be one of {allowed}",
                key=key,
                allowed=parts(map(Quoted, allowed)),
            ),
        )
    return value


def _side(columns: dict[str, Any], name: str) -> bool:
    """Take the side out of the table: true where positive or debit is money in."""
    found = [column for column in _SIDES if column in columns]
    if len(found) != 1 or ("credit" in columns) != (found == ["debit"]):
        raise _refusal(
            name, message("[columns] needs either amount, or debit and credit")
        )
    key = _SIDES[found[0]]
    side = columns.pop(key, None)
    if side not in {"in", "out"}:
        raise _refusal(name, message('{key} must be "in" or "out"', key=key))
    return bool(side == "in")


def _columns(columns: dict[str, Any], name: str) -> dict[str, str]:
    if "date" not in columns:
        raise _refusal(name, message("[columns] lacks date"))
    for key, column in columns.items():
        if key not in {*_COLUMNS, *_TEXTS}:
            raise _refusal(name, message("{key} is unknown", key=Quoted(key)))
        if not isinstance(column, str) or not column.strip():
            raise _refusal(
                name, message("{key} must be the name of a column", key=Quoted(key))
            )
    return {key: column.strip() for key, column in columns.items()}


def _refusal(name: str, fault: Message) -> Refusal:
    values: dict[str, Value] = {"file": Quoted(file_name(name)), "fault": fault}
    return Refusal(
        "BAD_COMMAND",
        "{file} can't be used as a mapping of a ledger extract: {fault}.",
        **values,
    )
