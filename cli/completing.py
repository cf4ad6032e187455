"""Completion in the shell: codes of the ledger that is named, files, commands.

Completion must never fail or say anything: without a ledger there is nothing to offer.
"""

import os
from collections.abc import Sequence

import click

from domain.values.errors import LedgerError
from ledger.reading import UNREADABLE, open_reader
from ledger.storage.location import DEFAULT, Location


def completed(
    context: click.Context, kind: str, incomplete: str, end: str, also: Sequence[str]
) -> list[str]:
    """The ledger's codes of a kind, and `also`, that begin so; `end` behind each."""
    if end and end in incomplete:
        return []
    start = incomplete.lower()
    found = (*_known(context, kind), *also)
    return [f"{name}{end}" for name in found if name.lower().startswith(start)]


def _known(context: click.Context, kind: str) -> Sequence[str]:
    try:
        return _names(_location(context), kind)
    except (LedgerError, OSError, *UNREADABLE):
        return ()


def _names(location: Location, kind: str) -> list[str]:
    if location.host is not None:
        from cli.remote.asking import names

        return names(location, kind)
    from ledger.naming import names_of

    with open_reader(location) as ledger:
        return list(names_of(ledger, kind))


def _location(context: click.Context) -> Location:
    """The ledger that is typed before the word, or named by the environment."""
    each: click.Context | None = context
    while each is not None:
        if each.params.get("db"):
            return Location.parse(each.params["db"])
        each = each.parent
    return Location.parse(os.environ.get("ZUIDAS_DB") or DEFAULT)
