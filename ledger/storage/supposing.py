"""Tables beside the stored ones, for what is only supposed: the ground of a dry run.

For each table there is a temporary one of the same columns and keys, and a temporary
view of its own name that has the rows of both. Temporary names come first, so whatever
is asked finds stored and supposed rows together, and nothing stored is written or
locked. Where nothing is supposed in a table its stored one is asked, which is faster.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from ledger.storage import layouts, schema
from ledger.storage.store import Store
from ledger.storage.tables import Index, Kind, Table

_WRITTEN: tuple[Kind, ...] = ("log", "projection", "totals", "sealed")
"""Kinds of tables that posting writes to."""
TABLES = layouts.tables_of(layouts.upto(layouts.CURRENT), *_WRITTEN)
OWN = "supposed_"
"""What the names of the temporary tables begin with."""
_ERASURES = Table(
    "erasures",
    "sealed",
    ("entry {integer} NOT NULL", "place {text} NOT NULL", "PRIMARY KEY (entry, place)"),
)
"""Which sealed values are supposed to be erased."""
OWN_NAMES = tuple(f"{OWN}{table.name}" for table in (*TABLES, _ERASURES))
"""The temporary tables."""
_REVERSALS = "reversals"
"""The entries that reverse another: few, so that joining them is fast."""
_REVERSES = next(
    [name for name, _ in table.columns].index("reverses")
    for table in TABLES
    if table.name == "entries"
)
_NAMES = "|".join(table.name for table in TABLES)
_ASKED = re.compile(rf"\b((?:FROM|JOIN)\s+)({_NAMES})\b")
_ADDED = re.compile(rf"INSERT INTO ({_NAMES})\b")
_ERASED = f"DELETE FROM {schema.ERASABLE} WHERE entry = ? AND place = ?"
_REVERSING = re.compile(r"\b(JOIN\s+)entries( (\w+)\s+ON \3\.reverses =)")


@dataclass(frozen=True)
class Places:
    """Where a database has the stored tables and where temporary ones, in SQL."""

    stored: str
    temporary: str
    names_index: bool
    """The place stands before the name of an index, not before that of its table."""


class SupposingStore(Store, Protocol):
    """A store whose write transactions are dry runs: without a lock, and forgotten."""


class Supposed:
    """What a connection's dry run has supposed so far, and how it is asked."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._tables: frozenset[str] = frozenset()

    def forget(self) -> None:
        """Nothing is supposed any more."""
        self._tables = frozenset()

    def asked(self, sql: str) -> str:
        """A query of what is stored and supposed."""
        return _asked(sql, self._places, self._tables)

    def added(self, sql: str, rows: Sequence[Sequence[object]]) -> str:
        """What supposes rows instead of storing them, or values to be erased."""
        own = f"{self._places.temporary}.{OWN}"
        if sql == _ERASED:
            self._tables |= {schema.ERASABLE}
            return f"INSERT INTO {own}{_ERASURES.name} VALUES (?, ?)"
        found = _ADDED.match(sql)
        if found is None:
            raise AssertionError(sql)  # nothing else is written
        self._tables |= {found[1]}
        if found[1] == "entries" and any(row[_REVERSES] for row in rows):
            self._tables |= {_REVERSALS}
        # Under its stored name, by which an upsert calls it.
        return f"INSERT INTO {own}{found[1]} AS {found[1]}{sql[found.end() :]}"


@lru_cache(maxsize=2_000)
def _asked(sql: str, places: Places, supposed: frozenset[str]) -> str:
    def place(found: re.Match[str]) -> str:
        stored = found[2] not in supposed
        return f"{found[1]}{places.stored if stored else places.temporary}.{found[2]}"

    reversals = f"{places.stored}.entries"
    if _REVERSALS in supposed:
        reversals = f"{places.temporary}.{_REVERSALS}"
    return _ASKED.sub(place, _REVERSING.sub(rf"\1{reversals}\2", sql))


def making(places: Places, types: Mapping[str, str]) -> Iterator[str]:
    """The statements that make the temporary tables, their indexes and the views."""
    for table in (*TABLES, _ERASURES):
        own = table._replace(name=f"{places.temporary}.{OWN}{table.name}")
        yield own.statement.format(**types)
    names = {table.name for table in TABLES}
    for layout in layouts.upto(layouts.CURRENT):
        for index in layout.indexes:
            if index.table in names:
                yield _index(places, index)
    for table in TABLES:
        where = "" if table.name != schema.ERASABLE else _not_erased(places)
        yield _view(places, table.name, table, where)
        if table.name == "entries":
            yield _view(places, _REVERSALS, table, " WHERE reverses IS NOT NULL")


def _index(places: Places, index: Index) -> str:
    name, on = f"{OWN}{index.name}", f"{OWN}{index.on}"
    if places.names_index:
        name = f"{places.temporary}.{name}"
    else:
        on = f"{places.temporary}.{on}"
    return index._replace(name=name, on=on).statement


def _not_erased(places: Places) -> str:
    erasures, kept = f"{places.temporary}.{OWN}{_ERASURES.name}", schema.ERASABLE
    return (
        f" WHERE NOT EXISTS (SELECT 1 FROM {erasures} AS e"
        f" WHERE e.entry = {kept}.entry AND e.place = {kept}.place)"
    )


def _view(places: Places, name: str, table: Table, where: str) -> str:
    # The reversals are found by their index, never by the range of their entries.
    columns = ", ".join(
        f"+{column} AS {column}" if (name, column) == (_REVERSALS, "entry") else column
        for column, _ in table.columns
    )
    rows = (f"{places.stored}.{table.name}", f"{places.temporary}.{OWN}{table.name}")
    arms = (f"SELECT {columns} FROM {each} AS {table.name}{where}" for each in rows)
    return f"CREATE VIEW {places.temporary}.{name} AS {' UNION ALL '.join(arms)}"
