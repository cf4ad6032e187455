"""A ZIP of statements is read in memory, within limits, or refused as a whole."""

import struct
import zipfile
from pathlib import Path

import pytest

from ledger.statements.limits import MAX_BYTES, MAX_MEMBERS
from ledger.statements.recognising import read_statements
from tests.statements.refusing import refused
from tests.statements.writing import archive, camt, entry, mt940, statement

CAMT = camt(statement(0, entry(100), 100)).encode()
MT940 = mt940(100).encode()
UNBALANCED = camt(statement(0, entry(100), 101)).encode()
ENCRYPTED_BIT = 0x1


def test_members_of_both_kinds_in_their_order() -> None:
    data = archive({"b/01.xml": CAMT, "b/": b"", "a.sta": MT940})
    first, second = read_statements(data, "in/january.zip")
    assert (first.format, first.file, first.archive) == (
        "camt.053",
        "01.xml",
        "january.zip",
    )
    assert (second.format, second.file) == ("mt940", "a.sta")
    (alone,) = read_statements(CAMT, "01.xml")
    assert first.sha256 == alone.sha256 != second.sha256


def test_content_tells_what_a_member_is_and_what_the_file_is() -> None:
    data = archive({"no-name": CAMT}, zipfile.ZIP_STORED)
    assert len(read_statements(data, "statement.xml")) == 1


def test_one_bad_member_refuses_the_archive_and_is_named() -> None:
    data = archive({"good.xml": CAMT, "bad.xml": UNBALANCED})
    refused(data, "STATEMENT_UNBALANCED", "file.xml: bad.xml")
    other = archive({"good.xml": CAMT, "letter.pdf": b"%PDF-1.7"})
    refused(other, "NOT_A_STATEMENT", "file.xml: letter.pdf")


def test_names_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    names = [
        "../../up.xml",
        "/abs.xml",
        "..\\dos.xml",
        "x\x1b[31m\u202e.xml",
        "n" * 300,
    ]
    found = read_statements(archive(dict.fromkeys(names, CAMT)), "a.zip")
    assert [each.file for each in found] == [
        *("up.xml", "abs.xml", "dos.xml", "x [31m .xml", "n" * 79 + "…"),
    ]
    assert [*tmp_path.rglob("*")] == [inside]


def test_a_zip_in_a_zip() -> None:
    data = archive({"inner.zip": archive({"01.xml": CAMT})})
    refused(data, "STATEMENT_UNSAFE", "inner.zip", "inside the ZIP")


def flagged(data: bytes, bit: int) -> bytes:
    """The archive with a flag set on every member, in both places where it stands."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            flags = struct.unpack_from("<H", changed, at + offset)[0] | bit
            struct.pack_into("<H", changed, at + offset, flags)
            at = data.find(signature, at + 1)
    return bytes(changed)


def test_an_encrypted_member() -> None:
    data = flagged(archive({"01.xml": CAMT}), ENCRYPTED_BIT)
    refused(data, "STATEMENT_UNSAFE", "01.xml", "encrypted")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_can_not_be_bounded(method: int) -> None:
    refused(archive({"01.xml": CAMT}, method), "STATEMENT_UNSAFE", "unusual way")


def test_too_many_members() -> None:
    members = {f"{n}.xml": CAMT for n in range(MAX_MEMBERS)}
    assert len(read_statements(archive(members), "many.zip")) == MAX_MEMBERS
    refused(archive(members | {"more": CAMT}), "STATEMENT_UNSAFE", "500 files")


def test_more_than_may_be_unpacked() -> None:
    half = CAMT + b"<!-- nothing -->" * (MAX_BYTES // 32)
    data = archive({"1.xml": half, "2.xml": half})
    assert len(data) < MAX_BYTES // 100
    refused(data, "STATEMENT_UNSAFE", "104,857,600 bytes when unpacked")


def test_a_member_that_claims_to_be_small() -> None:
    data = bytearray(archive({"1.xml": b" " * 1_000_000 + CAMT}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.find(signature) + offset, 100)
    refused(bytes(data), "NOT_A_STATEMENT", "damaged")


@pytest.mark.parametrize(
    "data",
    [
        archive({}),
        archive({"folder/": b""}),
        b"PK\x03\x04",
        archive({"01.xml": CAMT})[:-30],
        archive({"01.xml": CAMT})[:60],
    ],
    # An archive has the time at which it was made in it.
    ids=["empty", "a folder", "begun", "without its end", "its beginning"],
)
def test_an_archive_that_is_empty_or_breaks_off(data: bytes) -> None:
    refused(data, "NOT_A_STATEMENT", "ZIP")
