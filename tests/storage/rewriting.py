"""Entries that whoever can write the tables puts there, in either database.

They hash and add up: the log and all that follows from the events is made to fit.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ledger.reading import open_store
from ledger.storage import layouts, schema
from ledger.storage.location import Location
from ledger.storage.store import Store
from ledger.transparency.log import leaf_data, nodes_of
from ledger.transparency.merkle import leaf_hash
from ledger.verifying.rebuilding import replace_projections

State = dict[str, Any]
Forged = tuple[str, str, State]
"""Stream, topic and state; entry, version and time are put in."""
_ROWS = (
    "SELECT entry, originator_id, originator_version, topic, state FROM stored_events"
    " ORDER BY entry"
)
_EVENT = "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)"
_NODE = "INSERT INTO log_nodes VALUES (?, ?, ?)"
_TABLES = ("stored_events", "log_nodes")


def last_of(place: Location, topic: str) -> Forged:
    """The last event of a topic."""
    store = open_store(place)
    try:
        with store.reading():
            found = [row for row in store.execute(_ROWS) if row[3] == topic]
    finally:
        store.close()
    _, stream, _, _, state = found[-1]
    return str(stream), topic, json.loads(bytes(state))


def forge(place: Location, events: Sequence[Forged]) -> list[int]:
    """Append events as the owner of the tables; their entries."""
    store = open_store(place, writing=True)
    try:
        with _unguarded(store), store.writing():
            return _appended(store, events)
    finally:
        store.close()


def _appended(store: Store, events: Sequence[Forged]) -> list[int]:
    numbers = []
    for stream, topic, state in events:
        rows = list(store.execute(_ROWS))
        entry = len(rows) + 1
        newest = json.loads(bytes(rows[-1][4]))
        version = 1 + sum(row[1] == stream for row in rows)
        told = state | {"entry": entry, "recorded_at": newest["recorded_at"]}
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        row = (entry, stream, version, topic, text.encode())
        store.executemany(_EVENT, [row])
        numbers.append(entry)
    _log_anew(store)
    replace_projections(store)
    return numbers


def _log_anew(store: Store) -> None:
    for _ in store.execute("DELETE FROM log_nodes"):
        pass
    leaves = [
        leaf_hash(leaf_data(*(*row[:4], bytes(row[4])))) for row in store.execute(_ROWS)
    ]
    store.executemany(_NODE, list(nodes_of(leaves)))


@contextmanager
def _unguarded(store: Store) -> Iterator[None]:
    """Without the triggers of these tables; they are there again afterwards."""
    present = layouts.upto(layouts.CURRENT)
    namespace = getattr(store, "namespace", None)
    if namespace is None:
        before = schema.sqlite_unguarded(present, *_TABLES)
        after = schema.sqlite_guards(present, *_TABLES)
    else:
        before = schema.postgres_unguarded(present, *_TABLES)
        after = schema.postgres_guards(present, f'"{namespace}"', *_TABLES)
    _run(store, before)
    yield
    _run(store, after)


def _run(store: Store, statements: Sequence[str]) -> None:
    with store.writing():
        for statement in statements:
            list(store.execute(statement))
