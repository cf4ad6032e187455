"""Open lines and open entries as people read them."""

from collections.abc import Iterator, Sequence

from projections.query import Parameter
from projections.report import Column, Part, Row, Table

ACCOUNT = Parameter(
    *("account", "bank_account", "One bank account (all)."),
    place="argument",
    metavar="[ACCOUNT]",
)
_LINES = (
    Column("line", "Line", "name"),
    Column("booked", "Booked"),
    Column("amount", "Amount", "movement"),
    Column("open", "Open", "movement"),
    Column("party", "Party", flexible=True),
    Column("text", "Text", "prose", spare=True),
)
_ENTRIES = (
    Column("entry", "Entry", "number"),
    Column("date", "Date"),
    Column("command", "Command"),
    Column("amount", "Amount", "movement"),
    Column("open", "Open", "movement"),
)


def open_lines_table(rows: Sequence[Row]) -> Iterator[Part]:
    """Lines that no entry answers, if there are any."""
    if rows:
        yield Table(_LINES, rows, "Lines that no entry answers")


def open_entries_table(rows: Sequence[Row]) -> Iterator[Part]:
    """Entries that no line answers, if there are any."""
    if rows:
        yield Table(_ENTRIES, rows, "Entries that no line answers")
