"""Asking a service: what was typed is sent as it is, and a report comes back."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from cli.remote.connection import Service
from domain.values.errors import Refusal
from ledger.reading import UNREADABLE
from ledger.storage.location import Location
from projections.parameters import CLOCKS
from projections.query import Parameter, Query
from projections.report import Report
from projections.sending import MEDIA, from_json

SECONDS_OF_A_SHELL = 2.0


def ask(
    location: Location, query: Query, given: Mapping[str, Any], shape: str
) -> Report:
    """The report of a query, both clocks among what is given, by keyword.

    The service reads what was typed: it knows which day it is in the ledger's time
    zone, and every code. Raises `LedgerError`.
    """
    keys = list(_keys((*query.parameters, *CLOCKS), given))
    accept = f"{MEDIA}; shape={shape}"
    sent = Service(location).get(f"reports/{query.segment}", keys, accept=accept)
    with as_sent(location):
        return from_json(sent)


def submission(location: Location, number: int) -> Report:
    """A submission that waits, for whoever decides on it; raises `LedgerError`."""
    accept = f"{MEDIA}; shape=text"
    sent = Service(location).get(f"submissions/{number}", accept=accept)
    with as_sent(location):
        report = from_json(sent)
        if not isinstance(report.data, dict) or not {"leaf", "effect"} <= set(
            report.data
        ):
            raise TypeError(report.data)
    return report


def names(location: Location, kind: str) -> list[str]:
    """Names of a kind, for a shell, which does not wait; raises `LedgerError`."""
    service = Service(location, SECONDS_OF_A_SHELL)
    with service.read_as_wanted():
        found = service.get(f"names/{kind.replace('_', '-')}")
        return [name for name in found if name.isprintable()]


@contextmanager
def as_sent(location: Location) -> Iterator[None]:
    """A report of a service is read and printed in here; raises `Refusal` for none.

    It is checked as it is read; this is for whatever no check thought of.
    """
    try:
        yield
    except UNREADABLE:
        raise Refusal(
            "NOT_A_LEDGER",
            "the service at {location} gives a report that can't be read: is it of"
            " another version? (zuidas --version)",
            location=location,
        ) from None


def _keys(
    parameters: Iterable[Parameter], given: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    for parameter in parameters:
        value = given.get(parameter.keyword)
        for each in value if isinstance(value, tuple) else (value,):
            if each is not None and each is not False:
                yield parameter.key, "true" if each is True else str(each)
