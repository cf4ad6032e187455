"""What is said of an accepted command beside its lines and notes: what it leaves."""

from typing import Any

from domain.entries.grants import RefundReceived
from domain.values.messages import Euro, message
from ledger.posting.application import Receipt
from projections.answers.balances import balance
from projections.report import Column, Part, Prose, Table, line
from projections.snapshot import View


def remark(receipt: Receipt, view: View) -> Part | None:
    """The remark on a command, with the books as they are after it."""
    if receipt.command.name == "close_budget_year":
        return _remaining(receipt, view)
    if isinstance(receipt.event, RefundReceived):
        return _over_refund(receipt.event)
    return None


def _over_refund(event: RefundReceived) -> Prose | None:
    rest = event.given.amount - event.recovered
    if rest == 0:
        return None
    return line(
        "{recovered} of it cleared what was recoverable; the other {rest} counts as not"
        " yet paid and can be paid out again.",
        recovered=Euro(event.recovered),
        rest=Euro(rest),
    )


def _remaining(receipt: Receipt, view: View) -> Table:
    """What a closed year leaves per programme."""
    year = str(getattr(receipt.command, "year", ""))
    carried_to = getattr(receipt.command, "carry_to", None)
    found: Any = balance(view, "programmes")
    rows = [
        {"programme": row["programme"], "remains": row["available"]}
        for row in found["programmes"]
        if row["year"] == year
    ]
    rows += [
        {"programme": "UNALLOCATED", "remains": row["unallocated"]}
        for row in found["years"]
        if row["year"] == year
    ]
    columns = (
        Column("programme", "Programme"),
        Column("remains", "Remains", "amount"),
    )
    title = (
        message("What remains of {year} (transfer-budget moves it on)", year=year)
        if carried_to is None
        else message(
            "What remains of {year} after carrying to {to}", year=year, to=carried_to
        )
    )
    return Table(columns, rows, title)
