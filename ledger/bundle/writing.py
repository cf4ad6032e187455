"""Audit bundles: a ledger, its proofs and its reports in one file.

The format is described in docs/bundle-format.md, well enough for a second verifier. A
bundle is a ZIP file whose members have fixed names, order and times, so that the same
ledger gives the same bundle; `manifest.sha256` is in the form of `sha256sum`.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from domain.values.errors import IntegrityError, Refusal
from domain.version import VERSION
from ledger.bundle.reports import as_json, reports
from ledger.bundle.shapes import FORMAT, SHAPES
from ledger.reading import read_first
from ledger.storage import events, sealed
from ledger.storage.events import EventRow
from ledger.storage.store import Reader
from ledger.transparency.checkpoints import Checkpoint
from ledger.transparency.encodings import encode_base64
from ledger.transparency.log import LogReader, leaf_data
from ledger.transparency.merkle import leaf_hash
from ledger.transparency.notes import Note
from ledger.transparency.tree import Frontier
from ledger.verifying.audit import check_extends, checkpoint_of
from projections.snapshot import View

README = "README.txt"
STATED = "bundle.json"
FRAMEWORK = "framework.json"
CHECKPOINT = "checkpoint"
ENTRIES = "entries.jsonl"
SEALED = "sealed.jsonl"
MANIFEST = "manifest.sha256"
FIELDS = events.COLUMNS
"""The fields of a line of `entries.jsonl`, in this order."""

MAX_OLDER = 9_000
"""Older checkpoints in a bundle: one a day for twenty-five years."""

Progress = Callable[[int], None]
_BATCH = 1_000
_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that ZIP knows; a bundle does not depend on when it is made."""
_FILE_MODE = 0o644
_UNIX = 3


@dataclass(frozen=True)
class Written:
    """What a bundle holds."""

    at: date
    checkpoint: Checkpoint
    signed: bool
    older: tuple[int, ...]
    """Sizes of the older checkpoints that it proves to be extended."""
    fingerprint: str
    """SHA-256 of the manifest: it stands for every byte of every member."""
    withheld: int
    """The entry up to which sealed values were left out; 0 where none were."""


def write_bundle(
    view: View,
    target: BinaryIO,
    signed: Note | None = None,
    notes: Sequence[Note] = (),
    progress: Progress = lambda _: None,
    *,
    with_sealed: bool = True,
) -> Written:
    """Write everything that the view knows, with its reports at the view's date.

    `signed` is the present checkpoint, of whoever vouches for it; `notes` are
    checkpoints made earlier. Raises `IntegrityError` when the log extends one of them
    not, or does not fit its events.
    """
    own = checkpoint_of(view.reader, view.entry)
    withheld = sealed.withheld_until(view.reader) if with_sealed else view.entry
    older, present = _sorted_notes(view, notes)
    if signed is not None:
        present = _joined(present, signed)
    checkpoint = own.encode().encode() if present is None else present.encode()
    # Closed also when something goes wrong: the file it writes to will be closed too.
    with ZipFile(target, "w", ZIP_DEFLATED) as zip_file:
        archive = _Archive(zip_file)
        archive.add(README, [_README.encode()])
        archive.add(STATED, [as_json(_stated(view, own, withheld)).encode()])
        archive.add(FRAMEWORK, [framework_text(view.reader).encode()])
        archive.add(CHECKPOINT, [checkpoint])
        for size, note in older.items():
            archive.add(older_name(size), [note.encode()])
            archive.add(proof_name(size), [_proof(view, size).encode(), checkpoint])
        archive.add(ENTRIES, _entries(view, own, progress))
        archive.add(SEALED, _sealed_lines(view) if with_sealed else ())
        for name, parts in reports(view, SHAPES[FORMAT]):
            archive.add(name, (part.encode() for part in parts))
        fingerprint = archive.add_manifest()
    signed_so = present is not None
    return Written(view.at, own, signed_so, tuple(older), fingerprint, withheld)


def older_name(size: int) -> str:
    """The member with the older checkpoint of this size, as it was signed."""
    return f"checkpoints/{size}.checkpoint"


def proof_name(size: int) -> str:
    """The member that proves that the log extends it."""
    return f"checkpoints/{size}.consistency"


def framework_text(reader: Reader) -> str:
    """The framework and the name of the contribution key, as entry 1 holds them."""
    opened = read_first(reader)
    if opened is None:
        raise IntegrityError("LEDGER_DAMAGED", "the ledger has no entry 1.")
    given = opened["given"]
    return as_json({name: given[name] for name in ("contributions", "framework")})


def _stated(view: View, checkpoint: Checkpoint, withheld: int) -> Mapping[str, object]:
    return {
        "format": FORMAT,
        "program": VERSION,
        "origin": checkpoint.origin,
        "at": view.at.isoformat(),
        "entries": checkpoint.size,
        "root": checkpoint.root.hex(),
        "withheld": withheld,
    }


def _sorted_notes(
    view: View, notes: Sequence[Note]
) -> tuple[dict[int, Note], Note | None]:
    """By size the older checkpoints, and the present one where it is among them."""
    found: dict[int, Note] = {}
    for note in notes:
        checkpoint = Checkpoint.parse(note.text)
        check_extends(view.reader, view.entry, checkpoint)
        found[checkpoint.size] = _joined(found.get(checkpoint.size), note)
    present = found.pop(view.entry, None)
    if len(found) > MAX_OLDER:
        raise Refusal(
            "BAD_COMMAND",
            "a bundle takes {MAX_OLDER} older checkpoints, not {found}.",
            MAX_OLDER=MAX_OLDER,
            found=len(found),
        )
    return dict(sorted(found.items())), present


def _joined(first: Note | None, second: Note) -> Note:
    """One note with the signatures of both, where both say the same."""
    if first is None or first.text != second.text:
        return second
    for signature in second.signatures:
        if signature not in first.signatures:
            first = first.with_signature(signature)
    return first


def _proof(view: View, size: int) -> str:
    """The head of a request to a witness (C2SP tlog-witness, `add-checkpoint`)."""
    tree = LogReader(view.reader).tree
    proof = tree.consistency_proof(size, view.entry) if size else []
    return "".join(f"{x}\n" for x in [f"old {size}", *map(encode_base64, proof), ""])


def _entries(view: View, own: Checkpoint, progress: Progress) -> Iterator[bytes]:
    """Every stored event as a line; the root over them must be the log's own."""
    frontier = Frontier()
    for row in events.all_rows(view.reader):
        frontier.append(leaf_hash(leaf_data(*row)))
        yield _line(row)
        if frontier.size % _BATCH == 0:
            progress(_BATCH)
    progress(frontier.size % _BATCH)
    if (frontier.size, frontier.root()) != (own.size, own.root):
        raise IntegrityError(
            "LOG_DIFFERS",
            "the log of {size} entries has root {root}, but the stored events"
            " give {found}; find out where with zuidas audit verify. No"
            " bundle was made.",
            size=own.size,
            root=own.root.hex(),
            found=frontier.root().hex(),
        )


def _line(row: EventRow) -> bytes:
    try:
        fields = {**row._asdict(), "state": row.state.decode()}
    except UnicodeDecodeError:
        raise IntegrityError(
            "LEDGER_DAMAGED",
            "the state of entry {entry} is not UTF-8.",
            entry=row.entry,
        ) from None
    return _json_line(fields)


def _sealed_lines(view: View) -> Iterator[bytes]:
    """Every value behind a sealed field, with its salt in hexadecimal, as a line."""
    for row in sealed.all_rows(view.reader):
        yield _json_line({**row._asdict(), "salt": row.salt.hex(), "value": row.text})


def _json_line(fields: Mapping[str, object]) -> bytes:
    line = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return f"{line}\n".encode()


class _Archive:
    """A ZIP file being written, and the manifest of its members."""

    def __init__(self, zip_file: ZipFile) -> None:
        self._zip = zip_file
        self._manifest = ""

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        """Write one member in parts."""
        digest = hashlib.sha256()
        with self._zip.open(_member(name), "w", force_zip64=True) as member:
            for part in parts:
                member.write(part)
                digest.update(part)
        self._manifest += f"{digest.hexdigest()}  {name}\n"

    def add_manifest(self) -> str:
        """Write the manifest, the last member; gives its SHA-256."""
        manifest = self._manifest.encode()
        self.add(MANIFEST, [manifest])
        return hashlib.sha256(manifest).hexdigest()


def _member(name: str) -> ZipInfo:
    info = ZipInfo(name, _TIME)
    info.compress_type = ZIP_DEFLATED
    info.create_system = _UNIX
    info.external_attr = _FILE_MODE << 16
    return info


_README = """\
An audit bundle of a zuidas ledger: all entries, the proofs and the reports.

bundle.json         which ledger (origin), how many entries, the log's root, and the
                    date of the reports
framework.json      partners, programmes, years, key and ceilings, as in entry 1
entries.jsonl       every entry as it is stored, one a line
sealed.jsonl        names, account numbers and texts behind the digests in entries
checkpoint          size and root of the log; signed where it ends in lines with a dash
checkpoints/        older checkpoints, and proofs that the log extends them
journal.hledger     the journal to that date, for hledger
reports/            the balances, the trial balance, the statement of the current
                    account, the decisions and the findings of all checks
manifest.sha256     the SHA-256 of all of these

Is this what was packed?         unzip it, then: sha256sum -c manifest.sha256
Does the journal balance?        hledger -f journal.hledger check --strict
Do the entries give all this?    zuidas audit replay THE-BUNDLE --vkey THE-LOG'S-KEY
Without the program of the ledger: docs/verify-without-us.md in its source; the format
is in docs/bundle-format.md. A manifest proves nothing about who made it: hold the root
against a checkpoint that you kept yourself.
"""
