"""What is sealed, in both databases: posted, verified, copied, erased by the owner."""

from pathlib import Path

import pytest

from domain.values.errors import LedgerError
from ledger.reading import open_reader, open_store
from ledger.storage import sealed
from ledger.storage.location import Location
from ledger.storage.store import Store
from ledger.verifying.copying import copy
from ledger.verifying.verify import verify
from tests.functional.program import InProcess
from tests.sealing.names import NAME, PARTY, PLACES, fields
from tests.storage.conftest import lived_at
from tests.storage.ledgers import StoredLedger, initialised
from tests.storage.server import READER, SERVICE, Schema

ERASING = {"before": "2011-09-02", "reason": "Kept long enough"}
postgres = pytest.mark.postgres


@pytest.fixture
def named(place: Location) -> StoredLedger:
    """Entry 2 has names."""
    ledger = initialised(place)
    ledger.post(NAME, **fields(id="once"))
    return ledger


def rows_of(store: Store) -> list[tuple[object, ...]]:
    return [tuple(row) for row in sealed.all_rows(store)]


def counts(place: Location) -> tuple[int, int, int | None]:
    with open_reader(place) as reader:
        found = verify(reader.store, rules=True)
        assert found.is_clean, found.findings
        assert found.sealed is not None
        return found.sealed.checked, found.sealed.erased, found.sealed.withheld


def test_posted_verified_and_erased(named: StoredLedger, place: Location) -> None:
    assert counts(place) == (5, 0, None)
    assert [row[1] for row in rows_of(named.store)] == PLACES
    assert named.show(2)["fields"]["lines"] == fields()["lines"]
    assert named.accept(NAME, **fields(id="once")).duplicate
    named.refused("IDEMPOTENCY_CONFLICT", NAME, **fields(id="once", remark="Other"))
    named.post("erase_sealed", **ERASING)
    assert [row[1] for row in rows_of(named.store)] == ["lines.1.party"]
    assert counts(place) == (1, 4, None)
    assert named.show(2)["fields"]["payee_account"] is None
    # The guards stand again.
    with pytest.raises(LedgerError), named.store.writing():
        sealed.delete(named.store, [(2, "lines.1.party")])
    assert named.post(NAME, **fields()) == 4
    assert counts(place) == (6, 4, None)
    named.close()


def test_many_values_of_one_entry(named: StoredLedger, place: Location) -> None:
    lines = [{"what": "x", "party": f"Party {n}"} for n in range(2_000)]
    entry = named.post(NAME, **fields(lines=lines))
    assert counts(place) == (2_007, 0, None)
    found = sealed.rows_of(named.store, entry)
    assert found["lines.1999.party"].text == "Party 1999"
    named.post("erase_sealed", before="2011-12-31", reason="x")
    assert counts(place) == (0, 2_007, None)
    named.close()


@postgres
def test_from_database_to_database(schema: Schema, cli: InProcess) -> None:
    ledger = lived_at(Location.parse("zuidas.db"))
    ledger.post(NAME, **fields())
    rows = rows_of(ledger.store)
    ledger.close()
    cli.ok("copy", "zuidas.db", schema.url())
    assert counts(schema.location) == (5, 0, None)
    for name, more, expected in (
        ("with.db", (), (5, 0, None)),
        ("without.db", ("--without-sealed",), (0, 0, 5)),
    ):
        cli.ok("copy", *more, schema.url(), name)
        assert counts(Location.parse(name)) == expected
    store = open_store(Location.parse("with.db"))
    assert rows_of(store) == rows
    store.close()


@postgres
def test_bundles_of_both_are_the_same_and_replayed(
    schema: Schema, cli: InProcess
) -> None:
    ledger = lived_at(schema.location)
    ledger.post(NAME, **fields())
    ledger.close()
    at = ("--at", "2012-07-31")
    cli.ok("copy", schema.url(), "zuidas.db")
    for more in ((), ("--without-sealed",)):
        for url, name in ((schema.url(), "pg"), ("zuidas.db", "file")):
            cli.ok("--db", url, "audit", "bundle", f"{name}{len(more)}", *at, *more)
        one, two = (Path(f"{name}{len(more)}").read_bytes() for name in ("pg", "file"))
        assert one == two


@postgres
def test_a_bundle_is_replayed_into_postgresql(schema: Schema, cli: InProcess) -> None:
    ledger = lived_at(Location.parse("zuidas.db"))
    ledger.post(NAME, **fields())
    ledger.close()
    cli.ok("audit", "bundle", "zuidas.bundle", "--at", "2012-07-31", "--without-sealed")
    cli.ok("audit", "replay", "zuidas.bundle", "--into", schema.url())
    assert counts(schema.location) == (0, 0, 5)


@postgres
def test_the_service_posts_and_only_the_owner_erases(served: Schema) -> None:
    office = StoredLedger(served.location_of(SERVICE))
    entry = office.post(NAME, **fields())
    told = office.refused("LEDGER_READ_ONLY", "erase_sealed", **ERASING)
    assert "owner" in told.message
    assert len(sealed.rows_of(office.store, entry)) == 5
    office.close()
    owner = StoredLedger(served.location)
    owner.post("erase_sealed", **ERASING)
    owner.close()
    assert counts(served.location_of(READER)) == (1, 4, None)


@postgres
def test_the_owners_client_cannot_delete_by_mistake(served: Schema) -> None:
    import psycopg

    ledger = StoredLedger(served.location)
    ledger.post(NAME, **fields())
    ledger.close()
    for user in (SERVICE, READER, "treasurer"):
        for statement in ("DELETE FROM sealed_values", "TRUNCATE sealed_values"):
            with pytest.raises(psycopg.Error):
                served.run(statement, user)
    assert counts(served.location) == (5, 0, None)


@postgres
def test_a_copy_of_migrating_is_kept_with_them(schema: Schema, cli: InProcess) -> None:
    ledger = lived_at(schema.location)
    ledger.post(NAME, **fields())
    ledger.close()
    migrate = ("--db", schema.url(), "db", "migrate", "--rebuild")
    cli.ok(*migrate, "--copy", "kept.db")
    assert counts(Location.parse("kept.db")) == counts(schema.location) == (5, 0, None)
    place = Location.parse("again.db")
    copy(Location.parse("kept.db"), place, with_sealed=False)
    assert counts(place) == (0, 0, 5)
    store = open_store(place)
    assert PARTY not in str(rows_of(store))
    store.close()
