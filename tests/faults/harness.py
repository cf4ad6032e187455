"""What the fault tests share: writers as processes, and what must hold afterwards."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.entries.event import Actor
from domain.values.errors import LedgerError
from ledger.frameworks import load
from ledger.posting.application import Ledger
from ledger.reading import open_store
from ledger.storage.location import Location
from ledger.storage.sqlite import SQLiteStore
from ledger.verifying.verify import Verification, verify

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


@dataclass
class Writer:
    """A writer as a process of its own; what it says goes to a file.

    Not to a pipe: a full one would stop the writer, and a kill would cut its last word.
    """

    process: subprocess.Popen[bytes]
    output: Path

    def said(self) -> bytes:
        """What it has said so far."""
        return self.output.read_bytes()

    def wait_for_first(self) -> None:
        """Wait until something was acknowledged."""
        while not self.said() and self.process.poll() is None:
            time.sleep(0.005)

    def kill(self) -> bytes:
        """Kill -9; gives all that it said."""
        self.process.kill()
        return self.finish()

    def finish(self) -> bytes:
        """Wait for its end; gives all that it said."""
        self.process.wait()
        said = self.said()
        self.output.unlink()
        return said


def start_writer(place: str, name: str, count: int = 100_000) -> Writer:
    """A writer at work."""
    handle, path = tempfile.mkstemp(prefix="writer-")
    with os.fdopen(handle, "wb") as file:
        process = subprocess.Popen(
            [sys.executable, WRITER, place, name, str(count)],
            stdout=file,
            stderr=subprocess.DEVNULL,
            env={k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")},
        )
    return Writer(process, Path(path))


def kill_at_random(writers: list[Writer], rng: random.Random) -> list[bytes]:
    """Let writers work for a moment after their first acknowledgement, then kill -9."""
    for writer in writers:
        writer.wait_for_first()
    time.sleep(rng.uniform(0.0, 0.15))
    for writer in writers:
        writer.process.kill()
    return [writer.finish() for writer in writers]


def stop_hard(server: Any) -> None:
    """As a power switch: PostgreSQL has no time to write anything more."""
    process = server.get_postmaster_info().process
    process.send_signal(signal.SIGQUIT)
    process.wait(30)


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


def rounds_of_kills(place: str, writers: int, count: int, seed: int) -> Acknowledged:
    """Writers are killed and begun anew; after each round nothing is lost."""
    rng = random.Random(seed)
    acknowledged = Acknowledged()
    for number in range(count):
        processes = [
            start_writer(place, f"w{number}-{writer}") for writer in range(writers)
        ]
        for said in kill_at_random(processes, rng):
            acknowledged.read(said)
        assert_nothing_lost(place, acknowledged)
    return acknowledged
