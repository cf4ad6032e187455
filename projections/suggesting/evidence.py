"""What speaks for a suggestion: its points, and the same in words."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from domain.values.messages import Message, Quoted, Words, message
from projections.suggesting.candidates import FARTHEST

REFERENCE, TOPIC, ACCOUNT, NAME = 6, 3, 4, 2
CODE = 9
"""The bank's own code says what it is: it counts as a reference too."""
TOLD = 5
"""A text of nobody in particular speaks of charges or interest."""
RULED = 6
"""A rule of the user's file says so."""
CERTAIN, LIKELY = 9, 5
AHEAD = 3
_BY_DAYS = ((2, 2), (5, 1), (14, 0), (FARTHEST, -2))
"""Days apart at most, and the points for them."""


class Evidence(NamedTuple):
    """What speaks for a line being something."""

    reference: str | None = None
    """A reference of it in the text, as the ledger writes it; of several all."""
    topic: str | None = None
    """A project or a decision in the text."""
    account: str | None = None
    """The line that taught the account."""
    party: str | None = None
    """A party with a name like the one shown."""
    days: int | None = None
    day: int | None = None
    """The day that the days are counted from."""
    same_account: str | None = None
    """Another line with the same account."""
    ordered: str | None = None
    """The payment order that has the line's account."""
    code: str | None = None
    """The category that the bank's own code is of."""
    told: str | None = None
    """The category that the text speaks of."""
    rule: int | None = None
    parts: int = 1
    """How many of one party add up to it."""

    @property
    def points(self) -> int:
        """What it adds up to."""
        points = REFERENCE if self.reference else 0
        points += TOPIC if self.topic else 0
        accounts = self.account, self.same_account, self.ordered
        points += ACCOUNT if any(accounts) else 0
        points += NAME if self.party else 0
        points += CODE if self.code else 0
        points += TOLD if self.told else 0
        points += RULED if self.rule else 0
        return points + (0 if self.days is None else POINTS_OF_DAYS[self.days])

    @property
    def is_strong(self) -> bool:
        """More than a likeness: what the line refers to, or whose account it is.

        Of a return it is not known which of three movements the entry is of.
        """
        return bool(self.reference or self.account or self.ordered or self.code)

    def said(self) -> Iterator[Message]:
        """The same in words."""
        if self.parts > 1:
            yield message("{parts} of one party add up to it", parts=self.parts)
        if self.rule:
            yield message("rule {rule} of the file", rule=self.rule)
        if self.reference:
            yield message("text has {reference}", reference=self.reference)
        if self.topic:
            yield message("text has {topic}", topic=self.topic)
        if self.account:
            yield message("account as in line {line}", line=self.account)
        if self.same_account:
            yield message("account as in line {line}", line=self.same_account)
        if self.ordered:
            yield message("account as ordered in {payment}", payment=self.ordered)
        if self.party:
            yield message("name like {name}", name=Quoted(self.party))
        if self.code:
            yield message("the bank's code says {category}", category=Words(self.code))
        if self.told:
            yield message("text speaks of {category}", category=Words(self.told))
        yield from self._days_said()

    def _days_said(self) -> Iterator[Message]:
        if self.days is None or self.day is None:
            return
        day = date.fromordinal(self.day)
        if self.days == 0:
            yield message("same day as {day}", day=day)
        elif self.days == 1:
            yield message("1 day from {day}", day=day)
        else:
            yield message("{days} days from {day}", days=self.days, day=day)


POINTS_OF_DAYS = tuple(
    next(points for most, points in _BY_DAYS if days <= most)
    for days in range(FARTHEST + 1)
)
"""Points for so many days apart."""
