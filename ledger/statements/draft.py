"""A statement while it is read, and the sum that it has to stand.

Every reader gathers a draft; what all formats share is here: which day a line counts
for, what is left out, the period, and opening + lines = closing.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from domain.values.errors import Refusal
from domain.values.messages import Euro, Message, Quoted, message, parts
from domain.values.money import Cents
from ledger.statements.accounts import as_iban
from ledger.statements.limits import MAX_LINES, unsafe
from ledger.statements.source import Source
from ledger.statements.statement import Detail, Format, Statement, StatementLine
from ledger.statements.texts import Texts

EURO = "EUR"


class Balance(NamedTuple):
    """A balance in signed euro cents, and its day, where one is given."""

    amount: Cents
    day: date | None


class Booked(NamedTuple):
    """What a reader knows of a booked line; `day` None where the bank gives none."""

    amount: Cents
    day: date | None
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


@dataclass(slots=True)
class Draft:
    """What is known of a statement so far."""

    source: Source
    format: Format
    account: str | None = None
    number: str | None = None
    opening: Balance | None = None
    closing: Balance | None = None
    since: date | None = None
    until: date | None = None
    not_booked: int = 0
    zero_lines: int = 0
    texts: Texts = field(default_factory=Texts)
    booked: list[Booked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.source.allowance.statement(self.source.shown)

    @property
    def position(self) -> int:
        """The number of the line that is read now, with those that are left out."""
        return len(self.booked) + self.not_booked + self.zero_lines + 1

    @property
    def named(self) -> Message:
        """The statement as a refusal names it."""
        if self.number is None:
            return message("the statement of {account}", account=self._account)
        return message(
            "statement {number} of {account}",
            number=Quoted(self.number),
            account=self._account,
        )

    @property
    def _account(self) -> Message | Quoted:
        return Quoted(self.account) if self.account else message("an unnamed account")

    def add(self, line: Booked) -> None:
        """Keep a line; raises `Refusal` (`STATEMENT_UNSAFE`) for too many."""
        if line.amount == 0:
            self.zero_lines += 1
            return
        if len(self.booked) == MAX_LINES:
            raise unsafe(self.source.shown, "lines in one statement", MAX_LINES)
        self.source.allowance.line(self.source.shown, len(line.details))
        self.booked.append(line)

    def euros_only(self, currency: str | None) -> None:
        """Raises `Refusal` (`NOT_EURO`) for another currency; None is not said."""
        if currency is not None and currency.strip() != EURO:
            raise self.source.refusal(
                "NOT_EURO",
                "{file}: {statement} is in {currency}, and the ledger is in euros"
                " alone. Leave this account's statements out.",
                statement=self.named,
                currency=Quoted(currency.strip()),
            )

    def finished(self) -> Statement:
        """The statement, summed up.

        Raises `Refusal` (`STATEMENT_INCOMPLETE`, `STATEMENT_UNBALANCED`).
        """
        opening, closing = self.opening, self.closing
        if opening is None or closing is None:
            lacks = message("opening balance" if closing else "closing balance")
            raise self._incomplete(lacks)
        self._check_sum(opening.amount, closing.amount)
        until = self.until or closing.day
        if until is None:
            raise self._incomplete(message("day of its closing balance"))
        return Statement(
            format=self.format,
            iban=as_iban(self.account),
            account=self.account,
            number=self.number,
            from_date=min(self.since or opening.day or until, until),
            to_date=until,
            opening=opening.amount,
            closing=closing.amount,
            lines=self._lines(closing.day or until),
            not_booked=self.not_booked,
            zero_lines=self.zero_lines,
            texts_changed=self.texts.changed,
            file=self.source.file,
            sha256=self.source.sha256,
            archive=self.source.archive,
        )

    def _incomplete(self, lacks: Message) -> Refusal:
        return self.source.refusal(
            "STATEMENT_INCOMPLETE",
            "{file}: {statement} gives no {lacks}: without it nothing proves that its"
            " lines are all there are. Ask the bank for the booked statement of a"
            " whole period.",
            statement=self.named,
            lacks=lacks,
        )

    def _check_sum(self, opening: Cents, closing: Cents) -> None:
        total = sum(line.amount for line in self.booked)
        if opening + total == closing:
            return
        raise self.source.refusal(
            "STATEMENT_UNBALANCED",
            "{file}: {statement} doesn't add up: it opens at {opening}, its booked"
            " lines ({lines:,}) come to {total}, together {sum}, but it closes at"
            " {closing}: {difference} apart.{left_out}{flipped} Nothing of it is"
            " taken; ask the bank for the file again.",
            statement=self.named,
            opening=Euro(opening),
            lines=len(self.booked),
            total=Euro(total),
            sum=Euro(opening + total),
            closing=Euro(closing),
            difference=Euro(closing - opening - total),
            left_out=self._left_out(),
            flipped=self._flipped(closing - opening - total),
        )

    def _left_out(self) -> Message | None:
        if not self.not_booked:
            return None
        return message(
            " Lines left out because they are not booked: {not_booked:,}.",
            not_booked=self.not_booked,
        )

    def _flipped(self, difference: Cents) -> Message | None:
        """That the sum would hold with every reversal of the other sign."""
        lines = [n for n, line in enumerate(self.booked, 1) if line.reversal]
        reversed_ = sum(self.booked[n - 1].amount for n in lines)
        if not lines or -2 * reversed_ != difference:
            return None
        return message(
            " It would add up if the lines that are marked as reversals had the other"
            " sign: {reversals}; this bank may mean its marks so.",
            reversals=parts(lines),
        )

    def _lines(self, closing_day: date) -> tuple[StatementLine, ...]:
        return tuple(
            StatementLine(
                n=n,
                booked=line.day or line.value or closing_day,
                amount=line.amount,
                value=line.value,
                party=line.party,
                party_account=line.party_account,
                text=line.text,
                reference=line.reference,
                bank_reference=line.bank_reference,
                bank_code=line.bank_code,
                reversal=line.reversal,
                details=line.details,
                details_given=line.details_given,
            )
            for n, line in enumerate(self.booked, 1)
        )
