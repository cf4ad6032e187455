"""A ledger of an older layout: it is read as it stands, and takes no postings."""

from collections.abc import Iterator

import pytest

from domain.values.errors import LedgerError
from ledger.reading import open_store
from ledger.storage import layouts, migrations
from ledger.storage.location import Location
from ledger.storage.outdated import readable
from ledger.storage.schema import SQLITE_NULLS
from ledger.verifying.verify import verify
from tests.functional.program import InProcess
from tests.storage.conftest import lived_at
from tests.storage.ledgers import StoredLedger
from tests.storage.old_layouts import answers, program_of_layout
from tests.unit.domain.posting import contribution


@pytest.fixture
def old(place: Location) -> Iterator[StoredLedger]:
    """The ledger `lived` of layout 1, opened by the program of today."""
    with program_of_layout(1):
        lived_at(place).close()
    ledger = StoredLedger(place)
    yield ledger
    ledger.close()


def test_it_answers_as_to_the_program_that_made_it(
    old: StoredLedger, place: Location, cli: InProcess
) -> None:
    assert old.store.layout == 1
    found = answers(cli, place.url)
    with program_of_layout(1):
        # The program that made it knows no later layout, and says the same.
        assert answers(cli, place.url) == found


def test_it_verifies_against_its_own_layout(old: StoredLedger) -> None:
    with old.store.reading():
        assert verify(old.store).findings == []
    assert old.store.damage(fast=False) == []
    assert old.store.status().layout == 1


def test_a_table_that_it_lacks_reads_as_empty(old: StoredLedger) -> None:
    queries = (
        "SELECT * FROM migrations",
        "SELECT layout, program FROM migrations WHERE migrated_at >= 'x'",
        "SELECT e.entry FROM entries e JOIN migrations m ON m.entry = e.entry",
        "SELECT e.entry FROM entries e JOIN migrations m ON m.program = e.actor",
        "WITH n AS (SELECT 1 AS x) SELECT m.* FROM migrations m JOIN n ON x = layout",
        (
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n"
            " WHERE x < 3) SELECT * FROM migrations JOIN n ON n.x = layout"
        ),
        "\n  SELECT layout FROM migrations ORDER BY layout",
    )
    with old.store.reading():
        for query in queries:
            assert list(old.store.execute(query)) == []
        assert list(old.store.execute("SELECT COUNT(*) FROM migrations")) == [(0,)]
        rows = old.store.execute(
            "SELECT e.entry FROM entries e LEFT JOIN migrations m ON m.entry = e.entry"
            " WHERE e.entry < ? AND m.layout IS NULL ORDER BY e.entry",
            (4,),
        )
        assert [row[0] for row in rows] == [1, 2, 3]
    assert list(migrations.recorded(old.store)) == []


def test_only_queries_are_changed_and_only_where_a_table_is_lacking() -> None:
    for sql, layout in (
        ("SELECT * FROM entries", 1),
        ("SELECT * FROM migrations", layouts.CURRENT),
        ("SELECT * FROM migrations", layouts.BEFORE_ANY),
        ("INSERT INTO migrations VALUES (?, ?, ?, ?)", 1),
        ("SELECT emigrations, migrations_of FROM entries", 1),
    ):
        assert readable(sql, layout, SQLITE_NULLS) == sql


def test_nothing_is_posted_to_it(old: StoredLedger) -> None:
    error = old.refused(
        "LEDGER_OUTDATED", "receive_contribution", **contribution("emmen", "1.00")
    )
    assert error.exit_code == 1
    assert "zuidas db migrate" in error.message
    with pytest.raises(LedgerError) as caught, old.store.writing():
        pass
    assert caught.value.code == "LEDGER_OUTDATED"


def test_a_table_of_a_later_layout_does_not_belong_in_it(
    lived: StoredLedger, place: Location, request: pytest.FixtureRequest
) -> None:
    """A ledger that says it is older than it is."""
    lived.close()
    if place.path is None:
        request.getfixturevalue("schema").run("UPDATE ledger_meta SET layout = 1")
    else:
        import sqlite3

        with sqlite3.connect(place.path) as connection:
            connection.execute("PRAGMA user_version=1")
        connection.close()
    store = open_store(place, suspect=True)
    found = [*store.strangers(), *store.damage(fast=True)]
    store.close()
    assert {finding.code for finding in found} == {"GUARDS_DIFFER"}
    told = " ".join(finding.message.replace("'", "") for finding in found)
    assert "migrations does not belong in" in told


def test_a_layout_is_looked_at_again_in_every_transaction(
    old: StoredLedger, place: Location
) -> None:
    """Whoever holds a connection meanwhile sees that it was migrated."""
    from ledger.verifying.migrating import migrate

    migrate(place)
    entry = old.post("receive_contribution", **contribution("emmen", "1.00"))
    assert (entry, old.store.layout) == (27, layouts.CURRENT)
    with program_of_layout(1), pytest.raises(LedgerError) as caught:
        old.post("receive_contribution", **contribution("meppel", "1.00"))
    assert caught.value.code == "NOT_A_LEDGER"
    assert "newer" in caught.value.message
