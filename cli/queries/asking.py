"""Asking a ledger where it is: one that is opened here, or one that a service has."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ledger.asking import asking
from ledger.damage import damage_told
from ledger.storage.location import Location
from projections.query import Query
from projections.report import Report


@contextmanager
def asked(
    location: Location, query: Query, given: Mapping[str, Any], shape: str
) -> Iterator[Report]:
    """The report of a query, for as long as its ledger is open.

    `given` are both clocks and its parameters as they were typed, by keyword. Raises
    `LedgerError`.
    """
    if location.host is not None:
        from cli.remote.asking import as_sent, ask

        with as_sent(location):
            yield ask(location, query, given, shape)
        return
    values = dict(given)
    at, known_at = values.pop("at", None), values.pop("known_at", None)
    with asking(location, at, known_at) as asker, damage_told():
        yield asker.ask(query, values, shape=shape, typed=True)
