"""The gallery as a service: its pages by address, with the headers of the real one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from tools.gallery.__main__ import environment
from tools.gallery.contents import contents
from tools.gallery.framing import frame
from tools.gallery.saying import Kind, saying
from web.headers import headers
from web.pages.assets import SCRIPTS, STATIC, STYLES, address
from web.pages.clocks import settled

TYPES = {
    "svg": "image/svg+xml",
    "css": "text/css",
    "js": "text/javascript",
    "md": "text/plain",
}
LAST = 111
PROBLEM = "That is no date."


def answer(path: str) -> tuple[int, str, bytes, str]:
    """Status, type, body and where to go on, of an address such as `/full.nl`."""
    asked = urlsplit(path)
    if asked.path.startswith("/static/"):
        file = STATIC / asked.path.rpartition("/")[2]
        return 200, TYPES[file.suffix[1:]], file.read_bytes(), ""
    if asked.path == "/favicon.ico":
        return 204, "text/plain", b"", ""
    query = parse_qsl(asked.query, keep_blank_values=True)
    if (better := settled(query)) is not None:
        return 303, "text/plain", b"", f"{asked.path}?{better}"
    status, text = page(asked.path, dict(query))
    return status, "text/html; charset=utf-8", text.encode(), ""


def page(path: str, query: dict[str, str]) -> tuple[int, str]:
    """A page of the gallery as its address has both clocks."""
    name, _, language = path.removeprefix("/").partition(".")
    kind: Kind = "long" if name == "long" else "empty" if name == "empty" else "full"
    said = saying(language)
    made = frame(said, kind)
    assert made.clocks
    assert made.foot
    known, at = int(query.get("knownAt", LAST)), query.get("at", "31-12-2012")
    wrong = not at[:1].isdecimal()
    told = replace(
        made,
        clocks=replace(
            made.clocks,
            path=path,
            at=at,
            known_at=known,
            said=f"At {at}, as known after entry {known} of {LAST}.",
            at_error=PROBLEM if wrong else made.clocks.at_error,
        ),
        foot=made.foot._replace(entry=known),
        title=f"{made.title} #{known}",
        styles=[*map(address, STYLES)],
        common_scripts=[*map(address, SCRIPTS)],
    )
    template = environment().get_template("gallery.html")
    return 400 if wrong else 200, template.render(frame=told, **contents(said, kind))


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._send(*answer(self.path))

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        tried = dict(parse_qsl(sent.decode())).get("dryRun")
        self._send(200, "text/html", f"<p>dryRun={tried}</p>".encode(), "")

    def _send(self, status: int, kind: str, body: bytes, location: str) -> None:
        self.send_response(status)
        for name, value in headers(tls=False).items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        # Whoever asks again goes on without the answer.
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the gallery's service."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
