"""What posting a command changed, for people and for programs."""

from typing import Any

from cli.output import as_json
from cli.render.tables import table_text
from cli.writing.attempts import Session
from domain.budgets.accounts import (
    CURRENT_ACCOUNT,
    EARMARKED,
    deviation,
    is_memorandum,
    receivable,
)
from domain.catalogue import Trait
from domain.entries.grants import RefundReceived
from domain.framework.framework import gap_message
from domain.values.messages import message
from domain.values.money import Cents
from domain.values.texts import euros, format_cents
from ledger.posting.application import Receipt
from projections.answers.balances import balance
from projections.journal import lines as lines_of
from projections.report import Column, Table
from projections.snapshot import View, last_entry


def receipt_text(receipt: Receipt, session: Session, *, dry_run: bool) -> str:
    """The answer to a write command in the format that was asked for."""
    view = _view(receipt, session)
    if session.settings.shape == "text":
        return _text(receipt, view, dry_run=dry_run)
    answer: dict[str, Any] = {
        "entry": receipt.entry,
        "id": receipt.command.id,
        "duplicate": receipt.duplicate,
    }
    if dry_run:
        answer |= {
            "dry_run": True,
            "lines": [
                {"account": account, "amount": format_cents(amount)}
                for account, amount in _journal_lines(receipt)
            ],
            "balance": balance(view),
        }
    return as_json(answer)


def _view(receipt: Receipt, session: Session) -> View:
    """The balances as they are (or would be) with the command, on its date."""
    session.ledger.flush()
    books = session.ledger.books
    day = getattr(receipt.command, "date", None) or books.today
    last = last_entry(session.ledger.store)
    return View(
        session.ledger.store,
        books.framework,
        books.key,
        max(day, books.today),
        last,
        last,
    )


def _journal_lines(receipt: Receipt) -> list[tuple[str, Cents]]:
    if receipt.event is None:
        return []
    return [(a, x) for a, x in lines_of(receipt.event) if not is_memorandum(a)]


def _text(receipt: Receipt, view: View, *, dry_run: bool) -> str:
    name = receipt.command.name
    if receipt.duplicate:
        return (
            f"Entry {receipt.entry} already is this {name} (same id, same content);"
            " nothing was recorded."
        )
    head = (
        f"Dry run: {name} would be entry {receipt.entry}; nothing was recorded."
        if dry_run
        else f"Entry {receipt.entry}: {name}"
    )
    parts = [head]
    lines = _journal_lines(receipt)
    if lines:
        parts.append(table_text(_changes(lines, view), view.framework.zone))
    remark = _remark(receipt, view)
    if remark:
        parts.append(remark)
    return "\n\n".join(parts)


def _changes(lines: list[tuple[str, Cents]], view: View) -> Table:
    """Per account what changed, and its balance with it."""
    after = view.balances(dict.fromkeys(account for account, _ in lines))
    changes: dict[str, Cents] = {}
    for account, amount in lines:
        changes[account] = changes.get(account, 0) + amount
    balance_title = message("Balance {at}", at=view.at)
    columns = (
        Column("account", "Account"),
        Column("change", "Change", "amount"),
        Column("balance", balance_title, "amount"),
    )
    rows = [
        {
            "account": account,
            "change": format_cents(change),
            "balance": format_cents(after[account]),
        }
        for account, change in changes.items()
    ]
    return Table(columns, rows)


def _remark(receipt: Receipt, view: View) -> str | None:
    """What a command says beside its lines."""
    if receipt.command.name == "open_budget_year":
        gap = gap_message(view.framework, view.key)
        return None if gap is None else f"Note: {gap}"
    if receipt.command.name == "receive_contribution":
        return _overpaid(receipt, view)
    if receipt.command.name == "close_budget_year":
        return _remaining(receipt, view)
    if receipt.command.name == "record_decision":
        return _later_decision(receipt, view)
    if isinstance(receipt.event, RefundReceived):
        return _over_refund(receipt.event)
    if receipt.command.has(Trait.FACT) or receipt.command.name == "reverse":
        return _overdrawn(view)
    return None


def _later_decision(receipt: Receipt, view: View) -> str | None:
    """A decision of a day to come is rather a typing error."""
    day = receipt.command.effective_date
    if day is None or day <= view.at:
        return None
    return f"Note: {day} is after today; reverse it if that is a typing error."


def _over_refund(event: RefundReceived) -> str | None:
    rest = event.given.amount - event.recovered
    if rest == 0:
        return None
    return (
        f"Note: {euros(event.recovered)} of it cleared what was recoverable; the other"
        f" {euros(rest)} counts as not yet paid and can be paid out again."
    )


def _overdrawn(view: View) -> str | None:
    """A fact of the bank is accepted without money, and said."""
    names = (CURRENT_ACCOUNT, EARMARKED, deviation("current_account"))
    held, earmarked, deviations = view.balances(names).values()
    short = view.framework.current_account_floor - deviations - (held - earmarked)
    if short <= 0:
        return None
    return (
        f"Note: the current account is short by {euros(short)} now (zuidas check"
        " current-account)."
    )


def _overpaid(receipt: Receipt, view: View) -> str | None:
    """Z4: more than is due is accepted, and said."""
    given: Any = receipt.command
    account = receivable(given.partner, given.year)
    outstanding = view.balances([account])[account]
    if outstanding >= 0:
        return None
    return (
        f"Note: {given.partner} has now paid {euros(-outstanding)} more than was called"
        f" for {given.year}."
    )


def _remaining(receipt: Receipt, view: View) -> str:
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
    return table_text(Table(columns, rows, title), view.framework.zone)
