"""Opening a bundle that nobody vouches for: nothing is unpacked, everything is bounded.

Whatever is not to the letter of docs/bundle-format.md is refused (`BUNDLE_INVALID`).
"""

import hashlib
import io
import re
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from domain.values.errors import IntegrityError, Refusal
from domain.values.messages import Quoted, Value, message, parts
from ledger.bundle.writing import (
    CHECKPOINT,
    ENTRIES,
    FRAMEWORK,
    MANIFEST,
    README,
    SEALED,
    STATED,
    older_name,
    proof_name,
)

REPORTS = (
    "journal.hledger",
    "reports/balance.json",
    "reports/trial-balance.json",
    "reports/current-account.json",
    "reports/decisions.json",
    "reports/check.json",
)
MEMBERS = (README, STATED, FRAMEWORK, CHECKPOINT, ENTRIES, *REPORTS, MANIFEST)
"""The members of every bundle; older checkpoints come beside them, and sealed values
from format 2 on."""
MAX_MEMBERS = 20_000
MAX_SMALL_BYTES = 4_000_000
"""Members that are read whole: no real one comes near."""
MAX_LINE_BYTES = 16_000_000
"""An entry is one line; entry 1 holds the whole framework."""
MAX_RATIO = 200
"""All members together, against the file: real bundles stay under 40."""

_OLDER = re.compile(r"checkpoints/(0|[1-9][0-9]{0,18})\.(checkpoint|consistency)")
_MANIFEST_LINE = re.compile(r"([0-9a-f]{64})  (\S+)")
_ENCRYPTED = 0x1
_CHUNK = 1 << 16
_UNREADABLE = (
    BadZipFile,
    struct.error,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    ArithmeticError,
    RuntimeError,
)
"""What a damaged or hostile ZIP file makes the library raise."""


def invalid(template: str, /, **values: Value) -> Refusal:
    """The refusal of a file that is no bundle, for a problem with its values."""
    return Refusal(
        "BUNDLE_INVALID",
        "this is no usable bundle: {problem}.",
        problem=message(template, **values),
    )


@contextmanager
def _readable(what: str) -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as error:
        raise invalid(
            "{what} can't be read ({error})", what=what, error=error
        ) from None


@contextmanager
def open_bundle(path: Path) -> Iterator["Bundle"]:
    """A bundle with all its members, of known names and bounded sizes."""
    if not path.is_file():
        raise Refusal("BUNDLE_INVALID", "there is no file {path}.", path=path)
    with _readable(str(path)):
        archive = ZipFile(path)
    with archive:
        yield Bundle(archive, path.stat().st_size)


class Bundle:
    """The members of a bundle, read as they are asked for."""

    def __init__(self, archive: ZipFile, size: int) -> None:
        self._zip = archive
        infos = archive.infolist()
        _check_shape(archive, infos, size)
        self._members = {info.filename: info for info in infos}
        missing = [name for name in MEMBERS if name not in self._members]
        if missing:
            raise invalid("it lacks {missing}", missing=parts(missing))
        self.older = sorted(_older_sizes(self._members))
        """Sizes of the older checkpoints."""

    def has(self, name: str) -> bool:
        """The member is there."""
        return name in self._members

    def small(self, name: str) -> bytes:
        """A member whole."""
        if self._members[name].file_size > MAX_SMALL_BYTES:
            raise invalid(
                "{name} is larger than {most} bytes", name=name, most=MAX_SMALL_BYTES
            )
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member in pieces."""
        with _readable(name), self._zip.open(self._members[name]) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk

    def lines(self, name: str) -> Iterator[bytes]:
        """A member line by line, without line feeds; the last line has one too."""
        with _readable(name), self._zip.open(self._members[name]) as raw:
            stream = io.BufferedReader(raw, _CHUNK)  # type: ignore[type-var]  # it reads as a raw stream does
            while line := stream.readline(MAX_LINE_BYTES):
                if not line.endswith(b"\n"):
                    raise invalid(
                        "{name} has a line that does not end, or too long", name=name
                    )
                yield line[:-1]

    def check_manifest(self) -> int:
        """Hash every member; gives their number.

        Raises `IntegrityError` (`BUNDLE_DIFFERS`) for the first that is not as listed.
        """
        listed = self._listed()
        for name, expected in listed.items():
            digest = hashlib.sha256()
            for chunk in self.chunks(name):
                digest.update(chunk)
            if digest.hexdigest() != expected:
                raise IntegrityError(
                    "BUNDLE_DIFFERS",
                    "{name} was changed: its SHA-256 is {hexdigest}, the"
                    " manifest says {expected}.",
                    {"member": name},
                    name=name,
                    hexdigest=digest.hexdigest(),
                    expected=expected,
                )
        return len(listed)

    def _listed(self) -> dict[str, str]:
        listed: dict[str, str] = {}
        # Split at line feeds only: other marks would hide what a second reader sees.
        text = self.small(MANIFEST).decode("utf-8", "replace")
        for line in text.removesuffix("\n").split("\n"):
            found = _MANIFEST_LINE.fullmatch(line)
            if found is None or found[2] in listed:
                raise invalid(
                    "the line {line} does not belong in {manifest}",
                    line=Quoted(line),
                    manifest=MANIFEST,
                )
            listed[found[2]] = found[1]
        members = set(self._members) - {MANIFEST}
        if set(listed) != members:
            name = min(set(listed) ^ members)
            where = MANIFEST if name in members else message("the bundle")
            raise invalid(
                "{name} is missing in {where}", name=Quoted(name), where=where
            )
        return listed


def _check_shape(archive: ZipFile, infos: list[ZipInfo], size: int) -> None:
    """Names, kinds, numbers and sizes, before anything is unpacked."""
    if archive.comment or len(infos) > MAX_MEMBERS:
        raise invalid("it has a comment or more than {most} members", most=MAX_MEMBERS)
    if min((info.header_offset for info in infos), default=0) > 0:
        raise invalid("something stands before its first member")
    for info in infos:
        known = info.filename in (*MEMBERS, SEALED)
        if not known and not _OLDER.fullmatch(info.filename):
            raise invalid(
                "a member {name} does not belong in it", name=Quoted(info.filename)
            )
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            raise invalid("{name} is a link, or no file", name=info.filename)
        if info.flag_bits & _ENCRYPTED:
            raise invalid("{name} is encrypted", name=info.filename)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise invalid(
                "{name} is packed in a way that is not allowed", name=info.filename
            )
    if len({info.filename for info in infos}) != len(infos):
        raise invalid("two members have the same name")
    total = sum(info.file_size for info in infos)
    if total > MAX_RATIO * size:
        raise invalid(
            "unpacked it would have {total:,} bytes, more than {ratio} times its"
            " {size:,}",
            total=total,
            ratio=MAX_RATIO,
            size=size,
        )


def _older_sizes(members: dict[str, ZipInfo]) -> set[int]:
    """Older checkpoints, each of which has its proof."""
    sizes = {int(m[1]) for name in members if (m := _OLDER.fullmatch(name))}
    for size in sizes:
        if not {older_name(size), proof_name(size)} <= set(members):
            raise invalid(
                "the checkpoint of {size} entries or its proof is missing", size=size
            )
    return sizes
