"""A second verifier of audit bundles, written from docs/bundle-format.md alone.

And of published folders, from C2SP's tlog-tiles, tlog-checkpoint and tlog-cosignature.
Only the standard library; every algorithm is the slow one of its standard: RFC 6962
by recursion, Ed25519 by RFC 8032's own formulas. So it shares no mistake with the
program. Run: python -I independent_verifier.py BUNDLE [VKEY]
or:           python -I independent_verifier.py FOLDER VKEY [WITNESS_VKEY...]
"""

import base64
import hashlib
import json
import sys
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

FIXED = {
    "README.txt",
    "bundle.json",
    "framework.json",
    "checkpoint",
    "entries.jsonl",
    "sealed.jsonl",
    "journal.hledger",
    "reports/balance.json",
    "reports/trial-balance.json",
    "reports/current-account.json",
    "reports/decisions.json",
    "reports/check.json",
    "manifest.sha256",
}


class WrongError(Exception):
    """The bundle is not what it says."""


def need(truth: object, message: str) -> None:
    if not truth:
        raise WrongError(message)


def verify(path: str, vkey: str | None = None) -> dict[str, Any]:
    """Raises WrongError; returns bundle.json of a bundle that is in order."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    check_members(members)
    stated: dict[str, Any] = json.loads(members["bundle.json"])
    need(stated["format"] == "zuidas/bundle/v2", "format")
    rows = [json.loads(line) for line in lines(members["entries.jsonl"])]
    leaves = [leaf(number, row) for number, row in enumerate(rows, start=1)]
    check_entries(rows)
    name = json.loads(rows[0]["state"])["given"]["framework"]["name"]
    origin = f"zuidas-ledger/{name}/{leaves[0].hex()[:16]}"
    need(stated["origin"] == origin, "origin")
    need(stated["entries"] == len(leaves), "number of entries")
    need(stated["root"] == tree(leaves).hex(), "root")
    check_checkpoints(members, origin, leaves, vkey)
    check_sealed(members["sealed.jsonl"], rows)
    check_framework(members, rows)
    check_journal(members)
    return stated


def lines(data: bytes) -> list[str]:
    need(data.endswith(b"\n"), "a member does not end in a line feed")
    return data.decode()[:-1].split("\n")


def check_members(members: dict[str, bytes]) -> None:
    need(set(members) >= FIXED, "a member is missing")
    listed = {}
    for line in lines(members["manifest.sha256"]):
        digest, name = line.split("  ")
        listed[name] = digest
    need(set(listed) == set(members) - {"manifest.sha256"}, "manifest: names")
    for name, digest in listed.items():
        need(hashlib.sha256(members[name]).hexdigest() == digest, f"manifest: {name}")


def leaf(number: int, row: dict[str, Any]) -> bytes:
    need(row["entry"] == number, f"entry {number}")
    state = hashlib.sha256(row["state"].encode()).hexdigest()
    text = "zuidas/leaf/v1\n{}\n{}\n{}\n{}\n{}\n".format(
        number, row["originator_id"], row["originator_version"], row["topic"], state
    )
    return hashlib.sha256(b"\x00" + text.encode()).digest()


def check_entries(rows: list[dict[str, Any]]) -> None:
    streams: Counter[str] = Counter()
    recorded = ""
    for row in rows:
        streams[row["originator_id"]] += 1
        version = streams[row["originator_id"]]
        need(row["originator_version"] == version, f"stream {row['originator_id']}")
        state = json.loads(row["state"])
        moment = state["recorded_at"].rstrip("Z")
        told = state.get("previous_recorded_at", "").rstrip("Z") == recorded
        need(moment >= recorded or told, f"time of entry {row['entry']}")
        recorded = moment


def check_sealed(data: bytes, rows: list[dict[str, Any]]) -> None:
    """Every value is the one that its entry has the digest of."""
    for line in lines(data) if data else ():
        row = json.loads(line)
        need(0 < row["entry"] <= len(rows), "a value of no entry")
        found = json.loads(rows[row["entry"] - 1]["state"])["given"]
        try:
            for step in row["place"].split("."):
                found = found[int(step)] if isinstance(found, list) else found[step]
        except (LookupError, TypeError, ValueError):
            raise WrongError(f"a value of no place: {row['place']}") from None
        salt = bytes.fromhex(row["salt"])
        digest = hashlib.sha256(salt + row["value"].encode()).hexdigest()
        need(len(salt) == 16 and found == {"sealed": digest}, row["place"])


# -- RFC 6962, section 2.1 ---------------------------------------------------------


def split(size: int) -> int:
    """The largest power of two below `size`."""
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def tree(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + tree(leaves[:k]) + tree(leaves[k:])).digest()


def proof(m: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """PROOF(m, D[n]) as section 2.1.2 defines it, SUBPROOF included."""
    n = len(leaves)
    if m == n:
        return [] if whole else [tree(leaves)]
    k = split(n)
    if m <= k:
        return [*proof(m, leaves[:k], whole), tree(leaves[k:])]
    return [*proof(m - k, leaves[k:], whole=False), tree(leaves[:k])]


# -- Checkpoints -------------------------------------------------------------------


def check_checkpoints(
    members: dict[str, bytes], origin: str, leaves: list[bytes], vkey: str | None
) -> None:
    present = members["checkpoint"]
    need(check_note(present, origin, leaves, vkey) == len(leaves), "size")
    older = {name for name in members if name.startswith("checkpoints/")}
    sizes = {int(name.split("/")[1].split(".")[0]) for name in older}
    for size in sizes:
        note = members[f"checkpoints/{size}.checkpoint"]
        need(check_note(note, origin, leaves, vkey) == size, f"checkpoint {size}")
        expected = f"old {size}\n"
        for node in proof(size, leaves):
            expected += base64.b64encode(node).decode() + "\n"
        found = members[f"checkpoints/{size}.consistency"]
        need(found == expected.encode() + b"\n" + present, f"consistency {size}")
    need(len(older) == 2 * len(sizes), "checkpoints")


def check_note(data: bytes, origin: str, leaves: list[bytes], vkey: str | None) -> int:
    text, _, signatures = data.decode().partition("\n\n")
    text = text.removesuffix("\n") + "\n"
    named, size, root = text.split("\n")[:3]
    need(named == origin, "a checkpoint of another log")
    need(base64.b64decode(root) == tree(leaves[: int(size)]), f"root at {size}")
    if vkey is not None:
        name, key_id, encoded = vkey.split("+", 2)
        kind_and_key = base64.b64decode(encoded)
        identity = hashlib.sha256(f"{name}\n".encode() + kind_and_key).digest()[:4]
        need(identity.hex() == key_id and kind_and_key[0] == 1, "the verifier key")
        signed = [
            base64.b64decode(line.split(" ")[2])
            for line in signatures.splitlines()
            if line.split(" ")[1] == name
        ]
        found = [s[4:] for s in signed if s[:4] == identity]
        need(found, "not signed by the log")
        good = all(ed25519(kind_and_key[1:], text.encode(), s) for s in found)
        need(good, "a signature does not fit")
    return int(size)


# -- Ed25519, RFC 8032, sections 5.1 and 6 -----------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int]


def add(a: Point, b: Point) -> Point:
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    x = (x1 * y2 + y1 * x2) * pow(1 + t, -1, P) % P
    y = (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P
    return x, y


def multiply(n: int, point: Point) -> Point:
    result = (0, 1)
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result


def decompress(data: bytes) -> Point:
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    need((x * x - square) % P == 0, "no point of the curve")
    return (P - x if x & 1 != sign else x), y


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519(key: bytes, message: bytes, signature: bytes) -> bool:
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    digest = hashlib.sha512(r + key + message).digest()
    k = int.from_bytes(digest, "little") % Q
    right = add(decompress(r), multiply(k, decompress(key)))
    return s < Q and multiply(s, BASE) == right


# -- Published folders: tlog-tiles and tlog-cosignature ------------------------------


def verify_folder(folder: str, vkey: str, *witnesses: str) -> dict[str, Any]:
    """Every entry and every hash of a published log; raises WrongError."""
    place = Path(folder)
    note = (place / "checkpoint").read_bytes()
    size = int(note.split(b"\n")[1])
    entries = [entry for bundle in bundles(place, size) for entry in bundle]
    leaves = [hashlib.sha256(b"\x00" + entry).digest() for entry in entries]
    need(len(leaves) == size, "number of entries")
    check_note(note, vkey.split("+", maxsplit=1)[0], leaves, vkey)
    level, files = 0, 0
    while size // 256**level:
        hashes = [
            tree(leaves[at : at + 256**level])
            for at in range(0, size - 256**level + 1, 256**level)
        ]
        for path, first, width in resources(str(level), len(hashes)):
            expected = b"".join(hashes[first : first + width])
            need((place / path).read_bytes() == expected, path)
            files += 1
        level += 1
    for number, entry in enumerate(entries, start=1):
        need(entry.startswith(f"zuidas/leaf/v1\n{number}\n".encode()), f"{number}")
    times = [cosigned(note, witness) for witness in witnesses]
    return {"size": size, "tiles": files, "levels": level, "times": times}


def resources(kind: str, length: int) -> list[tuple[str, int, int]]:
    """Path, first item and number of items of every file of a row."""
    found = []
    for first in range(0, length, 256):
        number = str(first // 256)
        number = number.zfill(-(-len(number) // 3) * 3)
        groups = [number[at : at + 3] for at in range(0, len(number), 3)]
        name = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        width = min(256, length - first)
        part = "" if width == 256 else f".p/{width}"
        found.append((f"tile/{kind}/{name}{part}", first, width))
    return found


def bundles(place: Path, size: int) -> list[list[bytes]]:
    found = []
    for path, _, width in resources("entries", size):
        data, entries = (place / path).read_bytes(), []
        while data:
            length = int.from_bytes(data[:2], "big")
            need(len(data) >= 2 + length, f"{path} is cut off")
            entries.append(data[2 : 2 + length])
            data = data[2 + length :]
        need(len(entries) == width, path)
        found.append(entries)
    return found


def cosigned(note: bytes, vkey: str) -> int:
    """When a witness cosigned, in Unix seconds."""
    text, _, signatures = note.decode().partition("\n\n")
    name, key_id, encoded = vkey.split("+", 2)
    material = base64.b64decode(encoded)
    identity = hashlib.sha256(f"{name}\n".encode() + material).digest()[:4]
    need(identity.hex() == key_id and material[0] == 4, "a witness's verifier key")
    for line in signatures.splitlines():
        _, signer, signature = line.split(" ")
        raw = base64.b64decode(signature)
        if signer == name and raw[:4] == identity:
            time = int.from_bytes(raw[4:12], "big")
            message = f"cosignature/v1\ntime {time}\n{text}\n".encode()
            need(ed25519(material[1:], message, raw[12:]), "a cosignature")
            return time
    raise WrongError(f"not cosigned by {name}")


# -- Framework, journal and reports ------------------------------------------------


def check_framework(members: dict[str, bytes], rows: list[dict[str, Any]]) -> None:
    given = json.loads(rows[0]["state"])["given"]
    found = json.loads(members["framework.json"])
    need(
        found == {name: given[name] for name in ("contributions", "framework")},
        "framework.json",
    )


def check_journal(members: dict[str, bytes]) -> None:
    sums: Counter[str] = Counter()
    balances: Counter[str] = Counter()
    heading = ""
    for line in lines(members["journal.hledger"]):
        if line.startswith("    "):
            account, _, amount = line.strip().removesuffix(" EUR").rpartition("  ")
            cents = int(Decimal(amount) * 100)
            sums[heading] += cents
            balances[account] += cents
        elif line:
            heading = line
    need(not any(sums.values()), "a transaction does not add up to zero")
    trial = json.loads(members["reports/trial-balance.json"])
    closing = {row["account"]: int(Decimal(row["closing"]) * 100) for row in trial}
    need(closing == dict(balances), "trial balance")
    statement = json.loads(members["reports/current-account.json"])
    moved = sum(int(Decimal(line["amount"]) * 100) for line in statement["lines"])
    cash = closing.get("assets:current-account", 0)
    need(moved == cash == int(Decimal(statement["closing"]) * 100), "current account")
    check_balance(json.loads(members["reports/balance.json"]), closing)


def check_balance(report: dict[str, Any], closing: dict[str, int]) -> None:
    """Every figure of the balance that is the balance of an account."""
    cash = report["current_account"]["balance"]
    figures = [(cash, "assets:current-account")]
    for row in report["programmes"]:
        scope = f"{row['year']}:{row['programme']}"
        figures += [
            (row["available"], f"budget:available:{scope}"),
            (row["process_costs"], f"expenses:process:{scope}"),
        ]
        under = f"budget:committed:{scope}:"
        committed = sum(c for a, c in closing.items() if a.startswith(under))
        need(int(Decimal(row["committed"]) * 100) == committed, f"committed {scope}")
    for row in report["partners"]:
        account = f"assets:receivable:{row['partner']}:{row['year']}"
        figures.append((row["outstanding"], account))
    for row in report["years"]:
        figures.append((row["unallocated"], f"budget:unallocated:{row['year']}"))
    for figure, account in figures:
        need(int(Decimal(figure) * 100) == closing.get(account, 0), account)


if __name__ == "__main__":
    try:
        of_kind = verify_folder if Path(sys.argv[1]).is_dir() else verify
        print(json.dumps(of_kind(*sys.argv[1:])))
    except (WrongError, ValueError, KeyError, zipfile.BadZipFile) as error:
        sys.exit(f"WRONG: {error}")
