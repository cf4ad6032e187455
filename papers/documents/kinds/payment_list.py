"""The list for the payment run: what is to be paid, ordered and approved by whom."""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.values.messages import Euro, Message, Value, message, parts
from papers.documents import tables
from papers.documents.blocks import (
    Block,
    Document,
    Grid,
    Heading,
    Items,
    Paragraph,
    Rows,
    Signature,
    Slot,
)
from papers.documents.given import Data, day, euro, text
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
    yield Rows(
        [
            (message("position on"), day(data, "at")),
            (message("to be paid by"), text(data, "organisation.name")),
            (message("from account"), _in_fours(text(data, "organisation.iban"))),
            (message("balance"), euro(data, "balance")),
            (message("questions"), text(data, "organisation.contact")),
        ]
    )
    yield Items([*_summary(data)])
    yield Slot("explanation")
    if data["payments"]:
        yield Heading(message("To be paid"))
        rows = [*map(_told, data["payments"])]
        sums = tables.total(rows, "payment", ("amount",))
        yield Grid(Table(_PAYMENTS, rows, totals=sums))
        if any(row["account_is_sealed"] for row in rows):
            yield Paragraph(
                message(
                    "Account numbers are sealed: who may see them finds them at the"
                    " entry that is named in their place."
                )
            )
    yield from _unapproved(data["unapproved"])
    if data["payments"]:
        yield _signatures()


def _signatures() -> Signature:
    """Of the two who give out a list; one without payments is given out by nobody."""
    date_and_name = message("date, name and signature:")
    return Signature(
        [
            parts([message("Checked and given out"), date_and_name], "\n"),
            parts([message("Second signature"), date_and_name], "\n"),
        ],
        beside=True,
    )


def _in_fours(account: Value) -> Value:
    """An IBAN as it is printed (ISO 13616)."""
    if not isinstance(account, str):
        return account
    bare = account.replace(" ", "")
    return " ".join(bare[n : n + _FOUR] for n in range(0, len(bare), _FOUR))


_FOUR = 4


def _summary(data: Data) -> Iterator[Message]:
    payments, waiting = data["payments"], data["unapproved"]
    yield message(
        "To be paid: {count} approved payments, {amount} in all.",
        count=len(payments),
        amount=_sum(payments),
    )
    yield message(
        "Ordered, and not approved yet: {count}, {amount} in all.",
        count=len(waiting),
        amount=_sum(waiting),
    )
    yield message(
        "Still to be paid of grants that were awarded: {committed}. Nobody ordered"
        " {left} of that yet, of {count} projects.",
        committed=euro(data, "to_pay.committed"),
        left=euro(data, "to_pay.not_ordered"),
        count=data["to_pay"]["projects"],
    )


def _sum(rows: Sequence[Row]) -> Euro:
    return Euro(cents(totals(rows, ("amount",))["amount"]))


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
