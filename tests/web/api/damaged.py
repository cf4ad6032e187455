"""A copy of a served ledger that somebody changed behind the program's back."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ledger.storage.location import Location
from ledger.transparency.keys import SigningKey
from tests.web.serving import Client, served


@contextmanager
def damaged(
    client: Client, place: Path, statement: str, key: SigningKey | None = None
) -> Iterator[Client]:
    """The ledger of a client, changed by a statement of SQL and served again."""
    source = client.service.location.path
    assert source is not None
    path = Path(shutil.copy(source, place / "damaged.db"))
    tamper(path, statement)
    with served(Location.parse(str(path)), key) as other:
        yield other


def tamper(path: Path, statement: str) -> None:
    """Run SQL past the guards, which stand there again afterwards."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        )
        triggers = dict(found.fetchall())
        for name in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(statement)
        for text in triggers.values():
            connection.execute(text)
        connection.commit()
