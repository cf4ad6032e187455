"""The commands of a suggestion, as `zuidas post` reads them.

Nothing of a line's texts is copied: a command's fields are kept for ever.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from domain.values.money import Cents
from domain.values.texts import format_cents
from projections.suggesting.assigning import Suggestion
from projections.suggesting.candidates import Kind
from projections.suggesting.parties import BANK

_LONGEST = 80
"""Characters of a reference to a voucher."""
_TEXTS = ("counterparty", "description")
_TOLD = {
    "receive_other": _TEXTS,
    "pay_other": _TEXTS,
    "post_process_cost": ("description",),
    "spend_funds": ("description",),
}
"""What commands say of a line beside its amount, where nothing else says it."""
Command = dict[str, Any]


def commands(
    suggestion: Suggestion, day: date, documents: Mapping[int, str]
) -> list[Command]:
    """What answers the line: one command, or one for each of several contributions.

    `day` is the day of what is booked; `documents` has the vouchers of statements by
    their entries.
    """
    kind, line = suggestion.candidates[0].kind, suggestion.shown.line
    if kind is Kind.ENTRY:
        entries = sorted(e.entry for e in suggestion.candidates if e.entry is not None)
        return [
            {"command": "match_bank_lines", "lines": [line.name], "entries": entries}
        ]
    if suggestion.other is not None:
        lines = [suggestion.other.line.name, line.name]
        return [{"command": "match_bank_lines", "lines": lines}]
    document = documents[line.statement]
    return [
        answer(dict(each.command), line.name, each.amount, day, document)
        for each in suggestion.candidates
    ]


def answer(
    fields: Command, line: str, amount: Cents, day: date, document: str
) -> Command:
    """A command that moves the current account, answering a line with an amount."""
    name = fields["command"]
    own = dict(_told(name, line)) | fields
    return own | {
        "amount": format_cents(abs(amount)),
        "date": day.isoformat(),
        "document": voucher(document, line),
        "bank_line": line,
    }


def _told(command: str, line: str) -> Iterator[tuple[str, str]]:
    for field in _TOLD.get(command, ()):
        yield field, BANK if field == "counterparty" else f"line {line}"


def voucher(document: str, line: str) -> str:
    """The statement's voucher and the line in it, as long as a voucher may be."""
    behind = f", line {line}"
    room = _LONGEST - len(behind)
    return (document if len(document) <= room else f"{document[: room - 1]}…") + behind
