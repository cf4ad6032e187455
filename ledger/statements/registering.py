"""Statements that were read, as commands: of which account each is, and in what order.

The order is that in which they follow each other: account, first day, number.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from domain.entries.parsing import build
from domain.entries.statements import RegisterStatement
from domain.states.bank import BankAccount, numbers
from domain.values.errors import Refusal
from domain.values.ibans import plain_iban
from domain.values.messages import Quoted, message, parts
from domain.values.texts import format_cents
from ledger.statements.statement import Statement, StatementLine, statement_id


class Registration(NamedTuple):
    """A statement with its command."""

    statement: Statement
    command: RegisterStatement


def registrations(
    statements: Iterable[Statement],
    accounts: Sequence[BankAccount],
    account: str | None = None,
) -> list[Registration]:
    """The commands that register statements; one that is there twice counts once.

    `account` is the code of the account they are all of, where it is said. Raises
    `Refusal`: `BANK_ACCOUNT_UNKNOWN`, `BANK_ACCOUNT_DIFFERS`.
    """
    found: dict[str, Registration] = {}
    for statement in statements:
        code = _account_of(statement, accounts, account)
        given = statement_id(code, statement)
        if given not in found:
            fields = _fields(code, statement) | {"id": given}
            command = build(RegisterStatement, fields)
            assert isinstance(command, RegisterStatement)  # noqa: S101  # of that model
            found[given] = Registration(statement, command)
    return sorted(found.values(), key=_order)


def _order(each: Registration) -> tuple[object, ...]:
    given = each.command
    return given.account, given.from_date, given.to_date, numbers(given.number)


def _account_of(
    statement: Statement, accounts: Sequence[BankAccount], named: str | None
) -> str:
    """The code of a statement's account, as named or by its IBAN."""
    iban = None if statement.iban is None else plain_iban(statement.iban)
    for account in accounts:
        given = account.given
        if named is None and iban is not None and given.iban == iban:
            return given.account
        if named is not None and given.account == named:
            if iban is not None and given.iban not in (None, iban):
                raise Refusal(
                    "BANK_ACCOUNT_DIFFERS",
                    "{file} is a statement of {iban}; {account} has {own}.",
                    file=Quoted(statement.file),
                    iban=iban,
                    account=named,
                    own=given.iban,
                )
            return named
    known = parts(account.given.account for account in accounts)
    raise Refusal(
        "BANK_ACCOUNT_UNKNOWN",
        "{file} is a statement of {which}, which is no bank account of this ledger"
        "{known}. Open it first (open_bank_account){way}.",
        file=Quoted(statement.file),
        which=Quoted(named or statement.account or iban or "-"),
        known=message(" (it has {known})", known=known) if accounts else None,
        way=None if named else message(", or name one with --account"),
    )


def _fields(account: str, statement: Statement) -> dict[str, Any]:
    """The command in the contract's JSON form."""
    fields = {
        "account": account,
        "number": statement.number,
        "from_date": statement.from_date.isoformat(),
        "to_date": statement.to_date.isoformat(),
        "opening": format_cents(statement.opening),
        "closing": format_cents(statement.closing),
        "format": statement.format,
        "lines": [_line(line) for line in statement.lines],
        "document": statement.file,
        "document_sha256": statement.sha256,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _line(line: StatementLine) -> dict[str, Any]:
    fields = {
        "n": line.n,
        "booked": line.booked.isoformat(),
        "amount": format_cents(line.amount),
        "value": None if line.value is None else line.value.isoformat(),
        "party": line.party,
        "party_account": line.party_account,
        "text": line.text,
        "reference": line.reference,
        "bank_reference": line.bank_reference,
        "bank_code": line.bank_code,
        "reversal": line.reversal or None,
    }
    return {name: value for name, value in fields.items() if value is not None}
