"""Sealed balances: the RFC 6962 tree over what the journal's accounts stood at.

A lock holds how many leaves that tree has, and its root. A leaf is one line of text
per account with a balance other than zero, sorted bytewise by account; so one balance
can be shown with a path to the root and no other balance, and that an account has none
by the two lines between which it would stand (docs/balance-proofs.md).
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.budgets.accounts import is_memorandum
from domain.values.money import Cents
from domain.values.seals import Seal
from ledger.transparency.merkle import inclusion_proof, leaf_hash, root

_ACCOUNT = re.compile(
    "(?:assets|liabilities|income|expenses|budget)(?::[A-Za-z0-9][A-Za-z0-9-]{0,39}){1,4}"
)


class SealedBalance(NamedTuple):
    """One leaf: an account and its balance in cents, debit positive, never zero."""

    account: str
    cents: Cents

    @property
    def line(self) -> str:
        """The leaf without its line feed."""
        return f"{self.account} {self.cents}"

    @property
    def leaf(self) -> bytes:
        """The leaf's hash."""
        return leaf_hash(f"{self.line}\n".encode())


@dataclass(frozen=True)
class Placed:
    """A leaf, its place in the tree (from 0) and its path to the root."""

    index: int
    balance: SealedBalance
    path: tuple[bytes, ...]


def is_journal_account(name: str) -> bool:
    """It has the form of an account that a seal has where its balance is not zero."""
    return _ACCOUNT.fullmatch(name) is not None


def sealed(balances: Mapping[str, Cents]) -> list[SealedBalance]:
    """The leaves that these balances give, in their order; memorandum is left out."""
    found = [
        SealedBalance(account, cents)
        for account, cents in balances.items()
        if cents and not is_memorandum(account)
    ]
    return sorted(found, key=lambda each: each.account.encode())


def seal_of(balances: Mapping[str, Cents]) -> Seal:
    """What a lock seals where its day's balances are these."""
    leaves = [each.leaf for each in sealed(balances)]
    return Seal(len(leaves), root(leaves).hex())


def places_of(account: str, leaves: Sequence[SealedBalance]) -> list[Placed]:
    """What shows an account's balance: its own leaf, else those beside its place."""
    names = [each.account.encode() for each in leaves]
    index = bisect_left(names, account.encode())
    if index < len(leaves) and leaves[index].account == account:
        return [_placed(index, leaves)]
    beside = (each for each in (index - 1, index) if 0 <= each < len(leaves))
    return [_placed(each, leaves) for each in beside]


def _placed(index: int, leaves: Sequence[SealedBalance]) -> Placed:
    path = inclusion_proof(index, [each.leaf for each in leaves])
    return Placed(index, leaves[index], tuple(path))
