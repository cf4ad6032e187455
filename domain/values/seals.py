"""What a lock seals. The standard library is enough: proofs are read without models."""

from typing import NamedTuple

UNSEALED = frozenset({"period-locked.v1"})
"""Topics of locks that sealed nothing."""


class Seal(NamedTuple):
    """What a lock fixes of the past, so that any one balance can be proved alone."""

    balances: int
    """Accounts of the journal with a balance other than zero at the lock's day."""
    root: str
    """The RFC 6962 root over them in hexadecimal (`ledger.transparency.seals`)."""
