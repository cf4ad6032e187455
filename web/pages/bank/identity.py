"""Bank and ledger tied: bank - open lines + open entries = current account."""

from collections.abc import Iterator

from projections.answers import bank
from web.pages.bank.words import amount, heading, paragraph
from web.pages.components.facts import Figure, Figures
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Link, Several
from web.pages.markup import Content
from web.pages.visit import Visit


def tied(found: bank.Reconciliation, visit: Visit) -> Badge:
    """Whether they are, in a word."""
    if found.difference:
        return Badge(visit.say("NOT TIED"), "danger")
    return Badge(visit.say("tied"), "safe")


def glance(found: bank.Reconciliation, visit: Visit) -> Figures:
    """What is asked first: what the bank says, and what is open."""
    lines = sum(each.open for each in found.lines)
    entries = sum(each.open for each in found.entries)
    return Figures(
        [
            Figure(
                visit.say("The bank says"),
                amount(sum(found.bank.values()), visit, "#statements"),
            ),
            Figure(
                visit.say("Open lines"),
                Link(str(len(found.lines)), "#lines"),
                Several([amount(lines, visit, signed=True)]),
            ),
            Figure(
                visit.say("Open entries"),
                Link(str(len(found.entries)), "#entries"),
                Several([amount(entries, visit, signed=True)]),
            ),
            Figure(
                visit.say("Bank and ledger"),
                tied(found, visit),
                Link(visit.say("the sum"), "#identity"),
            ),
        ]
    )


def identity(found: bank.Reconciliation, visit: Visit) -> Iterator[Content]:
    """The sum at the foot, each figure leading to what it is made of."""
    yield heading(visit.say("Bank and ledger"), "identity")
    state = visit.say("on {day}", day=visit.view.at)
    yield paragraph(tied(found, visit), " ", state)
    lines = sum(each.open for each in found.lines)
    entries = sum(each.open for each in found.entries)
    why = visit.href("/why/current-account/balance")
    rows: list[list[Content]] = [
        [
            Link(visit.say("The bank says"), "#statements"),
            amount(sum(found.bank.values()), visit, "#statements"),
        ],
        [
            Link(
                visit.say("less open lines ({number})", number=len(found.lines)),
                "#lines",
            ),
            amount(-lines, visit, "#lines", signed=True),
        ],
        [
            Link(
                visit.say("and open entries ({number})", number=len(found.entries)),
                "#entries",
            ),
            amount(entries, visit, "#entries", signed=True),
        ],
        [
            Link(visit.say("The ledger says: current account"), why),
            amount(found.current_account, visit, why),
        ],
    ]
    yield Table(
        "identity-sum",
        visit.say("Bank and ledger"),
        [Column(visit.say("What")), Column(visit.say("Amount"), numeric=True)],
        rows,
        totals=[visit.say("Difference"), amount(found.difference, visit)],
        hides_caption=True,
    )
    if len(found.bank) > 1:
        yield paragraph(visit.say("The sum is always of all accounts together."))
