"""Bringing a ledger to the newest layout: all of it or nothing, and a copy is kept."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from domain.values.errors import LedgerError
from domain.version import VERSION
from ledger.reading import open_store
from ledger.storage import layouts, migrations, postgres
from ledger.storage.location import Location
from ledger.storage.schema import APPLICATION_ID, postgres_names
from ledger.storage.store import Store
from ledger.storage.tables import Layout
from ledger.transparency.log import LogReader
from ledger.verifying.copying import copy
from ledger.verifying.migrating import migrate
from ledger.verifying.rebuilding import compare
from ledger.verifying.verify import verify
from tests.functional.program import InProcess
from tests.storage.conftest import lived_at
from tests.storage.ledgers import StoredLedger, Tamper
from tests.storage.old_layouts import (
    answers,
    answers_of_lived,
    make_officer,
    program_of_layout,
)
from tests.storage.server import READER, SERVICE, STRANGER, Schema
from tests.unit.domain.posting import contribution

ADDED = [each.number for each in layouts.after(1)]
"""The layouts that a ledger of version 0.1.0 lacks."""


@pytest.fixture
def old(place: Location) -> Location:
    """The ledger `lived` of layout 1."""
    with program_of_layout(1):
        lived_at(place).close()
    return place


def looked_at(place: Location) -> tuple[int, list[object], bytes]:
    """Layout, findings and root of the ledger at a place."""
    store = open_store(place)
    try:
        with store.reading():
            result = verify(store)
            return store.layout, list(result.findings), result.root
    finally:
        store.close()


def copies(place: Location) -> list[str]:
    """What stands beside a ledger in a file."""
    if place.path is None:
        return []
    return sorted(
        file.name
        for file in place.path.parent.iterdir()
        if file.name.removeprefix("zuidas.db") not in ("", "-wal", "-shm")
    )


@pytest.mark.one_in(2)
def test_every_answer_stays_what_it_was(
    old: Location, cli: InProcess, tmp_path: Path
) -> None:
    before, root = answers(cli, old.url), looked_at(old)[2]
    answer = cli.json("db", "migrate", "--db", old.url)
    kept = None if old.path is None else f"{old.path}.layout-1"
    assert answer == {"from": 1, "to": layouts.CURRENT, "copy": kept}
    assert answers(cli, old.url) == before
    assert looked_at(old) == (layouts.CURRENT, [], root)


def test_it_says_what_became_of_the_ledger_and_of_its_copy(
    old: Location, cli: InProcess
) -> None:
    said = cli.ok("db", "migrate", "--rebuild", "--db", old.url).out.splitlines()
    shown = str(old)
    assert said[0] == f"{shown} has layout {layouts.CURRENT} now; it had 1."
    assert said[1] == f"Balances and indexes of {shown} were written anew."
    if old.path is None:
        assert said[2] == "No copy was kept: --copy names a file for one."
    else:
        assert said[2] == f"As it was it is kept as {shown}.layout-1."


def test_it_goes_on_and_tells_what_was_done(old: Location, cli: InProcess) -> None:
    migrate(old)
    ledger = StoredLedger(old)
    assert ledger.post("receive_contribution", **contribution("emmen", "1.00")) == 27
    ledger.close()
    status = cli.json("db", "status", "--db", old.url)
    assert [each["layout"] for each in status["migrations"]] == ADDED
    row = status["migrations"][-1]
    assert row["layout"] == status["layout"] == layouts.CURRENT
    assert (row["entry"], row["program"]) == (26, VERSION)
    assert row["migrated_at"].endswith("Z")
    said = cli.ok("db", "status", "--db", old.url).out
    since = f"since {row['migrated_at']}, after entry 26, by version"
    assert f"layout {layouts.CURRENT} {since}" in said
    assert looked_at(old)[1] == []


def test_a_ledger_as_it_was_made_has_no_migrations(
    lived: StoredLedger, cli: InProcess
) -> None:
    assert cli.json("db", "status", "--db", lived.location.url)["migrations"] == []


def test_on_a_current_ledger_there_is_nothing_to_do(
    old: Location, cli: InProcess
) -> None:
    migrate(old)
    kept = copies(old)
    answer = cli.json("db", "migrate", "--db", old.url)
    assert answer == {"from": layouts.CURRENT, "to": layouts.CURRENT, "copy": None}
    assert "nothing to do" in cli.ok("db", "migrate", "--db", old.url).out
    assert copies(old) == kept
    store = open_store(old)
    assert [each.layout for each in migrations.recorded(store)] == ADDED
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE migrations SET program = 'x'",
        "DELETE FROM migrations",
        "INSERT INTO migrations VALUES (2, 1, 'x', 'x')",
    ],
)
def test_the_record_of_migrations_is_append_only(old: Location, statement: str) -> None:
    migrate(old)
    store = open_store(old, writing=True)
    before = list(migrations.recorded(store))
    with pytest.raises(LedgerError), store.writing():
        for _ in store.execute(statement):
            pass
    assert list(migrations.recorded(store)) == before
    store.close()


def test_replacing_in_the_record_is_refused_too(tmp_path: Path) -> None:
    place = Location.parse(str(tmp_path / "zuidas.db"))
    with program_of_layout(1):
        lived_at(place).close()
    migrate(place)
    with (
        closing(sqlite3.connect(str(place.path))) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute("REPLACE INTO migrations VALUES (2, 1, 'x', 'x')")


# -- the copy -----------------------------------------------------------------------


def test_the_copy_is_the_ledger_as_it_was(tmp_path: Path, cli: InProcess) -> None:
    place = Location.parse(str(tmp_path / "zuidas.db"))
    with program_of_layout(1):
        ledger = lived_at(place)
    # It is in use: part of it still stands in the write-ahead log.
    assert Path(f"{place}-wal").stat().st_size
    root = looked_at(place)[2]
    kept = migrate(place).copy
    ledger.close()
    assert kept == tmp_path / "zuidas.db.layout-1"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert looked_at(Location.parse(str(kept))) == (1, [], root)
    with program_of_layout(1):
        again = StoredLedger(Location.parse(str(kept)))
        again.post("receive_contribution", **contribution("emmen", "1.00"))
        again.close()
    assert cli.refused("lock-period", "--until", "2012-01-01", "--db", str(kept)) == (
        "LEDGER_OUTDATED"
    )


@pytest.mark.parametrize("more", [[], ["--rebuild"]])
def test_a_copy_replaces_nothing(
    old: Location, cli: InProcess, tmp_path: Path, more: list[str]
) -> None:
    there = tmp_path / "zuidas.db.layout-1"
    there.write_text("precious")
    named = [] if old.path else ["--copy", str(there)]
    for arguments in (named, ["--copy", str(there)]):
        code = cli.refused("db", "migrate", "--db", old.url, *arguments, *more)
        assert code == "LEDGER_EXISTS"
    assert there.read_text() == "precious"
    assert looked_at(old)[:2] == (1, [])


def test_a_copy_is_kept_where_it_is_asked_for(
    old: Location, cli: InProcess, tmp_path: Path
) -> None:
    root = looked_at(old)[2]
    kept = tmp_path / "kept.db"
    answer = cli.json("db", "migrate", "--db", old.url, "--copy", str(kept))
    assert answer["copy"] == str(kept)
    assert copies(old) in ([], ["kept.db"])
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    # Of PostgreSQL the entries are copied, into a ledger of the newest layout.
    layout = layouts.CURRENT if old.path is None else 1
    assert looked_at(Location.parse(str(kept))) == (layout, [], root)


def test_a_copy_that_can_not_be_made_leaves_all_as_it_was(
    old: Location, cli: InProcess, tmp_path: Path
) -> None:
    place = tmp_path / "missing" / "kept.db"
    code = cli.refused("db", "migrate", "--db", old.url, "--copy", str(place))
    assert code == "LEDGER_READ_ONLY"
    assert looked_at(old)[:2] == (1, [])


@pytest.mark.one_in(2)
def test_copying_an_old_ledger_gives_one_of_the_newest_layout(
    old: Location, cli: InProcess, tmp_path: Path
) -> None:
    before, root = answers(cli, old.url), looked_at(old)[2]
    target = Location.parse(str(tmp_path / "copied.db"))
    copy(old, target)
    assert looked_at(target) == (layouts.CURRENT, [], root)
    assert answers(cli, target.url) == before
    assert looked_at(old)[0] == 1


# -- what goes wrong ----------------------------------------------------------------


def test_a_migration_that_fails_leaves_all_as_it_was(
    old: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("in the middle")

    monkeypatch.setattr(migrations, "record", broken)
    before = looked_at(old)
    with pytest.raises(OSError, match="in the middle"):
        migrate(old)
    assert looked_at(old) == before
    assert copies(old) == []
    monkeypatch.undo()
    assert migrate(old).after == layouts.CURRENT


def test_events_that_do_not_fit_the_log_are_not_migrated(
    old: Location, tampered: Tamper, cli: InProcess
) -> None:
    tampered("UPDATE stored_events SET topic = 'other.v1' WHERE entry = 20")
    for more in ([], ["--rebuild"]):
        result = cli("db", "migrate", "--db", old.url, "-O", "json", *more)
        assert (result.code, result.error["code"]) == (3, "LOG_DIFFERS")
        assert "entry 20" in result.error["message"]
    assert looked_at(old)[0] == 1
    assert copies(old) == []


@pytest.mark.postgres
def test_only_the_owner_migrates_and_readers_go_on(
    schema: Schema, cli: InProcess
) -> None:
    with program_of_layout(1):
        lived_at(schema.location).close()
    cli.ok("db", "grant", "--role", "reader", READER, "--db", schema.url())
    cli.ok("audit", "verify", "--db", schema.url(READER))
    for more in ([], ["--rebuild"]):
        command = ("db", "migrate", "--db", schema.url(READER), *more)
        assert cli.refused(*command) == "LEDGER_READ_ONLY"
    assert cli.json("db", "status", "--db", schema.url(READER))["layout"] == 1
    assert "retired" not in cli.json("db", "migrate", "--db", schema.url())
    command = ("db", "migrate", "--db", schema.url(READER))
    assert cli.refused(*command) == "LEDGER_READ_ONLY"
    status = cli.json("db", "status", "--db", schema.url(READER))
    assert [row["layout"] for row in status["migrations"]] == ADDED
    assert status["roles"] == [{"user": READER, "role": "reader", "through": None}]
    assert status["complaints"] == []
    cli.ok("audit", "verify", "--db", schema.url(READER))


@pytest.mark.postgres
@pytest.mark.parametrize("layout", [1, 2, 3])
def test_officers_of_version_1_may_only_read_afterwards(
    schema: Schema, cli: InProcess, layout: int
) -> None:
    with program_of_layout(layout):
        lived_at(schema.location).close()
    make_officer(schema, STRANGER, layout)
    cli.ok("db", "grant", "--role", "reader", READER, "--db", schema.url())
    before = cli.json("db", "status", "--db", schema.url())
    assert {row["user"]: row["role"] for row in before["roles"]} == {
        STRANGER: "officer",
        READER: "reader",
    }
    assert f"{STRANGER} is an officer of version 1" in before["complaints"][0]
    command = ("lock-period", "--until", "2011-01-01", "--db", schema.url(STRANGER))
    assert cli.refused(*command) == "LEDGER_OUTDATED"
    assert cli.json("db", "migrate", "--db", schema.url())["retired"] == [STRANGER]
    status = cli.json("db", "status", "--db", schema.url())
    assert {row["user"]: row["role"] for row in status["roles"]} == {
        STRANGER: "reader",
        READER: "reader",
    }
    assert status["complaints"] == []
    assert cli.refused(*command) == "LEDGER_READ_ONLY"
    cli.ok("audit", "verify", "--db", schema.url(STRANGER))
    ledger = StoredLedger(schema.location)
    assert ledger.post("receive_contribution", **contribution("emmen", "1.00")) == 27
    ledger.close()


@pytest.mark.postgres
def test_a_reader_who_keeps_reading_holds_up_no_migration(
    schema: Schema, cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "LOCK_SECONDS", 0.1)
    with program_of_layout(1):
        lived_at(schema.location).close()
    cli.ok("db", "grant", "--role", "reader", READER, "--db", schema.url())
    with schema.connected(READER) as connection:
        connection.execute("BEGIN")
        for table in postgres_names(layouts.upto(1)):
            connection.execute(f"SELECT * FROM {table}".encode())
        cli.ok("db", "migrate", "--db", schema.url())


@pytest.mark.postgres
def test_whose_right_to_post_was_taken_is_said(schema: Schema, cli: InProcess) -> None:
    with program_of_layout(3):
        lived_at(schema.location).close()
    make_officer(schema, STRANGER, 3)
    said = cli.ok("db", "migrate", "--db", schema.url()).out.splitlines()
    assert said[1].startswith(f"{STRANGER} was an officer of version 1 and may only")
    assert said[2] == "No copy was kept: --copy names a file for one."


@pytest.mark.postgres
def test_a_service_needs_the_newest_layout(schema: Schema, cli: InProcess) -> None:
    with program_of_layout(3):
        lived_at(schema.location).close()
    grant = ("db", "grant", "--role", "service", SERVICE, "--db", schema.url())
    assert cli.refused(*grant) == "LEDGER_OUTDATED"
    cli.ok("db", "migrate", "--db", schema.url())
    cli.ok(*grant)
    ledger = StoredLedger(schema.location_of(SERVICE))
    assert ledger.post("receive_contribution", **contribution("emmen", "1.00")) == 27
    ledger.close()


@pytest.mark.postgres
def test_whoever_migrates_keeps_out_programs_of_version_1(
    schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They know another lock: the one that their layout has."""
    monkeypatch.setattr(postgres, "LOCK_SECONDS", 0.1)
    with program_of_layout(1):
        lived_at(schema.location).close()
    with schema.connected() as version_1:
        version_1.execute("BEGIN")
        version_1.execute(
            "SELECT pg_advisory_xact_lock(%s::int, hashtext(%s))",
            (APPLICATION_ID, schema.name),
        )
        with pytest.raises(LedgerError) as caught:
            migrate(schema.location)
        assert caught.value.code == "BUSY"
    migrate(schema.location)
    assert looked_at(schema.location)[:2] == (layouts.CURRENT, [])


# -- rebuilding ---------------------------------------------------------------------

DAMAGE = [
    "UPDATE day_totals SET amount = amount + 1",
    "DELETE FROM lines WHERE entry = 14",
    "UPDATE entries SET actor = 'somebody else' WHERE entry = 14",
    "INSERT INTO lines VALUES (26, 99, 1, 20111231, 100)",
    "UPDATE accounts SET name = 'other' WHERE account = 3",
    "DROP TABLE block_totals",
    "DROP TABLE entries",
    "DROP INDEX entries_by_document",
    "DROP INDEX lines_by_account",
]


@pytest.mark.one_in(7)
@pytest.mark.parametrize("damage", DAMAGE)
def test_what_was_damaged_is_mended_from_the_entries(
    lived: StoredLedger,
    tampered: Tamper,
    cli: InProcess,
    damage: str,
) -> None:
    place = lived.location
    before = answers_of_lived(cli, place)
    lived.close()
    tampered(damage)
    assert cli("audit", "verify", "--db", place.url).code == 3
    answer = cli.json("db", "migrate", "--rebuild", "--db", place.url)
    kept = None if place.path is None else f"{place.path}.layout-{layouts.CURRENT}"
    layout = layouts.CURRENT
    assert answer == {"from": layout, "to": layout, "copy": kept, "rebuilt": True}
    assert answers(cli, place.url) == before
    again = StoredLedger(place)
    assert again.post("receive_contribution", **contribution("emmen", "1.00")) == 27
    again.close()
    assert looked_at(place)[1] == []


@pytest.mark.one_in(2)
def test_an_old_ledger_is_migrated_and_mended_at_once(
    old: Location, tampered: Tamper, cli: InProcess
) -> None:
    before = answers_of_lived(cli, old)
    tampered("DELETE FROM lines")
    answer = cli.json("db", "migrate", "--rebuild", "--db", old.url)
    assert (answer["from"], answer["to"]) == (1, layouts.CURRENT)
    assert answers(cli, old.url) == before
    assert looked_at(old)[:2] == (layouts.CURRENT, [])


# -- layouts to come ----------------------------------------------------------------


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if `block_totals` came with a layout of its own, after today's newest."""
    first, *others = layouts.LAYOUTS
    (moved,) = (table for table in first.tables if table.name == "block_totals")
    first = first._replace(tables=tuple(t for t in first.tables if t != moved))
    new = Layout(layouts.CURRENT + 1, tables=(moved,), indexes=())
    monkeypatch.setattr(layouts, "LAYOUTS", (first, *others, new))
    monkeypatch.setattr(layouts, "CURRENT", new.number)


def rows_of(store: Store, table: str) -> list[tuple[object, ...]]:
    query = f"SELECT * FROM {table} ORDER BY 1, 2, 3"
    return [tuple(row) for row in store.execute(query)]


def test_a_new_projection_is_filled_from_the_entries(
    lived: StoredLedger,
    tampered: Tamper,
    request: pytest.FixtureRequest,
) -> None:
    place = lived.location
    before = {
        table: rows_of(lived.store, table)
        for table in ("block_totals", "month_totals", "lines")
    }
    assert before["block_totals"]
    lived.close()
    tampered("DROP TABLE block_totals")
    request.getfixturevalue("later")
    store = open_store(place)
    assert rows_of(store, "block_totals") == []
    assert (list(compare(store)), store.damage(fast=True)) == ([], [])
    store.close()
    migrate(place)
    store = open_store(place, writing=True)
    assert {table: rows_of(store, table) for table in before} == before
    assert (list(compare(store)), store.damage(fast=True)) == ([], [])
    assert [m.layout for m in migrations.recorded(store)] == [layouts.CURRENT]
    assert LogReader(store).root(26)
    store.close()
    again = StoredLedger(place)
    again.post("receive_contribution", **contribution("emmen", "1.00"))
    assert list(compare(again.store)) == []
    again.close()
