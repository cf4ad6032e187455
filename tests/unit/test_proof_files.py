"""A proof file shows, without the ledger, that a leaf is in a signed checkpoint."""

from dataclasses import replace

import pytest

from ledger.transparency import merkle
from ledger.transparency.checkpoints import Checkpoint, cosign, sign_checkpoint
from ledger.transparency.encodings import NoteError, encode_base64
from ledger.transparency.keys import SignatureType, SigningKey
from ledger.transparency.notes import SignatureError
from ledger.transparency.proof_files import ProofFile
from ledger.transparency.trust import Trust

LOG = SigningKey("example.org/log", SignatureType.ED25519, b"l" * 32)
WITNESS = SigningKey("example.org/w", SignatureType.COSIGNATURE, b"w" * 32)
TRUST = Trust((LOG.verifier,))
LEAVES = [merkle.leaf_hash(bytes([each])) for each in range(7)]
NOTE = sign_checkpoint(Checkpoint(LOG.name, 7, merkle.root(LEAVES)), LOG)
PROOF = ProofFile(4, tuple(merkle.inclusion_proof(4, LEAVES)), NOTE)
DATA = PROOF.encode()


def test_a_proof_file_is_laid_out_as_the_specification_says() -> None:
    first, second = map(encode_base64, PROOF.proof[:2])
    expected = f"c2sp.org/tlog-proof@v1\nindex 4\n{first}\n{second}\n"
    assert DATA.startswith(expected.encode())
    assert DATA.endswith(b"\n\n" + NOTE.encode())


@pytest.mark.parametrize("extra", [b"", b"voucher 2011-17"])
def test_a_proof_file_is_read_and_written_unchanged(extra: bytes) -> None:
    proof = replace(PROOF, extra=extra)
    assert ProofFile.parse(proof.encode()) == proof
    assert ProofFile.parse(proof.encode()).encode() == proof.encode()
    assert (b"\nextra " in proof.encode()) is bool(extra)


@pytest.mark.parametrize("index", range(7))
def test_every_leaf_is_shown_to_be_in_the_checkpoint(index: int) -> None:
    proof = ProofFile(index, tuple(merkle.inclusion_proof(index, LEAVES)), NOTE)
    read = ProofFile.parse(proof.encode())
    assert read.verify(LEAVES[index], TRUST).checkpoint.size == 7


def test_the_only_leaf_of_a_tree_needs_no_hashes() -> None:
    note = sign_checkpoint(Checkpoint(LOG.name, 1, LEAVES[0]), LOG)
    data = ProofFile(0, (), note).encode()
    assert data == b"c2sp.org/tlog-proof@v1\nindex 0\n\n" + note.encode()
    assert ProofFile.parse(data).verify(LEAVES[0], TRUST)


def test_the_witnesses_words_come_along() -> None:
    proof = replace(PROOF, checkpoint=cosign(NOTE, WITNESS, 1767225600))
    verified = proof.verify(LEAVES[4], Trust((LOG.verifier,), (WITNESS.verifier,)))
    assert [each.timestamp for each in verified.cosignatures] == [1767225600]


def test_another_leaf_index_or_log_is_not_shown() -> None:
    with pytest.raises(SignatureError, match="does not lead from leaf 4"):
        PROOF.verify(LEAVES[3], TRUST)
    with pytest.raises(SignatureError, match="does not lead from leaf 5"):
        replace(PROOF, index=5).verify(LEAVES[4], TRUST)
    other = SigningKey(LOG.name, SignatureType.ED25519, b"o" * 32)
    with pytest.raises(SignatureError, match="no signature by a known key"):
        PROOF.verify(LEAVES[4], Trust((other.verifier,)))


def test_any_flipped_bit_fails() -> None:
    for position in range(len(DATA)):
        for bit in range(8):
            bad = bytearray(DATA)
            bad[position] ^= 1 << bit
            with pytest.raises(NoteError):
                ProofFile.parse(bytes(bad)).verify(LEAVES[4], TRUST)


LINES = DATA.decode()
HASH = encode_base64(PROOF.proof[0])
MALFORMED = {
    "empty": "",
    "no checkpoint": LINES.split("\n\n", maxsplit=1)[0],
    "another version": LINES.replace("@v1", "@v2"),
    "no index": LINES.replace("index 4\n", ""),
    "index without number": LINES.replace("index 4", "index "),
    "leading zero": LINES.replace("index 4", "index 04"),
    "negative": LINES.replace("index 4", "index -4"),
    "index twice": LINES.replace("index 4\n", "index 4\nindex 4\n"),
    "empty extra": LINES.replace("index 4", "extra \nindex 4"),
    "extra is no base64": LINES.replace("index 4", "extra !\nindex 4"),
    "extra after index": LINES.replace("index 4", "index 4\nextra AAAA"),
    "extra twice": LINES.replace("index 4", "extra AAAA\nextra AAAA\nindex 4"),
    "short hash": LINES.replace(HASH, "AAAA"),
    "no base64": LINES.replace(HASH, "!"),
    "empty line too many": LINES.replace("index 4\n", "index 4\n\n"),
    "carriage returns": LINES.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_proof_file_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        ProofFile.parse(text.encode()).verify(LEAVES[4], TRUST)


def test_no_malformed_proof_file_is_made() -> None:
    with pytest.raises(NoteError, match="index"):
        replace(PROOF, index=-1)
    with pytest.raises(NoteError, match="32 bytes"):
        replace(PROOF, proof=(b"short",))
