"""Bank statements (section 8): accounts, what the bank showed, and matching."""

import datetime as dt
from typing import Annotated, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)

from domain.entries.command import Command, Dated, Documented
from domain.entries.event import LedgerEvent
from domain.entries.ties import TiedEvent
from domain.values.fields import (
    BankAccountCode,
    BankLine,
    Day,
    EntryNumber,
    Iban,
    Line,
    Remark,
    SignedBalance,
    SignedMovement,
    TrueOrAbsent,
    bad,
    is_new,
)
from domain.values.messages import Euro
from domain.values.money import Cents
from domain.values.sealed import SealedLine, SealedText

T = TypeVar("T")
MOST_LINES = 10_000
"""Lines of one statement."""
_ACCOUNT = Field(description="Code of the bank account, such as rc.")
_NUMBER = Annotated[Line, Field(max_length=40)]


class OpenBankAccount(Dated, Documented):
    """Let an account's statements stand for (part of) the current account.

    From its date on; what the ledger had before is open until it is explained.
    """

    name = "open_bank_account"
    example = {
        "account": "rc",
        "kind": "bank",
        "holder": "Provincie Drenthe",
        "date": "2011-08-01",
        "opening": "0.00",
        "document": "Overeenkomst rekening-courant",
        "iban": "NL91ABNA0417164300",
    }

    account: Annotated[BankAccountCode, _ACCOUNT]
    kind: Annotated[
        Literal["bank", "ledger"],
        Field(description="bank: at a bank; ledger: in the province's own ledger."),
    ]
    holder: Annotated[Line, Field(description="Who holds it.")]
    opening: Annotated[
        SignedBalance, Field(description="Balance before the first line of the date.")
    ]
    iban: Annotated[Iban | None, Field(description="IBAN; a bank account has one.")] = (
        None
    )

    @model_validator(mode="after")
    def _check_iban(self) -> Self:
        if self.kind == "bank" and self.iban is None:
            raise bad("BAD_COMMAND", "a bank account has an iban.")
        return self


class StatementLine(BaseModel):
    """One booked line of a statement."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )

    n: Annotated[EntryNumber, Field(description="1, 2, 3 and so on.")]
    booked: Annotated[Day, Field(description="The day the bank booked it.")]
    amount: Annotated[SignedMovement, Field(description="Negative where money left.")]
    value: Annotated[Day | None, Field(description="Value date.")] = None
    party: SealedLine | None = None
    party_account: SealedLine | None = None
    text: SealedText | None = None
    reference: SealedLine | None = None
    bank_reference: Line | None = None
    bank_code: Line | None = None
    reversal: TrueOrAbsent = None

    @property
    def sealed_day(self) -> dt.date:
        """The day that tells when its texts are erased: the bank's own."""
        return self.booked


def _numbered(lines: list[StatementLine]) -> list[StatementLine]:
    for number, line in enumerate(lines, start=1):
        if line.n != number:
            raise bad(
                "BAD_COMMAND",
                "lines are numbered 1, 2, 3: {n} stands where {number} should.",
                n=line.n,
                number=number,
            )
    return lines


class RegisterStatement(Documented):
    """Register a statement whole: what the bank, or the province's ledger, shows.

    It moves no money: entries answer its lines.
    """

    name = "register_statement"
    example = {
        "account": "rc",
        "number": "8",
        "from_date": "2011-08-01",
        "to_date": "2011-08-31",
        "opening": "0.00",
        "closing": "44800.00",
        "format": "camt.053",
        "lines": [
            {
                "n": 1,
                "booked": "2011-08-20",
                "amount": "44800.00",
                "party": "Gemeente Emmen",
                "text": "Bijdrage 2011",
            }
        ],
        "document": "2011-08.xml",
    }

    account: Annotated[BankAccountCode, _ACCOUNT]
    number: Annotated[
        _NUMBER | None, Field(description="The statement's own number.")
    ] = None
    from_date: Annotated[Day, Field(description="First day of its period.")]
    to_date: Annotated[Day, Field(description="Last day of its period.")]
    opening: Annotated[SignedBalance, Field(description="Balance before its lines.")]
    closing: Annotated[SignedBalance, Field(description="Balance after its lines.")]
    format: Annotated[
        Literal["camt.053", "mt940", "extract"],
        Field(description="What it was read from."),
    ]
    lines: Annotated[
        list[StatementLine],
        Field(max_length=MOST_LINES, description="What was booked."),
        AfterValidator(_numbered),
    ]

    @property
    def effective_date(self) -> dt.date:
        """Its last day."""
        return self.to_date

    @model_validator(mode="after")
    def _check_sums(self, info: ValidationInfo) -> Self:
        if not is_new(info):
            return self
        if self.from_date > self.to_date:
            raise bad(
                "BAD_DATE",
                "a statement from {first} to {last} has no days.",
                first=self.from_date,
                last=self.to_date,
            )
        total = sum(line.amount for line in self.lines)
        if self.opening + total != self.closing:
            raise bad(
                "STATEMENT_UNBALANCED",
                "opening {opening} and lines of {total} make {sum}, and closing says"
                " {closing}: {difference} differs.",
                opening=Euro(self.opening),
                total=Euro(total),
                sum=Euro(self.opening + total),
                closing=Euro(self.closing),
                difference=Euro(self.closing - self.opening - total),
            )
        return self

    def counts_on(self, line: StatementLine) -> dt.date:
        """The day a line counts on: booked outside the period, its last one."""
        inside = self.from_date <= line.booked <= self.to_date
        return line.booked if inside else self.to_date

    def sums(self) -> dict[dt.date, Cents]:
        """What its lines add up to by the day they count on."""
        sums: dict[dt.date, Cents] = {}
        for line in self.lines:
            day = self.counts_on(line)
            sums[day] = sums.get(day, 0) + line.amount
        return sums


def _once(values: list[T]) -> list[T]:
    seen: set[T] = set()
    for value in values:
        if value in seen:
            raise bad("BAD_COMMAND", "{value} is named twice.", value=str(value))
        seen.add(value)
    return values


class MatchBankLines(Command):
    """Say which bank lines and entries are the same movements; both sides are equal.

    Either side may be empty: lines, or entries, that cancel out.
    """

    name = "match_bank_lines"
    example = {"lines": ["6.1"], "entries": [4], "reason": "Booked before the bank"}

    lines: Annotated[
        list[BankLine],
        Field(max_length=MOST_LINES, description="Lines of statements, such as 57.3."),
        AfterValidator(_once),
    ] = []
    entries: Annotated[
        list[EntryNumber],
        Field(max_length=MOST_LINES, description="Numbers of entries."),
        AfterValidator(_once),
    ] = []
    date: Annotated[
        Day | None,
        Field(description="From when it counts (the latest day of what it ties)."),
    ] = None
    reason: Annotated[Remark, Field(description="Why.")] = None

    @property
    def effective_date(self) -> dt.date | None:
        """From when it counts, where that is given."""
        return self.date

    @model_validator(mode="after")
    def _check_something(self) -> Self:
        if not self.lines and not self.entries:
            raise bad("BAD_COMMAND", "name lines, entries, or both.")
        return self


class BankAccountOpened(LedgerEvent):
    """From its date on the account is (part of) the current account."""

    given: OpenBankAccount


class StatementRegistered(LedgerEvent):
    """A statement; its lines are open until they are answered."""

    given: RegisterStatement


class BankLinesMatched(TiedEvent):
    """Lines and entries answer each other from a day on."""

    given: MatchBankLines
    day: dt.date

    @property
    def effective_date(self) -> dt.date:
        """The day from which it counts."""
        return self.day
