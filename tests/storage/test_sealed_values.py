"""The table of sealed values: nobody changes a row, an erasure leaves no byte."""

import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from domain.values.errors import IntegrityError, LedgerError
from ledger.reading import create_store, open_store
from ledger.storage import sealed, sqlite_checkpoint
from ledger.storage.location import Location
from ledger.storage.sealed import SealedRow
from ledger.storage.sqlite import SQLiteStore
from ledger.storage.store import Store

GONE, KEPT = "Jansen", "Pieters"
SALT = b"s" * 16
ROWS = [
    SealedRow(7, "lines.0.party", SALT, GONE.encode()),
    SealedRow(7, "payee_account", SALT, KEPT.encode()),
    SealedRow(8, "lines.0.party", SALT, KEPT.encode()),
]
TAMPERING = {
    "update": "UPDATE sealed_values SET salt = value WHERE entry = 7",
    "update that changes nothing": "UPDATE sealed_values SET value = value",
    "delete": "DELETE FROM sealed_values WHERE entry = 7",
    "delete of everything": "DELETE FROM sealed_values",
    "another row of the same place": (
        "INSERT INTO sealed_values SELECT * FROM sealed_values"
    ),
    "update of the mark": "UPDATE sealed_withheld SET entry = 9",
    "delete of the mark": "DELETE FROM sealed_withheld",
    "another mark": "INSERT INTO sealed_withheld SELECT * FROM sealed_withheld",
}
REPLACING = {
    "replace": "REPLACE INTO sealed_values SELECT * FROM sealed_values",
    "replace of the mark": "REPLACE INTO sealed_withheld SELECT * FROM sealed_withheld",
}


def made_at(place: Location) -> Store:
    """Tables without entries; values of entries 7 and 8, and a mark."""
    made = create_store(place)
    with made.writing():
        made.create_tables()
        sealed.append(made, ROWS)
        made.executemany(
            "INSERT INTO sealed_withheld VALUES (?, ?, ?)", [(3, "2012", "1")]
        )
    return made


@pytest.fixture
def store(place: Location) -> Iterator[Store]:
    made = made_at(place)
    yield made
    made.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "zuidas.db"


def erased(store: Store, places: Sequence[tuple[int, str]]) -> bool:
    """Erase these values; whether nothing of them is left in the log."""
    with store.writing(), store.erasing():
        sealed.delete(store, places)
    return not store.uncleared


def left(store: Store) -> list[SealedRow]:
    with store.reading():
        return list(sealed.all_rows(store))


@pytest.mark.parametrize("tampering", TAMPERING)
def test_no_row_is_changed_or_deleted(store: Store, tampering: str) -> None:
    with pytest.raises(LedgerError), store.writing():
        list(store.execute(TAMPERING[tampering]))
    assert left(store) == ROWS
    assert sealed.withheld_until(store) == 3


@pytest.mark.parametrize("replacing", REPLACING)
def test_no_row_is_replaced(path: Path, replacing: str) -> None:
    store = made_at(Location.parse(str(path)))
    # As with another program, whose replacing does not count as deleting.
    store.execute("PRAGMA recursive_triggers=OFF")
    with pytest.raises(LedgerError), store.writing():
        list(store.execute(REPLACING[replacing]))
    assert left(store) == ROWS
    store.close()


def test_an_erasure_deletes_what_it_names_and_stands_guard_again(store: Store) -> None:
    assert erased(store, [(7, "lines.0.party")])
    assert left(store) == ROWS[1:]
    assert sealed.rows_of(store, 7) == {"payee_account": ROWS[1]}
    assert sealed.entries(store) == [7, 8]
    assert (store.strangers(), store.damage(fast=False)) == ([], [])
    with pytest.raises(LedgerError), store.writing():
        sealed.delete(store, [(8, "lines.0.party")])


def test_an_erasure_that_fails_has_erased_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing():
        _erase_and_fail(store)
    assert left(store) == ROWS
    assert (store.strangers(), store.damage(fast=False)) == ([], [])


def _erase_and_fail(store: Store) -> None:
    with store.erasing():
        sealed.delete(store, [(7, "lines.0.party")])
    raise ZeroDivisionError


# -- no byte is left in the file, nor beside it ----------------------------------------


def bytes_of(path: Path) -> bytes:
    """The ledger's file and every file beside it."""
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def filled(path: Path, seed: int) -> tuple[SQLiteStore, list[tuple[int, str]]]:
    """Values short and long, in an order that splits pages; those to be erased."""
    drawn = random.Random(seed)
    places = [
        (entry, f"lines.{line}.{field}")
        for entry in range(2, 80)
        for line in range(drawn.choice((1, 3, 20)))
        for field in ("party", "text")
    ]
    drawn.shuffle(places)
    gone = [each for each in places if drawn.random() < 0.5]
    store = SQLiteStore.create(path)
    for start in range(0, len(places), 50):
        with store.writing():
            if not start:
                store.create_tables()
            rows = []
            for each in places[start : start + 50]:
                word = GONE if each in gone else KEPT
                many = drawn.choice((1, 5, 30, 300, 1200))
                rows.append(SealedRow(*each, os.urandom(16), word.encode() * many))
            sealed.append(store, rows)
    return store, gone


@pytest.mark.parametrize("seed", range(4))
def test_no_byte_of_an_erased_value_is_left(path: Path, seed: int) -> None:
    """Not in a page that was split, nor where long values overflow, nor in the log."""
    store, places = filled(path, seed)
    assert GONE.encode() in bytes_of(path)
    assert erased(store, places)
    found = bytes_of(path)
    for piece in (GONE[:5], GONE[1:], GONE[-3:] + GONE[:3]):
        assert piece.encode() not in found
    assert KEPT.encode() in found
    store.close()


def test_who_still_reads_as_of_before_keeps_the_log(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, and done by the next erasure."""
    monkeypatch.setattr(sqlite_checkpoint, "READER_PAUSES", (0.0, 0.0))
    store, places = filled(path, 1)
    reader = open_store(Location.parse(str(path)))
    with reader.reading():
        before = list(sealed.all_rows(reader))
        assert not erased(store, places)
        assert list(sealed.all_rows(reader)) == before
    reader.close()
    assert erased(store, [])
    assert GONE.encode() not in bytes_of(path)
    store.close()


# -- damage ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row", [(2, "a", "text", b"b"), (2, "a", SALT, "text"), (2, 1.5, SALT, b"x")]
)
def test_a_row_of_another_type_is_damage(path: Path, row: tuple[object, ...]) -> None:
    store = SQLiteStore.create(path)
    with store.writing():
        store.create_tables(guarded=False)
    store.connection.execute("DROP TABLE sealed_values")
    store.connection.execute("CREATE TABLE sealed_values (entry, place, salt, value)")
    store.executemany("INSERT INTO sealed_values VALUES (?, ?, ?, ?)", [row])
    for read in (
        lambda: list(sealed.all_rows(store)),
        lambda: sealed.rows_of(store, 2),
    ):
        with pytest.raises(IntegrityError) as caught:
            read()
        assert caught.value.code == "LEDGER_DAMAGED"
    store.close()
