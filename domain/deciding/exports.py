"""Registering a batch: no entry is handed to a target twice, and none is left out."""

from domain.deciding.books import Books, Draft
from domain.deciding.corrections import original
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.exports import ExportRegistered, RegisterExport
from domain.states.exports import stream
from domain.values.errors import Refusal
from domain.values.messages import Euro


@decides(RegisterExport)
def register_export(command: RegisterExport, actor: Actor, books: Books) -> Draft:
    """It follows the batch before it, and says of its entries what they say."""
    for entry in (command.from_entry, command.to_entry):
        original(entry, books)
    _check_next(command, books)
    _check_totals(command, books)
    return Draft(
        stream(command.target),
        lambda envelope: ExportRegistered(**envelope, given=command),
    )


def _check_next(command: RegisterExport, books: Books) -> None:
    """Raises `Refusal`: `EXPORT_EXISTS`, `EXPORT_NOT_NEXT`, `SCOPE_INVALID`."""
    batches = books.batches(command.target)
    registered = batches.codes.get(command.export.lower())
    if registered is not None:
        raise Refusal(
            "EXPORT_EXISTS",
            "{target} has a batch {export} already (entry {entry}).",
            target=command.target,
            export=command.export,
            entry=registered,
        )
    if command.from_entry != batches.to_entry + 1:
        raise Refusal(
            "EXPORT_NOT_NEXT",
            "the next batch for {target} begins with entry {next}, not {given}: make it"
            " anew (zuidas export ledger).",
            target=command.target,
            next=batches.to_entry + 1,
            given=command.from_entry,
        )
    if command.to_entry < command.from_entry:
        raise Refusal(
            "SCOPE_INVALID",
            "a batch from entry {first} to {last} runs backward.",
            first=command.from_entry,
            last=command.to_entry,
        )


def _check_totals(command: RegisterExport, books: Books) -> None:
    """Raises `Refusal`: `EXPORT_DIFFERS`."""
    found = books.exported(command.from_entry, command.to_entry)
    if found != (command.rows, command.debit, command.credit):
        raise Refusal(
            "EXPORT_DIFFERS",
            "entries {first} to {last} have {rows} rows, debit {debit}, credit"
            " {credit}; the batch says {said_rows}, {said_debit}, {said_credit}.",
            first=command.from_entry,
            last=command.to_entry,
            rows=found.rows,
            debit=Euro(found.debit),
            credit=Euro(found.credit),
            said_rows=command.rows,
            said_debit=Euro(command.debit),
            said_credit=Euro(command.credit),
        )
