"""A bank account beside a ledger in a test: a few lines, and what is suggested."""

from dataclasses import dataclass
from typing import Any

from ledger.suggesting.answers import Answer, answers
from projections.suggesting.rules import Rule
from tests.suggesting.three_years import euros
from tests.unit.domain.posting import LATE, LedgerInTest

Row = dict[str, Any]
EMMEN = "NL44RABO0123456789"


def line(amount: str, on: str, text: str | None = None, **more: Any) -> Row:
    """A line, without its number."""
    fields = {"booked": on, "amount": amount, "text": text, **more}
    return {name: value for name, value in fields.items() if value is not None}


@dataclass
class SmallBank:
    """An account whose statements follow each other, each of some days."""

    ledger: LedgerInTest
    closing: int = 0
    until: str = "2011-08-01"

    @classmethod
    def beside(cls, ledger: LedgerInTest) -> "SmallBank":
        """Open account rc on the first day of the first budget year."""
        ledger.post(
            "open_bank_account",
            account="rc",
            kind="ledger",
            holder="Provincie Drenthe",
            date="2011-08-01",
            opening="0.00",
            document="RC",
        )
        return cls(ledger)

    def shows(self, *lines: Row) -> int:
        """Register a statement of these lines; gives its entry."""
        total = sum(_cents(each["amount"]) for each in lines)
        last = max(str(each["booked"]) for each in lines)
        entry = self.ledger.post(
            "register_statement",
            account="rc",
            from_date=self.until,
            to_date=last,
            opening=_signed(self.closing),
            closing=_signed(self.closing + total),
            format="camt.053",
            lines=[{"n": n, **each} for n, each in enumerate(lines, start=1)],
            document="2011.xml",
        )
        self.closing += total
        self.until = last
        return entry

    def suggested(self, *rules: Rule) -> dict[str, Answer]:
        """By line what is suggested."""
        found = answers(self.ledger.view(LATE), rules)
        return {each.suggestion.shown.line.name: each for each in found}

    def only(self, *rules: Rule) -> Answer:
        """The one suggestion that there is."""
        (found,) = self.suggested(*rules).values()
        return found


def level(answer: Answer) -> tuple[str, int]:
    """How sure it is, and by how many points."""
    return answer.suggestion.level, answer.suggestion.points


def said(answer: Answer) -> list[str]:
    """What speaks for it, and against it."""
    suggestion = answer.suggestion
    return list(map(str, (*suggestion.evidence.said(), *suggestion.doubts)))


def _cents(amount: str) -> int:
    return int(amount.replace(".", ""))


def _signed(cents: int) -> str:
    return f"-{euros(-cents)}" if cents < 0 else euros(cents)
