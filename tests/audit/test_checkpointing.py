"""Checkpoints of a ledger that is served: only what was verified is signed."""

from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from domain.values.errors import IntegrityError, LedgerError, Refusal
from ledger.reading import open_reader
from ledger.storage.location import Location
from ledger.transparency.checkpoints import verify_checkpoint
from ledger.verifying import checkpointing
from ledger.verifying.checkpointing import Checkpoints
from projections.snapshot import last_entry
from tests.audit.ledgers import Log, in_state, rewrite_history, sql, tamper
from tests.unit.domain.posting import LedgerInTest


@pytest.fixture
def log(templates: Path, tmp_path: Path) -> Log:
    path = tmp_path / "zuidas.db"
    path.write_bytes((templates / "lived.db").read_bytes())
    return Log(path)


class Thread(ThreadPoolExecutor):
    """Verifies in this process, and counts."""

    def __init__(self) -> None:
        super().__init__(1)
        self.asked = 0

    def submit(self, *given: Any, **more: Any) -> Any:
        self.asked += 1
        return super().submit(*given, **more)


@contextmanager
def checkpoints(log: Log, executor: Executor | None = None) -> Iterator[Checkpoints]:
    location = Location.parse(str(log.path))

    def size() -> int:
        with open_reader(location) as ledger:
            return last_entry(ledger.store)

    worker = executor or Thread()
    made = Checkpoints(location, log.key, size, lambda: worker)
    yield made
    made.close()
    worker.shutdown()


def size_of(made: Checkpoints, log: Log) -> int:
    return verify_checkpoint(made.newest(), log.key.verifier).checkpoint.size


def grow(log: Log) -> None:
    ledger = LedgerInTest(log.path)
    ledger.decide(f"SG-X-{ledger.last_entry}", on="2012-01-10")
    ledger.close()


def code_of(made: Checkpoints) -> str:
    with pytest.raises(LedgerError) as caught:
        made.newest()
    return caught.value.code


def test_it_is_signed_once_while_nothing_comes(log: Log) -> None:
    worker = Thread()
    with checkpoints(log, worker) as made:
        first = made.newest()
        assert size_of(made, log) == 26
        assert made.newest() is made.newest_if_any() is not None
        assert made.newest().encode() == first.encode()
    assert worker.asked == 1


def test_it_grows_with_the_log(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpointing, "REST", 0.0)
    with checkpoints(log) as made:
        assert size_of(made, log) == 26
        grow(log)
        assert size_of(made, log) == 27


def test_it_rests_after_a_verification(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpointing, "REST", 1e9)
    worker = Thread()
    with checkpoints(log, worker) as made:
        assert size_of(made, log) == 26
        grow(log)
        assert size_of(made, log) == 26, "the one before is given meanwhile"
    assert worker.asked == 1


class Held(Executor):
    """Work that is done when it is let go."""

    def __init__(self) -> None:
        self.let_go = Event()
        self._thread = ThreadPoolExecutor(1)

    def submit(self, function: Any, /, *given: Any, **more: Any) -> Future[Any]:
        def later() -> object:
            assert self.let_go.wait(30)
            return function(*given, **more)

        return self._thread.submit(later)

    def shutdown(self, *_: Any, **__: Any) -> None:
        self.let_go.set()
        self._thread.shutdown()


def test_whoever_asks_waits_a_while(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpointing, "PATIENCE", 0.01)
    monkeypatch.setattr(checkpointing, "REST", 0.0)
    held = Held()
    with checkpoints(log, held) as made:
        assert code_of(made) == "BUSY"
        assert code_of(made) == "BUSY"
        held.let_go.set()
        monkeypatch.setattr(checkpointing, "PATIENCE", 30.0)
        assert size_of(made, log) == 26
        held.let_go.clear()
        grow(log)
        monkeypatch.setattr(checkpointing, "PATIENCE", 0.01)
        assert size_of(made, log) == 26, "with one in hand nobody is sent away"
        held.let_go.set()


@pytest.mark.parametrize("what", ["an event", "its projection"])
def test_what_is_damaged_is_not_signed(log: Log, what: str) -> None:
    if what == "an event":
        tamper(log.path, in_state(14, "1200", "1300"))
    else:
        tamper(log.path, sql("UPDATE lines SET amount = amount + 1"))
    with checkpoints(log) as made:
        assert code_of(made) in ("LEDGER_DAMAGED", "GUARDS_DIFFER")
        assert code_of(made) in ("LEDGER_DAMAGED", "GUARDS_DIFFER")


def test_a_rewritten_history_is_not_signed_after_the_true_one(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything fits in it; only what was signed before tells."""
    monkeypatch.setattr(checkpointing, "REST", 0.0)
    with checkpoints(log) as made:
        assert size_of(made, log) == 26
        rewrite_history(log.path, in_state(14, "1200", "1300"))
        grow(log)
        assert code_of(made) == "CHECKPOINT_DIFFERS"
    with checkpoints(log) as another:
        assert size_of(another, log) == 27, "nobody told that one of the first"


def test_a_shorter_log_is_not_signed_after_a_longer_one(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpointing, "REST", 0.0)
    before = log.path.read_bytes()
    grow(log)
    with checkpoints(log) as made:
        assert size_of(made, log) == 27
        for beside in log.path.parent.glob(f"{log.path.name}-*"):
            beside.unlink()
        log.path.write_bytes(before)
        assert code_of(made) == "LOG_TRUNCATED"


def test_a_process_that_died_is_replaced(log: Log) -> None:
    class Broken(Executor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(BrokenProcessPool("killed"))
            return future

    workers: list[Executor] = [Broken(), Thread()]
    location = Location.parse(str(log.path))
    made = Checkpoints(location, log.key, lambda: 26, lambda: workers.pop(0))
    assert code_of(made) == "BUSY"
    assert size_of(made, log) == 26
    made.close()


def test_without_a_key_there_is_none(log: Log) -> None:
    made = Checkpoints(Location.parse(str(log.path)), None, lambda: 26)
    assert made.newest_if_any() is None
    with pytest.raises(Refusal, match="LOG_KEY_MISSING"):
        made.newest()
    made.close()


def test_a_key_of_another_ledger_signs_nothing(log: Log) -> None:
    from ledger.transparency.keys import SigningKey

    other = Log(log.path, SigningKey.generate("somebody.example"))
    with checkpoints(other) as made:
        with pytest.raises(LedgerError) as caught:
            made.newest()
        assert not isinstance(caught.value, IntegrityError)
