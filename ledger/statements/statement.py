"""A bank statement as it was read: typed, frozen, balanced."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

from domain.values.money import Cents
from domain.values.texts import format_cents

Format = Literal["camt.053", "mt940", "extract"]


@dataclass(frozen=True, slots=True)
class Detail:
    """One payment of a batch: for matching only, it may lack anything.

    `amount` is signed euro cents, None where the bank gives none, or none in euros.
    """

    amount: Cents | None = None
    party: str | None = None
    party_account: str | None = None
    text: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A booked line: signed euro cents, never zero; `n` counts from 1.

    `booked` is the day the bank gives, also outside the statement's period
    (`Statement.counts_on`). `details` are at most 500 of the `details_given`.
    `reversal`: the bank marks it as one; the sign of `amount` is right already.
    """

    n: int
    booked: date
    amount: Cents
    value: date | None = None
    party: str | None = None
    party_account: str | None = None
    text: str | None = None
    reference: str | None = None
    bank_reference: str | None = None
    bank_code: str | None = None
    reversal: bool = False
    details: tuple[Detail, ...] = ()
    details_given: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of one account; `opening` + its lines = `closing`, in euro cents.

    `account` is what the statement calls its account, without spaces, None where it
    names none; `iban` the same where it has the form of an IBAN (not checked further).
    `not_booked` and `zero_lines` count what was left out of `lines`, `texts_changed`
    the texts that were cut or cleaned. `file` and `sha256` are those of the file, or of
    the member of the ZIP `archive`.
    """

    format: Format
    iban: str | None
    account: str | None
    number: str | None
    from_date: date
    to_date: date
    opening: Cents
    closing: Cents
    lines: tuple[StatementLine, ...]
    not_booked: int
    zero_lines: int
    texts_changed: int
    file: str
    sha256: str
    archive: str | None = None

    @property
    def total(self) -> Cents:
        """The lines together: closing less opening."""
        return sum(line.amount for line in self.lines)

    def counts_on(self, line: StatementLine) -> date:
        """The day on which a line counts: booked outside the period, its last one."""
        inside = self.from_date <= line.booked <= self.to_date
        return line.booked if inside else self.to_date


def statement_id(account: str, statement: Statement) -> str:
    """The `id` of a statement's command: the same one for the same statement.

    `stmt:` and the first 40 hexadecimal digits of the SHA-256 of a JSON array without
    spaces, in ASCII: the account's code in the ledger, from_date, to_date, opening,
    closing, and an array of `[n, booked, amount]` of each line. Days are ISO 8601,
    amounts texts with two decimals and a minus where negative:

        ["rc","2026-01-01","2026-01-31","100.00","95.50",[[1,"2026-01-15","-4.50"]]]

    No name, number or text is in it: an unsalted hash of one outlives its erasure.
    """
    lines = [
        [line.n, line.booked.isoformat(), format_cents(line.amount)]
        for line in statement.lines
    ]
    days = [statement.from_date.isoformat(), statement.to_date.isoformat()]
    balances = [format_cents(statement.opening), format_cents(statement.closing)]
    content = json.dumps([account, *days, *balances, lines], separators=(",", ":"))
    return f"stmt:{sha256(content.encode('ascii')).hexdigest()[:40]}"
