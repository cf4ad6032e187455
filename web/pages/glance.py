"""What the first page begins with: one sentence, and the figures that matter most."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.values.messages import Message, message
from domain.values.money import Cents
from projections.answers import bank
from projections.sums import cents
from web.pages import figures
from web.pages.components.facts import Figure, Figures
from web.pages.components.texts import Badge, Link, Several
from web.pages.composing import sentence
from web.pages.markup import Content, element, joined
from web.pages.visit import Visit

Row = Mapping[str, Any]
SPENT = "spent"
"""The id of what says what was spent is made of."""
_OTHERS: Mapping[str, Message] = {
    "funds": message("{amount} of others was received"),
    "other_received": message("{amount} was received otherwise"),
    "funds_spent": message("{amount} of others was spent"),
    "other_paid": message("{amount} was paid otherwise"),
}
"""What moves on the account beside contributions and what they paid for."""


def summary(visit: Visit, balance: Row) -> Iterator[Content]:
    """Since the start: paid in, spent, what is there, and what of it is promised."""
    account = balance["current_account"]
    if not any(cents(text) for text in account.values()):
        return
    spent = _spent(account)
    said = sentence(
        visit,
        message(
            "Since the start the partners paid in {contributions}; {spent} of it is"
            " spent. {balance} is in the account, of which {committed} is committed to"
            " projects."
        ),
        contributions=_of_account(visit, account, "contributions"),
        spent=Link(visit.written.money(spent), f"#{SPENT}"),
        balance=_of_account(visit, account, "balance"),
        committed=_committed(visit, balance),
    )
    yield element("p", said, class_="utrecht-paragraph lead")
    more = [_made_of(visit, account), *_of_others(visit, account)]
    yield element("p", Several(more, " "), class_="remark", id=SPENT)


def _spent(account: Row) -> Cents:
    paid = cents(account["grants_paid"]) + cents(account["process_costs"])
    return paid - cents(account["refunds"])


def _of_account(visit: Visit, account: Row, column: str) -> Content:
    return figures.amount(account[column], visit, "current-account", column)


def _committed(visit: Visit, balance: Row) -> Link:
    """The projects' page has all of them below it, each with its why."""
    committed = figures.total(balance["projects"], "committed")
    return Link(visit.written.money(committed), visit.href("/projects"))


def _made_of(visit: Visit, account: Row) -> Content:
    """What was spent: grants, less what came back of them, and process costs."""
    names = ["grants_paid", "process_costs"]
    template = message("Spent: {grants_paid} of grants and {process_costs} of costs.")
    if cents(account["refunds"]):
        names.append("refunds")
        template = message(
            "Spent: {grants_paid} of grants, less {refunds} that was paid back, and"
            " {process_costs} of process costs."
        )
    shown = {name: _of_account(visit, account, name) for name in names}
    return sentence(visit, template, **shown)


def _of_others(visit: Visit, account: Row) -> Iterator[Content]:
    """What moved on the account beside contributions and what they paid for."""
    moved = [name for name in _OTHERS if cents(account[name])]
    if not moved:
        return
    told: list[Content] = [
        sentence(visit, _OTHERS[name], amount=_of_account(visit, account, name))
        for name in moved
    ]
    yield joined([visit.say("Beside that"), ": ", Several(told), "."])


def glance(visit: Visit, balance: Row, year: Row | None) -> Content:
    """The answers in one look."""
    found = [] if year is None else [_for_projects(visit, balance, year)]
    found += [
        _free(visit, balance),
        _partners_owe(visit, balance["partners"]),
        _bank(visit),
    ]
    return Figures(found)


def _for_projects(visit: Visit, balance: Row, year: Row) -> Figure:
    return Figure(
        visit.say("Left for projects, {year}", year=year["year"]),
        figures.of_year(year, "for_projects", visit),
        left_of(visit, balance, year),
    )


def left_of(visit: Visit, balance: Row, year: Row) -> str:
    """How what is left for projects adds up; of a closed year nothing is."""
    rows = [row for row in balance["programmes"] if row["year"] == year["year"]]
    available = figures.total(rows, "available")
    money = visit.written.money
    unallocated = cents(year["unallocated"])
    if year["status"] == "closed":
        return visit.say(
            "the year is closed: nothing is awarded any more; {left} is not used",
            left=money(unallocated + available),
        )
    return visit.say(
        "{unallocated} not divided + {available} available under the ceilings −"
        " {kept} kept for process costs",
        unallocated=money(unallocated),
        available=money(available),
        kept=money(unallocated + available - cents(year["for_projects"])),
    )


def _free(visit: Visit, balance: Row) -> Figure:
    """What is no money of others; what is committed is still in it."""
    account, money = balance["current_account"], visit.written.money
    return Figure(
        visit.say("Current account, not earmarked"),
        figures.amount(account["free"], visit, "current-account", "free"),
        visit.say(
            "{balance} less {earmarked} earmarked money of others; {committed} of it is"
            " committed",
            balance=money(cents(account["balance"])),
            earmarked=money(cents(account["earmarked"])),
            committed=money(figures.total(balance["projects"], "committed")),
        ),
    )


def _partners_owe(visit: Visit, partners: Sequence[Row]) -> Figure:
    owed = figures.total(partners, "outstanding")
    late = figures.total(partners, "overdue")
    said = visit.say("nothing overdue")
    if late:
        said = visit.say("{late} overdue", late=visit.written.money(late))
    value = visit.written.money(owed)
    return Figure(
        visit.say("Partners still to pay"), Link(value, visit.href("/partners")), said
    )


def _bank(visit: Visit) -> Figure:
    """Whether bank and ledger are tied."""
    found = bank.glance(visit.view)
    name = visit.say("Bank")
    if not found.accounts:
        said = visit.say("no statement is registered")
        return Figure(name, Link(visit.say("not tied yet"), visit.href("/bank")), said)
    state = Badge(
        visit.say("tied") if found.is_tied else visit.say("open"),
        "safe" if found.is_tied else "warning",
    )
    said = visit.say(
        "{lines} of lines ({number}) and {entries} of entries",
        lines=visit.written.money(found.lines.amount),
        number=found.lines.number,
        entries=visit.written.money(found.entries),
    )
    return Figure(name, Link(state, visit.href("/bank")), said)
