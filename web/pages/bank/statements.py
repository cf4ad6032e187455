"""Statements that stand, one after the other, with what is missing between them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from domain.values.days import days_after
from domain.values.messages import Message, message
from projections.answers import bank
from projections.days import from_number
from web.pages.bank.words import amount, day_text, heading, paragraph
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Empty, Link, Several
from web.pages.markup import Content
from web.pages.visit import Visit

FEW = 3
"""Statements on the page of the bank itself."""
MOST = 100
"""On the page of statements; paged by entry."""


def remarks(
    statements: Sequence[bank.Statement], opened: Mapping[str, date]
) -> Mapping[int, Message]:
    """By entry what is missing before a statement, or there twice.

    `opened` has the day that each account was opened at. Balances need no word: no
    statement is registered that doesn't begin where the one before ended.
    """
    until = {account: days_after(day, -1) for account, day in opened.items()}
    found = {}
    for each in sorted(statements, key=lambda s: (s.account, s.to_day, s.entry)):
        first, last = from_number(each.from_day), from_number(each.to_day)
        before = until.get(each.account)
        if before is not None and first > days_after(before, 1):
            found[each.entry] = message(
                "no statement from {first} to {last}; the balance did not move",
                first=days_after(before, 1),
                last=days_after(first, -1),
            )
        elif before is not None and first <= before:
            found[each.entry] = message(
                "{day} is in the statement before it too", day=first
            )
        until[each.account] = last
    return found


def opened_on(view_accounts: Sequence[bank.Account]) -> dict[str, date]:
    """By code the day of which the opening balance is."""
    return {
        each.code: date.fromisoformat(str(each.given["date"])) for each in view_accounts
    }


def section(visit: Visit, account: str | None) -> Iterator[Content]:
    """The newest statements, and where the others are."""
    yield heading(visit.say("Statements"), "statements")
    standing = of_account(visit, account)
    yield table(standing[-FEW:][::-1], visit, standing)
    if len(standing) > FEW:
        said = visit.say("All {number} statements", number=len(standing))
        yield paragraph(Link(said, visit.href("/bank/statements", account=account)))


def of_account(visit: Visit, account: str | None) -> list[bank.Statement]:
    """Those that end on or before the date, the oldest first."""
    view = visit.view
    return [
        each
        for each in bank.statements_of(view)
        if each.to_day <= view.day and account in (None, each.account)
    ]


def table(
    shown: Sequence[bank.Statement],
    visit: Visit,
    all_of_them: Sequence[bank.Statement],
) -> Table:
    """Some statements; `all_of_them` tell what is missing between two."""
    said = remarks(all_of_them, opened_on(bank.accounts_of(visit.view)))
    return Table(
        "statements-table",
        visit.say("Statements"),
        [
            Column(visit.say("Statement"), narrow=True),
            Column(visit.say("Account"), narrow=True),
            Column(visit.say("Period"), narrow=True),
            Column(visit.say("Opening"), numeric=True),
            Column(visit.say("Closing"), numeric=True),
            Column(visit.say("Lines"), numeric=True),
            Column(visit.say("Remark")),
        ],
        [_row(each, visit, said) for each in shown],
        empty=Empty(
            visit.say("No statement is registered at this date."),
            Link(visit.say("Read statements"), visit.href("/bank/import")),
        ),
        hides_caption=True,
    )


def _row(
    each: bank.Statement, visit: Visit, said: Mapping[int, Message]
) -> list[Content]:
    first, last = from_number(each.from_day), from_number(each.to_day)
    period = (day_text(first, visit), day_text(last, visit))
    remark = said.get(each.entry)
    return [
        Link(
            each.number or f"#{each.entry}",
            visit.href(f"/bank/statements/{each.entry}"),
        ),
        each.account,
        Several(period, " – "),
        amount(each.opening, visit),
        amount(each.closing, visit),
        each.lines,
        None if remark is None else visit.told(remark),
    ]
