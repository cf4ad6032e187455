"""Searching entries by what people wrote in them."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from domain.values.errors import Refusal
from projections.answers.entries import Entry, Filters, history
from projections.days import day_number
from projections.snapshot import View

_TEXTS = (
    *("document", "payee", "counterparty", "source", "recipient", "title"),
    *("description", "subject", "reason", "motivation", "note", "value"),
    *("legal_basis", "ground", "recipient_kvk"),
)


def search(
    view: View, text: str, until: date | None = None, *, newest_first: bool = False
) -> Iterator[Entry]:
    """Entries that hold a text, in order; raises `Refusal` (`BAD_COMMAND`) for none."""
    wanted = plain(text.strip())
    if not wanted:
        raise Refusal("BAD_COMMAND", "there is no text to look for.")
    until_day = None if until is None else day_number(until)
    filters = Filters(until_day=until_day)
    for entry in history(view, filters, newest_first=newest_first):
        if any(wanted in plain(each) for each in _texts(entry)):
            yield entry


def plain(text: str) -> str:
    """A text without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _texts(entry: Entry) -> Iterator[str]:
    shown = (entry.document, entry.counterparty, entry.description)
    yield from (text for text in shown if text is not None)
    for given in (entry.given, entry.given.get("as") or {}):
        yield from _written(given)


def _written(given: Mapping[str, Any]) -> Iterator[str]:
    for name in _TEXTS:
        if isinstance(given.get(name), str):
            yield given[name]
    for party in given.get("third_parties") or ():
        yield str(party["name"])
