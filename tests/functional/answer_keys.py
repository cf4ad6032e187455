"""The contract's keys of what queries answer, in their order, and how they are read."""

import csv
import io
from typing import Any


def names(text: str) -> list[str]:
    """Keys in their order."""
    return text.split()


LINE = names(
    "entry date recorded_at actor command counterparty description document decision"
    " authority amount balance"
)
ENTRY = names(
    "entry recorded_at date actor command decision authority counterparty description"
    " document project amount reversed_by id person person_by approval"
)
PROGRAMME = names(
    "year programme allocated transferred ceiling awarded released process_costs"
    " written_off paid refunded committed recoverable available deviation"
)
YEAR = names(
    "year status budget unallocated contributions_due contributions_received"
    " other_cover gap process_costs process_ceiling for_projects"
)
PARTNER = names("year partner due due_date received outstanding overdue")
CURRENT_ACCOUNT = names(
    "contributions refunds funds other_received grants_paid process_costs funds_spent"
    " other_paid balance earmarked free"
)
PROJECT = names(
    "project year programme kind status requested awarded determined released"
    " written_off paid refunded committed recoverable funds_received funds_spent"
)
DEVIATION = names(
    "entry rule project programme year amount share used used_by left motivation"
)
AT = "2012-07-31"


def keys(row: Any) -> list[str]:
    assert isinstance(row, dict)
    return list(row)


def keys_of_report(found: Any) -> list[str]:
    """The keys of a whole answer; it ends with the root of the log as it was known."""
    *names, last = keys(found)
    assert last == "root"
    assert len(bytes.fromhex(found["root"])) == 32
    return names


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
