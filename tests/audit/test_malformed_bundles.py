"""Files that are no bundle: cut short, packed to harm, or with members amiss."""

from pathlib import Path
from zipfile import ZIP_BZIP2, ZipFile, ZipInfo

import pytest

from tests.audit.boxes import AT, Change, Members, changed, packed, replacing, unpacked
from tests.audit.conftest import Books
from tests.functional.program import InProcess

BUNDLE = "zuidas.bundle"
ENTRIES = "entries.jsonl"


def refused_whole(cli: InProcess, file: str) -> None:
    before = set(Path().iterdir())
    arguments = ("audit", "replay", file, "--into", "into.db")
    assert cli.refused(*arguments) == "BUNDLE_INVALID"
    assert set(Path().iterdir()) == before, "something was left behind"


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06", b"no ZIP file" * 100])
def test_other_files_are_refused(books: Books, cli: InProcess, data: bytes) -> None:
    Path("other.bundle").write_bytes(data)
    refused_whole(cli, "other.bundle")


def test_what_is_no_file_is_refused(books: Books, cli: InProcess) -> None:
    refused_whole(cli, "absent.bundle")
    refused_whole(cli, ".")


@pytest.mark.faults
def test_a_bundle_cut_short_or_damaged_is_refused(books: Books, cli: InProcess) -> None:
    whole = books.bundle.read_bytes()
    for size in range(1, len(whole), len(whole) // 23):
        Path("cut.bundle").write_bytes(whole[:size])
        refused_whole(cli, "cut.bundle")


@pytest.mark.faults
def test_a_flipped_byte_is_never_accepted_as_another_ledger(
    books: Books, cli: InProcess
) -> None:
    whole = books.bundle.read_bytes()
    accepted = []
    for position in range(0, len(whole), len(whole) // 41):
        flipped = bytearray(whole)
        flipped[position] ^= 0x20
        Path("flipped.bundle").write_bytes(flipped)
        if cli("audit", "replay", "flipped.bundle").code == 0:
            accepted.append(position)
    for position in accepted:  # such as the time of a member, which nothing reads
        assert unpacked(books.bundle) == unpacked_of(whole, position)


def unpacked_of(whole: bytes, position: int) -> Members:
    flipped = bytearray(whole)
    flipped[position] ^= 0x20
    Path("flipped.bundle").write_bytes(flipped)
    return unpacked(Path("flipped.bundle"))


def without(name: str) -> Change:
    def change(members: Members) -> None:
        del members[name]

    return change


def adding(name: str) -> Change:
    def change(members: Members) -> None:
        members[name] = b"x\n"

    return change


def swap_entries(members: Members) -> None:
    lines = members[ENTRIES].splitlines(keepends=True)
    lines[26], lines[27] = lines[27], lines[26]
    members[ENTRIES] = b"".join(lines)


MALFORMED: dict[str, Change] = {
    "no entries": without("entries.jsonl"),
    "no checkpoint": without("checkpoint"),
    "no report": without("reports/check.json"),
    "no proof": without("checkpoints/26.consistency"),
    "a path upwards": adding("../evil.txt"),
    "a path from the root": adding("/tmp/evil.txt"),  # noqa: S108  # it is never written
    "a folder": adding("reports/"),
    "a backslash": adding("reports\\evil.json"),
    "another member": adding("notes.txt"),
    "a leading zero": adding("checkpoints/026.checkpoint"),
    "another format": replacing("bundle.json", "bundle/v2", "bundle/v3"),
    "no date": replacing("bundle.json", AT, "2012-07-32"),
    "a size that is text": replacing("bundle.json", ": 29", ': "29"'),
    "a field more": replacing("bundle.json", "{", '{"more": "x",'),
    "deep nesting": replacing("bundle.json", "{", '{"x": ' + "[" * 100_000),
    "no JSON": replacing(ENTRIES, '{"entry":5,', '"entry":5,'),
    "another number": replacing(ENTRIES, '{"entry":5,', '{"entry":6,'),
    "a number that is true": replacing(ENTRIES, '{"entry":1,', '{"entry":true,'),
    "a lone surrogate": replacing(ENTRIES, "Booked twice", r"Booked \ud800"),
    "a state that is none": replacing(ENTRIES, '"state":"', '"state":null,"x":"'),
    "entries in another order": swap_entries,
    "bad base64": replacing("checkpoints/26.consistency", "\n", "\n*"),
    "another old size": replacing("checkpoints/26.consistency", "old 26", "old 25"),
    "no note": replacing("checkpoint", "\n\n", "\n\n\n"),
}


@pytest.mark.faults
@pytest.mark.parametrize("what", MALFORMED)
def test_malformed_bundles_are_refused(books: Books, cli: InProcess, what: str) -> None:
    refused_whole(cli, str(changed(books.bundle, MALFORMED[what])))


def test_a_manifest_that_lists_too_much_or_too_little_is_refused(
    books: Books, cli: InProcess
) -> None:
    members = unpacked(books.bundle)
    lines = members["manifest.sha256"].splitlines(keepends=True)
    for manifest in (lines[1:], [*lines, lines[0]], [*lines, b"x\n"]):
        packed(members | {"manifest.sha256": b"".join(manifest)}, Path("m.bundle"))
        refused_whole(cli, "m.bundle")


def test_a_bomb_is_refused_unopened(books: Books, cli: InProcess) -> None:
    members = unpacked(books.bundle)
    members["entries.jsonl"] = b"\n" * 50_000_000
    refused_whole(cli, str(packed(members, Path("bomb.bundle"))))


def test_a_small_member_is_not_read_when_it_is_large(
    books: Books, cli: InProcess
) -> None:
    def change(members: Members) -> None:
        members["bundle.json"] += b" " * 4_000_000

    refused_whole(cli, str(changed(books.bundle, change)))


def test_a_line_without_end_is_refused(
    books: Books, cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.bundle.files.MAX_LINE_BYTES", 1_000)
    refused_whole(cli, BUNDLE)


def test_members_twice_encrypted_or_packed_otherwise_are_refused(
    books: Books, cli: InProcess
) -> None:
    with ZipFile(books.bundle, "a") as archive, pytest.warns(match="Duplicate"):
        archive.writestr("README.txt", "again")
    refused_whole(cli, BUNDLE)
    members = unpacked(books.bundle)
    with ZipFile("b.bundle", "w", ZIP_BZIP2) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    refused_whole(cli, "b.bundle")
    packed(members, Path("c.bundle"))
    with ZipFile("c.bundle", "a") as archive:
        archive.comment = b"a comment"
    refused_whole(cli, "c.bundle")


def test_a_key_that_is_repeated_is_refused(books: Books, cli: InProcess) -> None:
    """One reader takes the first value, another the last."""
    for change in (
        replacing(ENTRIES, '{"entry":1,', '{"entry":7,"entry":1,'),
        replacing("bundle.json", '"entries"', '"root": "00",\n  "entries"'),
    ):
        refused_whole(cli, str(changed(books.bundle, change)))


def test_other_line_ends_in_the_manifest_are_refused(
    books: Books, cli: InProcess
) -> None:
    for end in ("\r\n", "\r", "\v"):
        members = unpacked(books.bundle)
        manifest = members["manifest.sha256"].decode().replace("\n", end)
        members["manifest.sha256"] = manifest.encode()
        refused_whole(cli, str(packed(members, Path("ends.bundle"))))


def test_something_before_the_bundle_or_a_link_in_it_is_refused(
    books: Books, cli: InProcess
) -> None:
    Path("before.bundle").write_bytes(b"#!/bin/sh\n" + books.bundle.read_bytes())
    refused_whole(cli, "before.bundle")
    with ZipFile("link.bundle", "w") as archive:
        for name, data in unpacked(books.bundle).items():
            info = ZipInfo(name)
            info.external_attr = (0o120777 if name == "README.txt" else 0o644) << 16
            archive.writestr(info, data)
    refused_whole(cli, "link.bundle")
