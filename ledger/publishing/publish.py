"""Publishing a log: what is signed, what witnesses say of it, and in which order.

Nothing is written before everything is known: the folder was looked through, and
enough witnesses cosigned. Then tiles come before the checkpoint that vouches for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from domain.values.errors import Refusal
from domain.values.messages import Message, message, parts
from ledger.publishing.exchange import Address, FailedError
from ledger.publishing.folder import Folder
from ledger.publishing.witness import ask
from ledger.storage import events
from ledger.storage.store import Reader
from ledger.transparency.checkpoints import Checkpoint, VerifiedCheckpoint
from ledger.transparency.encodings import NoteError
from ledger.transparency.keys import SigningKey
from ledger.transparency.log import LogReader, leaf_data
from ledger.transparency.notes import Note, Signature
from ledger.transparency.tiles import (
    CHECKPOINT,
    HEIGHT,
    WIDTH,
    Tile,
    entry_bundle,
    tiles_of,
)
from ledger.transparency.trust import Trust, distinct
from ledger.verifying.audit import check_extends
from ledger.verifying.signing import Vouched


@dataclass(frozen=True)
class Asked:
    """A witness that was asked, and why it did not cosign."""

    url: str
    problem: Message | None


@dataclass(frozen=True)
class Published:
    """What a folder holds now."""

    folder: Path
    verified: VerifiedCheckpoint
    before: int | None
    """Entries of the checkpoint that was there."""
    files: int
    """Tiles and entry bundles that were written."""
    changed: bool
    """A checkpoint was written."""
    asked: tuple[Asked, ...]


def publish(
    whole: Vouched,
    signers: Sequence[SigningKey],
    own: Trust,
    place: Path,
    witnesses: Sequence[Address] = (),
) -> Published:
    """Bring a folder to the present log, in the open view of the ledger.

    `own` has the log's keys, those of its witnesses, and how many of them are enough.
    Raises `IntegrityError` or `Refusal` for a folder that this log does not extend
    (`CHECKPOINT_DIFFERS`, `LOG_TRUNCATED`, `TILE_DIFFERS`), `SignatureError` for one
    that it did not sign, and `Refusal` (`QUORUM_MISSED`). Then nothing was written.
    """
    folder = Folder(place)
    signed = whole.signed(*signers)
    with folder.locked():
        before = _published(folder, whole, own)
        missing = [
            tile
            for tile in tiles_of(whole.present.size)
            if not folder.holds(tile, partial(content, whole.reader, tile))
        ]
        note = signed if before is None else _with_known(signed, before, own)
        seen = 0 if before is None else Checkpoint.parse(before.text).size
        wanted = witnesses if _lacking(note, own) else ()
        given, asked = _asked(whole, signed, own, seen, wanted)
        note = _with(note, given)
        verified = _enough(note, own, asked)
        for tile in missing:
            folder.put(tile, content(whole.reader, tile))
        changed = before is None or before.encode() != note.encode()
        if changed:
            folder.replace_checkpoint(note.encode())
        for tile in tiles_of(whole.present.size):
            folder.drop_parts(tile)
    size = None if before is None else seen
    return Published(place, verified, size, len(missing), changed, asked)


def _published(folder: Folder, whole: Vouched, own: Trust) -> Note | None:
    """The checkpoint that is there: our own, of a log that this one extends."""
    data = folder.checkpoint()
    if data is None:
        return None
    try:
        note = Note.parse(data)
        older = Checkpoint.parse(note.text)
    except NoteError as error:
        raise Refusal(
            "BAD_COMMAND",
            "{path} is no checkpoint: {error}.",
            path=folder.path / CHECKPOINT,
            error=error,
        ) from None
    if older.origin == own.name:
        replace(own, quorum=0).verify(note)
    check_extends(whole.reader, whole.present.size, older)
    return note


def _with_known(signed: Note, before: Note, own: Trust) -> Note:
    """What is signed anew, with the cosignatures that it has already."""
    if signed.text != before.text:
        return signed
    known = {(key.name, key.key_id) for key in own.witness_keys}
    kept = (each for each in before.signatures if (each.name, each.key_id) in known)
    return _with(signed, kept)


def _with(note: Note, more: Iterable[Signature]) -> Note:
    """The note with further signatures, of each key the first."""
    present = {(each.name, each.key_id) for each in note.signatures}
    for each in more:
        if (each.name, each.key_id) not in present:
            present.add((each.name, each.key_id))
            note = note.with_signature(each)
    return note


def _asked(
    whole: Vouched,
    signed: Note,
    own: Trust,
    seen: int,
    witnesses: Sequence[Address],
) -> tuple[list[Signature], tuple[Asked, ...]]:
    """What witnesses give for the log's own signature, one after the other."""
    size, tree = whole.present.size, LogReader(whole.reader).tree
    given: list[Signature] = []
    asked: list[Asked] = []
    for address in witnesses:
        problem = None
        try:
            given += ask(
                address,
                signed,
                own,
                seen,
                lambda old: tree.consistency_proof(old, size),
            )
        except FailedError as error:
            problem = error.said
        asked.append(Asked(address.url, problem))
    return given, tuple(asked)


def _lacking(note: Note, own: Trust) -> bool:
    """One of the witnesses has not cosigned."""
    found = replace(own, quorum=0).verify(note).cosignatures
    return distinct(found) < replace(own, quorum=None).needed


def _enough(note: Note, own: Trust, asked: Sequence[Asked]) -> VerifiedCheckpoint:
    found = replace(own, quorum=0).verify(note)
    count = distinct(found.cosignatures)
    if count < own.needed:
        problems = [
            message("{url} {problem}", url=each.url, problem=each.problem)
            for each in asked
            if each.problem is not None
        ]
        raise Refusal(
            "QUORUM_MISSED",
            "{count} witnesses cosigned and {needed} are needed, so nothing was"
            " published. {problems}.",
            count=count,
            needed=own.needed,
            problems=parts(problems or [message("No other witness was asked")], "; "),
        )
    return found


def content(reader: Reader, tile: Tile) -> bytes:
    """A tile's hashes or a bundle's entries, of a ledger that was verified whole."""
    if tile.level is not None:
        return LogReader(reader).row(tile.level * HEIGHT, tile.first, tile.width)
    first = tile.first + 1
    rows = events.rows_between(reader, first, tile.first + tile.width, WIDTH)
    return entry_bundle(leaf_data(*row) for row in rows)
