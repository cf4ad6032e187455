"""`payments`: what was ordered to be paid, and what of it was."""

from projections.answers.payments import orders, payment_json
from projections.query import Asked, Parameter, query
from projections.report import Column, Report, Table, of_table

_COLUMNS = (
    Column("payment", "Payment", "name"),
    Column("due", "Due date"),
    Column("command", "Command"),
    Column("amount", "Amount", "amount"),
    Column("status", "Status", "words"),
    Column("approved_by", "Approved by", "name"),
    Column("entry", "Ordered in", "number"),
    Column("paid_by", "Paid in", "number"),
)


@query(
    "payments",
    Parameter("open", "flag", "Only those that are not paid.", argument="unpaid"),
    examples="""
    zuidas payments
    zuidas payments --open --at 2012-03-31 -O json
    """,
)
def payments(asked: Asked, *, unpaid: bool = False) -> Report:
    """List the payment orders that stand, by when they are due."""
    rows = [payment_json(order) for order in orders(asked.view)]
    chosen = [row for row in rows if not unpaid or row["status"] == "open"]
    chosen.sort(key=lambda row: (row["due"], row["entry"]))
    return of_table(Table(_COLUMNS, chosen, "Payments"))
