"""What is asked of stored and supposed rows together is found by the same indexes."""

import re
import sqlite3
from pathlib import Path

import pytest

from ledger.storage.location import Location
from ledger.storage.supposing import TABLES, Supposed
from ledger.storage.supposing_sqlite import SupposingSQLite
from tests.functional.examples import REGISTERS, STORY
from tests.functional.examples import commands as lines_of
from tests.property.test_bank_identity import History
from tests.storage.ledgers import actor, initialised
from tests.storage.rehearsing import Rehearsed
from tests.unit.domain.posting import LATE, built

pytestmark = pytest.mark.skipif(
    sqlite3.sqlite_version_info < (3, 39), reason="its plans are others"
)
_SMALL = ("accounts", "frameworks", "framework_codes")
_EVERY_TABLE = "|".join(t.name for t in TABLES if t.name not in _SMALL)
_WHOLE = re.compile(
    rf"SCAN (?:main\.)?({_EVERY_TABLE})\b"
    rf"|SEARCH (?:main\.)?({_EVERY_TABLE}) USING INTEGER PRIMARY KEY \(rowid<\?\)"
)
"""Reading all of a table, or all of it up to some entry."""


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Every query of dry runs, with its number of parameters."""
    found: dict[str, int] = {}
    ask = Supposed.asked

    def noted(self: Supposed, sql: str) -> str:
        found[sql] = sql.count("?")
        return ask(self, sql)

    monkeypatch.setattr(Supposed, "asked", noted)
    ledger = _lived(Location.parse(str(tmp_path / "zuidas.db")))
    ledger.close()
    return {sql: n for sql, n in found.items() if sql.startswith(("SELECT", "WITH"))}


def _lived(place: Location) -> Rehearsed:
    initialised(place).close()
    ledger = Rehearsed(place)
    for file in (*STORY, REGISTERS):
        for row in lines_of(file):
            command = str(row.pop("command"))
            ledger.accept(command, **row)
            if command in ("post_process_cost", "pay_grant", "award_grant"):
                _reversed(ledger, ledger.last_entry)
    history = History(ledger, 3)
    history.open_account()
    for _ in range(20):
        history.step()
    return ledger


def _reversed(ledger: Rehearsed, entry: int) -> None:
    given = {"entry": entry, "date": LATE, "reason": "Twice"}
    ledger.rehearse(built("reverse", given), actor(ledger.store))


def test_no_table_is_read_whole(asked: dict[str, int], tmp_path: Path) -> None:
    store = SupposingSQLite.open_supposing(tmp_path / "zuidas.db")
    everything = Supposed(store._supposed._places)
    everything._tables = frozenset((*(table.name for table in TABLES), "reversals"))
    nothing = Supposed(store._supposed._places)

    def whole(sql: str, parameters: int) -> set[str]:
        rows = store.connection.execute(f"EXPLAIN QUERY PLAN {sql}", [1] * parameters)
        return {found[0] for row in rows if (found := _WHOLE.match(row[3]))}

    assert len(asked) > 50
    read = {
        sql: found
        for sql, n in asked.items()
        if (found := whole(everything.asked(sql), n))
        and not whole(nothing.asked(sql), n)
    }
    assert read == {}
    store.close()
