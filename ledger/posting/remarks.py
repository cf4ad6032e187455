"""What is said of an accepted command beside its lines and notes: what it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.values.messages import Euro, message
from projections.answers.balances import balance
from projections.answers.years import opened_years
from projections.report import Column, Table, line

if TYPE_CHECKING:
    from domain.entries.grants import (
        RefundReceived,
        Release,
    )
    from ledger.posting.application import Receipt
    from projections.report import Part, Prose
    from projections.snapshot import View


def remark(receipt: Receipt, view: View) -> Part | None:
    """The remark on a command, with the books as they are after it."""
    if receipt.command.name == "close_budget_year":
        return _remaining(receipt, view)
    event: Any = receipt.event
    name = "" if event is None else event.given.name
    if name == "receive_refund":
        return _over_refund(event)
    if name not in _RELEASING or event.release is None:
        return None
    return _released(event.release, view)


_RELEASING = ("determine_grant", "withdraw_grant", "change_grant")
"""What may set money free of a grant."""


def _released(release: Release, view: View) -> Prose | None:
    """What comes free in a year that is closed stays there until it is moved."""
    closed = {year.code for year in opened_years(view) if year.status == "closed"}
    if not release.released or release.year not in closed:
        return None
    return line(
        "{released} comes free in {year}, which is closed; transfer_budget moves it to"
        " an open year.",
        released=Euro(release.released),
        year=release.year,
    )


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
