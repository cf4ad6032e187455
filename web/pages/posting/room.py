"""What a booking leaves: of a programme, process costs, a grant, the account."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from domain.budgets import accounts as acc
from domain.values.messages import Euro
from domain.values.money import Cents
from projections.answers.balances import programme_rows
from projections.answers.years import opened_years
from projections.snapshot import View
from projections.sums import cents
from web.pages.visit import Visit

MOST = 4
"""Sentences; a command of many programmes has its table."""


class Change(NamedTuple):
    """What a booking adds to an account, and what it stood at before."""

    account: str
    before: Cents
    change: Cents

    @property
    def after(self) -> Cents:
        """What it comes to."""
        return self.before + self.change


def changes_of(lines: Sequence[tuple[str, Cents]], view: View) -> list[Change]:
    """Each account of some lines once, with what it stands at in a view."""
    sums: dict[str, Cents] = {}
    for account, amount in lines:
        sums[account] = sums.get(account, 0) + amount
    before = view.balances(sums)
    return [Change(name, before[name], change) for name, change in sums.items()]


def left_said(changes: Sequence[Change], view: View, visit: Visit) -> list[str]:
    """In words what is left; `view` is that of before the booking."""
    return list(_said(changes, view, visit))[:MOST]


def _said(changes: Sequence[Change], view: View, visit: Visit) -> Iterator[str]:
    found = {tuple(each.account.split(":")): each for each in changes}
    for names, each in found.items():
        match names:
            case ("budget", "available", year, programme):
                yield visit.say(
                    "Of {programme} {year} {amount} is left.",
                    programme=programme,
                    year=year,
                    amount=Euro(each.after),
                )
            case ("liabilities", "grants", project):
                yield visit.say(
                    "Of the grant of {project} {amount} is still to be paid.",
                    project=project,
                    amount=Euro(-each.after),
                )
    yield from _process(found, view, visit)
    for each in changes:
        if each.account == acc.CURRENT_ACCOUNT:
            yield _on_account(each, view.at, visit)


def _process(
    found: Mapping[tuple[str, ...], Change], view: View, visit: Visit
) -> Iterator[str]:
    """Room below the ceilings of process costs, of the years that are charged."""
    charged: dict[str, Cents] = {}
    for names, each in found.items():
        if names[:2] == ("expenses", "process"):
            charged[names[2]] = charged.get(names[2], 0) + each.change
    if not charged:
        return
    _, years = programme_rows(view, opened_years(view))
    for row in (each.json() for each in years):
        change = charged.get(str(row["year"]))
        if change is not None:
            ceiling = cents(str(row["process_ceiling"]))
            left = ceiling - cents(str(row["process_costs"])) - change
            yield visit.say(
                "Of the ceiling of process costs of {year}, {ceiling}, {amount} is"
                " left.",
                year=row["year"],
                ceiling=Euro(ceiling),
                amount=Euro(left),
            )


def _on_account(each: Change, day: date, visit: Visit) -> str:
    return visit.say(
        "On the current account {amount} is left on {day}.",
        amount=Euro(each.after),
        day=day,
    )
