"""The transparency log over HTTP: what a monitor without our code makes of it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.values.errors import UsageError
from ledger.storage.location import Location
from ledger.transparency.keys import SigningKey
from tests.audit.independent_verifier import (
    check_note,
    resources,
    tree,
    verify_folder,
)
from tests.audit.ledgers import Log
from tests.functional.program import InProcess
from tests.unit.domain.posting import LedgerInTest, Row, other
from tests.web.api.damaged import damaged
from tests.web.serving import Client, served
from web.serving import Settings, serve

SIZE = 600
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def log(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Log:
    """A ledger of 600 entries: two full tiles and a part of the third."""
    path = tmp_path_factory.mktemp("log") / "zuidas.db"
    path.write_bytes((templates / "lived.db").read_bytes())
    ledger = LedgerInTest(path)
    for number in range(SIZE - 26):
        fields: Row = {**other("1.05", "2012-06-30"), "document": f"B-{number}"}
        ledger.post("receive_other", **fields)
    ledger.close()
    return Log(path)


@pytest.fixture(scope="module")
def signed(log: Log) -> Iterator[Client]:
    """It, served with its key."""
    with served(Location.parse(str(log.path)), log.key) as client:
        yield client.of(None)


def test_a_monitor_reads_the_whole_log(
    signed: Client, log: Log, tmp_path: Path
) -> None:
    """By the paths of C2SP's tlog-tiles, which it knows itself."""
    told = signed.get("/v1/log/checkpoint")
    assert told.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert told.headers["Cache-Control"] == "no-store"
    folder = tmp_path / "log"
    wanted = {path for kind in ("entries", "0") for path, *_ in resources(kind, SIZE)}
    wanted |= {path for path, *_ in resources("1", SIZE // 256)}
    for path in wanted:
        tile = signed.get(f"/v1/log/{path}")
        assert tile.status == 200
        assert tile.headers["Content-Type"] == "application/octet-stream"
        full = ".p/" not in path
        assert tile.headers["Cache-Control"] == (FOR_EVER if full else "no-store")
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(tile.body)
    (folder / "checkpoint").write_bytes(told.body)
    found = verify_folder(str(folder), log.key.verifier.encode())
    assert (found["size"], found["levels"]) == (SIZE, 2)


def test_tiles_are_those_that_are_published(
    signed: Client, log: Log, cli: InProcess, tmp_path: Path
) -> None:
    log.files(tmp_path)
    cli.ok("audit", "publish", "public", "--key", "log.key", "--db", str(log.path))
    published = {
        str(file.relative_to(tmp_path / "public")): file.read_bytes()
        for file in (tmp_path / "public").rglob("*")
        if file.is_file()
    }
    assert published.pop("checkpoint") == signed.get("/v1/log/checkpoint").body
    assert len(published) == 7
    for path, content in published.items():
        assert signed.get(f"/v1/log/{path}").body == content, path


def test_a_part_is_the_beginning_of_the_whole(signed: Client) -> None:
    whole = signed.get("/v1/log/tile/0/001").body
    for width in (1, 44, 255):
        told = signed.get(f"/v1/log/tile/0/001.p/{width}")
        assert told.body == whole[: 32 * width]
    first = signed.get("/v1/log/tile/1/000.p/1").body
    assert signed.get("/v1/log/tile/1/000.p/2").body[:32] == first


@pytest.mark.parametrize(
    "path",
    [
        *(
            "0/002",
            "0/002.p/89",
            "0/003",
            "0/003.p/1",
            "1/000",
            "1/000.p/3",
            "2/000.p/1",
        ),
        *("0/000.p/0", "0/000.p/256", "0/000.p/257", "0/000.p/01", "0/000.p/1/"),
        *(
            "0/0",
            "0/00",
            "0/0000",
            "0/x000/000",
            "0/x000/000.p/1",
            "0/001/000",
            "0/x001",
        ),
        *("00/000", "01/000", "-1/000", "64/000", "8/000", "0/000.p", "0/000.p/", "0"),
        *("entries", "entries/", "entries/002", "entries/002.p/89", "entries/000.p/0"),
        *(
            "Entries/000",
            "0/000.P/1",
            "0/000.p/1.p/1",
            "0//000",
            "0/../0/000",
            "/0/000",
        ),
        *("0/%30%30%30%2Ep/1x", "0/٠٠٠", "data/000", "0/000%00", "0/000?x", "0/1e3"),
    ],
)
def test_nothing_else_is_a_tile(signed: Client, path: str) -> None:
    from urllib.parse import quote

    at = f"/v1/log/tile/{quote(path, safe='/%?')}"
    told = signed.get(at)
    expected = 400 if path.endswith("?x") else 404
    assert told.status == expected, told.body
    assert "immutable" not in str(told.headers["Cache-Control"])


def test_every_entry_is_proven(signed: Client) -> None:
    leaves = []
    for number in range(1, SIZE + 1, 37):
        found = signed.get(f"/v1/entries/{number}/inclusion-proof").json
        assert list(found) == [
            *("entry", "index", "size", "leaf", "leaf_hash", "root", "hashes"),
            "checkpoint",
        ]
        assert (found["entry"], found["index"]) == (number, number - 1)
        assert found["size"] == SIZE
        lines = found["leaf"].split("\n")
        assert (lines[0], lines[1], len(lines)) == ("zuidas/leaf/v1", str(number), 7)
        leaf = hashlib.sha256(b"\x00" + found["leaf"].encode()).digest()
        assert found["leaf_hash"] == leaf.hex()
        hashes = [bytes.fromhex(each) for each in found["hashes"]]
        root = root_from(leaf, number - 1, SIZE, hashes)
        assert root.hex() == found["root"]
        assert found["checkpoint"].encode() == signed.get("/v1/log/checkpoint").body
        leaves.append(leaf)
    assert len(set(leaves)) == len(leaves)


def root_from(leaf: bytes, index: int, size: int, hashes: list[bytes]) -> bytes:
    """RFC 9162, section 2.1.3.2, by its own words."""
    node, last, found = index, size - 1, leaf
    for each in hashes:
        assert last > 0
        if node & 1 or node == last:
            found = hashlib.sha256(b"\x01" + each + found).digest()
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\x01" + found + each).digest()
        node, last = node >> 1, last >> 1
    assert last == 0
    return found


def test_the_checkpoint_is_of_all_leaves(signed: Client, log: Log) -> None:
    leaves = []
    for path, _, _ in resources("entries", SIZE):
        data = signed.get(f"/v1/log/{path}").body
        while data:
            length = int.from_bytes(data[:2])
            leaves.append(hashlib.sha256(b"\x00" + data[2 : 2 + length]).digest())
            data = data[2 + length :]
    note = signed.get("/v1/log/checkpoint").body
    vkey = log.key.verifier.encode()
    assert check_note(note, vkey.split("+", maxsplit=1)[0], leaves, vkey) == SIZE
    proof = signed.get("/v1/entries/7/inclusion-proof").json
    assert proof["root"] == tree(leaves).hex()


def test_a_key_of_another_ledger_is_refused_at_the_start(log: Log) -> None:
    """Else whoever asks for a checkpoint would hear of it, and nobody else."""
    other = SigningKey.generate("zuidas-ledger/another")
    location = Location.parse(str(log.path))
    settings = Settings(location, log.path.with_name("accounts"), port=0, key=other)
    with pytest.raises(UsageError, match="this ledger is zuidas-ledger/drentse-zuidas"):
        serve(settings, pytest.fail)


def test_without_a_key_nothing_is_signed(lived: Client) -> None:
    stranger = lived.of(None)
    stranger.get("/v1/log/checkpoint").problem(404, "LOG_KEY_MISSING")
    assert stranger.get("/v1/log/tile/0/000.p/26").status == 200
    found = stranger.get("/v1/entries/3/inclusion-proof").json
    assert (found["checkpoint"], found["size"]) == (None, 26)


def test_a_proof_says_nothing_of_what_is_in_an_entry(lived: Client) -> None:
    told = lived.of(None).get("/v1/entries/14/inclusion-proof").body.decode()
    shown = lived.get("/v1/entries/14").json
    for said in ("amount", "payee", "Stenden", shown["document"], shown["actor"]):
        assert said not in told


def test_a_damaged_ledger_is_not_signed(
    signed: Client, log: Log, tmp_path: Path
) -> None:
    changed = (
        "UPDATE stored_events SET state ="
        " CAST(replace(CAST(state AS TEXT), '1.05', '9.05') AS BLOB) WHERE entry = 99"
    )
    with damaged(signed, tmp_path, changed, log.key) as client:
        for _ in range(2):
            told = client.get("/v1/log/checkpoint")
            found = told.problem(500, "LEDGER_DAMAGED")
            assert set(found) == {"type", "title", "status", "detail", "code"}
            assert log.key.name.encode() not in told.body
        told = client.get("/v1/entries/3/inclusion-proof")
        told.problem(500, "LEDGER_DAMAGED")
