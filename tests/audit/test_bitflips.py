"""A single flipped bit anywhere in the file never changes an answer unnoticed."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.values.errors import LedgerError
from ledger.reading import UNREADABLE, LedgerReader, open_reader
from ledger.storage.location import Location
from ledger.transparency.log import LogReader
from ledger.verifying.audit import origin
from projections.answers import balances, decisions, differences, entries, statements
from projections.answers import journal as journals
from projections.checks import CHECKS
from projections.snapshot import View
from tests.audit.ledgers import codes, verified
from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    contribution,
    grant,
    money,
    other,
    proposal,
    reversal,
    withdrawal,
    written_off,
)

pytestmark = pytest.mark.faults
Answers = Mapping[str, str]
AT = date(2012, 7, 31)
LATE = date(2014, 12, 31)


@pytest.fixture
def lived(prepared: Callable[[str], Path]) -> bytes:
    """A ledger of some forty entries of many kinds, its log checkpointed."""
    path = prepared("lived")
    ledger = LedgerInTest(path)
    post = ledger.post
    post("repay_contribution", **contribution("emmen", "10.00", "2011-09-01"))
    post("award_grant", **grant("8000.00", "2012-03-01", "proefleven"))
    post("change_grant", **grant("9000.00", "2012-03-02", "proefleven"))
    ledger.pay("9000.00", "2012-03-03", "proefleven")
    post("determine_grant", **money("6000.00", "2012-04-01", "proefleven"))
    post("receive_refund", **money("1000.00", "2012-05-01", "proefleven"))
    post("write_off_recoverable", **written_off("500.00", "2012-06-01", "proefleven"))
    post("withdraw_grant", **withdrawal("2012-06-02"))
    post("propose_project", **proposal("niets", date="2012-02-01"))
    post("amend_project", project="niets", date="2012-02-02", title="Iets")
    rejected = {"date": "2012-02-03", "decision": SG, "reason": "No fit"}
    post("reject_project", project="niets", **rejected)
    ledger.open("2012", "2012-08-01")
    amended = {"date": "2012-08-02", "decision": SG, "budget": "161000.00"}
    post("amend_budget_year", year="2012", **amended)
    wrong = post("receive_other", **other("77.00", "2012-08-03"))
    post("reverse", **reversal(wrong, "2012-08-04"))
    post("close_budget_year", year="2011", date="2012-09-01", decision=SG)
    post("lock_period", until="2012-06-30", reason="Audited")
    post("reopen_period", from_date="2012-06-15", reason="An invoice came late")
    assert ledger.last_entry >= 40
    ledger.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.close()
    return path.read_bytes()


def _questions(ledger: LedgerReader) -> Iterator[tuple[str, Callable[[], Any]]]:
    store = ledger.store
    yield "size", lambda: ledger.view(AT).last_entry
    yield "origin", lambda: origin(store)
    yield "framework", lambda: dict(ledger.frameworks.opening.source)
    yield "root", lambda: LogReader(store).root(ledger.view(AT).last_entry).hex()
    for at, known_at in ((AT, None), (LATE, None), (AT, "#20"), (AT, "#40")):
        view = ledger.view(at, known_at)
        yield from _asked(f"{at} {known_at}: ", view)
    first, last = ledger.view(LATE, "#10"), ledger.view(LATE)
    yield "diff", lambda: differences.diff(first, last)
    for name in CHECKS:
        yield (
            f"check {name}",
            lambda name=name: [  # type: ignore[misc]  # a default that binds the loop's value
                finding.as_json() for finding in CHECKS[name](last)
            ],
        )


def _asked(prefix: str, view: View) -> Iterator[tuple[str, Callable[[], Any]]]:
    yield f"{prefix}balance", lambda: balances.balance(view)
    yield f"{prefix}trial balance", lambda: statements.trial_balance(view)
    yield (
        f"{prefix}journal",
        lambda: [journals.line_json(line) for line in journals.journal(view)],
    )
    yield (
        f"{prefix}history",
        lambda: [entries.entry_json(entry) for entry in entries.history(view)],
    )
    for account in ("current-account", "project:grecor", "partner:emmen"):
        yield (
            f"{prefix}{account}",
            lambda account=account: statements.statement_json(  # type: ignore[misc]  # a default that binds the loop's value
                statements.statement(view, account)
            ),
        )
    yield f"{prefix}decisions", lambda: decisions.decisions(view)
    yield f"{prefix}decision", lambda: decisions.decision(view, SG)
    if view.is_latest:
        for number in range(1, view.entry + 1):
            yield (
                f"{prefix}show {number}",
                lambda number=number: entries.show(  # type: ignore[misc]  # a default that binds the loop's value
                    view, number
                ),
            )


def _answers(path: Path) -> Answers:
    """Every answer of the program, or the code that it gives in its place."""
    told: dict[str, str] = {}
    try:
        with open_reader(Location.parse(str(path))) as ledger:
            for name, ask in _questions(ledger):
                told[name] = _told(ask)
    except LedgerError as error:
        told["opening"] = error.code
    except UNREADABLE as error:
        told["opening"] = repr(error)
    return told


def _told(ask: Callable[[], Any]) -> str:
    try:
        return json.dumps(ask(), default=str)
    except LedgerError as error:
        return error.code
    except UNREADABLE:
        return "LEDGER_DAMAGED"


def _said(path: Path) -> list[str]:
    """What `audit verify` says is wrong."""
    try:
        return codes(verified(path))
    except LedgerError as error:
        return [error.code]


def _unnoticed(whole: bytes, bit: int, place: Path, honest: Answers) -> list[str]:
    """The answers that changed without a word of `audit verify`."""
    flipped = bytearray(whole)
    flipped[bit // 8] ^= 1 << bit % 8
    for old in place.iterdir():
        old.unlink()
    path = place / "flipped.db"
    path.write_bytes(flipped)
    if _said(path):
        return []
    told = _answers(path)
    return [name for name in {**honest, **told} if honest.get(name) != told.get(name)]


def _check(whole: bytes, flips: int, seed: int, tmp_path: Path) -> None:
    print(f"seed {seed}, {len(whole)} bytes")  # to repeat a failure
    chance = random.Random(seed)
    place = tmp_path / "flipped"
    place.mkdir()
    honest = _answers(tmp_path / "zuidas.db")
    assert not any("DAMAGED" in answer for answer in honest.values())
    assert _said(tmp_path / "zuidas.db") == []
    for _ in range(flips):
        bit = chance.randrange(len(whole) * 8)
        assert _unnoticed(whole, bit, place, honest) == [], f"bit {bit}, seed {seed}"


def test_some_bits(lived: bytes, tmp_path: Path) -> None:
    _check(lived, 40, random.randrange(2**32), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 1659393998, None])
def test_a_thousand_bits(lived: bytes, tmp_path: Path, seed: int | None) -> None:
    _check(lived, 1_000, seed or random.randrange(2**32), tmp_path)
