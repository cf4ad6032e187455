"""`export batch`: what the next batch for another ledger holds, or held."""

from collections.abc import Iterator

from domain.budgets import accounts as acc
from domain.values.batches import BatchTotals
from domain.values.errors import BadForm, Refusal
from domain.values.messages import Quoted
from domain.values.texts import format_cents
from papers.batches.codes import is_code, is_target, next_code
from projections.answers import exports
from projections.answers.exports import Batch, Line
from projections.query import Asked, Parameter, query
from projections.report import Column, Report, Row, Table
from projections.snapshot import View

_COLUMNS = (
    Column("entry", "Entry", "number"),
    Column("line", "Line", "number", rare=True),
    Column("date", "Date"),
    Column("journal", "Journal"),
    Column("account", "Account", flexible=True),
    Column("debit", "Debit", "amount"),
    Column("credit", "Credit", "amount"),
    Column("command", "Command"),
    Column("counterparty", "Counterparty", flexible=True),
    Column("project", "Project", "name"),
    Column("decision", "Decision", "name"),
    Column("document", "Document", "name"),
    Column("description", "Description", flexible=True),
)


@query(
    "export batch",
    Parameter("target", "text", "The ledger it is for.", required=True, metavar="NAME"),
    Parameter(
        "export",
        "text",
        "Its code: of a registered batch, or of the next.",
        metavar="CODE",
    ),
    examples="""
    zuidas export batch --target province
    zuidas export batch --target province --export province-1 -O csv
    """,
)
def export_batch(asked: Asked, target: str, export: str | None = None) -> Report:
    """Show the lines that the next export ledger for NAME will hold; nothing is booked.

    They go by the numbers of entries: from the last registered batch on, whatever their
    dates. With the CODE of a registered batch it is that one, as known at its end.
    """
    _check_form(target, export)
    view = asked.view
    known = exports.batches(view, target)
    registered = _registered(known, export)
    first, last = _entries(view, known, registered)
    rows = list(_rows(view, first, last))
    totals = exports.totals(view, first, last)
    data = {
        "export": registered.export
        if registered
        else export or next_code(target, known),
        "target": registered.target if registered else target,
        "from_entry": first,
        "to_entry": last,
        "registered": None if registered is None else registered.entry,
        "sha256": None if registered is None else registered.sha256,
        **_totals(totals),
        "lines": rows,
        "entry": view.entry,
    }
    sums = {"account": None, **_totals(totals)}
    return Report(data, lambda: (Table(_COLUMNS, rows, "Batch", sums),))


def _check_form(target: str, export: str | None) -> None:
    """Raises `BadForm` (`BAD_COMMAND`)."""
    if not is_target(target):
        raise BadForm(
            "BAD_COMMAND",
            "{target} names no target: 1 to 20 letters, digits and hyphens.",
            target=Quoted(target),
        )
    if export is not None and not is_code(export):
        raise BadForm(
            "BAD_COMMAND",
            "{export} is no code of a batch: at most 40 letters, digits, points,"
            " slashes and hyphens, the first a letter or digit.",
            export=Quoted(export),
        )


def _registered(known: list[Batch], export: str | None) -> Batch | None:
    if export is None:
        return None
    wanted = export.lower()
    return next((each for each in known if each.export.lower() == wanted), None)


def _entries(
    view: View, known: list[Batch], registered: Batch | None
) -> tuple[int, int]:
    """The first and the last entry; raises `Refusal` where nothing is known yet."""
    if registered is not None:
        return registered.from_entry, registered.to_entry
    if not view.entry:
        raise Refusal("ENTRY_UNKNOWN", "nothing was known then: entry 1 came later.")
    return (known[-1].to_entry if known else 0) + 1, view.entry


def _rows(view: View, first: int, last: int) -> Iterator[Row]:
    if first <= last:
        for line in exports.lines(view, first, last):
            yield _row(line)


def _row(line: Line) -> Row:
    entry, account = line.entry, line.account
    return {
        "entry": entry.number,
        "line": line.number,
        "date": line.day,
        "journal": "BANK" if line.in_bank else "MEMO",
        "account": account,
        "debit": format_cents(max(line.amount, 0)),
        "credit": format_cents(max(-line.amount, 0)),
        "command": entry.command,
        "counterparty": acc.partner_of(account) or entry.counterparty,
        "project": acc.project_of(account) or entry.project,
        "decision": entry.authority,
        "document": entry.document,
        "description": entry.description,
    }


def _totals(totals: BatchTotals) -> dict[str, object]:
    return {
        "rows": totals.rows,
        "debit": format_cents(totals.debit),
        "credit": format_cents(totals.credit),
    }
