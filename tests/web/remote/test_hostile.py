"""Whoever answers at the address may be anybody: it ends, soon, and in a sentence."""

import errno
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from cli.answering import shaped
from cli.remote.bundling import fetched
from cli.remote.connection import Service
from ledger.storage.location import Location
from projections.report import Column, Footer, Prose, Report, Table
from projections.sending import from_json, to_json
from tests.certificates import own_certificate
from tests.functional.program import Program
from tests.functional.test_codes import COST
from tests.web.remote.conftest import Both, Prepared
from tests.web.remote.pretending import (
    PROBLEM,
    REPORT,
    Trick,
    answers,
    drips,
    pretending,
    sends,
    waits,
)
from tests.web.remote.serving import TOKEN

SOON = 8.0
"""Seconds, with limits that are shortened to half a second."""
POST = (*COST.split(), "--programme", "TL", "--amount", "1", "--date", "2012-01-01")


def sent(report: Report, **more: object) -> bytes:
    return json.dumps({**to_json(report), **more}).encode()


PLAIN = Report({"a": 1}, lambda: (Prose("All is well."),), plain=True)


def prose(said: object) -> bytes:
    part = {"part": "prose", "said": said, "heading": False, "verbatim": False}
    return sent(PLAIN, parts=[part])


def deep(levels: int) -> bytes:
    return b'{"data":' + b"[" * levels + b"]" * levels + b"}"


def bomb(levels: int) -> object:
    """A message that doubles at each level."""
    said: object = "boom" * 100
    for _ in range(levels):
        said = {"message": ["{a}{a}", {"a": said}]}
    return said


def wide_table() -> bytes:
    rows = [{"a": "x"} for _ in range(50_000)]
    rows[0] = {"a": "x" * 1_000_000}
    table = Table([Column("a", "A", "name")], rows)
    return sent(Report(None, lambda: (table,)))


GOOD = f"HTTP/1.1 200 OK\r\nContent-Type: {REPORT}\r\n".encode()
NO_SERVICE: dict[str, Trick] = {
    "hangs up": sends(b""),
    "no HTTP": sends(b"\x00\xff hello\r\n\r\n"),
    "half a head": sends(b"HTTP/1.1 200 OK\r\nContent-"),
    "another version": sends(b"HTTP/9.9 200 OK\r\n\r\n"),
    "long header": sends(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n"),
    "many headers": sends(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1_000 + b"\r\n"),
    "a page": answers(b"<html>", "text/html"),
    "no type": sends(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
    "other JSON": answers(b"{}", "application/json"),
    "redirected": sends(
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\x1b[2J\r\n"
        b"Content-Length: 0\r\n\r\n"
    ),
    "a proxy's error": answers(b"Bad gateway", "text/plain", "502 Bad Gateway"),
    "no JSON": answers(b"{"),
    "no UTF-8": answers(b'{"data": "\xff\xfe'),
    "cut off": sends(GOOD + b"Content-Length: 99\r\n\r\n{"),
    "bad chunks": sends(GOOD + b"Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n{"),
    "empty": answers(b""),
    "a list": answers(b"[]"),
    "null": answers(b"null"),
    "nothing of a report": answers(b"{}"),
    "deep": answers(deep(100)),
    "deeper": answers(deep(200_000)),
    "not a number": answers(sent(PLAIN, data=float("nan"))),
    "long number": answers(b'{"data": ' + b"1" * 10_000 + b"}"),
    "exit code": answers(sent(PLAIN, exit_code=99)),
    "doubling": answers(prose(bomb(19))),
    "long joins": answers(prose({"parts": [["a"] * 1_000, "x" * 100_000]})),
    "looks inside": answers(prose({"message": ["{a.__class__}", {"a": 1}]})),
    "wide": answers(wide_table()),
    "drips its head": drips(b"", b"H"),
    "drips headers": drips(b"HTTP/1.1 200 OK\r\nX: ", b"y"),
    "goes on to continue": drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "never ends": drips(GOOD + b"\r\n", b" " * 65_536),
    "is silent": waits,
    "a problem of nothing": answers(b"{}", PROBLEM, "409 Conflict"),
    "a problem's code": answers(
        json.dumps({"code": "\x1b[2J", "detail": "x"}).encode(), PROBLEM, "409 Conflict"
    ),
    "a problem's exit code": answers(
        json.dumps({"code": "X", "detail": "x", "exit_code": 0}).encode(),
        PROBLEM,
        "409 Conflict",
    ),
    "a problem's message": answers(
        json.dumps({"code": "X", "said": bomb(19)}).encode(), PROBLEM, "409 Conflict"
    ),
    "a problem's details": answers(
        json.dumps({"code": "X", "detail": "x", "details": []}).encode(),
        PROBLEM,
        "500 Oops",
    ),
}
"""None of them gives a report, or a refusal that could be one of a service."""


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZUIDAS_TOKEN", TOKEN)
    monkeypatch.setattr("cli.remote.connection.MOST_BYTES", 5_000_000)
    monkeypatch.setattr(Service.__init__, "__defaults__", (0.5,))


@pytest.mark.parametrize("name", NO_SERVICE)
def test_a_question_ends_in_a_sentence(both: Both, name: str) -> None:
    started = time.monotonic()
    with pretending(NO_SERVICE[name]) as url:
        refused = both.at(url, "balance", "--wide", "-O", "json")
        told = both.at(url, "balance", "--wide")
    assert refused.code == told.code == 1
    assert refused.error["code"] in ("NOT_A_LEDGER", "LEDGER_NOT_FOUND", "BUSY")
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    assert url in told.err
    assert TOKEN not in told.err + refused.err
    assert "\x1b" not in told.err + refused.err
    assert time.monotonic() - started < SOON


@pytest.mark.parametrize("name", NO_SERVICE)
def test_of_what_was_sent_nobody_claims_to_know(both: Both, name: str) -> None:
    """It may be recorded, unless it was refused or sent elsewhere."""
    with pretending(NO_SERVICE[name]) as url:
        refused = both.at(url, *POST, "-O", "json")
    assert refused.code == 1
    code, details = refused.error["code"], refused.error["details"]
    refuses = name.startswith("a problem") and not name.endswith("details")
    if refuses or name == "redirected":
        assert code == "NOT_A_LEDGER"
    else:
        assert (code, details) == ("BUSY", {"outcome": "unknown"})
        assert "zuidas history" in refused.error["message"]
        assert "same id" in refused.error["message"]


def test_several_lookups_before_something_is_sent(both: Both) -> None:
    """What only looks leaves nothing unknown."""
    line = "receive-contribution --year 2011 --partner emmen --document x --amount 1"
    for body in (b"{}", b"[]", b'{"today": 5}', b'{"today": "x"}', b'{"date": []}'):
        with pretending(answers(body, "application/json")) as url:
            for more in (("--bank-line", "5.1"), ("--date", "today")):
                assert both.at(url, *line.split(), *more).code == 1
                refused = both.at(url, *line.split(), *more, "-O", "json")
                assert refused.error["code"] == "NOT_A_LEDGER"
            assert both.at(url, "bank", "rest", "5").code in (0, 1)


def test_nobody_there(both: Both) -> None:
    for words in (("balance",), POST):
        refused = both.at("http://127.0.0.1:9/", *words, "-O", "json")
        assert (refused.code, refused.error["code"]) == (1, "LEDGER_NOT_FOUND")


def test_a_message_steers_no_terminal(both: Both) -> None:
    hostile = "a\x1b[2J\u202eb\nc\x9b"
    problems = (
        {"code": "X", "detail": hostile},
        {"code": "X", "said": {"message": [hostile, {}]}, "exit_code": 3},
        {"code": "X", "said": {"message": ["{a}", {"a": hostile}]}},
        {"code": "X", "detail": "x", "its": hostile, "details": {"a": hostile}},
    )
    for problem in problems:
        body = json.dumps(problem).encode()
        with pretending(answers(body, PROBLEM, "409 Conflict")) as url:
            told = both.at(url, "balance")
        assert told.code == problem.get("exit_code", 1)
        assert told.err.startswith("Error [X]: ")
        assert not set(told.err) & set("\x1b\u202e\x9b")


def test_a_report_steers_no_terminal() -> None:
    hostile = "a\x1b[2J\u202eb\x9bc"
    report = Report(
        {"a": hostile},
        lambda: (Prose(hostile), Table([Column("a", hostile)], [{"a": hostile}])),
        footer=Footer("2012-01-31", 3, 5, "Europe/Amsterdam", "00" * 32),
        texts={"hledger": lambda: [hostile, "kept\tas\nit is"]},
    )
    read = from_json(json.loads(json.dumps(to_json(report))))
    for shape in ("text", "json", "csv", "hledger"):
        assert not set(shaped(read, shape)) & set("\x1b\u202e\x9b"), shape
    assert shaped(read, "hledger").endswith("kept\tas\nit is")


def test_a_refusal_in_other_words_is_told_in_those(both: Both) -> None:
    """Of a service of another age, which says no more than HTTP asks for."""
    body = json.dumps({"code": "YEAR_UNKNOWN", "detail": "no such year"}).encode()
    with pretending(answers(body, PROBLEM, "409 Conflict")) as url:
        told = both.at(url, *POST)
    assert (told.code, told.err) == (1, "Error [YEAR_UNKNOWN]: no such year\n")


# -- bundles -------------------------------------------------------------------


@pytest.mark.parametrize(
    "trick",
    [
        answers(b"PK\x03\x04 nothing", "application/zip"),
        answers(b"", "application/zip"),
        answers(b"{}", "application/json"),
        drips(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\n\r\n", b" " * 65_536
        ),
        sends(b""),
    ],
)
def test_a_bundle_that_is_none_leaves_no_file(
    both: Both, monkeypatch: pytest.MonkeyPatch, trick: Trick
) -> None:
    monkeypatch.setattr("cli.remote.bundling.MOST_BYTES", 1_000_000)
    with pretending(trick) as url:
        refused = both.at(url, "audit", "bundle", "out.bundle")
    assert refused.code == 1
    assert not Path("out.bundle").exists()


class FullDisk(io.BytesIO):
    name = "out.bundle"

    def write(self, _: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_ours() -> None:
    with (
        pretending(answers(b"PK", "application/zip")) as url,
        pytest.raises(OSError, match="No space left"),
    ):
        fetched(Location.parse(url), FullDisk(), [], None, with_sealed=True)


# -- TLS -----------------------------------------------------------------------


def test_a_certificate_that_nobody_vouches_for(both: Both, tmp_path: Path) -> None:
    context, _ = own_certificate(tmp_path / "server.pem")
    asked: list[bytes] = []
    with pretending(lambda _, request: asked.append(request), context) as url:
        for words in (("balance",), POST):
            refused = both.at(url, *words, "-O", "json")
            assert (refused.code, refused.error["code"]) == (1, "LEDGER_NOT_FOUND")
            assert "certificate" in refused.error["message"]
    assert not asked, "nothing was said to it, the token least of all"


def test_a_certificate_of_another_host(
    both: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, certificate = own_certificate(tmp_path / "server.pem")
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with pretending(answers(sent(PLAIN)), context) as url:
        assert both.at(url, "balance").out == "All is well.\n"
        other = url.replace("127.0.0.1", "localhost")
        refused = both.at(other, "balance", "-O", "json")
    assert refused.error["code"] == "LEDGER_NOT_FOUND"
    assert "certificate" in refused.error["message"]


def test_http_at_a_port_of_tls_and_the_other_way(both: Both, tmp_path: Path) -> None:
    context, _ = own_certificate(tmp_path / "server.pem")
    with pretending(answers(sent(PLAIN)), context) as url:
        assert both.at(url.replace("https", "http"), "balance").code == 1
    with pretending(answers(sent(PLAIN))) as url:
        assert both.at(url.replace("http", "https"), "balance").code == 1


# -- interrupts ----------------------------------------------------------------


class Relay:
    """Passes a request on to a service, when it is told to."""

    def __init__(self, url: str) -> None:
        self._port = int(url.rstrip("/").rpartition(":")[2])
        self.asked = Event()
        self.go = Event()

    def __call__(self, connection: socket.socket, request: bytes) -> None:
        self.asked.set()
        self.go.wait(30)
        with socket.create_connection(("127.0.0.1", self._port)) as onward:
            onward.sendall(request)
            while part := onward.recv(65_536):
                connection.sendall(part)


def running(zuidas: Program, url: str, *words: str) -> "subprocess.Popen[str]":
    env = {**zuidas.env, "ZUIDAS_DB": url, "ZUIDAS_TOKEN": TOKEN}
    command = [sys.executable, "-m", "cli.main", *words]
    return subprocess.Popen(
        command,
        cwd=zuidas.cwd,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_an_interrupt_waits_for_what_was_sent(pair: Prepared, zuidas: Program) -> None:
    ledger = pair("lived")
    relay = Relay(ledger.url)
    with pretending(relay) as url:
        started = running(zuidas, url, *POST)
        assert relay.asked.wait(30)
        started.send_signal(signal.SIGINT)
        relay.go.set()
        out, err = started.communicate(timeout=30)
    assert (started.returncode, out) == (4, "")
    assert err == "Interrupted; recorded as entry 27.\n"


@pytest.mark.thorough
def test_but_not_for_ever(zuidas: Program) -> None:
    asked = Event()

    def silent(connection: socket.socket, request: bytes) -> None:
        asked.set()
        waits(connection, request)

    with pretending(silent) as url:
        started = running(zuidas, url, *POST, "-O", "json")
        assert asked.wait(30)
        began = time.monotonic()
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=30)
    assert time.monotonic() - began < SOON
    error: dict[str, Any] = json.loads(err)["error"]
    assert (started.returncode, out) == (1, "")
    assert (error["code"], error["details"]) == ("BUSY", {"outcome": "unknown"})


def test_a_question_is_interrupted_at_once(zuidas: Program) -> None:
    asked = Event()

    def silent(connection: socket.socket, request: bytes) -> None:
        asked.set()
        waits(connection, request)

    with pretending(silent) as url:
        started = running(zuidas, url, "balance")
        assert asked.wait(30)
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=10)
    assert (started.returncode, out) == (130, "")
    assert err == "Interrupted; nothing was recorded.\n"


def test_an_answer_that_broke_off_is_repeated_with_its_id(pair: Prepared) -> None:
    """What was recorded without our hearing of it is recorded once."""
    ledger = pair("lived")
    relay = Relay(ledger.url)
    relay.go.set()

    def breaks(connection: socket.socket, request: bytes) -> None:
        left, right = socket.socketpair()
        with left, right:
            relay(left, request)
        connection.shutdown(socket.SHUT_RDWR)

    line = (*POST, "--id", "once")
    with pretending(breaks) as url:
        refused = ledger.both.at(url, *line, "-O", "json")
    assert refused.error["details"] == {"outcome": "unknown"}
    again = ledger.both.at(ledger.url, *line, "-O", "json").json
    assert (again["entry"], again["duplicate"]) == (27, True)
