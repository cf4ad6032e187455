"""Money that the ledger expects and nobody booked yet: a line of it is a command.

Each kind of expectation is a function of `SOURCES`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.values.creditor_references import contribution_reference
from domain.values.messages import Message, message
from domain.values.money import Cents
from projections.answers.balances import balance
from projections.answers.project_rows import project_rows
from projections.snapshot import View
from projections.suggesting.candidates import (
    Candidate,
    Kind,
    references_of,
    topics_of,
)
from projections.suggesting.grants import Papers
from projections.suggesting.orders import OpenOrder, ordered_grants
from projections.suggesting.parties import Partners
from projections.sums import cents


@dataclass(frozen=True)
class Known:
    """What expectations are made from."""

    view: View
    partners: Partners
    projects: Mapping[str, Papers]
    orders: Sequence[OpenOrder]


def expected(known: Known, first: int) -> Iterator[Candidate]:
    """Everything that is expected, numbered from `first` on."""
    number = first
    for source in SOURCES:
        for make in source(known):
            yield make(number)
            number += 1


Numbered = Callable[[int], Candidate]


def _contributions(known: Known) -> Iterator[Numbered]:
    """What partners still have to pay, due on a day."""
    rows: Any = balance(known.view, "partners")["partners"]
    decisions = _decisions_of_years(known.view)
    for row in rows:
        left = cents(row["outstanding"])
        if left > 0:
            yield _contribution(known, row, left, decisions.get(row["year"]))


def _contribution(
    known: Known, row: Mapping[str, Any], left: Cents, decision: str | None
) -> Numbered:
    year, partner = row["year"], row["partner"]
    return lambda number: Candidate(
        Kind.CONTRIBUTION,
        number,
        left,
        date.fromisoformat(row["due_date"]).toordinal(),
        message("contribution of {partner} for {year}", partner=partner, year=year),
        known.partners.name(partner),
        references_of(contribution_reference(year, partner)),
        topics_of(decision),
        command={
            "command": "receive_contribution",
            "year": year,
            "partner": partner,
        },
    )


def _decisions_of_years(view: View) -> dict[str, str]:
    """The decisions by which years were opened."""
    rows = view.rows(
        "SELECT year, decision FROM entries WHERE command = 'open_budget_year'"
        " AND decision IS NOT NULL AND entry <= ? ORDER BY entry",
        view.entry,
    )
    return {str(year): str(decision) for year, decision in rows}


def _orders(known: Known) -> Iterator[Numbered]:
    """Payments that were ordered and that the bank did not show yet."""
    for order in known.orders:
        yield _of_order(order)


def _of_order(order: OpenOrder) -> Numbered:
    return lambda number: Candidate(
        Kind.ORDER,
        number,
        -order.amount,
        order.due.toordinal(),
        order.said,
        order.party,
        references_of(order.payment, order.document),
        topics_of(order.project),
        command=order.command,
        account=order.account,
    )


def _grants(known: Known) -> Iterator[Numbered]:
    """Grants that are committed, and what recipients were paid too much.

    What is ordered of a grant is expected as an order.
    """
    ordered = ordered_grants(known.orders)
    for row in project_rows(known.view):
        project = str(row["project"])
        paper = known.projects.get(project, Papers())
        committed, owed = (
            cents(str(row[name])) for name in ("committed", "recoverable")
        )
        committed -= ordered.get(project, 0)
        if committed > 0:
            said = message("payment of the grant of {project}", project=project)
            yield _of_grant(Kind.GRANT, "pay_grant", -committed, project, paper, said)
        if owed > 0:
            said = message("refund of {project}", project=project)
            kind = Kind.RECOVERABLE
            yield _of_grant(kind, "receive_refund", owed, project, paper, said)


def _of_grant(
    kind: Kind,
    command: str,
    amount: Cents,
    project: str,
    paper: Papers,
    said: Message,
) -> Numbered:
    return lambda number: Candidate(
        kind,
        number,
        amount,
        None,
        said,
        paper.recipient,
        references_of(*paper.letters),
        topics_of(project, *paper.decisions),
        command={"command": command, "project": project},
    )


SOURCES: tuple[Callable[[Known], Iterator[Numbered]], ...] = (
    *(_contributions, _orders, _grants),
)
"""The kinds of what is expected, each with its candidates but for their numbers."""
