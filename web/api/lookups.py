"""What a command line needs to know to make a command of what was typed at it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from domain.deciding.answering import line_of
from domain.entries.command import Command
from domain.entries.ties import LineNumber, line_number
from domain.framework.framework import SUSPENSE
from domain.values.errors import Refusal
from domain.values.fields import BANK_LINE
from domain.values.messages import Quoted
from domain.values.texts import format_cents
from ledger.naming import KINDS, names_of
from ledger.posting.bank_facts import bank_accounts
from ledger.posting.judging import books_of
from ledger.reading import LedgerReader
from ledger.suggesting.resting import resting
from projections.parameters import entry_number
from projections.query import Parameter
from web.api.answers import JSON, Answer, json_answer
from web.api.asking import NotThere, Reading, reading
from web.api.call import Call, Operation
from web.api.keys import given, keys_of, values


def _names(call: Call, ledger: LedgerReader) -> Answer:
    """The names of a kind; raises `NotThere` for another."""
    given(call.query, ()).check()
    kind = call.names["kind"]
    if kind.replace("-", "_") not in KINDS or "_" in kind:
        raise NotThere(_no_kind(kind))
    return json_answer(list(names_of(ledger, kind.replace("-", "_"))))


def _no_kind(kind: str) -> Refusal:
    known = [each.replace("_", "-") for each in KINDS]
    return Refusal(
        "NOT_FOUND",
        "there are no names of {kind}; of {known} there are.",
        kind=Quoted(kind),
        known=known,
    )


def _bank_accounts(call: Call, ledger: LedgerReader) -> Answer:
    """Every account that stands, as the command that opened it."""
    given(call.query, ()).check()
    found = bank_accounts(books_of(ledger.view()))
    return json_answer([{"entry": x.entry, **_as_json(x.given)} for x in found])


def _bank_line(call: Call, ledger: LedgerReader) -> Answer:
    """A line that stands; raises `NotThere`."""
    given(call.query, ()).check()
    with _there(call):
        found = line_of(_number(call.names["line"]), books_of(ledger.view()))
    return json_answer(
        {
            "line": str(found.number),
            "account": found.account,
            "date": found.day.isoformat(),
            "amount": format_cents(found.found.amount),
            "open": format_cents(found.found.open),
        }
    )


def _number(text: str) -> LineNumber:
    """The number of a line; raises `Refusal` (`LINE_UNKNOWN`)."""
    if re.fullmatch(BANK_LINE, text):
        return line_number(text)
    raise Refusal("LINE_UNKNOWN", "{line} is no bank line's.", line=Quoted(text))


def _rest(call: Call, ledger: LedgerReader) -> Answer:
    """The commands that would answer what is open of a statement."""
    keys = call.operation.keys
    read = values(given(call.query, keys), keys, ledger)
    category = str(read.get(_CATEGORY.name, _CATEGORY.default))
    with _there(call):
        statement = entry_number(call.names["statement"])
        found = list(resting(statement, category, books_of(ledger.view())))
    return json_answer([_as_json(each) for each in found])


@contextmanager
def _there(call: Call) -> Iterator[None]:
    """What the path names is looked for in here; raises `NotThere`."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code in call.operation.unknown:
            raise NotThere(refusal) from None
        raise


def _as_json(command: Command) -> dict[str, object]:
    return {"command": command.name, **command.given()}


_CATEGORY = Parameter("category", "text", "What it is booked as.", default=SUSPENSE)
_TEXT = {"type": "string"}
_COMMANDS = {
    "type": "array",
    "items": {"type": "object", "required": ["command"], "properties": {}},
}


def _operation(
    template: str,
    name: str,
    summary: str,
    reads: Reading,
    **more: Any,  # noqa: ANN401  # as an operation has them
) -> Operation:
    return Operation(
        "GET", template, name, summary, reading(reads), gives=(JSON,), **more
    )


OPERATIONS = (
    _operation(
        "/names/{kind}",
        "getNamesKind",
        "What there is of a kind, such as partners or projects, by name.",
        _names,
        unknown=("NOT_FOUND",),
        of_path={"kind": f"One of {', '.join(KINDS).replace('_', '-')}."},
        answer={"type": "array", "items": _TEXT},
    ),
    _operation(
        "/bank-accounts",
        "getBankAccounts",
        "The bank accounts that stand, as they were opened.",
        _bank_accounts,
        answer=_COMMANDS,
    ),
    _operation(
        "/bank-lines/{line}",
        "getBankLinesLine",
        "A line of a bank statement: its day, and what of it is open.",
        _bank_line,
        unknown=("LINE_UNKNOWN",),
        of_path={"line": "Statement and line, such as 57.3."},
        answer={
            "type": "object",
            "required": ["line", "account", "date", "amount", "open"],
            "properties": dict.fromkeys(
                ("line", "account", "date", "amount", "open"), _TEXT
            ),
            "additionalProperties": False,
        },
    ),
    _operation(
        "/statements/{statement}/rest",
        "getStatementsStatementRest",
        "The commands that would answer what is open of a statement.",
        _rest,
        keys=keys_of((_CATEGORY,)),
        unknown=("ENTRY_UNKNOWN", "SCOPE_INVALID", "LINE_UNKNOWN"),
        of_path={"statement": "Number of the statement's entry."},
        answer=_COMMANDS,
    ),
)
