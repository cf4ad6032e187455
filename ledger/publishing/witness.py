"""Asking a witness to cosign a checkpoint: the client of tlog-witness.

Source: https://c2sp.org/tlog-witness, `add-checkpoint`. What a witness says counts only
as far as its cosignature verifies with a key that was given.
"""

from collections.abc import Callable, Iterable, Sequence

from domain.values.messages import Quoted
from ledger.publishing.exchange import Address, Answer, FailedError, post
from ledger.transparency.checkpoints import Checkpoint
from ledger.transparency.encodings import (
    NoteError,
    decode_decimal,
    decode_text,
    encode_base64,
)
from ledger.transparency.keys import VerifierKey
from ledger.transparency.notes import Note, Signature, parse_signatures
from ledger.transparency.trust import Trust, check_times

Prove = Callable[[int], Sequence[bytes]]
"""The consistency proof from an older size, more than 0, to that of the checkpoint."""
_CALL = "add-checkpoint"
_SIZE_KIND = "text/x.tlog.size"
_TRIES = 3
"""A size that it did not expect is answered with its own; another run may be faster."""
_OK, _BAD, _FORBIDDEN, _UNKNOWN, _CONFLICT, _UNPROVED = 200, 400, 403, 404, 409, 422
_MEANINGS = {
    _BAD: "finds the request malformed (400)",
    _FORBIDDEN: "knows no key that signed this checkpoint (403): give its operator the"
    " log's verifier key",
    _UNKNOWN: "does not know the log {origin} (404): its operator has to add it",
    _UNPROVED: "says that this log of {size} entries does not extend the {old} entries"
    " that it saw before (422)",
}


def ask(
    address: Address, note: Note, trust: Trust, seen: int, prove: Prove
) -> tuple[Signature, ...]:
    """The cosignatures of a signed checkpoint that a witness gives, all verified.

    `seen` is the size that it probably cosigned last. Raises `FailedError` when it
    gives none.
    """
    checkpoint = Checkpoint.parse(note.text)
    old = min(seen, checkpoint.size)
    for _ in range(_TRIES):
        answer = post(address, _CALL, request(note, old, prove(old) if old else ()))
        if answer.status != _CONFLICT:
            _check_status(answer, checkpoint, old)
            return _cosignatures(answer, note, trust)
        old = _own_size(answer, checkpoint, old)
    raise FailedError("tells another size every time it is asked")


def request(note: Note, old: int, proof: Sequence[bytes]) -> bytes:
    """The body of a request: old size, consistency proof, empty line, checkpoint."""
    lines = [f"old {old}", *map(encode_base64, proof), ""]
    return "".join(f"{line}\n" for line in lines).encode() + note.encode()


def _check_status(answer: Answer, checkpoint: Checkpoint, old: int) -> None:
    if answer.status == _OK:
        return
    if answer.location:
        raise FailedError(
            "sends us to {location} ({status}), which is not followed",
            location=Quoted(answer.location),
            status=answer.status,
        )
    meaning = _MEANINGS.get(answer.status, "answered with status {status}")
    raise FailedError(
        meaning,
        status=answer.status,
        origin=checkpoint.origin,
        size=checkpoint.size,
        old=old,
    )


def _own_size(answer: Answer, checkpoint: Checkpoint, old: int) -> int:
    """The size that the witness saw last, which it can be shown to be extended."""
    try:
        text = decode_text(answer.body)
        if answer.kind != _SIZE_KIND or not text.endswith("\n"):
            raise FailedError("does not say what it saw before (409)")
        size = decode_decimal(text.removesuffix("\n"), "its size")
    except NoteError:
        raise FailedError("does not say what it saw before (409)") from None
    if size > checkpoint.size:
        raise FailedError(
            "says that it saw {seen} entries of this log (409), which has {size}: it"
            " was longer before, or the witness is wrong",
            seen=size,
            size=checkpoint.size,
        )
    if size == old:
        raise FailedError("contradicts itself: it saw {seen} entries (409)", seen=size)
    return size


def _cosignatures(answer: Answer, note: Note, trust: Trust) -> tuple[Signature, ...]:
    """Those with known keys, all of them verified; unknown ones are ignored."""
    known = {(key.name, key.key_id) for key in trust.witness_keys}
    try:
        given = parse_signatures(decode_text(answer.body))
    except NoteError as error:
        raise FailedError(
            "gave something else than signatures: {error}", error=Quoted(error)
        ) from None
    lines = {each: None for each in given if (each.name, each.key_id) in known}
    if not lines:
        raise FailedError("gave no cosignature with a key that was given")
    try:
        verified = Note(note.text, tuple(lines)).verify(trust.witness_keys)
        check_times(verified)
    except NoteError as error:
        raise FailedError(
            "cosigned nothing that counts: {error}", error=error
        ) from None
    return tuple(_line_of(each.key, lines) for each in verified)


def _line_of(key: VerifierKey, lines: Iterable[Signature]) -> Signature:
    return next(s for s in lines if (s.name, s.key_id) == (key.name, key.key_id))
