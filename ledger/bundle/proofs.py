"""What a bundle's checkpoints prove: signatures, and that older ones are extended."""

from dataclasses import dataclass

from domain.values.errors import IntegrityError
from ledger.bundle.files import Bundle, invalid
from ledger.bundle.writing import CHECKPOINT, older_name, proof_name
from ledger.transparency.checkpoints import Checkpoint
from ledger.transparency.encodings import NoteError, decode_hash, decode_text
from ledger.transparency.merkle import EMPTY_ROOT, verify_consistency
from ledger.transparency.notes import Note, VerifiedSignature, unknown_signers
from ledger.transparency.trust import Trust


@dataclass(frozen=True)
class Proven:
    """The checkpoint of a bundle, and the older ones that it extends."""

    checkpoint: Checkpoint
    older: tuple[Checkpoint, ...]
    signers: tuple[str, ...]
    """Whose signatures of the checkpoint were verified, each with its key."""
    unknown: tuple[str, ...]
    """Names in its other signatures, which prove nothing."""
    cosignatures: tuple[VerifiedSignature, ...] = ()
    """Those of witnesses whose keys were given."""


def prove(bundle: Bundle, trust: Trust | None) -> Proven:
    """Check signatures (where there are keys to trust) and consistency proofs.

    Raises `SignatureError` or `IntegrityError` for what proves nothing.
    """
    data = bundle.small(CHECKPOINT)
    note = _note(data)
    older = tuple(_extended(bundle, size, data, trust) for size in bundle.older)
    if trust is None:
        unknown = () if note is None else unknown_signers(note)
        text = data if note is None else note.text.encode()
        return Proven(_unsigned(text), older, (), unknown)
    if note is None:
        raise IntegrityError(
            "SIGNATURE_INVALID",
            "the checkpoint of this bundle is not signed: make the bundle with --key,"
            " or hold it against a checkpoint of your own (--checkpoint).",
        )
    found = trust.verify(note)
    signers = (trust.name, *(each.key.name for each in found.cosignatures))
    return Proven(found.checkpoint, older, signers, found.unknown, found.cosignatures)


def _note(data: bytes) -> Note | None:
    """The signed note, or None for a checkpoint's text alone."""
    if b"\n\n" not in data:
        return None
    try:
        return Note.parse(data)
    except NoteError as error:
        raise invalid("its checkpoint is malformed: {error}", error=error) from None


def _unsigned(data: bytes) -> Checkpoint:
    try:
        return Checkpoint.parse(decode_text(data))
    except NoteError as error:
        raise invalid("its checkpoint is malformed: {error}", error=error) from None


def _checkpoint(note: Note, trust: Trust | None) -> Checkpoint:
    if trust is not None:
        return trust.verify_log(note).checkpoint
    return _unsigned(note.text.encode())


def _extended(
    bundle: Bundle, size: int, present: bytes, trust: Trust | None
) -> Checkpoint:
    """The older checkpoint of a size, after its consistency proof was checked."""
    note = _note(bundle.small(older_name(size)))
    if note is None:
        raise invalid("{name} is not signed", name=older_name(size))
    older = _checkpoint(note, trust)
    newer = _unsigned(present.partition(b"\n\n")[0].rstrip(b"\n") + b"\n")
    proof = _proof(bundle, size, present)
    extended = (
        older.root == EMPTY_ROOT and not proof
        if older.size == 0
        else verify_consistency(older.size, newer.size, older.root, newer.root, proof)
    )
    if older.size != size or older.origin != newer.origin or not extended:
        raise IntegrityError(
            "CHECKPOINT_DIFFERS",
            "{proof_name} does not prove that the log of {size} entries of"
            " {origin} extends that of {older_size} of {older_origin}: history"
            " was rewritten.",
            proof_name=proof_name(size),
            size=newer.size,
            origin=newer.origin,
            older_size=older.size,
            older_origin=older.origin,
        )
    return older


def _proof(bundle: Bundle, size: int, present: bytes) -> list[bytes]:
    name = proof_name(size)
    head, _, checkpoint = bundle.small(name).partition(b"\n\n")
    try:
        first, *hashes = decode_text(head).split("\n")
        proof = [decode_hash(line, f"a line of {name}") for line in hashes]
    except NoteError as error:
        raise invalid("{error}", error=error) from None
    if first != f"old {size}" or checkpoint != present:
        raise invalid("{name} is not about this bundle's checkpoint", name=name)
    return proof
