"""Moving a ledger between databases: the same entries, the same root, or nothing."""

from pathlib import Path

import pytest

from domain.values.errors import LedgerError
from ledger.reading import open_store
from ledger.storage.location import Location
from ledger.transparency.log import LogReader
from ledger.verifying.copying import copy
from ledger.verifying.rebuilding import compare
from tests.functional.program import InProcess
from tests.storage.conftest import lived_at
from tests.storage.ledgers import StoredLedger
from tests.storage.server import Schema, Server
from tests.unit.domain.posting import SG

pytestmark = pytest.mark.postgres
EVENTS = "SELECT * FROM stored_events ORDER BY entry"


def content(place: Location) -> tuple[list[tuple[object, ...]], bytes]:
    store = open_store(place)
    with store.reading():
        rows = [(*row[:4], bytes(row[4])) for row in store.execute(EVENTS)]
        root = LogReader(store).root(len(rows))
        assert list(compare(store)) == []
    assert store.damage(fast=False) == []
    store.close()
    return rows, root


def file(folder: Path, name: str) -> Location:
    return Location.parse(str(folder / name))


def test_there_and_back_nothing_changes(server: Server, tmp_path: Path) -> None:
    first, second = file(tmp_path, "first.db"), server.schema().location
    third, fourth = file(tmp_path, "third.db"), server.schema().location
    lived_at(first).close()
    before = content(first)
    for source, target in ((first, second), (second, third), (second, fourth)):
        copied = copy(source, target)
        assert (copied.entries, copied.root) == (26, before[1])
        assert content(target) == before


def test_session_users_stay_as_they_were(schema: Schema, tmp_path: Path) -> None:
    lived_at(schema.location).close()
    target = file(tmp_path, "copy.db")
    copy(schema.location, target)
    assert content(target) == content(schema.location)


def test_the_copy_goes_on_where_the_ledger_stood(
    schema: Schema, tmp_path: Path
) -> None:
    source = file(tmp_path, "zuidas.db")
    original = lived_at(source)
    copy(source, schema.location)
    moved = StoredLedger(schema.location)
    assert moved.balance() == original.balance()
    for ledger in (original, moved):
        assert ledger.post("close_budget_year", year="2011", date="2012-08-01",
                           decision=SG) == 27  # fmt: skip
        ledger.refused("YEAR_CLOSED", "close_budget_year", year="2011",
                       date="2012-08-02", decision=SG)  # fmt: skip
    assert moved.balance() == original.balance()
    original.close()
    moved.close()


def test_a_copy_replaces_nothing(schema: Schema, tmp_path: Path) -> None:
    source = file(tmp_path, "zuidas.db")
    lived_at(source).close()
    copy(source, schema.location)
    for target in (schema.location, source):
        with pytest.raises(LedgerError) as caught:
            copy(source, target)
        assert caught.value.code == "LEDGER_EXISTS"
    assert content(schema.location) == content(source)


@pytest.mark.parametrize(
    "tampering",
    [
        (
            "UPDATE stored_events SET state = replace(state, '1200.00', '1300.00')"
            " WHERE entry = 14"
        ),
        "UPDATE stored_events SET originator_id = 'project:other' WHERE entry = 12",
        "UPDATE log_nodes SET hash = zeroblob(32) WHERE level = 4",
        "DELETE FROM log_nodes WHERE level = 4",
        "DELETE FROM stored_events WHERE entry = 20",
        "UPDATE stored_events SET state = '{' WHERE entry = 20",
        "UPDATE stored_events SET topic = 'unknown.v9' WHERE entry = 20",
    ],
)
def test_a_ledger_that_was_tampered_with_is_not_copied(
    schema: Schema, tmp_path: Path, tampering: str
) -> None:
    import sqlite3

    source = file(tmp_path, "zuidas.db")
    lived_at(source).close()
    with sqlite3.connect(str(source)) as connection:
        for table in ("stored_events", "log_nodes"):
            for verb in ("update", "delete"):
                connection.execute(f"DROP TRIGGER {table}_no_{verb}")
        assert connection.execute(tampering).rowcount > 0
    connection.close()
    target = file(tmp_path, "copy.db")
    for place in (schema.location, target):
        with pytest.raises(LedgerError) as caught:
            copy(source, place)
        assert (caught.value.code, caught.value.exit_code) == ("LEDGER_DAMAGED", 3)
    assert not (tmp_path / "copy.db").exists()
    assert schema.run("SELECT relname FROM pg_class c JOIN pg_namespace n"
                      " ON n.oid = c.relnamespace"
                      f" WHERE nspname = '{schema.name}'") == []  # fmt: skip


def test_the_command_line_copies(
    schema: Schema, tmp_path: Path, cli: InProcess
) -> None:
    cli.ok("init")
    answer = cli.json("copy", "zuidas.db", schema.url())
    assert answer["entries"] == 1
    assert cli.json("db", "status", "--db", schema.url())["entries"] == 1
    back = cli.ok("copy", schema.url(), "back.db")
    assert answer["root"] in back.out
    assert cli.refused("copy", "zuidas.db", "back.db") == "LEDGER_EXISTS"
    assert cli.refused("copy", "nowhere.db", "new.db") == "LEDGER_NOT_FOUND"
    assert not (tmp_path / "new.db").exists()
