"""What is refused is refused in the same words, and leaves the same nothing."""

import json
from pathlib import Path

import pytest

from tests.functional.test_codes import COST, ON_LIVED, STEPS, entries_in
from tests.web.remote.conftest import Prepared

OTHER = "--category suspense --amount 1 --counterparty x --description x --document x"
FORMS = (
    "post-process-cost --year 2011",
    "receive-contribution --year 2011 --partner emmen --amount x --date y --document z",
    "receive-contribution --year 2011 --partner emmen --amount -5 --date 1-1-2012",
    "lock-period --until 31-2-2012",
    "lock-period --until 2012-01-01 --id \u200b",
    "grant-role --person anna --role king --date today",
    "allocate --year 2011 --date today --decision SG-2011-01 --share SN",
    "reverse --entry 0 --date today --reason x",
    "submit lock-period --until today",
    "submit pay-grant --project grecor --amount 1 --date today --document x",
    "annotate --entry 5 --text x --document x",
    "bank rest 5",
    "bank rest 99",
    "bank rest x",
    "approve 5",
    "approve 99",
    "approve 5 --yes",
    "decline --submission 5 --reason x",
    "retract-submission --submission 5 --reason x",
    f"pay-other --bank-line 5.1 {OTHER}",
    f"pay-other --bank-line x {OTHER}",
)
"""What is typed wrong, or comes to nothing; a few are accepted."""


def test_every_refusal(pair: Prepared) -> None:
    ledger = pair("lived")
    before = entries_in(ledger.here)
    for code, line in ON_LIVED.items():
        assert ledger.refused(*line.split()) == code
    assert entries_in(ledger.there) == before


@pytest.mark.parametrize("code", STEPS)
def test_a_refusal_after_something_else(pair: Prepared, code: str) -> None:
    ledger = pair("lived")
    *before, last = STEPS[code]
    for line in before:
        ledger.ok(*line.split())
    assert ledger.refused(*last.split()) == code


def test_what_is_typed_wrong(pair: Prepared) -> None:
    ledger = pair("lived")
    for line in FORMS:
        ledger.same(*line.split())
        ledger.same(*line.split(), "--dry-run") if "approve" not in line else None
        ledger.same(*line.split(), "-O", "json")


FILES = (
    b"",
    b"\n\n",
    b"not json\n",
    b"[]\n",
    b'\xff\xfe{"command": "reverse"}\n',
    b'\n{"command": "reverse", "command": "reverse"}\n',
    b'{"command": "reverse"}\n',
    b'{"command": "rewind"}\n',
    b'{"command": "reverse", "entry": 99, "date": "2012-01-01", "reason": "x"}\n',
)


@pytest.mark.parametrize("number", range(len(FILES)))
def test_a_file_with_a_wrong_line(pair: Prepared, number: int) -> None:
    ledger = pair("lived")
    note = {"command": "lock_period", "until": "2011-08-31"}
    good = json.dumps(note).encode() + b"\n"
    for more in ((), ("--dry-run",), ("--submit",)):
        ledger.same("post", "-", *more, stdin=FILES[number])
        ledger.same("post", "-", *more, "-O", "json", stdin=good + FILES[number])


def test_an_id_that_is_repeated(pair: Prepared) -> None:
    ledger = pair("lived")
    line = f"{COST} --programme TL --amount 1 --date 2011-09-01 --id again".split()
    ledger.ok(*line)
    assert "already is this" in ledger.ok(*line).out
    assert "already is this" in ledger.ok(*line, "--dry-run").out
    ledger.ok(*line, "-O", "json")
    other = [word if word != "1" else "2" for word in line]
    assert ledger.refused(*other) == "IDEMPOTENCY_CONFLICT"


def test_no_such_file(pair: Prepared, tmp_path: Path) -> None:
    ledger = pair("lived")
    assert ledger.refused("post", str(tmp_path / "nothing.jsonl")) == "BAD_COMMAND"
