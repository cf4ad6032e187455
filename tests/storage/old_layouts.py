"""Ledgers of an older layout, and all that a ledger answers."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ledger.posting import bank_facts
from ledger.storage import layouts, schema
from ledger.storage.location import Location
from projections import bank_rows, rows
from projections import tables as writing
from projections.answers import agenda
from tests.functional.program import InProcess
from tests.storage.server import Schema

VOUCHERS = 2
"""The layout since which uses of vouchers are kept."""
ANSWERS = 5
"""The layout since which an entry and its reversal are said to answer each other."""
PARTS = 6
"""The layout since which balances of parts of the log are kept."""
QUERIES = (
    *("balance", "balance projects", "trial-balance", "journal", "journal -O hledger"),
    *("statement current-account", "statement partner:emmen", "decisions"),
    *("explain programme:SN:2011", "history", "history --partner emmen", "show 14"),
    *("history --document BANK-emmen-2011-08-20", "history --year 2011"),
    *(
        "history --programme TL",
        "history --command deviate",
        "history --actor treasurer",
    ),
    *("diff #10 #26", "check", "assess grecor --amount 1", "audit verify"),
    "audit verify --rules",
    *("audit findings", "framework show", "balance --known-at #15 --at 2012-07-31"),
    "history --recorded-from 2014-12-31T12:00 --known-at 2014-12-31T13:00",
)
"""With the ledger `lived`: something of everything."""


@contextmanager
def program_of_layout(number: int) -> Iterator[None]:
    """As if this were the program of an earlier layout."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layouts, "CURRENT", number)
        if number < VOUCHERS:
            patch.setattr(rows, "voucher", lambda _: None)
        if number < PARTS:
            patch.setattr(writing, "_PART_BALANCES", {})
        if number < ANSWERS:
            patch.setattr(bank_rows, "_of_pair", lambda _: ())
            patch.setattr(bank_facts, "answered_by", lambda *_: None)
            patch.setattr(agenda, "open_lines", lambda _: [])
        yield


def answers(cli: InProcess, place: str) -> dict[str, str]:
    """Every query's answer, byte for byte."""
    found = {}
    for query in QUERIES:
        for shape in ([], ["-O", "json"]):
            if "-O" in query and shape:
                continue
            arguments = [*query.split(), *shape]
            result = cli("--db", place, *arguments)
            assert result.err == "", result
            found[" ".join(arguments)] = f"{result.code} {result.out} {result.err}"
    return found


_OF_LIVED: dict[bool, dict[str, str]] = {}
"""What the ledger `lived` answers in a file and in PostgreSQL."""


def answers_of_lived(cli: InProcess, place: Location) -> dict[str, str]:
    """The same of a ledger `lived` that is sound, of any layout: asked but once."""
    in_file = place.path is not None
    if in_file not in _OF_LIVED:
        _OF_LIVED[in_file] = answers(cli, place.url)
    return _OF_LIVED[in_file]


def make_officer(ledger: Schema, user: str, layout: int) -> None:
    """Give a user the rights that version 1 gave to officers, as it gave them."""
    present = layouts.upto(layout)
    everything = schema.postgres_names(present)
    written = layouts.names_of(present, "log", *layouts.PROJECTIONS)
    totals = layouts.names_of(present, "totals")
    ledger.run(f"GRANT USAGE ON SCHEMA {ledger.name} TO {user}")
    for right, tables in (
        ("SELECT", everything),
        ("INSERT", written),
        ("UPDATE (amount)", totals),
    ):
        ledger.run(f"GRANT {right} ON {', '.join(tables)} TO {user}")
