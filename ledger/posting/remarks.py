"""What is said of an accepted command beside its lines: what it leaves, or lacks."""

from typing import Any

from domain.budgets.accounts import CURRENT_ACCOUNT, EARMARKED, deviation, receivable
from domain.catalogue import Trait
from domain.entries.grants import RefundReceived
from domain.framework.framework import gap_message
from domain.values.messages import Euro, message
from ledger.posting.application import Receipt
from projections.answers.balances import balance
from projections.report import Column, Part, Prose, Table, line
from projections.snapshot import View


def remark(receipt: Receipt, view: View) -> Part | None:
    """The remark on a command, with the books as they are after it."""
    match receipt.command.name:
        case "open_budget_year":
            gap = gap_message(view.framework, view.key)
            return None if gap is None else line("Note: {gap}", gap=gap)
        case "receive_contribution":
            return _overpaid(receipt, view)
        case "close_budget_year":
            return _remaining(receipt, view)
        case "record_decision":
            return _later_decision(receipt, view)
    if isinstance(receipt.event, RefundReceived):
        return _over_refund(receipt.event)
    if receipt.command.has(Trait.FACT) or receipt.command.name == "reverse":
        return _overdrawn(view)
    return None


def _later_decision(receipt: Receipt, view: View) -> Prose | None:
    """A decision of a day to come is rather a typing error."""
    day = receipt.command.effective_date
    if day is None or day <= view.at:
        return None
    return line(
        "Note: {day} is after today; reverse it if that is a typing error.", day=day
    )


def _over_refund(event: RefundReceived) -> Prose | None:
    rest = event.given.amount - event.recovered
    if rest == 0:
        return None
    return line(
        "Note: {recovered} of it cleared what was recoverable; the other {rest} counts"
        " as not yet paid and can be paid out again.",
        recovered=Euro(event.recovered),
        rest=Euro(rest),
    )


def _overdrawn(view: View) -> Prose | None:
    """A fact of the bank is accepted without money, and said."""
    names = (CURRENT_ACCOUNT, EARMARKED, deviation("current_account"))
    held, earmarked, deviations = view.balances(names).values()
    floor = view.framework.current_account_floor or 0
    short = floor - deviations - (held - earmarked)
    if short <= 0:
        return None
    return line(
        "Note: the current account is short by {short} now (zuidas check"
        " current-account).",
        short=Euro(short),
    )


def _overpaid(receipt: Receipt, view: View) -> Prose | None:
    """Z4: more than is due is accepted, and said."""
    given: Any = receipt.command
    account = receivable(given.partner, given.year)
    outstanding = view.balances([account])[account]
    if outstanding >= 0:
        return None
    return line(
        "Note: {partner} has now paid {more} more than was called for {year}.",
        partner=given.partner,
        more=Euro(-outstanding),
        year=given.year,
    )


def _remaining(receipt: Receipt, view: View) -> Table:
    """What a closed year leaves per programme, to carry forward."""
    year = str(getattr(receipt.command, "year", ""))
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
    title = message(
        "What remains of {year} (carry it forward with transfer-budget)", year=year
    )
    return Table(columns, rows, title)
