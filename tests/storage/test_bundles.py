"""A ledger's bundle is the same file, whichever the database it is in."""

from pathlib import Path

import pytest

from ledger.storage.location import Location
from tests.audit.boxes import AT
from tests.functional.program import InProcess
from tests.storage.conftest import lived_at
from tests.storage.server import Schema

pytestmark = pytest.mark.postgres


def test_bundle_and_replay_in_both_databases(schema: Schema, cli: InProcess) -> None:
    url = schema.url()
    lived_at(schema.location).close()
    cli.ok("copy", url, "copied.db")
    cli.ok("--db", url, "audit", "bundle", "postgres.bundle", "--at", AT)
    cli.ok("--db", "copied.db", "audit", "bundle", "sqlite.bundle", "--at", AT)
    bundle = Path("postgres.bundle").read_bytes()
    assert bundle == Path("sqlite.bundle").read_bytes()
    found = [
        cli.json("--db", place, "audit", "findings", "--round", "500")
        for place in (url, "copied.db")
    ]
    assert found[0] == found[1]


def test_a_bundle_is_replayed_into_postgresql(schema: Schema, cli: InProcess) -> None:
    lived_at(Location.parse("zuidas.db")).close()
    cli.ok("audit", "bundle", "zuidas.bundle", "--at", AT)
    cli.ok("audit", "replay", "zuidas.bundle", "--into", schema.url())
    same = ("balance", "--at", AT, "-O", "json")
    assert cli.ok("--db", schema.url(), *same).out == cli.ok(*same).out
    refused = ("audit", "replay", "zuidas.bundle", "--into", schema.url())
    assert cli.refused(*refused) == "LEDGER_EXISTS"
    cli.ok("--db", schema.url(), "audit", "verify")
