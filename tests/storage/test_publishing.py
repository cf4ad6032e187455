"""A log is published the same from either database, also by who may only read."""

import shutil
from pathlib import Path

import pytest

from ledger.storage.location import Location
from tests.audit.independent_verifier import verify_folder
from tests.audit.publications import post, snapshot
from tests.functional.program import InProcess
from tests.storage.conftest import lived_at
from tests.storage.server import READER, Schema


def _publish(cli: InProcess, url: str) -> None:
    cli.ok("audit", "publish", "public", "--key", "log.key", "--db", url)


def test_a_copy_in_the_other_database_gives_the_same_files(
    place: Location, cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived_at(place).close()
    monkeypatch.delenv("ZUIDAS_ACTOR")  # in PostgreSQL nobody chooses
    post(cli, 300, db=place.url)
    cli.ok("audit", "keygen", "log.key", "--db", place.url)
    _publish(cli, place.url)
    vkey = Path("log.vkey").read_text(encoding="utf-8").strip()
    assert verify_folder("public", vkey)["size"] == 326
    first = {name: content for name, (content, _) in snapshot().items()}
    shutil.rmtree("public")
    cli.ok("copy", place.url, "copy.db")
    _publish(cli, "copy.db")
    assert {name: content for name, (content, _) in snapshot().items()} == first


@pytest.mark.postgres
def test_whoever_may_read_can_publish_and_watch(schema: Schema, cli: InProcess) -> None:
    lived_at(schema.location).close()
    cli.ok("db", "grant", "--role", "reader", READER, "--db", schema.url())
    url = schema.url(READER)
    cli.ok("audit", "keygen", "log.key", "--db", url)
    _publish(cli, url)
    watch = ("audit", "watch", "--checkpoint", "public/checkpoint")
    assert cli.json(*watch, "--vkey", "log.vkey", "--db", url)["size"] == 26
