"""Balances are sealed, proved and recomputed the same, whichever the database."""

from pathlib import Path

import pytest

from ledger.storage.location import Location
from projections.answers.statements import trial_balance
from tests.audit import independent_balances
from tests.functional.program import InProcess
from tests.storage.conftest import lived_at
from tests.storage.ledgers import StoredLedger
from tests.storage.server import Schema

UNTIL = "2012-06-30"


def keyed(ledger: StoredLedger, cli: InProcess, place: str) -> str:
    """Locks the ledger and makes its keys; the verifier key."""
    ledger.post("lock_period", until=UNTIL)
    cli.ok("--db", place, "audit", "keygen", "log.key")
    return Path("log.vkey").read_text().strip()


def check_all(ledger: StoredLedger, cli: InProcess, place: str) -> None:
    """Every account that the journal ever had is proved, with what it stood at."""
    vkey = keyed(ledger, cli, place)
    rows = trial_balance(ledger.view(UNTIL))
    assert {"0.00"} < {row["closing"] for row in rows}
    for row in rows:
        prove = ("prove-balance", row["account"], "--key", "log.key", "-o", "proof")
        cli.ok("--db", place, "audit", *prove)
        told = cli.json("audit", "verify-balance", "proof", "--vkey", vkey)
        found = independent_balances.verify(Path("proof").read_bytes(), vkey)
        assert told["amount"] == row["closing"]
        assert found[:3] == (
            row["account"],
            int(row["closing"].replace(".", "")),
            UNTIL,
        )
    cli.ok("--db", place, "audit", "verify")


def test_every_account_in_sqlite(cli: InProcess) -> None:
    check_all(lived_at(Location.parse("zuidas.db")), cli, "zuidas.db")


@pytest.mark.thorough
@pytest.mark.postgres
def test_every_account_in_postgresql(schema: Schema, cli: InProcess) -> None:
    check_all(lived_at(schema.location), cli, schema.url())


@pytest.mark.postgres
def test_both_seal_the_same(schema: Schema, cli: InProcess) -> None:
    seals = []
    for place in (Location.parse("zuidas.db"), schema.location):
        ledger = lived_at(place)
        shown = ledger.show(ledger.post("lock_period", until=UNTIL))
        seals.append((shown["balances"], shown["balances_root"]))
        ledger.close()
    assert seals[0] == seals[1]
    assert seals[0][0] > 15
    cli.ok("copy", schema.url(), "copied.db")
    cli.ok("--db", "copied.db", "audit", "verify")
