"""What ties the bank to the ledger: which lines and entries answer each other.

Stored in the event that makes or undoes it, since what was open then follows from what
was recorded before. Both sides of a tie are equal, so the bank less its open lines, and
the ledger less its open entries, stay the same on every day.
"""

from datetime import date
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.entries.event import LedgerEvent
from domain.values.money import Cents


class TiedLine(BaseModel):
    """How much of a bank line is answered; of the other sign where it is opened."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    line: str
    """Such as `57.3`: line 3 of the statement in entry 57."""
    account: str
    """Code of the bank account."""
    amount: Cents


class TiedEntry(BaseModel):
    """How much of what an entry moved is answered; of the other sign where opened."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    entry: int
    amount: Cents


class Tie(BaseModel):
    """What answers each other, or is opened again, from a day on."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    day: date
    lines: tuple[TiedLine, ...] = ()
    entries: tuple[TiedEntry, ...] = ()
    own: Cents = 0
    """How much of what this very entry moved is answered."""

    def opposite(self, day: date, entry: int) -> "Tie":
        """What undoes it from a day on; `entry` is the one that it was stored in."""
        own = [TiedEntry(entry=entry, amount=-self.own)] if self.own else []
        return Tie(
            day=day,
            lines=tuple(
                each.model_copy(update={"amount": -each.amount}) for each in self.lines
            ),
            entries=(
                *(
                    each.model_copy(update={"amount": -each.amount})
                    for each in self.entries
                ),
                *own,
            ),
        )


class TiedEvent(LedgerEvent):
    """An event that may tie bank and ledger, or undo a tie."""

    ties: tuple[Tie, ...] | None = None


class LineNumber(NamedTuple):
    """A bank line by the entry of its statement and its number in it.

    Number 0 is the opening balance of an account, in the entry that opened it.
    """

    statement: int
    number: int

    def __str__(self) -> str:
        return f"{self.statement}.{self.number}"


def line_number(text: str) -> LineNumber:
    """`57.3`, whose form was checked."""
    statement, _, number = text.partition(".")
    return LineNumber(int(statement), int(number))
