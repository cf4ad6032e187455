"""A ledger in a test, in whichever database."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from domain.entries.event import Actor
from ledger.frameworks import load
from ledger.posting.application import Ledger, Receipt
from ledger.reading import create_store, open_store
from ledger.storage.location import Location
from ledger.storage.store import Store
from tests.unit.domain.posting import NOON, LedgerInTest, built

Tamper = Callable[[str], None]
"""Runs a statement past the guards."""


class StoredLedger(LedgerInTest):
    """Posts and looks as `LedgerInTest` does, at any place."""

    def __init__(self, location: Location, now: datetime = NOON) -> None:
        self.location = location
        self.now = now
        store = open_store(location, writing=True)
        self.store: Any = store
        self.ledger = Ledger(store, lambda: self.now)

    def accept(self, command: str, **fields: object) -> Receipt:
        return self.ledger.accept(built(command, fields), actor(self.store))


def initialised(location: Location) -> StoredLedger:
    """A new ledger, opened."""
    store = create_store(location)
    ledger = Ledger(store, lambda: NOON)
    try:
        ledger.initialise(load("drentse-zuidas"), None, actor(store))
    finally:
        ledger.close()
    return StoredLedger(location)


def actor(store: Store) -> Actor:
    """An officer; of a database with users its session user, who can't be chosen."""
    return Actor(
        name=store.session_user or "treasurer",
        source="option",
        login="treasurer",
        session_user=store.session_user,
    )
