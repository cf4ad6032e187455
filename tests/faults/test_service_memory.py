"""The service's memory does not grow with what it was asked."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.harness import new_ledger, verified
from tests.faults.serving import Client, Service, receipt, served

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc"),
]
MOST = 1.1
"""Times the memory of a tenth of the requests."""
ALIKE = 16
"""Of so many requests, one posts and one proves; the others look, or are refused."""
Answer = int


def asked(client: Client, turn: int) -> Answer:
    """One request of a mixture; gives its status."""
    dry, entries = "/v1/entries?dryRun=true", "/v1/entries"
    day = f"20{11 + turn % 14}-{1 + turn % 12:02}-{1 + turn % 28:02}"
    match turn % ALIKE:
        case 0:
            return client.post(receipt(f"memory-{turn}")).status
        case 1:
            return client.post(receipt(f"dry-{turn}"), dry).status
        case 2:
            return client.post(receipt("memory-0")).status
        case 3:
            return client.get(f"/v1/entries/{1 + turn % 20}/inclusion-proof").status
        case 4:
            tag = client.get("/v1/programmes").headers["etag"]
            return client.get("/v1/programmes", If_None_Match=tag).status
        case 5:
            return client.get(f"/v1/nothing/{turn}").status
        case 6:
            return client.get(f"/v1/projects/none-{turn}").status
        case 7:
            return client.get(f"/v1/programmes?at={turn}").status
        case 8:
            return client.post({"command": f"c{turn}"}).status
        case 9:
            return client.ask("POST", entries, b"{", _JSON).status
        case 10:
            return client.ask("POST", entries, _lines(turn), _JSON_LINES).status
        case 11:
            wrong = {"Authorization": f"Bearer zl_{turn}"}
            return client.ask("GET", "/v1/years", None, wrong).status
        case 12:
            return client.get(f"/v1/trial-balance?at={day}").status
        case 13:
            return client.get(f"/sign-in?turn={turn}").status
        case 14:
            return client.get("/v1/metrics").status
    return client.get(f"/v1/programmes?at={day}&knownAt=%23{1 + turn % 20}").status


_JSON = {"Content-Type": "application/json"}
_JSON_LINES = {"Content-Type": "application/jsonl"}


def _lines(turn: int) -> str:
    """A file that is refused in its second line."""
    good, bad = receipt(f"line-{turn}"), {**receipt(f"bad-{turn}"), "amount": "x"}
    return f"{json.dumps(good)}\n{json.dumps(bad)}\n"


def sizes(service: Service, *counts: int) -> Iterator[int]:
    """Resident memory after so many requests in all, in KiB."""
    client, seen, done = service.client(), set(), 0
    for number in counts:
        for turn in range(done, number):
            seen.add(asked(client, turn))
        done = number
        yield service.resident_kib()
    assert seen == {200, 201, 304, 400, 401, 404, 409}


def holds_its_size(folder: Path, few: int, many: int) -> None:
    path = new_ledger(folder / "zuidas.db")
    with served(str(path), folder / "accounts") as service:
        early, late = sizes(service, few, many)
        assert service.stop() == 0
        assert service.faults() == []
    print(f"{early} KiB after {few} requests, {late} KiB after {many}")
    assert late <= MOST * early
    assert verified(str(path)).is_clean


def test_memory_after_some_thousand_requests(tmp_path: Path) -> None:
    holds_its_size(tmp_path, 1_000, 5_000)


@pytest.mark.slow
def test_memory_after_a_hundred_thousand_requests(tmp_path: Path) -> None:
    holds_its_size(tmp_path, 10_000, 100_000)
