"""A ZIP of statements, unpacked in memory, within limits.

Nothing is written to disk, so the names of members are only names.
"""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from domain.values.errors import Refusal
from domain.values.messages import message
from ledger.statements.limits import MAX_BYTES, MAX_MEMBERS, unsafe
from ledger.statements.source import Source, file_name

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_LISTED = b"PK\x01\x02"
"""Begins a member in the list at the end of a ZIP."""
_ENCRYPTED = 0x1 | 0x40
_BROKEN = (
    *(BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, OSError),
    *(struct.error, ValueError, OverflowError, LookupError),
)
"""What zipfile raises of damaged files."""


class Member(NamedTuple):
    """A member of a ZIP, and what is in it."""

    name: str
    data: bytes


def is_archive(data: bytes) -> bool:
    """The file is a ZIP, whole or not."""
    return data.startswith(_SIGNATURES)


def members(data: bytes, source: Source) -> Iterator[Member]:
    """The files in a ZIP, one after the other, in its order; folders are left out.

    Raises `Refusal`: `STATEMENT_UNSAFE` above a limit, nested or encrypted,
    `NOT_A_STATEMENT` where it can't be unpacked or is empty.
    """
    # The list is counted before zipfile makes an object of every line of it.
    if data.count(_LISTED) > MAX_MEMBERS:
        raise unsafe(source.shown, "files", MAX_MEMBERS)
    try:
        with ZipFile(BytesIO(data)) as archive:
            files = [each for each in archive.infolist() if not each.is_dir()]
            yield from _unpacked(archive, files, source)
    except _BROKEN:
        raise source.unreadable(
            "{file} is a ZIP that is damaged or breaks off. Fetch it from the bank"
            " again."
        ) from None
    if not files:
        raise source.unreadable("{file} is a ZIP without any file in it.")


def _unpacked(
    archive: ZipFile, files: list[ZipInfo], source: Source
) -> Iterator[Member]:
    left = MAX_BYTES
    for each in files:
        _check(each, source)
        # One byte more than allowed is enough to know; what a ZIP says of a
        # member's size is not trusted.
        with archive.open(each) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise unsafe(source.shown, "bytes when unpacked", MAX_BYTES)
        if is_archive(content):
            raise _unsafe_member(each, source, "a ZIP inside the ZIP")
        yield Member(each.filename, content)


def _check(each: ZipInfo, source: Source) -> None:
    if each.flag_bits & _ENCRYPTED:
        raise _unsafe_member(each, source, "encrypted")
    # zipfile bounds what these two unpack to while they are read, not the others.
    if each.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise _unsafe_member(each, source, "compressed in an unusual way")


def _unsafe_member(each: ZipInfo, source: Source, what: str) -> Refusal:
    return source.refusal(
        "STATEMENT_UNSAFE",
        "{file}: {member} in it is {what} and is not read. Unpack it and give the"
        " statements themselves.",
        member=file_name(each.filename),
        what=message(what),
    )
