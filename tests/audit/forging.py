"""Entries that whoever can write the tables puts there: they hash and add up."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from domain.catalogue import BY_NAME
from tests.audit.ledgers import rewrite_history

State = dict[str, Any]
Forgery = Callable[[State], object]
"""A change of what an event says."""


def given(**fields: object) -> Forgery:
    """Other fields of the command."""
    return lambda state: state["given"].update(fields)


def last_event(path: Path, command: str) -> tuple[str, State]:
    """Stream and state of the last entry of a command."""
    with closing(sqlite3.connect(path)) as connection:
        stream, state = connection.execute(
            "SELECT originator_id, state FROM stored_events WHERE topic = ?"
            " ORDER BY entry DESC LIMIT 1",
            (BY_NAME[command].topic,),
        ).fetchone()
    return stream, json.loads(state)


def forge(
    path: Path,
    command: str,
    forgery: Forgery,
    *,
    stream: str | None = None,
    projected: bool = True,
) -> int:
    """Append an event like the last one of its command, changed; its entry.

    All that follows from it is there too, as the program would have written it; unless
    `projected` the log alone.
    """
    own, state = last_event(path, command)
    state["given"].pop("id", None)
    if state["given"].pop("bank_line", None) is not None:
        del state["ties"]
    if state.pop("approval", None) is not None:
        state["actor"]["login"] = state["person"]
    forgery(state)
    placed: list[int] = []

    def insert(connection: sqlite3.Connection) -> None:
        placed.append(
            _appended(connection, stream or own, BY_NAME[command].topic, state)
        )

    rewrite_history(path, insert, projected=projected)
    return placed[0]


def _appended(
    connection: sqlite3.Connection, stream: str, topic: str, state: State
) -> int:
    """Insert an event after the newest, recorded at the same moment."""
    (text,) = connection.execute(
        "SELECT state FROM stored_events ORDER BY entry DESC LIMIT 1"
    ).fetchone()
    newest = json.loads(text)
    (version,) = connection.execute(
        "SELECT COALESCE(MAX(originator_version), 0) + 1 FROM stored_events"
        " WHERE originator_id = ?",
        (stream,),
    ).fetchone()
    entry: int = newest["entry"] + 1
    state |= {"entry": entry, "recorded_at": newest["recorded_at"]}
    stored = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
    connection.execute(
        "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)",
        (entry, stream, version, topic, stored.encode()),
    )
    return entry
