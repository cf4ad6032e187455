"""A witness, written from C2SP's tlog-witness and tlog-cosignature alone.

It shares no code with the program: signatures are checked by `cryptography`, notes and
proofs by what stands below (RFC 9162, section 2.1.4.2). It can be told to misbehave.
"""

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

Reply = tuple[int, dict[str, str], bytes]
Trick = Callable[["Handler"], None]


class Witness(ThreadingHTTPServer):
    """Serves `add-checkpoint` on this machine; `asked` are the bodies it got."""

    daemon_threads = True

    def __init__(self, name: str = "witness.example/w1") -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.name = name
        self.key = Ed25519PrivateKey.generate()
        self.logs: dict[str, list[str]] = {}
        """Verifier keys of the logs that it knows, by origin."""
        self.seen: dict[str, tuple[int, bytes]] = {}
        self.asked: list[bytes] = []
        self.trick: Trick | None = None
        self.clock: Callable[[], float] = time.time
        self.lock = Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/prefix/"

    @property
    def vkey(self) -> str:
        material = b"\x04" + self.key.public_key().public_bytes_raw()
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(material).decode()}"

    @property
    def key_id(self) -> bytes:
        material = b"\x04" + self.key.public_key().public_bytes_raw()
        return hashlib.sha256(f"{self.name}\n".encode() + material).digest()[:4]

    def knows(self, vkey: str) -> None:
        self.logs.setdefault(vkey.split("+", maxsplit=1)[0], []).append(vkey)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are their own affair."""

    # -- add-checkpoint ----------------------------------------------------------

    def add_checkpoint(self, body: bytes) -> Reply:
        head, _, note = body.decode().partition("\n\n")
        text, _, signatures = note.partition("\n\n")
        text += "\n"
        first, *proof_lines = head.split("\n")
        word, _, number = first.partition(" ")
        origin, size_line, root_line = text.split("\n")[:3]
        if word != "old" or str(int(number)) != number or len(proof_lines) > 63:
            return 400, {}, b""
        old, size = int(number), int(size_line)
        root = base64.b64decode(root_line)
        if origin not in self.logs:
            return 404, {}, b""
        if not self._signed(origin, text, signatures):
            return 403, {}, b""
        if old > size:
            return 400, {}, b""
        proof = [base64.b64decode(line) for line in proof_lines]
        with self.lock:
            seen, seen_root = self.seen.get(origin, (0, hashlib.sha256(b"").digest()))
            if old != seen:
                kind = {"Content-Type": "text/x.tlog.size"}
                return 409, kind, f"{seen}\n".encode()
            if not consistent(old, size, seen_root, root, proof):
                return 422, {}, b""
            self.seen[origin] = size, root
        return 200, {}, self.cosignature(text, int(self.clock()))

    def _signed(self, origin: str, text: str, signatures: str) -> bool:
        good = False
        for line in signatures.splitlines():
            dash, name, encoded = line.split(" ")
            raw = base64.b64decode(encoded)
            for vkey in self.logs[origin]:
                known, key_id, material = vkey.split("+", 2)
                if dash == "—" and (name, raw[:4].hex()) == (known, key_id):
                    public = base64.b64decode(material)[1:]
                    try:
                        Ed25519PublicKey.from_public_bytes(public).verify(
                            raw[4:], text.encode()
                        )
                    except InvalidSignature:
                        return False
                    good = True
        return good

    def cosignature(self, text: str, at: int, name: str | None = None) -> bytes:
        """A signature line over a checkpoint's text."""
        signature = self.key.sign(f"cosignature/v1\ntime {at}\n{text}".encode())
        raw = base64.b64encode(self.key_id + at.to_bytes(8, "big") + signature)
        return f"— {name or self.name} {raw.decode()}\n".encode()


class Handler(BaseHTTPRequestHandler):
    server: Witness
    body: bytes

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(self.body)
        if self.server.trick is not None:
            self.server.trick(self)
        elif self.path != "/prefix/add-checkpoint":
            self.reply(404)
        else:
            status, headers, body = self.server.add_checkpoint(self.body)
            self.reply(status, body, headers)

    def reply(
        self, status: int, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @property
    def text(self) -> str:
        """The checkpoint's text in what was asked."""
        return self.body.decode().partition("\n\n")[2].partition("\n\n")[0] + "\n"

    def log_message(self, *_: Any) -> None:
        """Nothing on standard error."""


@contextmanager
def running(name: str = "witness.example/w1") -> Iterator[Witness]:
    """A witness at work."""
    witness = Witness(name)
    thread = Thread(target=witness.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield witness
    finally:
        witness.shutdown()
        thread.join()
        witness.server_close()


def consistent(
    old: int, size: int, old_root: bytes, root: bytes, proof: list[bytes]
) -> bool:
    """RFC 9162, section 2.1.4.2; from nothing there is nothing to prove."""
    if old == 0:
        return not proof and (size > 0 or root == hashlib.sha256(b"").digest())
    if old == size:
        return not proof and old_root == root
    if not proof:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else proof
    fn, sn = old - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = _node(c, fr), _node(c, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = _node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return fr == old_root and sr == root and sn == 0


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
