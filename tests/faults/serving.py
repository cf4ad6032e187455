"""The service as a process of its own, and people who post to it."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from typing import IO, Any

from tests.faults.harness import Acknowledged
from web.signin.accounts import Accounts

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
SECONDS = 60.0
PERSON = "officer"
_SCOPES = ("read", "post", "approve", "administer")


@dataclass(frozen=True)
class Told:
    """What the service answered."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """Of a problem."""
        return str(self.json["code"])


class Client:
    """A connection that is kept, and made anew where it was lost."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = HTTPConnection(HOST, port, timeout=SECONDS)
        self._authorization = {"Authorization": f"Bearer {token}"}

    def ask(
        self,
        method: str,
        path: str,
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Told:
        """Ask once; raises `OSError` or `HTTPException` where the service is gone."""
        sent = {**self._authorization, **(headers or {})}
        try:
            self._connection.request(method, path, body, sent)
            answer = self._connection.getresponse()
            said = {name.lower(): value for name, value in answer.getheaders()}
            return Told(answer.status, said, answer.read())
        except BaseException:
            self.close()
            raise

    def get(self, path: str, **headers: str) -> Told:
        """Read; names of headers have `_` for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("GET", path, None, named)

    def post(self, command: object, path: str = "/v1/entries") -> Told:
        """Post one command, or whatever it is, as JSON."""
        media = {"Content-Type": "application/json"}
        return self.ask("POST", path, json.dumps(command), media)

    def close(self) -> None:
        self._connection.close()


def receipt(name: str) -> dict[str, object]:
    """A command that fits in any ledger; `name` is its id and its voucher."""
    return {
        "command": "receive_other",
        "category": "interest",
        "amount": "0.01",
        "date": "2014-01-01",
        "counterparty": "Bank",
        "description": "Interest",
        "document": name,
        "id": name,
    }


@dataclass
class Service:
    """`zuidas serve` on a ledger."""

    place: str
    accounts: Path
    token: str
    port: int = 0
    _clients: list[Client] = field(default_factory=list)

    def start(self) -> None:
        """Start it, and wait until it listens."""
        options = ["--port", "0", "--accounts", str(self.accounts)]
        kept = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "cli.main", "--db", self.place, "serve"),
                *(*options, "--log", str(log_of(self.accounts))),
            ],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**kept, "PYTHONPATH": str(ROOT)},
        )
        said = self._said.readline().decode()
        assert said.startswith("Serving "), said
        address = said.rpartition(" at http://")[2].partition("/")[0]
        self.port = int(address.rpartition(":")[2])

    @property
    def _said(self) -> IO[bytes]:
        assert self.process.stdout is not None
        return self.process.stdout

    def client(self) -> Client:
        """Somebody who may everything."""
        made = Client(self.port, self.token)
        self._clients.append(made)
        return made

    def stop(self) -> int:
        """Tell it to stop; gives its exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(SECONDS)
        self._said.close()
        return code

    def kill(self) -> None:
        """Kill -9."""
        self.process.kill()
        self.process.wait(SECONDS)
        self._said.close()

    def leave(self) -> None:
        """Close everybody's connection."""
        for client in self._clients:
            client.close()

    def resident_kib(self) -> int:
        """Its resident memory now."""
        text = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        line = next(each for each in text.splitlines() if each.startswith("VmRSS:"))
        return int(line.split()[1])

    def faults(self) -> list[str]:
        """What its log tells of faults of the program itself."""
        lines = log_of(self.accounts).read_text(encoding="utf-8").splitlines()
        quiet = ("info", "warning")
        return [line for line in lines if json.loads(line)["level"] not in quiet]


def log_of(accounts: Path) -> Path:
    """Where the service logs."""
    return accounts.with_name(accounts.name + ".log")


def with_token(accounts: Path) -> str:
    """A token of a new account in a new file of accounts."""
    opened = Accounts.open(accounts, create=True)
    try:
        opened.add(PERSON, "correct horse battery", second_factor=False)
        return opened.issue_token(PERSON, _SCOPES, date(2999, 12, 31)).token
    finally:
        opened.close()


@contextmanager
def served(place: str, accounts: Path) -> Iterator[Service]:
    """A service with a new file of accounts, for as long as it lasts."""
    service = Service(place, accounts, with_token(accounts))
    service.start()
    try:
        yield service
    finally:
        service.leave()
        service.kill()


@dataclass
class People:
    """Clients that post one command after another, and keep what they were told."""

    services: list[Service]
    clients: int
    name: str
    acknowledged: Acknowledged = field(default_factory=Acknowledged)
    asked: list[str] = field(default_factory=list)
    """Ids of all that was sent, whatever came of it."""
    hits: int = 0
    """Answers that said that it was there already."""
    patient: bool = False
    """They repeat what the service could not do just then."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._going = threading.Event()
        self._going.set()
        self._threads = [
            threading.Thread(target=self._post, args=(number,), daemon=True)
            for number in range(self.clients)
        ]

    def begin(self, at_least: int) -> None:
        """Let them post, and wait until so much was acknowledged."""
        for thread in self._threads:
            thread.start()
        self.wait(at_least)

    def wait(self, at_least: int) -> None:
        """Wait until so much was acknowledged in all."""
        pause = threading.Event()
        while len(self.acknowledged.entries) < at_least:
            assert any(thread.is_alive() for thread in self._threads)
            pause.wait(0.01)

    def end(self) -> None:
        """Let them finish what they are at."""
        self._going.clear()
        for thread in self._threads:
            thread.join(SECONDS)

    def _post(self, number: int) -> None:
        service = self.services[number % len(self.services)]
        client = service.client()
        for turn in count():
            if not self._going.is_set():
                break
            name = f"{self.name}-{number}-{turn}"
            with self._lock:
                self.asked.append(name)
            if not self._told(client, name):
                break

    def _told(self, client: Client, name: str) -> bool:
        """What became of one command; False where the service is gone."""
        pause = threading.Event()
        try:
            while not self._taken(client.post(receipt(name)), name):
                if not self.patient:
                    break
                pause.wait(0.02)
        except (OSError, HTTPException):
            return False
        return True

    def _taken(self, told: Told, name: str) -> bool:
        with self._lock:
            if told.status in (200, 201):
                self.hits += told.status == 200
                self.acknowledged.entries[name] = told.json["entry"]
                return True
            self.acknowledged.refusals.append(told.code)
            return False


def repeated(service: Service, names: list[str]) -> dict[str, tuple[int, int]]:
    """Post commands once more: the status and entry of each."""
    client, found = service.client(), {}
    for name in names:
        told = client.post(receipt(name))
        assert told.status in (200, 201), told
        hit = told.headers.get("idempotency-hit") == "true"
        assert hit == (told.status == 200)
        found[name] = told.status, int(told.json["entry"])
    return found


def reached(client: Client, path: str) -> Told | None:
    """What is answered, if anything is."""
    with suppress(OSError, HTTPException):
        return client.get(path)
    return None
