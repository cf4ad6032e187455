"""The service's memory does not grow with what it was asked."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.harness import new_ledger, verified
from tests.faults.serving import Client, Service, Told, receipt, served

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc"),
]
MOST = 1.1
"""Times the memory of a tenth of the requests."""


def _lines(turn: int) -> str:
    """A file that is refused in its second line."""
    good, bad = receipt(f"line-{turn}"), {**receipt(f"bad-{turn}"), "amount": "x"}
    return f"{json.dumps(good)}\n{json.dumps(bad)}\n"


def _day(turn: int) -> str:
    return f"20{11 + turn % 14}-{1 + turn % 12:02}-{1 + turn % 28:02}"


def _unchanged(client: Client, _: int) -> Told:
    tag = client.get("/v1/programmes").headers["etag"]
    return client.get("/v1/programmes", If_None_Match=tag)


_DRY, _ENTRIES = "/v1/entries?dryRun=true", "/v1/entries"
_JSON = {"Content-Type": "application/json"}
_JSON_LINES = {"Content-Type": "application/jsonl"}
Ask = Callable[[Client, int], Told]
ASKED: tuple[Ask, ...] = (
    lambda client, turn: client.post(receipt(f"memory-{turn}")),
    lambda client, turn: client.post(receipt(f"dry-{turn}"), _DRY),
    lambda client, _: client.post(receipt("first-0")),
    lambda client, turn: client.post({"command": f"c{turn}"}),
    lambda client, _: client.ask("POST", _ENTRIES, b"{", _JSON),
    lambda client, turn: client.ask("POST", _ENTRIES, _lines(turn), _JSON_LINES),
    lambda client, turn: client.get(f"/v1/entries/{1 + turn % 20}/inclusion-proof"),
    _unchanged,
    lambda client, turn: client.get(f"/v1/nothing/{turn}"),
    lambda client, turn: client.get(f"/v1/projects/none-{turn}"),
    lambda client, turn: client.get(f"/v1/programmes?at={turn}"),
    lambda client, turn: client.ask(
        "GET", "/v1/years", None, {"Authorization": f"Bearer zl_{turn}"}
    ),
    lambda client, turn: client.get(f"/v1/trial-balance?at={_day(turn)}"),
    lambda client, turn: client.get(f"/sign-in?turn={turn}"),
    lambda client, _: client.get("/v1/metrics"),
    lambda client, turn: client.get(
        f"/v1/programmes?at={_day(turn)}&knownAt=%23{1 + turn % 20}"
    ),
)
"""In turn: posted, supposed, repeated, refused, proved, looked at, not there."""


def sizes(service: Service, posted: int, *counts: int) -> Iterator[int]:
    """Resident memory after so many requests in all, in KiB.

    The first of them post, so that what the database keeps of its file in memory is as
    large as it may become.
    """
    client, seen, done = service.client(), set(), posted
    for number in range(posted):
        assert client.post(receipt(f"first-{number}")).status == 201
    for number in counts:
        for turn in range(done, number):
            seen.add(ASKED[turn % len(ASKED)](client, turn).status)
        done = number
        yield service.resident_kib()
    assert seen - {409} == {200, 201, 304, 400, 401, 404}


def holds_its_size(folder: Path, posted: int, few: int, many: int) -> None:
    path = new_ledger(folder / "zuidas.db")
    with served(str(path), folder / "accounts") as service:
        early, late = sizes(service, posted, few, many)
        assert service.stop() == 0
        assert service.faults() == []
    print(f"{early} KiB after {few} requests, {late} KiB after {many}")
    assert late <= MOST * early
    assert verified(str(path)).is_clean


@pytest.mark.thorough
def test_memory_after_some_thousand_requests(tmp_path: Path) -> None:
    holds_its_size(tmp_path, 200, 1_000, 4_000)


@pytest.mark.slow
def test_memory_after_a_hundred_thousand_requests(tmp_path: Path) -> None:
    holds_its_size(tmp_path, 6_000, 10_000, 100_000)
