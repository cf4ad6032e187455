"""The current account in words and in a table: what it is for, term by term."""

from collections.abc import Mapping

from domain.values.messages import Euro, Message, Value, message, parts
from domain.values.texts import format_cents
from papers.documents.blocks import Grid
from projections.report import Column, Row, Table
from projections.sums import cents

_ACCOUNT: Mapping[str, tuple[Message, int]] = {
    "committed": (message("Awarded and still to be paid"), 1),
    "available_open": (message("Left in programmes, open budget years"), 1),
    "available_closed": (message("Left in programmes, closed budget years"), 1),
    "unallocated": (message("Not divided over programmes yet"), 1),
    "gap": (message("Less: budget that nobody was asked to pay (the gap)"), -1),
    "other_cover": (message("Less: budget that other income was to cover"), -1),
    "outstanding": (message("Less: contributions still to be received"), -1),
    "recoverable": (message("Less: grants still to be recovered"), -1),
    "funds": (message("Money of others, held for projects"), 1),
    "suspense": (message("Money of unknown origin, on suspense"), 1),
    "other_received": (message("Interest and other receipts, so far"), 1),
    "other_paid": (message("Less: bank charges and other payments, so far"), -1),
}
"""The terms of the current account by name, and their sign in its sum."""
_SUM = (Column("said", "What for"), Column("amount", "Amount", "amount"))


def account_sentence(account: Row) -> Value:
    """What stands on the current account, what is spoken for, and what is left."""
    balance, committed, funds = (
        cents(account[name]) for name in ("balance", "committed", "funds")
    )
    said = [
        message(
            "On the current account stands {balance}. Of that {committed} is already"
            " awarded and still to be paid; {left} is left.",
            balance=Euro(balance),
            committed=Euro(committed),
            left=Euro(balance - committed - funds),
        )
    ]
    if funds:
        held = message(
            "{amount} of it is money of others, and counts as neither.",
            amount=Euro(funds),
        )
        said.append(held)
    else:
        said.append(message("There is no money of others on it."))
    return parts(said, " ")


def account_table(account: Row) -> Grid:
    """What the current account is for: terms that add up to what stands on it."""
    rows = [
        {"said": said, "amount": signed(account[name], sign)}
        for name, (said, sign) in _ACCOUNT.items()
        if cents(account[name])
    ]
    sums = {
        "said": message("Balance of the current account"),
        "amount": account["balance"],
    }
    title = message("What the current account is for")
    return Grid(Table(_SUM, rows, title, sums))


def signed(amount: str, sign: int) -> str:
    """An amount as it counts in a sum."""
    return format_cents(sign * cents(amount))
