"""A second verifier of balance proofs, written from docs/balance-proofs.md alone.

Of others' code it uses hashlib, and cryptography for Ed25519; RFC 6962 is climbed from
the top down, as its definitions have it. Run: python -I THIS_FILE PROOF VKEY
"""

import base64
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ACCOUNT = (
    r"(assets|liabilities|income|expenses|budget)(:[A-Za-z0-9][A-Za-z0-9-]{0,39}){1,4}"
)
CENTS = r"-?[1-9][0-9]{0,18}"
NUMBER = r"0|[1-9][0-9]{0,19}"
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class WrongError(Exception):
    """The file proves nothing."""


def need(truth: object, message: str) -> None:
    if not truth:
        raise WrongError(message)


def verify(data: bytes, vkey: str) -> tuple[str, int, str, int]:
    """Account, cents, day and entry; raises WrongError."""
    try:
        return verified(data, vkey)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise WrongError(f"what is no proof at all: {error!r}") from None


def verified(data: bytes, vkey: str) -> tuple[str, int, str, int]:
    first, *balances, entry, proof, checkpoint, signatures = blocks_of(data)
    account = header(first)
    signed_by(vkey, f"{checkpoint}\n", lines_of(signatures))
    number, topic, state = entry_of(entry)
    in_log(proof, entry, number, lines_of(checkpoint))
    need(topic == "period-locked.v2", "not a lock with a seal")
    need(type(state["entry"]) is int and state["entry"] == number, "another entry")
    count, sealed = state["balances"], state["balances_root"]
    need(type(count) is int and count >= 0, "balances")
    need(matches("[0-9a-f]{64}", sealed), "balances_root")
    root = bytes.fromhex(sealed)
    shown = [balance(lines_of(block), count, root) for block in balances]
    return account, amount(account, shown, count, root), day(state), number


# -- The form ----------------------------------------------------------------------


def blocks_of(data: bytes) -> list[str]:
    need(len(data) <= 1_000_000, "too large")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise WrongError("no UTF-8") from None
    need(not re.search("[\x00-\x09\x0b-\x1f]", text), "a control character")
    need(text.endswith("\n") and not text.endswith("\n\n"), "how it ends")
    blocks = text[:-1].split("\n\n")
    need(all(block and not block.startswith("\n") for block in blocks), "empty lines")
    need(5 <= len(blocks) <= 7, "blocks are missing, or too many")
    return blocks


def lines_of(block: str) -> list[str]:
    return block.split("\n")


def matches(pattern: str, text: object) -> bool:
    return isinstance(text, str) and re.fullmatch(pattern, text, re.ASCII) is not None


def number_of(line: str, word: str) -> int:
    name, _, digits = line.partition(" ")
    need(name == word and matches(NUMBER, digits), f"the line {word}")
    return int(digits)


def decoded(text: str, size: int) -> bytes:
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError:
        raise WrongError("base64") from None
    need(base64.b64encode(found).decode() == text, "base64 in another spelling")
    need(len(found) == size, "the length of a hash, key or signature")
    return found


def header(block: str) -> str:
    lines = lines_of(block)
    need(len(lines) == 2 and lines[0] == "zuidas/balance-proof/v1", "the first block")
    word, _, account = lines[1].partition(" ")
    need(word == "account" and matches(ACCOUNT, account), "the account")
    return account


def unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    need(len(dict(pairs)) == len(pairs), "a repeated key")
    return dict(pairs)


# -- Signature and log -------------------------------------------------------------


def signed_by(vkey: str, checkpoint: str, lines: list[str]) -> None:
    name, key_id, encoded = vkey.split("+", 2)
    key = decoded(encoded, 33)
    identity = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    need(key[0] == 1 and identity.hex() == key_id, "the verifier key")
    need(checkpoint.split("\n", maxsplit=1)[0] == name, "a checkpoint of another log")
    public, verified = Ed25519PublicKey.from_public_bytes(key[1:]), 0
    for line in lines:
        dash, signer, signature = line.split(" ")
        need(dash == "\u2014" and signer, "a signature line")
        raw = base64.b64decode(signature)
        need(base64.b64encode(raw).decode() == signature and len(raw) > 4, "base64")
        if (signer, raw[:4]) == (name, identity):
            try:
                public.verify(raw[4:], checkpoint.encode())
            except InvalidSignature:
                raise WrongError("a signature does not fit") from None
            verified += 1
    need(verified, "not signed by the log")


def entry_of(block: str) -> tuple[int, str, dict[str, Any]]:
    lines = lines_of(block)
    need(len(lines) == 7 and lines[0] == "zuidas/leaf/v1", "the entry")
    need(matches(NUMBER, lines[1]), "the entry's number")
    digest = hashlib.sha256(lines[6].encode()).hexdigest()
    need(digest == lines[5], "another state than the leaf's")
    state = json.loads(lines[6], object_pairs_hook=unrepeated)
    need(isinstance(state, dict), "the state")
    return int(lines[1]), lines[4], state


def in_log(proof: str, entry: str, number: int, checkpoint: list[str]) -> None:
    first, index, *path = lines_of(proof)
    need(first == "c2sp.org/tlog-proof@v1", "the tlog-proof")
    need(number_of(index, "index") == number - 1, "another entry's proof")
    _, size, root = checkpoint[:3]
    need(matches(NUMBER, size), "the checkpoint")
    leaf = "".join(f"{line}\n" for line in lines_of(entry)[:6])
    hashes = [decoded(each, 32) for each in path]
    found = climb(number - 1, int(size), leaf_hash(leaf), hashes)
    need(found == decoded(root, 32), "the entry is not in the log")


# -- RFC 6962, section 2.1 ---------------------------------------------------------


def leaf_hash(text: str) -> bytes:
    return hashlib.sha256(b"\x00" + text.encode()).digest()


def climb(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes:
    """The root over `size` leaves of which this is one; the top's sibling is last."""
    need(0 <= index < size, "an index beyond the tree")
    if size == 1:
        need(not path, "a path too long")
        return leaf
    need(path, "a path too short")
    half = 1 << ((size - 1).bit_length() - 1)
    if index < half:
        pair = climb(index, half, leaf, path[:-1]), path[-1]
    else:
        pair = path[-1], climb(index - half, size - half, leaf, path[:-1])
    return hashlib.sha256(b"\x01" + pair[0] + pair[1]).digest()


# -- The balances ------------------------------------------------------------------


def balance(lines: list[str], count: int, root: bytes) -> tuple[int, str, int]:
    first, leaf, *path = lines
    index = number_of(first, "index")
    account, _, cents = leaf.partition(" ")
    need(matches(ACCOUNT, account) and matches(CENTS, cents), "a balance")
    hashes = [decoded(each, 32) for each in path]
    found = climb(index, count, leaf_hash(f"{leaf}\n"), hashes)
    need(found == root, "a balance that was not sealed")
    return index, account, int(cents)


def amount(
    asked: str, shown: list[tuple[int, str, int]], count: int, root: bytes
) -> int:
    wanted = asked.encode()
    if not shown:
        empty = hashlib.sha256(b"").digest()
        need(count == 0 and root == empty, "no balance is shown")
        return 0
    if len(shown) == 1:
        ((index, account, cents),) = shown
        if account == asked:
            return cents
        below = account.encode() < wanted
        need(index == (count - 1 if below else 0), "not at an end")
        return 0
    (left, before, _), (right, after, _) = shown
    need(before.encode() < wanted < after.encode(), "not between them")
    need(right == left + 1, "not beside each other")
    return 0


def day(state: dict[str, Any]) -> str:
    until: str = state["given"]["until"]
    need(matches("[0-9]{4}-[0-9]{2}-[0-9]{2}", until), "the day")
    year, month, number = map(int, until.split("-"))
    need(year and 1 <= month <= 12, "the day")
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    need(1 <= number <= DAYS[month - 1] + (leap and month == 2), "the day")
    return until


if __name__ == "__main__":
    print(*verify(Path(sys.argv[1]).read_bytes(), sys.argv[2]))
