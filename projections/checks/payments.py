"""`check payments`: orders reserve nothing, so more may be ordered than there is."""

from collections.abc import Iterator

from domain.budgets import accounts as acc
from domain.values.messages import Euro, Words
from domain.values.money import Cents
from projections.answers import payments as answers
from projections.answers.project_rows import project_rows
from projections.finding import Finding
from projections.snapshot import View
from projections.sums import cents


def payments(view: View) -> Iterator[Finding]:
    """Open orders of a grant, or of money of others, beyond what is left of it."""
    grants, funds = _ordered(view, "pay_grant"), _ordered(view, "spend_funds")
    committed = {
        str(row["project"]): cents(str(row["committed"])) for row in project_rows(view)
    }
    held = view.balances([acc.funds(project) for project in funds])
    for project, ordered in grants.items():
        left = committed.get(project, 0)
        yield from _exceeding(project, "committed", ordered, left)
    for project, ordered in funds.items():
        yield from _exceeding(project, "held", ordered, -held[acc.funds(project)])


def _ordered(view: View, command: str) -> dict[str, tuple[Cents, list[int]]]:
    """By project what of a command is ordered and not paid, and in which entries."""
    found: dict[str, tuple[Cents, list[int]]] = {}
    for order in answers.orders(view):
        if order.paid_by is None and order.fields["command"] == command:
            project = str(order.fields["project"])
            amount, entries = found.get(project, (0, []))
            found[project] = amount + order.amount, [*entries, order.entry]
    return found


def _exceeding(
    project: str, what: str, ordered: tuple[Cents, list[int]], left: Cents
) -> Iterator[Finding]:
    amount, entries = ordered
    if amount > left:
        yield Finding(
            "payments",
            "ORDERS_EXCEED",
            "warning",
            "{ordered} is ordered for {project}, and {left} is {what}: {over} more.",
            entries,
            ordered=Euro(amount),
            project=project,
            left=Euro(left),
            what=Words(what),
            over=Euro(amount - left),
        ).of(project, what, Euro(amount - left))
