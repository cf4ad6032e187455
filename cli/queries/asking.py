"""Asking a ledger where it is: one that is opened here, or one that a service has."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from cli.settings import Settings
from ledger.asking import asking
from ledger.damage import damage_told
from projections.query import Query
from projections.report import Report


@contextmanager
def asked(
    settings: Settings, query: Query, given: Mapping[str, Any]
) -> Iterator[Report]:
    """The report of a query, for as long as its ledger is open.

    `given` are both clocks and its parameters as they were typed, by keyword. Raises
    `LedgerError`.
    """
    location, shape, speech = settings.location, settings.shape, settings.speech
    if location.host is not None:
        from cli.remote.asking import as_sent, ask

        with as_sent(location):
            report = ask(location, query, given, shape)
            speech.hear_of(None if report.footer is None else report.footer.language)
            yield report
        return
    values = dict(given)
    at, known_at = values.pop("at", None), values.pop("known_at", None)
    with asking(location, at, known_at) as asker, damage_told():
        try:
            report = asker.ask(query, values, shape=shape, typed=True)
        finally:  # what is refused is told in that language too
            if asker.is_open:
                speech.hear(asker.ledger.frameworks)
        yield report
