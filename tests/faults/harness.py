"""What the fault tests share: writers as processes, and what must hold afterwards."""

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from domain.errors import LedgerError
from domain.events import Actor
from ledger.application import Ledger
from ledger.frameworks import load
from ledger.reading import open_store
from ledger.storage.location import Location
from ledger.storage.sqlite import SQLiteStore
from ledger.verifying import Verification, verify

ACTOR = Actor(name="faults", source="program", login="faults")
WRITER = str(Path(__file__).parent / "writer.py")


@dataclass
class Acknowledged:
    """What writers were told: entry by command id, and the codes of refusals."""

    entries: dict[str, int] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)

    def read(self, output: bytes) -> None:
        """Take in a writer's output; a line cut off by the kill says nothing."""
        for line in output.decode().split("\n")[:-1]:
            words = line.split()
            if words[0] == "ack":
                self.entries[words[2]] = int(words[1])
            else:
                self.refusals.append(words[1])


def new_ledger(path: Path) -> Path:
    """A ledger of the built-in framework."""
    ledger = Ledger(SQLiteStore.create(path))
    ledger.initialise(load("drentse-zuidas"), None, ACTOR)
    ledger.close()
    return path


def start_writer(
    place: str, name: str, count: int = 100_000
) -> subprocess.Popen[bytes]:
    """A writer as a process of its own."""
    return subprocess.Popen(
        [sys.executable, WRITER, place, name, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "COVERAGE_PROCESS_START": ""},
    )


def kill_at_random(writers: list[subprocess.Popen[bytes]], rng: random.Random) -> bytes:
    """Let writers work for a moment after their first acknowledgement, then kill -9."""
    first = b""
    for writer in writers:
        if writer.stdout is not None:
            first += writer.stdout.readline()
    time.sleep(rng.uniform(0.0, 0.15))
    for writer in writers:
        writer.kill()
    return first + b"".join(writer.communicate()[0] for writer in writers)


def verified(place: str) -> Verification:
    """The ledger opens and is verified whole."""
    store = open_store(Location.parse(place))
    try:
        return verify(store)
    finally:
        store.close()


def stored_ids(place: str) -> dict[str, int]:
    """Entry by command id, as the ledger has it."""
    store = open_store(Location.parse(place))
    try:
        rows = store.execute(
            "SELECT command_id, entry FROM entries WHERE command_id IS NOT NULL"
        )
        return {str(row[0]): int(row[1]) for row in rows}
    finally:
        store.close()


def assert_nothing_lost(place: str, acknowledged: Acknowledged) -> None:
    """Every acknowledged entry is there, gapless, and everything verifies."""
    result = verified(place)
    assert result.is_clean, result.findings
    stored = stored_ids(place)
    for command_id, entry in acknowledged.entries.items():
        assert stored.get(command_id) == entry
    assert result.entries == 1 + len(stored)


def refusal_of(action: object) -> str:
    """The code with which an action is refused."""
    try:
        action()  # type: ignore[operator]  # any call without arguments
    except LedgerError as error:
        return error.code
    raise AssertionError("it was not refused")
