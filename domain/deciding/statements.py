"""Bank accounts, statements and matches: what may follow what (section 8)."""

from collections.abc import Iterator
from datetime import date

from domain.budgets import accounts
from domain.deciding.answering import entry_of, line_of
from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.statements import (
    BankAccountOpened,
    BankLinesMatched,
    MatchBankLines,
    OpenBankAccount,
    RegisterStatement,
    StatementRegistered,
)
from domain.entries.ties import Tie, TiedEntry, TiedLine, line_number
from domain.states.bank import BankAccount, Open, follows
from domain.values.errors import Refusal
from domain.values.messages import Euro, Message, Quoted, message, parts
from domain.values.money import Cents


@decides(OpenBankAccount)
def open_bank_account(command: OpenBankAccount, actor: Actor, books: Books) -> Draft:
    """Neither its code nor its IBAN is another account's."""
    for account in books.bank_accounts():
        same_iban = command.iban is not None and account.given.iban == command.iban
        if same_iban or account.given.account == command.account:
            raise Refusal(
                "BANK_ACCOUNT_EXISTS",
                "bank account {account}{iban} was opened in entry {entry}.",
                {"entry": account.entry},
                account=account.given.account,
                iban=message(" ({iban})", iban=command.iban) if same_iban else None,
                entry=account.entry,
            )
    return Draft(
        f"bank:{command.account}",
        lambda envelope: BankAccountOpened(**envelope, given=command),
    )


@decides(RegisterStatement)
def register_statement(command: RegisterStatement, actor: Actor, books: Books) -> Draft:
    """It follows the account's last one: its account, its days, its balance."""
    account = known_account(command.account, books)
    _check_from(command, account)
    last = books.last_statement(command.account)
    closing = account.given.opening
    if last is not None:
        _check_follows(command, last.to_date, last.number, last.entry)
        closing = last.closing
    if command.opening != closing:
        raise _gap(command, closing, None if last is None else last.entry)
    return Draft(
        f"statements:{command.account}",
        lambda envelope: StatementRegistered(**envelope, given=command),
    )


def known_account(code: str, books: Books) -> BankAccount:
    """The account of that code; raises `Refusal` (`BANK_ACCOUNT_UNKNOWN`)."""
    found = books.bank_accounts()
    for account in found:
        if account.given.account == code:
            return account
    known = [account.given.account for account in found]
    raise Refusal(
        "BANK_ACCOUNT_UNKNOWN",
        "there is no bank account {code}{known}; open it first (open_bank_account).",
        code=Quoted(code),
        known=message(" (there is {known})", known=parts(known)) if known else None,
    )


def _check_from(command: RegisterStatement, account: BankAccount) -> None:
    """Nothing of it counts before the account does."""
    days = [command.counts_on(line) for line in command.lines]
    first = min(days, default=command.to_date)
    if first < account.given.date:
        raise Refusal(
            "BANK_ACCOUNT_UNKNOWN",
            "bank account {account} is there from {date} on; the statement has lines of"
            " {first}.",
            account=command.account,
            date=account.given.date,
            first=first,
        )


def _check_follows(
    command: RegisterStatement, until: date, number: str | None, entry: int
) -> None:
    same_day = command.from_date == until
    if command.from_date > until or (same_day and follows(command.number, number)):
        return
    raise Refusal(
        "STATEMENT_OVERLAPS",
        "the last statement of {account} (entry {entry}{number}) is until {until}; this"
        " one begins on {begins}{own}. Register what follows it, or reverse it first.",
        {"entry": entry},
        account=command.account,
        entry=entry,
        number=_numbered(number),
        until=until,
        begins=command.from_date,
        own=_numbered(command.number),
    )


def _numbered(number: str | None) -> Message | None:
    return None if number is None else message(", number {number}", number=number)


def _gap(command: RegisterStatement, closing: Cents, last: int | None) -> Refusal:
    ended = message("the account was opened")
    if last is not None:
        ended = message("the last statement (entry {last}) closed", last=last)
    return Refusal(
        "STATEMENT_GAP",
        "{ended} with {closing}, and this one opens with {opening}: {difference}"
        " differs. A statement is missing in between, or it is of another account.",
        ended=ended,
        closing=Euro(closing),
        opening=Euro(command.opening),
        difference=Euro(command.opening - closing),
    )


@decides(MatchBankLines)
def match_bank_lines(command: MatchBankLines, actor: Actor, books: Books) -> Draft:
    """What is open of the lines is what is open of the entries."""
    lines = list(_lines(command, books))
    entries = list(_entries(command, books))
    _check_equal(lines, entries)
    first = max(found.free_from for _, found in (*_founds(lines), *entries))
    day = command.date or first
    if day < first:
        raise Refusal(
            "BAD_DATE",
            "what is matched can answer each other from {first} on, not {day}.",
            first=first,
            day=day,
        )
    tie = Tie(
        day=day,
        lines=tuple(line for line, _ in lines),
        entries=tuple(TiedEntry(entry=n, amount=each.open) for n, each in entries),
    )
    return Draft(
        "matches",
        lambda envelope: BankLinesMatched(
            **envelope, given=command, ties=(tie,), day=day
        ),
    )


def _founds(
    lines: list[tuple[TiedLine, Open]],
) -> Iterator[tuple[str, Open]]:
    return ((line.line, found) for line, found in lines)


def _lines(command: MatchBankLines, books: Books) -> Iterator[tuple[TiedLine, Open]]:
    for text in command.lines:
        line = line_of(line_number(text), books)
        if not line.found.open:
            raise Refusal(
                "LINE_ANSWERED",
                "line {line} is answered already, whole.",
                line=text,
            )
        tied = TiedLine(
            line=str(line.number), account=line.account, amount=line.found.open
        )
        yield tied, line.found


def _entries(command: MatchBankLines, books: Books) -> Iterator[tuple[int, Open]]:
    for number in command.entries:
        found = entry_of(number, books)
        if not found.open:
            raise Refusal(
                "ENTRY_ANSWERED",
                "entry {number} is answered already, by a bank line, a match or its"
                " reversal.",
                number=number,
            )
        yield number, found


def _check_equal(
    lines: list[tuple[TiedLine, Open]], entries: list[tuple[int, Open]]
) -> None:
    of_lines = sum(found.open for _, found in lines)
    of_entries = sum(found.open for _, found in entries)
    if of_lines != of_entries:
        raise Refusal(
            "MATCH_UNBALANCED",
            "the lines are {of_lines} open and the entries {of_entries}: {difference}"
            " differs.",
            of_lines=Euro(of_lines),
            of_entries=Euro(of_entries),
            difference=Euro(of_lines - of_entries),
        )


def taken_back(
    event: StatementRegistered | BankAccountOpened,
) -> list[tuple[date, str, Cents]]:
    """The opposite of what a statement or an opening counts, on its own days."""
    given = event.given
    if isinstance(given, OpenBankAccount):
        sums = {given.date: given.opening}
    else:
        sums = given.sums()
    return [
        (day, account(given.account), -amount)
        for day, amount in sums.items()
        if amount
        for account in (accounts.bank, accounts.bank_open)
    ]
