"""Completion in the shell: codes of the ledger that is named, files, commands.

Completion must never fail or say anything: without a ledger there is nothing to offer.
"""

import os
from collections.abc import Iterable, Iterator, Sequence

import click

from domain.framework.course import PARTNER, PROGRAMME, YEAR
from domain.values.errors import LedgerError
from ledger.reading import UNREADABLE, LedgerReader, open_reader
from ledger.storage.location import DEFAULT, Location
from projections.answers.bank import accounts_of
from projections.known import recorded_names


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
        with open_reader(_location(context)) as ledger:
            return list(_names(ledger, kind))
    except (LedgerError, OSError, *UNREADABLE):
        return ()


def _location(context: click.Context) -> Location:
    """The ledger that is typed before the word, or named by the environment."""
    each: click.Context | None = context
    while each is not None:
        if each.params.get("db"):
            return Location.parse(each.params["db"])
        each = each.parent
    return Location.parse(os.environ.get("ZUIDAS_DB") or DEFAULT)


def _names(ledger: LedgerReader, kind: str) -> Iterable[str]:
    match kind:
        case "partner" | "programme" | "year" | "category":
            return ledger.frameworks.course().codes(kind, ledger.today)
        case "project" | "decision" | "meeting":
            return recorded_names(ledger.store, kind)
        case "account":
            return _accounts(ledger)
        case "bank_account":
            return (account.code for account in accounts_of(ledger.view()))
    return ()


def _accounts(ledger: LedgerReader) -> Iterator[str]:
    course = ledger.frameworks.course()
    yield "current-account"
    yield from (f"partner:{code}" for code in course.ever(PARTNER))
    for year in course.ever(YEAR):
        for code in (*course.ever(PROGRAMME), "OUTSIDE"):
            yield f"programme:{code}:{year}"
    yield from (f"project:{name}" for name in recorded_names(ledger.store, "project"))
