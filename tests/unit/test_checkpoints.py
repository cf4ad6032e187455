"""A checkpoint is what the log signed and the witnesses saw."""

from pathlib import Path

import pytest

from ledger.transparency.checkpoints import (
    Checkpoint,
    cosign,
    sign_checkpoint,
    verify_checkpoint,
)
from ledger.transparency.encodings import NoteError
from ledger.transparency.keys import SignatureType, SigningKey, VerifierKey
from ledger.transparency.notes import Note, SignatureError, sign

VECTORS = Path(__file__).parents[1] / "vectors"
GOLDEN = (VECTORS / "checkpoint.txt").read_bytes()
LOG_VKEY, WITNESS_VKEY = map(
    VerifierKey.parse, (VECTORS / "vkeys.txt").read_text().splitlines()
)
ROOT = bytes.fromhex((VECTORS / "rfc6962-roots.txt").read_text().split()[-1])
SIGNED_AT = 1767225600

LOG = SigningKey(LOG_VKEY.name, SignatureType.ED25519, bytes(range(32)))
WITNESS = SigningKey(WITNESS_VKEY.name, SignatureType.COSIGNATURE, bytes(range(32, 64)))
CHECKPOINT = Checkpoint(LOG.name, 8, ROOT)
TEXT = CHECKPOINT.encode()


def test_both_signatures_of_the_golden_checkpoint_verify() -> None:
    verified = verify_checkpoint(Note.parse(GOLDEN), LOG_VKEY, [WITNESS_VKEY])
    assert verified.checkpoint == CHECKPOINT
    (cosignature,) = verified.cosignatures
    assert (cosignature.key, cosignature.timestamp) == (WITNESS_VKEY, SIGNED_AT)


def test_signing_again_gives_the_golden_checkpoint_byte_for_byte() -> None:
    note = cosign(sign_checkpoint(CHECKPOINT, LOG), WITNESS, SIGNED_AT)
    assert note.encode() == GOLDEN


def test_without_a_known_witness_the_log_speaks_for_itself() -> None:
    assert verify_checkpoint(Note.parse(GOLDEN), LOG_VKEY).cosignatures == ()


def test_a_witness_alone_does_not_make_a_checkpoint() -> None:
    log_line, witness_line = Note.parse(GOLDEN).signatures
    note = Note(TEXT, (witness_line,))
    with pytest.raises(SignatureError, match="itself has not signed"):
        verify_checkpoint(note, LOG_VKEY, [WITNESS_VKEY])
    assert verify_checkpoint(Note(TEXT, (log_line,)), LOG_VKEY).checkpoint == CHECKPOINT


def test_any_flipped_bit_of_the_golden_checkpoint_fails() -> None:
    for position in range(len(GOLDEN)):
        for bit in range(8):
            bad = bytearray(GOLDEN)
            bad[position] ^= 1 << bit
            try:
                note = Note.parse(bytes(bad))
                verified = verify_checkpoint(note, LOG_VKEY, [WITNESS_VKEY])
            except NoteError:
                continue
            # Another name or key ID makes the witness unknown, which is no error.
            assert verified.cosignatures == ()


def test_a_log_signs_only_for_its_own_origin() -> None:
    with pytest.raises(NoteError, match="this key is of"):
        sign_checkpoint(Checkpoint("another.example/log", 8, ROOT), LOG)


def test_a_checkpoint_of_another_origin_is_refused() -> None:
    note = sign(Checkpoint("another.example/log", 8, ROOT).encode(), LOG)
    with pytest.raises(NoteError, match="the checkpoint of another"):
        verify_checkpoint(note, LOG_VKEY)


def test_only_a_checkpoint_is_cosigned_and_verified() -> None:
    note = sign("just a text\n", LOG)
    with pytest.raises(NoteError, match="a checkpoint is"):
        cosign(note, WITNESS, SIGNED_AT)
    with pytest.raises(NoteError, match="a checkpoint is"):
        verify_checkpoint(note, LOG_VKEY)


def test_log_and_witness_keys_are_not_interchangeable() -> None:
    with pytest.raises(NoteError, match="type of a log"):
        verify_checkpoint(Note.parse(GOLDEN), WITNESS_VKEY)
    with pytest.raises(NoteError, match="type of a witness"):
        verify_checkpoint(Note.parse(GOLDEN), LOG_VKEY, [LOG_VKEY])


def test_extension_lines_are_read_and_signed_along() -> None:
    checkpoint = Checkpoint(LOG.name, 8, ROOT, ("extension", "another"))
    assert Checkpoint.parse(checkpoint.encode()) == checkpoint
    note = cosign(sign_checkpoint(checkpoint, LOG), WITNESS, SIGNED_AT)
    assert verify_checkpoint(note, LOG_VKEY, [WITNESS_VKEY]).checkpoint == checkpoint


@pytest.mark.parametrize("size", [0, 1, 2**64 - 1])
def test_a_checkpoint_survives_its_text(size: int) -> None:
    checkpoint = Checkpoint(LOG.name, size, ROOT)
    assert Checkpoint.parse(checkpoint.encode()) == checkpoint


MALFORMED = {
    "empty": "",
    "two lines": "\n".join(TEXT.split("\n")[:2]) + "\n",
    "no last newline": TEXT.removesuffix("\n"),
    "extension without newline": TEXT + "extension",
    "empty extension": TEXT + "\n",
    "no origin": TEXT.removeprefix(LOG.name),
    "leading zero": TEXT.replace("\n8\n", "\n08\n"),
    "sign": TEXT.replace("\n8\n", "\n+8\n"),
    "negative": TEXT.replace("\n8\n", "\n-8\n"),
    "hexadecimal": TEXT.replace("\n8\n", "\n0x8\n"),
    "other digits": TEXT.replace("\n8\n", "\n\u0668\n"),
    "underscore": TEXT.replace("\n8\n", "\n1_0\n"),
    "space": TEXT.replace("\n8\n", "\n8 \n"),
    "no size": TEXT.replace("\n8\n", "\n\n"),
    "2^64": TEXT.replace("\n8\n", f"\n{2**64}\n"),
    "many digits": TEXT.replace("\n8\n", f"\n{'9' * 5000}\n"),
    "short root": TEXT.replace("Xcna", ""),
    "no base64": TEXT.replace("Xcna", "Xcn!"),
    "control character": TEXT.replace("example", "ex\x07mple"),
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [("", 8, ROOT), ("a\nb", 8, ROOT), (LOG.name, -1, ROOT), (LOG.name, 8, b"short")],
)
def test_no_malformed_checkpoint_is_made(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(NoteError):
        Checkpoint(origin, size, root)
