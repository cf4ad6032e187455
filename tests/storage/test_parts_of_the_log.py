"""Balances of the parts of the log, kept in either database once a part is full."""

import pytest

from ledger.storage import layouts
from ledger.storage.location import Location
from ledger.storage.postgres import PostgresStore
from ledger.verifying.migrating import migrate
from ledger.verifying.rebuilding import compare, replace_projections
from ledger.verifying.verify import verify
from projections.days import SPAN, day_number
from tests.functional.scenario import award, fund, live, open_
from tests.small_blocks import SMALL, make_blocks_small
from tests.storage.conftest import lived_at
from tests.storage.ledgers import StoredLedger, Tamper, initialised
from tests.storage.old_layouts import program_of_layout
from tests.storage.rehearsing import Rehearsed
from tests.storage.server import SERVICE, Schema
from tests.unit.domain.posting import contribution

TABLE = "part_balances"


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    make_blocks_small(monkeypatch)


def parts_of(ledger: StoredLedger) -> list[tuple[int, ...]]:
    query = f"SELECT * FROM {TABLE} ORDER BY blocks, part, account, month"
    return [tuple(row) for row in ledger.store.execute(query)]


def full(last: int) -> set[tuple[int, int]]:
    """Every block and span whose last entry was recorded."""
    return {(n, p) for n in (1, SPAN) for p in range((last + 1) // (SMALL * n))}


def test_a_part_has_balances_once_it_is_full(lived: StoredLedger) -> None:
    """The same one by one and written anew."""
    one_by_one = parts_of(lived)
    assert lived.last_entry == 26
    moved = {
        number // SMALL
        for (number,) in lived.store.execute("SELECT DISTINCT entry FROM lines")
    }
    expected = {(n, p) for n, p in full(26) if n == SPAN or p in moved}
    assert {row[:2] for row in one_by_one} == expected
    assert list(compare(lived.store)) == []
    with lived.store.migrating():
        replace_projections(lived.store)
    assert parts_of(lived) == one_by_one


def test_a_balance_is_what_the_lines_come_to(lived: StoredLedger) -> None:
    for blocks, part, account, month, amount in parts_of(lived):
        ((total,),) = lived.store.execute(
            "SELECT SUM(amount) FROM lines WHERE entry >= ? AND entry < ?"
            " AND account = ? AND day / 100 <= ?",
            (part * blocks * SMALL, (part + 1) * blocks * SMALL, account, month),
        )
        assert total == amount


def test_a_dry_run_may_fill_one(place: Location) -> None:
    """Whatever is posted is rehearsed first, and nothing of that is kept."""
    initialised(place).close()
    ledger = Rehearsed(place)
    for step in (open_, fund, award, live):
        step(ledger)
    assert {(n, p) for n, p, *_ in parts_of(ledger)} >= {(SPAN, 0), (1, 8)}
    assert list(compare(ledger.store)) == []
    ledger.close()


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET amount = amount + 1 WHERE blocks = 8",
        f"UPDATE {TABLE} SET amount = amount + 1 WHERE part = 5",
        f"INSERT INTO {TABLE} VALUES (1, 99, 1, 201101, 0)",
        f"INSERT INTO {TABLE} VALUES (8, 0, 1, 201101, 0)",
        f"DELETE FROM {TABLE} WHERE account = 5 AND blocks = 8",
        f"DELETE FROM {TABLE}",
        f"UPDATE {TABLE} SET account = 999 WHERE account = 5",
    ],
)
def test_a_forged_one_is_found(
    lived: StoredLedger, tampered: Tamper, statement: str
) -> None:
    tampered(statement)
    (finding,) = compare(lived.store)
    assert finding.code == "PROJECTION_DIFFERS"
    assert TABLE in finding.message
    found = verify(lived.store, rules=True).findings
    assert [each.code for each in found if each.severity == "error"] == [finding.code]


def sums(ledger: StoredLedger) -> list[dict[str, int]]:
    views = [
        ledger.view(at, f"#{entry}")
        for entry in range(1, ledger.last_entry + 1)
        for at in ("2011-10-15", "2012-12-31")
    ]
    return [view.sums(view.account_names) for view in views]


def by_lines(ledger: StoredLedger) -> list[dict[str, int]]:
    found = []
    for entry in range(1, ledger.last_entry + 1):
        for at in ("2011-10-15", "2012-12-31"):
            view = ledger.view(at, f"#{entry}")
            rows = dict(
                ledger.store.execute(
                    "SELECT account, SUM(amount) FROM lines WHERE entry <= ?"
                    " AND day <= ? GROUP BY account",
                    (entry, day_number(view.at)),
                )
            )
            names = view.account_names.items()
            found.append({name: int(rows.get(n) or 0) for n, name in names})
    return found


def test_sums_of_any_entry(lived: StoredLedger) -> None:
    assert sums(lived) == by_lines(lived)


def test_a_ledger_of_an_older_layout_has_none_until_it_is_migrated(
    place: Location,
) -> None:
    with program_of_layout(5):
        old = lived_at(place)
        expected = by_lines(old)
        old.close()
    read = StoredLedger(place)
    assert read.store.layout == 5
    assert sums(read) == expected
    assert list(compare(read.store)) == []
    read.close()
    migrate(place)
    now = StoredLedger(place)
    assert now.store.layout == layouts.CURRENT
    assert {(n, p) for n, p, *_ in parts_of(now)} >= {(SPAN, 0), (1, 8)}
    assert sums(now) == expected
    assert list(compare(now.store)) == []
    now.close()


@pytest.mark.postgres
def test_a_service_of_before_fills_them_after_a_migration(schema: Schema) -> None:
    with program_of_layout(5):
        lived_at(schema.location).close()
        store = PostgresStore.open(schema.url())
        store.grant("service", SERVICE)
        store.close()
    migrate(schema.location)
    ledger = StoredLedger(schema.location_of(SERVICE))
    before = full(ledger.last_entry)
    for _ in range(SMALL):
        ledger.post("receive_contribution", **contribution("emmen", "1.00"))
    (new,) = full(ledger.last_entry) - before
    assert new in {row[:2] for row in parts_of(ledger)}
    assert list(compare(ledger.store)) == []
    ledger.close()
