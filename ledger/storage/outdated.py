"""Ledgers of an older layout: read as they are, not posted to."""

import re
from collections.abc import Mapping

from domain.values.errors import Refusal
from ledger.storage import layouts
from ledger.storage.tables import Table


def check_known(place: object, layout: int) -> None:
    """This program can read the layout; raises `Refusal` (`NOT_A_LEDGER`)."""
    if not layouts.BEFORE_ANY < layout <= layouts.CURRENT:
        raise Refusal(
            "NOT_A_LEDGER",
            "{place} has layout {layout}; this program knows {CURRENT}. Use"
            " the program that made it, or a newer one.",
            place=place,
            layout=layout,
            CURRENT=layouts.CURRENT,
        )


def check_current(place: object, layout: int) -> None:
    """This program can post to the layout.

    Raises `Refusal` (`LEDGER_OUTDATED`, `NOT_A_LEDGER`).
    """
    check_known(place, layout)
    if layout < layouts.CURRENT:
        raise Refusal(
            "LEDGER_OUTDATED",
            "{place} has layout {layout}, and this program posts to layout {CURRENT}"
            " only; nothing was recorded. Bring it up to date with zuidas db"
            " migrate. It can be read as it is.",
            place=place,
            layout=layout,
            CURRENT=layouts.CURRENT,
        )


def readable(sql: str, layout: int, nulls: Mapping[str, str]) -> str:
    """A query in which the tables that this layout lacks read as empty.

    They are put in front of it as common table expressions without rows, since
    read-only media, read-only transactions and replicas allow nothing to be made, not
    even for a while. `nulls` are the database's empty values by type.
    """
    lacking = _lacking(sql, layout)
    found = re.match(_QUERY, sql) if lacking else None
    if found is None:
        return sql
    empty = ", ".join(_empty(table, nulls) for table in lacking)
    if found["word"] == "SELECT":
        return f"WITH {empty} {sql}"
    return f"{found[0]}{empty}, {sql[found.end() :]}"


_QUERY = r"\s*(?P<word>SELECT|WITH( RECURSIVE)?)\s+"


def _lacking(sql: str, layout: int) -> list[Table]:
    """The tables that the query names and a ledger of this layout has not."""
    if layout in (layouts.BEFORE_ANY, layouts.CURRENT):
        return []
    later = layouts.tables_of(layouts.after(layout))
    return [table for table in later if re.search(rf"\b{table.name}\b", sql)]


def _empty(table: Table, nulls: Mapping[str, str]) -> str:
    names = ", ".join(name for name, _ in table.columns)
    values = ", ".join(nulls[kind] for _, kind in table.columns)
    return f"{table.name} ({names}) AS (SELECT {values} WHERE 1 = 0)"
