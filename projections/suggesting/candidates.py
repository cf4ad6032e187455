"""What might answer a bank line: its amount, its day, and what tells it apart."""

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from domain.values.messages import Message
from domain.values.money import Cents
from domain.values.words import as_reference, as_word
from projections.days import from_number

Command = Mapping[str, Any]
"""The fields of a command, without those that the line itself gives."""
FARTHEST = 45
"""Days; what is farther apart is no candidate."""


_NONE: Mapping[str, Any] = MappingProxyType({})
"""Of most candidates; one for all of them."""


class Kind(Enum):
    """What a line would be answered with."""

    ENTRY = "entry"
    """An open entry: the two are matched."""
    CONTRIBUTION = "contribution"
    ORDER = "order"
    """A payment order that the bank should have carried out."""
    GRANT = "grant"
    RECOVERABLE = "recoverable"
    CHARGE = "charge"
    """Charges or interest, as the bank's own code or text says."""
    RULE = "rule"
    """What a rule of the user's file says."""
    RETURN = "return"
    """Another open line, of the opposite amount."""


class Candidate(NamedTuple):
    """One thing that a line may be."""

    kind: Kind
    number: int | None
    """Its place among all candidates; None where it answers any number of lines."""
    amount: Cents
    """As the bank shows it: negative where money leaves."""
    day: int | None
    """A day as `date.toordinal` counts; None where days say nothing."""
    said: Message
    """What it is, in words."""
    party: str | None = None
    """Who it is with, as the ledger names it."""
    references: Mapping[str, str] = _NONE
    """References of it: as they are looked for, and as they are written."""
    topics: Mapping[str, str] = _NONE
    """Project and decision, in the same way."""
    entry: int | None = None
    """Of an open entry its number."""
    category: str | None = None
    """Of an open entry beside the budget."""
    command: Command = _NONE
    """What would be posted, where it is no match."""
    account: str | None = None
    """Of a payment order the account that it is paid to, if that was said."""
    other: int | None = None
    """Of a return the place of the other line among those that are open."""


def references_of(*texts: str | None) -> Mapping[str, str]:
    """References as they are looked for; those that say nothing are left out."""
    return {w: text for text in texts if text and (w := as_reference(text))} or _NONE


def topics_of(*texts: str | None) -> Mapping[str, str]:
    """The same of project ids and numbers of decisions."""
    return {w: text for text in texts if text and (w := as_word(text))} or _NONE


@lru_cache(maxsize=50_000)
def ordinal(day: int) -> int:
    """20110801 as `date.toordinal` counts."""
    return from_number(day).toordinal()


def words_of(candidates: Iterable[Candidate]) -> dict[str, str]:
    """Every word that is looked for in texts, and as it is written."""
    found: dict[str, str] = {}
    for each in candidates:
        found.update(each.references)
        found.update(each.topics)
    return found
