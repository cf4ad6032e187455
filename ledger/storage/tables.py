"""What a layout is made of: tables, indexes, and who writes what in them."""

import re
from typing import Literal, NamedTuple

Kind = Literal["log", "projection", "totals", "record", "sealed", "lock"]
"""Who writes what in a table.

log         the ledger itself: posting appends, nobody changes
projection  posting adds rows that follow from the events; can be rebuilt from them
totals      a projection whose amounts posting brings up to date
record      what was done to the database: its owner appends, nobody changes
sealed      what must be erasable, beside the log: posting appends, nobody changes, and
            only an erasure, which is an entry, deletes (`Store.erasing`)
lock        PostgreSQL only: nobody changes its one row, a writer holds it locked
"""


class Table(NamedTuple):
    """One table; types are named in braces, each database has its own for them."""

    name: str
    kind: Kind
    body: tuple[str, ...]
    """Columns, then constraints."""
    clustered: bool = False
    """Stored in the order of its key, where the database can."""

    @property
    def statement(self) -> str:
        """What makes it."""
        body = ",\n        ".join(self.body)
        end = "{clustered}" if self.clustered else ""
        return f"CREATE TABLE {self.name} (\n        {body}\n    ){end}"

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Name and type of every column."""
        found = (re.match(r"(\w+) \{(\w+)\}", line) for line in self.body)
        return tuple((match[1], match[2]) for match in found if match)

    @property
    def required(self) -> frozenset[str]:
        """The columns that are never null; a key's are not either."""
        named = re.findall(r"\w+", " ".join(self._keys("PRIMARY KEY")))
        said = (line.split()[0] for line in self.body if " NOT NULL" in line)
        return frozenset((*named, *said)) - {"PRIMARY", "KEY"}

    @property
    def constraints(self) -> tuple[str, ...]:
        """Keys and conditions, as PostgreSQL writes them."""
        found = (match[1] for line in self.body if (match := re.search(_CHECK, line)))
        return (
            *self._keys("PRIMARY KEY"),
            *self._keys("UNIQUE"),
            *(f"CHECK (({condition}))" for condition in found),
        )

    def _keys(self, kind: str) -> list[str]:
        """Those of a kind, whether they stand with a column or by themselves."""
        return [
            line if line.startswith(kind) else f"{kind} ({line.split()[0]})"
            for line in self.body
            if kind in line
        ]


_CHECK = r"CHECK \((.+)\)$"


class Index(NamedTuple):
    """One index."""

    name: str
    on: str
    """The table and its columns."""
    where: str = ""
    unique: bool = False

    @property
    def table(self) -> str:
        """The table that it is on."""
        return self.on.split()[0]

    @property
    def statement(self) -> str:
        """What makes it."""
        unique = "UNIQUE " if self.unique else ""
        where = f"\n        WHERE {self.where}" if self.where else ""
        return f"CREATE {unique}INDEX {self.name} ON {self.on}{where}"

    def as_stored(self, schema: str) -> str:
        """What PostgreSQL says of it, but for quotes around names."""
        unique = "UNIQUE " if self.unique else ""
        columns = self.on.removeprefix(self.table).strip()
        where = f" WHERE ({self.where})" if self.where else ""
        on = f"{schema}.{self.table} USING btree {columns}"
        return f"CREATE {unique}INDEX {self.name} ON {on}{where}"


class Layout(NamedTuple):
    """What one layout adds to the one before it."""

    number: int
    tables: tuple[Table, ...]
    indexes: tuple[Index, ...]
