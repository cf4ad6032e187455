"""Whose signatures count: keys that were given, each once, none of the future."""

import pytest

from ledger.transparency.checkpoints import Checkpoint, cosign, sign_checkpoint
from ledger.transparency.encodings import NoteError
from ledger.transparency.keys import SignatureType, SigningKey
from ledger.transparency.notes import Note, SignatureError
from ledger.transparency.trust import AHEAD_SECONDS, Trust, moment

NOW = 1_767_225_600
NAME = "example.org/log"
OLD, NEW = (SigningKey(NAME, SignatureType.ED25519, seed * 32) for seed in (b"o", b"n"))
A, B = (
    SigningKey(f"example.org/{name}", SignatureType.COSIGNATURE, name.encode() * 32)
    for name in "ab"
)
CHECKPOINT = Checkpoint(NAME, 7, b"r" * 32)


def _cosigned(*witnesses: SigningKey, at: int = NOW) -> Note:
    note = sign_checkpoint(CHECKPOINT, OLD)
    for witness in witnesses:
        note = cosign(note, witness, at)
    return note


def test_any_of_the_log_s_keys_will_do() -> None:
    both = Trust((OLD.verifier, NEW.verifier))
    for signers in ((OLD,), (NEW,), (OLD, NEW)):
        found = both.verify(sign_checkpoint(CHECKPOINT, *signers))
        assert found.signed_by == tuple(each.verifier for each in signers)
        assert found.unknown == ()


def test_a_key_that_was_not_given_is_unknown_whatever_its_name() -> None:
    found = Trust((NEW.verifier,)).verify(sign_checkpoint(CHECKPOINT, OLD, NEW))
    assert (found.signed_by, found.unknown) == ((NEW.verifier,), (NAME,))
    with pytest.raises(SignatureError, match="no signature by a known key"):
        Trust((NEW.verifier,)).verify(sign_checkpoint(CHECKPOINT, OLD))


def test_one_false_signature_by_a_known_key_spoils_the_note() -> None:
    note = sign_checkpoint(CHECKPOINT, OLD, NEW)
    other = sign_checkpoint(Checkpoint(NAME, 8, b"r" * 32), NEW)
    forged = Note(note.text, (note.signatures[0], *other.signatures))
    assert Trust((OLD.verifier,)).verify(forged)
    with pytest.raises(SignatureError, match="does not fit"):
        Trust((OLD.verifier, NEW.verifier)).verify(forged)


def test_every_witness_that_is_named_counts_unless_fewer_are_enough() -> None:
    named = (A.verifier, B.verifier)
    for quorum, enough in ((None, False), (2, False), (1, True), (0, True)):
        trust = Trust((OLD.verifier,), named, quorum)
        if enough:
            assert len(trust.verify(_cosigned(A), NOW).cosignatures) == 1
            continue
        with pytest.raises(SignatureError, match=r"2 are needed; not example\.org/b"):
            trust.verify(_cosigned(A), NOW)
    assert Trust((OLD.verifier,), named).verify(_cosigned(A, B), NOW)


def test_keys_are_counted_and_not_names() -> None:
    namesake = SigningKey(A.name, SignatureType.COSIGNATURE, b"x" * 32)
    two = Trust((OLD.verifier,), (A.verifier, namesake.verifier))
    assert len(two.verify(_cosigned(A, namesake), NOW).cosignatures) == 2
    with pytest.raises(SignatureError):
        two.verify(_cosigned(A), NOW)


def test_one_key_under_two_names_is_one_witness() -> None:
    """A cosignature does not commit to a name: it can be given out under both."""
    alias = SigningKey(B.name, SignatureType.COSIGNATURE, A.seed)
    with pytest.raises(NoteError, match="a quorum of 2"):
        Trust((OLD.verifier,), (A.verifier, alias.verifier), 2)
    three = (A.verifier, alias.verifier, B.verifier)
    with pytest.raises(SignatureError, match="1 of the witnesses"):
        Trust((OLD.verifier,), three, 2).verify(_cosigned(A, alias), NOW)


def test_a_cosignature_is_not_of_the_future() -> None:
    trust = Trust((OLD.verifier,), (A.verifier,))
    assert trust.verify(_cosigned(A, at=NOW + AHEAD_SECONDS), NOW)
    for at in (NOW + AHEAD_SECONDS + 1, 2**63 - 1):
        with pytest.raises(SignatureError, match="of the future"):
            trust.verify(_cosigned(A, at=at), NOW)
    with pytest.raises(SignatureError, match="no time"):
        trust.verify(_cosigned(A, at=0), NOW)


def test_times_are_written_as_utc() -> None:
    assert moment(NOW) == "2026-01-01T00:00:00Z"
    assert moment(2**63 - 1) == "9223372036854775807 seconds after 1970"


def test_keys_that_can_not_be_trusted_together() -> None:
    elsewhere = SigningKey("example.org/other", SignatureType.ED25519, b"e" * 32)
    own = SigningKey("example.org/w", SignatureType.COSIGNATURE, OLD.seed)
    for log, witnesses, quorum, told in (
        ((), (), None, "not of one log"),
        ((OLD.verifier, elsewhere.verifier), (), None, "not of one log"),
        ((A.verifier,), (), None, "type of a log"),
        ((OLD.verifier,), (NEW.verifier,), None, "type of a witness"),
        ((OLD.verifier,), (own.verifier,), None, "the log's own"),
        ((OLD.verifier,), (), 1, "a quorum of 1"),
    ):
        with pytest.raises(NoteError, match=told):
            Trust(log, witnesses, quorum)
