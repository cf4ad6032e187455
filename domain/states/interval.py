"""Something in force from its date until the day before its reversal's."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar


@dataclass(frozen=True)
class InForce:
    """The term of an entry that is in force until it is reversed."""

    entry: int
    since: date
    reversed_on: date | None = None

    @property
    def stands(self) -> bool:
        """It was not reversed, whatever the dates."""
        return self.reversed_on is None

    def on(self, day: date) -> bool:
        """It is in force on that day."""
        return self.since <= day and (
            self.reversed_on is None or day < self.reversed_on
        )


def free_from(before: date | None, since: date, reversed_on: date) -> date | None:
    """From when on a name can be used again whose holder was reversed.

    What was reversed on its own date was never in force, so it holds no name.
    """
    if since == reversed_on:
        return before
    return reversed_on if before is None else max(before, reversed_on)


Term = TypeVar("Term", bound=InForce)


def ended(terms: tuple[Term, ...], entry: int, day: date) -> tuple[Term, ...]:
    """The same terms, the one of `entry` reversed on `day`."""
    return tuple(
        replace(term, reversed_on=day) if term.entry == entry else term
        for term in terms
    )
