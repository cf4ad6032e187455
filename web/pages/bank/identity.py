"""Bank and ledger tied: bank - open lines + open entries = current account."""

from collections.abc import Iterator

from projections.answers import bank
from web.pages.bank.words import amount, heading, paragraph
from web.pages.components.facts import Figure, Figures
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Link, Several
from web.pages.markup import Content
from web.pages.visit import Visit


def tied(found: bank.Tying, visit: Visit) -> Badge:
    """Whether they are, in a word: what is open explains a difference, no more."""
    if found.difference:
        return Badge(visit.say("NOT TIED"), "danger")
    if not found.accounts:
        return Badge(visit.say("no bank account yet"))
    number = found.lines.number + found.entries.number
    if number:
        return Badge(visit.say("explained, {number} open", number=number), "warning")
    return Badge(visit.say("tied"), "safe")


def glance(found: bank.Tying, visit: Visit) -> Figures:
    """What is asked first: what the bank says, and what is open."""
    return Figures(
        [
            Figure(
                visit.say("The bank says"),
                amount(found.bank, visit, "#statements"),
            ),
            Figure(
                visit.say("Open lines"),
                Link(str(found.lines.number), "#lines"),
                Several([amount(found.lines.amount, visit, signed=True)]),
            ),
            Figure(
                visit.say("Open entries"),
                Link(str(found.entries.number), "#entries"),
                Several([amount(found.entries.amount, visit, signed=True)]),
            ),
            Figure(
                visit.say("Bank and ledger"),
                tied(found, visit),
                Link(visit.say("the sum"), "#identity"),
            ),
        ]
    )


def identity(found: bank.Tying, visit: Visit) -> Iterator[Content]:
    """The sum at the foot, each figure leading to what it is made of."""
    yield heading(visit.say("Bank and ledger"), "identity")
    state = visit.say("on {day}", day=visit.view.at)
    yield paragraph(tied(found, visit), " ", state)
    why = visit.href("/why/current-account/balance")
    rows: list[list[Content]] = [
        [
            Link(visit.say("The bank says"), "#statements"),
            amount(found.bank, visit, "#statements"),
        ],
        [
            Link(
                visit.say("open lines ({number})", number=found.lines.number),
                "#lines",
            ),
            amount(-found.lines.amount, visit, "#lines", signed=True),
        ],
        [
            Link(
                visit.say("open entries ({number})", number=found.entries.number),
                "#entries",
            ),
            amount(found.entries.amount, visit, "#entries", signed=True),
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
    if found.accounts > 1:
        yield paragraph(visit.say("The sum is always of all accounts together."))
