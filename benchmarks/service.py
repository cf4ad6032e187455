"""Section 7: the service as it is started, with clients from another process."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measuring import Effort, Failed, environment, inside, run
from benchmarks.postgres import Server
from benchmarks.report import Report
from benchmarks.tables import rate, seconds, size, times
from benchmarks.workshop import Workshop, imported, program

CLIENTS_READING, EACH_A_SECOND, CLIENTS_POSTING = 8, 10, 32
LINES = 50
"""Commands of a file."""
RAW_BYTES = 600
"""Of a raw commit's row."""
_READY = "Serving "
_PASSWORD = b"a long enough password of nobody\n"
_names = count()
Figures = dict[str, Any]


@dataclass(frozen=True)
class Scale:
    """How long clients ask."""

    reading: float
    """Seconds."""
    posting: float
    """Seconds of each turn; raw commits take turns of as long."""
    turns: int


USUAL = Scale(reading=20, posting=5, turns=3)
SHORT = Scale(reading=0.3, posting=0.3, turns=1)


@dataclass(frozen=True)
class Running:
    """A service at work."""

    process: "subprocess.Popen[str]"
    port: int
    token: str
    first: float
    """Seconds from its start to its first answer, which reads the books."""

    @property
    def processor(self) -> float:
        """Seconds of processor time that it took so far."""
        text = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        user, system = text.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    @property
    def resident(self) -> float:
        """Megabytes of its memory now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        line = next(each for each in status.splitlines() if each.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def load(self, job: str, **options: object) -> Figures:
        """What clients saw of it, and the `processor` time of the service for each."""
        given = {"port": self.port, "token": self.token, **options}
        argv = (sys.executable, "-m", "benchmarks.load", job, json.dumps(given))
        before = self.processor
        figures: Figures = json.loads(run(*argv, keep=True).output)
        spent = self.processor - before
        return figures | {"processor": spent / sum(figures["statuses"].values())}


def measure(
    report: Report, shop: Workshop, at: int, scale: Scale, effort: Effort
) -> None:
    """Everything of the service on SQLite, on a ledger of a size."""
    report.section(
        "The service",
        f"`zuidas serve` on a ledger of {size(at)} postings, with clients in a process"
        " of their own that keep their connections. Raw commits take turns with what is"
        f" posted, on the same disk: a row of {RAW_BYTES} bytes each.",
    )
    place = str(shop.copy(at, "served"))
    os.sync()  # a copy that is on its way to the disk still would be measured too
    accounts = Path(f"{place}.accounts")
    token = _token(place, accounts)
    starts = [_start(place, accounts, token) for _ in range(effort.rounds)]
    report.note("service first answer", at, median(starts))
    with serving(place, accounts, token) as service:
        _reading(report, service, at, scale)
        _posting(report, "SQLite", service, place, at, scale)
        report.note("service memory", at, service.resident)
        rows = [
            ["first answer after the start", seconds(median(starts))],
            ["resident memory after all that", f"{service.resident:.0f} MB"],
        ]
    report.table("The service as a process", ["SQLite", size(at)], rows)
    accounts.unlink()


def on_postgres(
    report: Report, shop: Workshop, server: Server, at: int, scale: Scale
) -> None:
    """What is posted on PostgreSQL, on a ledger of a size."""
    place, accounts = server.database("served"), shop.folder / "served.accounts"
    accounts.unlink(missing_ok=True)
    imported(place, shop.commands(at))
    with serving(place, accounts, _token(place, accounts)) as service:
        _posting(report, "PostgreSQL", service, place, at, scale)
    accounts.unlink()


def _reading(report: Report, service: Running, at: int, scale: Scale) -> None:
    pace = {"clients": CLIENTS_READING, "each": EACH_A_SECOND, "seconds": scale.reading}
    found = {
        "service read": service.load("read", entries=at, **pace),
        "service unchanged": service.load("unchanged", **pace),
    }
    names = ("programmes, both clocks, all different", "not changed since (304)")
    rows = []
    for text, (name, figures) in zip(names, found.items(), strict=True):
        for part in ("p50", "p99"):
            report.note(f"{name} {part}", at, figures[part])
        parts = ("p50", "p99", "processor")
        rows.append([text, *(seconds(figures[part]) for part in parts)])
    title = (
        f"Asking the service: {CLIENTS_READING} clients,"
        f" {EACH_A_SECOND} requests a second each"
    )
    heads = [f"ledger of {size(at)}", "p50", "p99", "processor a request"]
    report.table(title, heads, rows)


def _posting(
    report: Report, kind: str, service: Running, place: str, at: int, scale: Scale
) -> None:
    rows = []
    for lines, what in ((1, "one command"), (LINES, f"{LINES} commands")):
        raw, ours = _in_turns(service, place, lines, scale)
        rate_raw = median(raw)
        rate_ours = median(each["rate"] for each in ours)
        report.note(f"service {kind} {lines}", at, rate_ours)
        report.note(f"service {kind} {lines} raw", at, rate_raw)
        p50, p99, processor = (
            median(each[part] for each in ours) for part in ("p50", "p99", "processor")
        )
        rows.append(
            [
                f"{what} a request",
                *(rate(rate_ours), rate(rate_raw), times(rate_ours / rate_raw)),
                *(seconds(p50), seconds(p99), seconds(processor / lines)),
            ]
        )
    heads = ["commands", f"raw {kind} commits", "commands / raw", "p50", "p99"]
    heads += ["processor a command"]
    title = f"{kind}: {CLIENTS_POSTING} clients post to the service, each durable"
    report.table(title, [f"ledger of {size(at)}", *heads], rows)


def _in_turns(
    service: Running, place: str, lines: int, scale: Scale
) -> tuple[list[float], list[Figures]]:
    raw, ours = [], []
    # What is read once, at the first command, is no part of the rate.
    service.load("posting", clients=1, seconds=0, lines=lines, name=_name())
    for _ in range(scale.turns):
        committed = inside(
            "raw", place=place, seconds=scale.posting, row_bytes=RAW_BYTES
        )
        raw.append(committed["rate"])
        ours.append(
            service.load(
                "posting",
                clients=CLIENTS_POSTING,
                seconds=scale.posting,
                lines=lines,
                name=_name(),
            )
        )
    return raw, ours


def _name() -> str:
    """A name for the ids and vouchers of one run."""
    return f"{os.getpid()}-{next(_names)}"


def _token(place: str, accounts: Path) -> str:
    """An account that may read and post."""
    own = ("--accounts", str(accounts))
    add = program(place, "account", "add", "bench", "--password-file", "-", *own)
    subprocess.run(
        add, input=_PASSWORD, check=True, capture_output=True, env=environment()
    )
    scopes = ("--scope", "read", "--scope", "post", "--expires", "2999-12-31")
    made = run(
        *program(place, "account", "token", "bench", *scopes, *own, "-O", "json"),
        keep=True,
    )
    return str(json.loads(made.output)["token"])


def _start(place: str, accounts: Path, token: str) -> float:
    with serving(place, accounts, token) as service:
        return service.first


@contextmanager
def serving(place: str, accounts: Path, token: str) -> Iterator[Running]:
    """A service on a ledger, until it is told to stop and has stopped."""
    words = ("serve", "--port", "0", "--accounts", accounts, "--log", os.devnull)
    started = time.perf_counter()
    with subprocess.Popen(
        program(place, *words), stdout=subprocess.PIPE, text=True, env=environment()
    ) as process:
        try:
            port = _port(process)
            _first_answer(port, token)
            yield Running(process, port, token, time.perf_counter() - started)
        finally:
            process.send_signal(signal.SIGTERM)


def _port(process: "subprocess.Popen[str]") -> int:
    line = process.stdout.readline() if process.stdout else ""
    if not line.startswith(_READY):
        raise Failed("the service did not start")
    address = line.rpartition(" at http://")[2].partition("/")[0]
    return int(address.rpartition(":")[2])


def _first_answer(port: int, token: str) -> None:
    from benchmarks.clients import get

    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(get("/v1/programmes", token, Connection="close"))
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    if not answer.startswith(b"HTTP/1.1 200"):
        raise Failed(f"the service answers {answer[:200]!r}")
