"""A layout that was released never changes: ledgers of it are out there."""

import json
from pathlib import Path

import pytest

from ledger.storage import layouts, schema
from tests.golden.make import layout_made

LAYOUTS = sorted((Path(__file__).parent / "layouts").glob("*.json"))


@pytest.mark.parametrize("file", LAYOUTS, ids=lambda file: file.stem)
def test_a_released_layout_is_made_as_it_was(file: Path) -> None:
    number = int(file.stem.removeprefix("layout-"))
    assert layout_made(number) == json.loads(file.read_text())


def test_layouts_are_numbered_without_gaps_and_only_add() -> None:
    numbers = [layout.number for layout in layouts.LAYOUTS]
    assert numbers == list(range(1, layouts.CURRENT + 1))
    tables = layouts.names_of(layouts.LAYOUTS)
    indexes = [index.name for layout in layouts.LAYOUTS for index in layout.indexes]
    for names in (tables, indexes):
        assert len(set(names)) == len(names)


def test_the_columns_of_a_table_are_those_that_the_database_makes() -> None:
    import sqlite3

    connection = sqlite3.connect(":memory:")
    for statement in schema.sqlite_tables(layouts.LAYOUTS):
        connection.execute(statement)
    for table in layouts.tables_of(layouts.LAYOUTS, *layouts.STORED):
        made = connection.execute(f"PRAGMA table_info({table.name})").fetchall()
        types = {row[1]: row[2] for row in made}
        assert types == {
            name: schema.SQLITE_TYPES[kind] for name, kind in table.columns
        }
    connection.close()
