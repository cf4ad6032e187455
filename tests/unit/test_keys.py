"""Keys have one spelling each, and private ones are kept private."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.values.errors import Refusal
from ledger.transparency.encodings import NoteError
from ledger.transparency.keys import (
    SignatureType,
    SigningKey,
    VerifierKey,
    read_private_key,
    write_private_key,
)

LOG = "grootboek.example/provincie-test/2025"
WITNESS = "accountant.example/w1"
VECTORS = Path(__file__).parents[1] / "vectors"
LOG_VKEY, WITNESS_VKEY = (VECTORS / "vkeys.txt").read_text().splitlines()
LOG_KEY = SigningKey(LOG, SignatureType.ED25519, bytes(range(32)))
WITNESS_KEY = SigningKey(WITNESS, SignatureType.COSIGNATURE, bytes(range(32, 64)))


def test_the_seeds_give_the_reference_verifier_keys() -> None:
    assert LOG_KEY.verifier.encode() == LOG_VKEY
    assert WITNESS_KEY.verifier.encode() == WITNESS_VKEY


@pytest.mark.parametrize("text", [LOG_VKEY, WITNESS_VKEY])
def test_a_verifier_key_is_read_and_written_unchanged(text: str) -> None:
    assert VerifierKey.parse(text).encode() == text


@pytest.mark.parametrize("type_", SignatureType)
def test_a_generated_key_survives_its_text_form(type_: SignatureType) -> None:
    key = SigningKey.generate("example.org/log", type_)
    assert SigningKey.parse(key.encode()) == key
    assert VerifierKey.parse(key.verifier.encode()) == key.verifier
    assert SigningKey.generate("example.org/log", type_) != key


def test_a_private_key_has_the_form_of_go_signer_keys() -> None:
    prefix, name, key_id = "PRIVATE+KEY", LOG, LOG_VKEY.split("+")[1]
    seed = "AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"  # 0x01, then the seed
    assert LOG_KEY.encode() == f"{prefix}+{name}+{key_id}+{seed}"


def test_a_verifier_key_verifies_what_its_private_half_signed() -> None:
    signature = LOG_KEY.sign(b"message")
    assert LOG_KEY.verifier.verifies(b"message", signature)
    assert not LOG_KEY.verifier.verifies(b"massage", signature)
    assert not LOG_KEY.verifier.verifies(b"message", signature[:-1])
    assert not WITNESS_KEY.verifier.verifies(b"message", signature)


@pytest.mark.parametrize("public_key", [bytes(32), b"\xff" * 32])
def test_a_public_key_that_is_no_point_verifies_nothing(public_key: bytes) -> None:
    key = VerifierKey(LOG, SignatureType.ED25519, public_key)
    assert not key.verifies(b"message", LOG_KEY.sign(b"message"))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\u2003b", "a\tb"])
def test_a_key_name_has_no_space_and_no_plus(name: str) -> None:
    with pytest.raises(NoteError):
        SigningKey.generate(name)


Damage = Callable[[str], str]

DAMAGES: dict[str, Damage] = {
    "empty": lambda _: "",
    "two parts": lambda text: text.rsplit("+", 1)[0],
    "no name": lambda text: text.removeprefix(LOG),
    "another name": lambda text: "x" + text,
    "another key ID": lambda text: text.replace("+77ad9bc0", "+77ad9bc1"),
    "key ID in capitals": lambda text: text.replace("+77ad9bc0", "+77AD9BC0"),
    "another key": lambda text: text[:-1] + chr(ord(text[-1]) ^ 1),
    "short key": lambda text: text[:-4],
    "unknown type": lambda text: text.replace("+AQ", "+Ag"),
    "no key": lambda text: text[: text.rindex("+") + 1],
    "no base64": lambda text: text[:-1] + "!",
    "padding": lambda text: text + "====",
    "newline": lambda text: text + "\n",
    "twice": lambda text: text + text,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_malformed_key_is_refused(damage: Damage) -> None:
    with pytest.raises(NoteError):
        VerifierKey.parse(damage(LOG_VKEY))
    prefix = "PRIVATE+KEY+"
    with pytest.raises(NoteError):
        SigningKey.parse(prefix + damage(LOG_KEY.encode().removeprefix(prefix)))


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_key_has_32_bytes(size: int) -> None:
    with pytest.raises(NoteError, match="32 bytes"):
        VerifierKey(LOG, SignatureType.ED25519, bytes(size))
    with pytest.raises(NoteError, match="32 bytes"):
        SigningKey(LOG, SignatureType.ED25519, bytes(size))


def test_public_and_private_keys_are_not_taken_for_each_other() -> None:
    with pytest.raises(NoteError, match="private key"):
        VerifierKey.parse(LOG_KEY.encode())
    with pytest.raises(NoteError, match="private key starts with"):
        SigningKey.parse(LOG_VKEY)


def test_no_message_and_no_repr_shows_the_secret() -> None:
    secret = LOG_KEY.encode().rsplit("+", 1)[1]
    assert repr(LOG_KEY.seed) not in repr(LOG_KEY)
    for damaged in (LOG_KEY.encode() + "!", LOG_KEY.encode().replace("77ad", "77ae")):
        with pytest.raises(NoteError) as refusal:
            SigningKey.parse(damaged)
        assert secret[:8] not in str(refusal.value)
    with pytest.raises(NoteError) as refusal:
        VerifierKey.parse(LOG_KEY.encode())
    assert secret[:8] not in str(refusal.value)


def test_a_private_key_file_is_only_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    write_private_key(path, LOG_KEY.encode())
    assert path.stat().st_mode & 0o777 == 0o600
    assert SigningKey.parse(read_private_key(path)) == LOG_KEY


def test_a_private_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    write_private_key(path, LOG_KEY.encode())
    with pytest.raises(FileExistsError):
        write_private_key(path, WITNESS_KEY.encode())
    assert SigningKey.parse(read_private_key(path)) == LOG_KEY


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o610, 0o601, 0o666])
def test_a_private_key_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "log.key"
    write_private_key(path, LOG_KEY.encode())
    path.chmod(mode)
    with pytest.raises(PermissionError, match=f"mode {mode:04o}.*chmod 600"):
        read_private_key(path)


def test_the_umask_can_not_open_a_private_key(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private_key(tmp_path / "log.key", LOG_KEY.encode())
    finally:
        os.umask(before)
    assert (tmp_path / "log.key").stat().st_mode & 0o777 == 0o600


def test_the_umask_can_not_close_it_to_its_owner(tmp_path: Path) -> None:
    before = os.umask(0o777)
    try:
        write_private_key(tmp_path / "log.key", LOG_KEY.encode())
    finally:
        os.umask(before)
    assert (tmp_path / "log.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe\x00"])
def test_a_private_key_file_without_a_word_in_it(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "log.key"
    write_private_key(path, "")
    path.write_bytes(content)
    with pytest.raises(Refusal) as caught:
        read_private_key(path)
    assert caught.value.code == "PROOF_EMPTY"
