"""The list for the payment run: what is to be paid, ordered and approved by whom."""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.values.messages import Euro, Message, Value, message
from papers.documents import tables
from papers.documents.blocks import (
    Block,
    Document,
    Grid,
    Heading,
    Paragraph,
    Rows,
    Slot,
)
from papers.documents.given import Data, day, text
from projections.report import Column, Row, Table
from projections.sums import cents, totals

NEEDED = ("organisation.name", "organisation.iban", "organisation.contact")
_PAYMENTS = (
    Column("payment", "Payment", "name"),
    Column("due", "Pay on"),
    Column("payee", "Payee"),
    Column("about", "For"),
    Column("account", "Account", rare=True),
    Column("ordered_by", "Ordered by", "name"),
    Column("approved_by", "Approved by", "name"),
    Column("amount", "Amount", "amount"),
)
_UNAPPROVED = (
    Column("payment", "Payment", "name"),
    Column("due", "Due"),
    Column("ordered_by", "Ordered by", "name"),
    Column("amount", "Amount", "amount"),
)
_ABOUT = {
    "pay_grant": message("grant"),
    "post_process_cost": message("process costs"),
    "repay_contribution": message("contribution paid back"),
    "spend_funds": message("money of others"),
    "pay_other": message("other payment"),
}


def document(data: Data) -> Document:
    """The list."""
    return Document(message("Payment list"), [*_blocks(data)], subtitle=data["ledger"])


def _blocks(data: Data) -> Iterator[Block]:
    yield Paragraph(_summary(data["payments"]))
    yield Rows(
        [
            (message("position on"), day(data, "at")),
            (message("paid by"), text(data, "organisation.name")),
            (message("from account"), text(data, "organisation.iban")),
            (message("questions"), text(data, "organisation.contact")),
        ]
    )
    yield Slot("explanation")
    if data["payments"]:
        yield Heading(message("To be paid"))
        rows = [*map(_told, data["payments"])]
        sums = tables.total(rows, "payment", ("amount",))
        yield Grid(Table(_PAYMENTS, rows, totals=sums), wide=True)
        if any(row["account_is_sealed"] for row in rows):
            yield Paragraph(
                message(
                    "Account numbers are sealed: who may see them finds them at the"
                    " entry that is named in their place."
                )
            )
    yield from _unapproved(data["unapproved"])


def _summary(rows: Sequence[Row]) -> Message:
    if not rows:
        return message("No approved payment waits to be paid.")
    return message(
        "To be paid: {count} approved payments, {amount} in all.",
        count=len(rows),
        amount=Euro(cents(totals(rows, ("amount",))["amount"])),
    )


def _told(row: Row) -> dict[str, Any]:
    return {
        **row,
        "about": _about(row),
        "account": message("sealed, see entry {entry}", entry=row["entry"])
        if row["account_is_sealed"]
        else None,
    }


def _about(row: Row) -> Value:
    kind = _ABOUT[row["command"]]
    if row["title"] is None:
        return message("{kind} ({document})", kind=kind, document=row["document"])
    return message(
        "{kind} for {title} ({document})",
        kind=kind,
        title=row["title"],
        document=row["document"],
    )


def _unapproved(rows: Sequence[Row]) -> Iterator[Block]:
    if rows:
        yield Heading(message("Not approved: not to be paid yet"))
        sums = tables.total(rows, "payment", ("amount",))
        yield Grid(Table(_UNAPPROVED, rows, totals=sums))
