"""Proving one sealed balance, and verifying such a proof without any ledger."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from domain.budgets.accounts import CURRENT_ACCOUNT
from domain.catalogue import topics_of
from domain.values.errors import IntegrityError, Refusal
from domain.values.messages import Quoted
from domain.values.money import Cents
from domain.values.seals import UNSEALED, Seal
from ledger.reading import LedgerReader
from ledger.storage import events
from ledger.transparency.balance_proofs import BalanceProof
from ledger.transparency.checkpoints import VerifiedCheckpoint
from ledger.transparency.merkle import verify_inclusion
from ledger.transparency.notes import Note, SignatureError
from ledger.transparency.seals import (
    Placed,
    is_journal_account,
    places_of,
    seal_of,
    sealed,
)
from ledger.transparency.trust import Trust
from ledger.verifying.audit import ProvedEntry, prove, proved_entry
from projections.stored import of_commands, state_of_entry

_LOCK = "lock_period"
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ROOT = re.compile("[0-9a-f]{64}")
_MOST_BALANCES = 2**63


def account_named(typed: str) -> str:
    """The one account of the journal that somebody names.

    Raises `Refusal` (`BAD_COMMAND`) for what stands for several, or for none.
    """
    if typed == "current-account":
        return CURRENT_ACCOUNT
    if is_journal_account(typed):
        return typed
    raise Refusal(
        "BAD_COMMAND",
        "{account} is not one account of the journal; give current-account, or an"
        " account as zuidas trial-balance lists them, such as"
        " assets:receivable:PARTNER:YEAR.",
        account=Quoted(typed),
    )


def sealing_lock(ledger: LedgerReader, entry: int | None) -> int:
    """The entry of a lock that has a seal: the one named, else the newest.

    Raises `Refusal`: `ENTRY_UNKNOWN`, and `SCOPE_INVALID` where it sealed nothing.
    """
    if entry is None:
        return _newest_seal(ledger)
    row = events.row_of(ledger.store, entry) if entry > 0 else None
    if row is None:
        raise Refusal("ENTRY_UNKNOWN", "there is no entry {entry}.", entry=entry)
    if not _seals(row.topic):
        raise Refusal(
            "SCOPE_INVALID",
            "entry {entry} sealed no balances: only locks do, from version 2 of the"
            " program on (lock_period). Leave --entry out for the newest that did.",
            entry=entry,
        )
    return entry


def _newest_seal(ledger: LedgerReader) -> int:
    locks = of_commands(ledger.view(), [_LOCK], stream="periods")
    found = [entry for entry, state in locks if state.get("balances_root")]
    if not found:
        raise Refusal(
            "SCOPE_INVALID",
            "no lock of this ledger has sealed balances yet; zuidas lock-period"
            " --until DATE does.",
        )
    return found[-1]


def prove_balance(
    ledger: LedgerReader, account: str, entry: int, note: Note
) -> BalanceProof:
    """Proof of what an account stood at when a lock sealed it.

    The ledger was verified whole. Raises `IntegrityError` (`SEAL_DIFFERS`) where its
    balances are not those that were sealed, `Refusal` for a checkpoint of before.
    """
    proof = prove(ledger.store, entry, note)
    state = state_of_entry(ledger.store, entry)
    view = ledger.view(date.fromisoformat(state["given"]["until"]))
    balances = view._replace(entry=entry).journal_balances()
    if seal_of(balances) != (state["balances"], state["balances_root"]):
        raise IntegrityError(
            "SEAL_DIFFERS",
            "the balances are not those that entry {entry} sealed (see zuidas audit"
            " verify).",
            entry=entry,
        )
    found = BalanceProof(account, tuple(places_of(account, sealed(balances))), proof)
    # A stored entry may be well-formed and still be none that a proof can hold.
    return BalanceProof.parse(found.encode())


@dataclass(frozen=True)
class ProvedBalance:
    """What an account stood at on a date, and what vouches for it."""

    account: str
    cents: Cents
    until: date
    entry: int
    """The lock that sealed it: later entries may have changed what is known."""
    seal: Seal
    verified: VerifiedCheckpoint


def verify_balance(data: bytes, trust: Trust) -> ProvedBalance:
    """The balance of a proof's file, verified with nothing but file and keys.

    Raises `NoteError` where the file is malformed, `SignatureError` where it does not
    prove what it says.
    """
    proof = BalanceProof.parse(data)
    lock = proved_entry(proof.entry, trust)
    until, seal = _sealed_by(lock)
    for place in proof.places:
        _check_sealed(place, seal)
    return ProvedBalance(
        account=proof.account,
        cents=_cents(proof.account, proof.places, seal),
        until=until,
        entry=lock.entry,
        seal=seal,
        verified=lock.verified,
    )


def _sealed_by(lock: ProvedEntry) -> tuple[date, Seal]:
    """The day and the seal of an entry that is to be a lock."""
    state = lock.state
    given, count, root = (
        state.get(name) for name in ("given", "balances", "balances_root")
    )
    own = state.get("entry")
    if (
        not _seals(lock.topic)
        or not (_is_count(own) and own == lock.entry)
        or not _is_count(count)
        or not (isinstance(root, str) and _ROOT.fullmatch(root))
    ):
        raise SignatureError(f"entry {lock.entry} is not a lock that sealed balances")
    until = given.get("until") if isinstance(given, Mapping) else None
    return _day(until, lock.entry), Seal(count, root)


def _seals(topic: str) -> bool:
    return topic in topics_of(_LOCK) and topic not in UNSEALED


def _is_count(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 <= value < _MOST_BALANCES


def _day(until: object, entry: int) -> date:
    if isinstance(until, str) and _DATE.fullmatch(until):
        try:
            return date.fromisoformat(until)
        except ValueError:
            pass
    raise SignatureError(f"entry {entry} locks until no day of the calendar")


def _check_sealed(place: Placed, seal: Seal) -> None:
    root = bytes.fromhex(seal.root)
    leaf = place.balance.leaf
    if not verify_inclusion(place.index, seal.balances, leaf, place.path, root):
        raise SignatureError(
            f"balance {place.index} ({place.balance.account}) is not among the"
            f" {seal.balances} that were sealed"
        )


def _cents(account: str, places: Sequence[Placed], seal: Seal) -> Cents:
    """The account's own balance, or 0 where those shown leave no place for one."""
    match places:
        case [own] if own.balance.account == account:
            return own.balance.cents
        case []:
            none = seal == seal_of({})
        case [only]:
            first = account < only.balance.account and only.index == 0
            last = only.index == seal.balances - 1
            none = first or (last and only.balance.account < account)
        case _:
            left, right = places
            between = left.balance.account < account < right.balance.account
            none = between and right.index == left.index + 1
    if not none:
        raise SignatureError(f"what is shown is not the balance of {account}")
    return 0
