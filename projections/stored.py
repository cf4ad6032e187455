"""The only reader of stored events on the read side: states with upcasts applied.

A stored event is JSON under a versioned topic. Whoever reads one here gets it in the
form of its newest version, as the write side does (`domain.catalogue.upcast`), so a
changed event answers the same on both sides.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from domain.catalogue import topics_of, upcast
from domain.values.errors import IntegrityError
from projections.reader import Reader

if TYPE_CHECKING:
    from projections.snapshot import View

State = dict[str, Any]
_DECODER = json.JSONDecoder()


def state_of(topic: str, stored: bytes) -> State:
    """The state of one stored event in the form of its newest version."""
    _, state = upcast(topic, _decoded(stored))
    return state


def _decoded(stored: bytes) -> State:
    """JSON as it is stored: one object in UTF-8 and nothing around it.

    `json.loads` finds out first whether it is that, which takes a third of its time; it
    is asked of anything else.
    """
    if type(stored) is bytes:
        try:
            text = str(stored, "utf-8")
            state, end = _DECODER.raw_decode(text)
            if end == len(text):
                found: State = state
                return found
        except ValueError:  # told below
            pass
    other: State = json.loads(bytes(stored))
    return other


def state_of_entry(reader: Reader, entry: int) -> State:
    """The state of one entry; raises `IntegrityError` where it is missing."""
    rows = reader.execute(
        "SELECT topic, state FROM stored_events WHERE entry = ?", (entry,)
    )
    for topic, state in rows:
        return state_of(str(topic), state)
    raise IntegrityError(
        "LEDGER_DAMAGED",
        "entry {entry} is missing (see zuidas audit verify).",
        entry=entry,
    )


_AT_ONCE = 500
"""Entries looked up in one statement."""


def of_entries(view: "View", entries: Iterable[int]) -> Iterator[tuple[int, State]]:
    """Entry and state of each of these entries, in their order as numbers."""
    numbers = sorted(entries)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        rows = view.rows(
            "SELECT entry, topic, state FROM stored_events"
            f" WHERE entry IN ({', '.join('?' * len(some))}) ORDER BY entry",
            *some,
        )
        for entry, topic, state in rows:
            yield int(entry), state_of(str(topic), state)


def of_commands(
    view: "View", commands: Sequence[str], *, stream: str | None = None
) -> Iterator[tuple[int, State]]:
    """Entry and state of every known event of some commands, in the order of entries.

    `stream` looks at one stream alone; a name that ends in a colon at all streams
    under it, such as `annotations:`.
    """
    topics = [topic for command in commands for topic in topics_of(command)]
    only, bound = _of_stream(stream, commands)
    rows = view.rows(
        "SELECT entry, topic, state FROM stored_events WHERE entry <= ?"
        f" AND topic IN ({', '.join('?' * len(topics))}){only} ORDER BY entry",
        view.entry,
        *topics,
        *bound,
    )
    for entry, topic, state in rows:
        yield int(entry), state_of(str(topic), state)


def _of_stream(
    stream: str | None, commands: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    if stream is not None and not stream.endswith(":"):
        return " AND originator_id = ?", (stream,)
    # Found by the index of commands, or every event would be looked at.
    marks = ", ".join("?" * len(commands))
    among = f" AND entry IN (SELECT entry FROM entries WHERE command IN ({marks}))"
    if stream is None:
        return among, tuple(commands)
    return (
        f"{among} AND originator_id >= ? AND originator_id < ?",
        (*commands, stream, f"{stream[:-1]};"),
    )


def opening(view_rows: Iterator[Sequence[Any]]) -> State | None:
    """The state of entry 1 from a row of topic and state; None for another event."""
    for topic, state in view_rows:
        if topic in topics_of("init"):
            return state_of(str(topic), state)
    return None
