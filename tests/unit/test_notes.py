"""A note says what a known key signed, or nothing."""

import pytest

from ledger.transparency.encodings import NoteError
from ledger.transparency.keys import SignatureType, SigningKey, VerifierKey
from ledger.transparency.notes import (
    Note,
    Signature,
    SignatureError,
    sign,
    sign_timestamped,
)

ALICE = SigningKey("example.org/alice", SignatureType.ED25519, b"a" * 32)
BOB = SigningKey("example.org/bob", SignatureType.ED25519, b"b" * 32)
CAROL = SigningKey("example.org/carol", SignatureType.ED25519, b"c" * 32)
WITNESS = SigningKey("example.org/w", SignatureType.COSIGNATURE, b"w" * 32)
TEXT = "one line\n\nand, after an empty one, another\n"
NOTE = sign(TEXT, ALICE)
LINE = NOTE.signatures[0].encode()


def test_the_last_empty_line_ends_the_text() -> None:
    assert NOTE.encode() == f"{TEXT}\n{LINE}\n".encode()
    assert Note.parse(NOTE.encode()) == NOTE


def test_every_known_signer_is_named_once() -> None:
    note = NOTE.with_signature(sign(TEXT, BOB).signatures[0])
    twice = note.with_signature(note.signatures[0])
    verified = twice.verify([BOB.verifier, ALICE.verifier, CAROL.verifier])
    assert [each.key for each in verified] == [ALICE.verifier, BOB.verifier]


def test_unknown_signatures_are_ignored() -> None:
    unknown = Signature("example.org/later-type", b"\1\2\3\4", b"anything")
    (verified,) = NOTE.with_signature(unknown).verify([ALICE.verifier])
    assert verified.key == ALICE.verifier
    assert verified.timestamp is None


def test_a_note_without_a_known_signature_says_nothing() -> None:
    with pytest.raises(SignatureError, match=r"known: .*bob.*; signed by: .*alice"):
        NOTE.verify([BOB.verifier])
    with pytest.raises(SignatureError, match="known: none"):
        NOTE.verify([])


def test_one_bad_signature_of_a_known_key_spoils_the_note() -> None:
    genuine = sign(TEXT, BOB)
    stolen = Signature(ALICE.name, ALICE.verifier.key_id, b"\0" * 64)
    with pytest.raises(SignatureError, match="alice does not fit"):
        genuine.with_signature(stolen).verify([ALICE.verifier, BOB.verifier])


def test_a_second_bad_signature_of_one_key_is_not_overlooked() -> None:
    forged = Signature(ALICE.name, ALICE.verifier.key_id, b"\0" * 64)
    with pytest.raises(SignatureError):
        NOTE.with_signature(forged).verify([ALICE.verifier])


def test_a_name_alone_does_not_make_a_key_known() -> None:
    impostor = SigningKey(ALICE.name, SignatureType.ED25519, b"i" * 32)
    with pytest.raises(SignatureError, match="no signature by a known key"):
        sign(TEXT, impostor).verify([ALICE.verifier])


def test_any_flipped_bit_of_text_or_signature_fails() -> None:
    data = NOTE.encode()
    for position in range(len(data)):
        for bit in range(8):
            bad = bytearray(data)
            bad[position] ^= 1 << bit
            with pytest.raises(NoteError):
                Note.parse(bytes(bad)).verify([ALICE.verifier])


def test_any_missing_end_fails() -> None:
    data = NOTE.encode()
    for length in range(len(data)):
        with pytest.raises(NoteError):
            Note.parse(data[:length]).verify([ALICE.verifier])


def test_a_cosignature_says_when() -> None:
    note = Note(TEXT, (sign_timestamped(TEXT, WITNESS, 1767225600),))
    (verified,) = note.verify([WITNESS.verifier])
    assert verified.timestamp == 1767225600


def test_a_cosignature_of_another_time_is_invalid() -> None:
    signature = sign_timestamped(TEXT, WITNESS, 1767225600)
    later = (1767225601).to_bytes(8) + signature.body[8:]
    note = Note(TEXT, (Signature(signature.name, signature.key_id, later),))
    with pytest.raises(SignatureError):
        note.verify([WITNESS.verifier])


@pytest.mark.parametrize("time", [0, 2**63 - 1])
def test_a_cosignature_may_have_any_posix_time(time: int) -> None:
    note = Note(TEXT, (sign_timestamped(TEXT, WITNESS, time),))
    assert note.verify([WITNESS.verifier])[0].timestamp == time


@pytest.mark.parametrize("time", [-1, 2**63])
def test_a_time_out_of_range_is_neither_signed_nor_believed(time: int) -> None:
    with pytest.raises(NoteError, match="time"):
        sign_timestamped(TEXT, WITNESS, time)
    raw = WITNESS.sign(f"cosignature/v1\ntime {time % 2**64}\n{TEXT}".encode())
    body = (time % 2**64).to_bytes(8) + raw
    note = Note(TEXT, (Signature(WITNESS.name, WITNESS.verifier.key_id, body),))
    with pytest.raises(SignatureError):
        note.verify([WITNESS.verifier])


@pytest.mark.parametrize("body", [b"\0", b"\0" * 8, b"\0" * 71, b"\0" * 73])
def test_a_signature_of_the_wrong_length_is_invalid(body: bytes) -> None:
    for key in (ALICE.verifier, WITNESS.verifier):
        note = Note(TEXT, (Signature(key.name, key.key_id, body),))
        with pytest.raises(SignatureError):
            note.verify([key])


def test_keys_sign_only_in_their_own_way() -> None:
    with pytest.raises(NoteError, match="cosignatures only"):
        sign(TEXT, WITNESS)
    with pytest.raises(NoteError, match="no cosignatures"):
        sign_timestamped(TEXT, ALICE, 0)


def test_one_key_in_two_roles_is_told_apart() -> None:
    """The key ID covers the signature type, so neither passes for the other."""
    cosigner = SigningKey(ALICE.name, SignatureType.COSIGNATURE, ALICE.seed)
    with pytest.raises(SignatureError):
        NOTE.verify([cosigner.verifier])


MALFORMED = {
    "empty": b"",
    "text only": TEXT.encode(),
    "no empty line": f"text\n{LINE}\n".encode(),
    "no signature": b"text\n\n",
    "no last newline": f"text\n\n{LINE}".encode(),
    "empty line after": f"text\n\n{LINE}\n\n".encode(),
    "carriage return": f"text\r\n\n{LINE}\n".encode(),
    "tab": f"te\txt\n\n{LINE}\n".encode(),
    "null": f"te\0xt\n\n{LINE}\n".encode(),
    "not UTF-8": b"te\xffxt\n\n" + f"{LINE}\n".encode(),
    "surrogate": b"te\xed\xa0\x80xt\n\n" + f"{LINE}\n".encode(),
    "hyphen for dash": f"text\n\n{LINE.replace(chr(0x2014), '-')}\n".encode(),
    "no name": f"text\n\n{LINE.replace(ALICE.name, '')}\n".encode(),
    "plus in name": f"text\n\n{LINE.replace('alice', 'al+ce')}\n".encode(),
    "space in name": f"text\n\n{LINE.replace('alice', 'al ce')}\n".encode(),
    "two spaces": f"text\n\n{LINE.replace('alice', 'alice ')}\n".encode(),
    "space after": f"text\n\n{LINE} \n".encode(),
    "no base64": f"text\n\n{LINE}!\n".encode(),
    "no padding": f"text\n\n{LINE.rstrip('=')}\n".encode(),
    "padding bits": f"text\n\n{LINE[:-2]}{chr(ord(LINE[-2]) + 1)}=\n".encode(),
    "only a key ID": f"text\n\n\u2014 {ALICE.name} AAAAAA==\n".encode(),
    "stray line": f"text\n\n{LINE}\nand more\n{LINE}\n".encode(),
    "101 signatures": ("text\n\n" + f"{LINE}\n" * 101).encode(),
    "too long": b"x" * 1_000_000 + f"\n\n{LINE}\n".encode(),
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_note_is_refused(data: bytes) -> None:
    with pytest.raises(NoteError):
        Note.parse(data)


@pytest.mark.parametrize("text", ["", "no newline", "tab\there\n", "\ud800\n"])
def test_text_that_no_note_may_have_is_not_signed(text: str) -> None:
    with pytest.raises(NoteError):
        sign(text, ALICE)


def test_two_different_keys_of_one_identity_are_refused() -> None:
    class Colliding(VerifierKey):
        @property
        def key_id(self) -> bytes:
            return b"same"

    keys = [
        Colliding("n", SignatureType.ED25519, bytes([each]) * 32) for each in (1, 2)
    ]
    with pytest.raises(NoteError, match="two different keys"):
        NOTE.verify(keys)
