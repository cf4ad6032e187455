"""What clients ask of the service, measured from a process of its own.

    python -m benchmarks.load JOB OPTIONS

OPTIONS is a JSON object; what came of it is printed as one: durations in seconds.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from benchmarks import data
from benchmarks.clients import Request, Seen, at_pace, get, post, together, unceasing

Figures = dict[str, Any]
_ONE, _MANY = "application/json", "application/jsonl"


def read(
    port: int,
    token: str,
    entries: int,
    clients: int,
    each: float,
    seconds: float,
) -> Figures:
    """`each` requests a second of each client, with both clocks, all of them other."""

    def asking(number: int) -> Request:
        paths = _paths(entries, range(number, sys.maxsize, clients))
        return lambda: get(next(paths), token)

    return _at_pace(port, asking, clients, each, seconds)


def _paths(entries: int, numbers: range) -> Iterator[str]:
    for number in numbers:
        # Primes, so that days and entries come in no order, and no pair comes twice.
        day = data.day_of(number * 7_919 % data.DAYS)
        known = number * 104_729 % entries + 1
        yield f"/v1/programmes?at={day}&knownAt=%23{known}"


def unchanged(
    port: int, token: str, clients: int, each: float, seconds: float
) -> Figures:
    """The same, of clients that have the answer already."""
    path = f"/v1/programmes?at={data.MIDDLE}"
    first = asyncio.run(together(port, [(lambda: get(path, token), iter([0.0]))]))
    asked = get(path, token, If_None_Match=first.headers["etag"])
    return _at_pace(port, lambda _: lambda: asked, clients, each, seconds)


def _at_pace(
    port: int,
    asking: Callable[[int], Request],
    clients: int,
    each: float,
    seconds: float,
) -> Figures:
    paces = [
        (asking(number), at_pace(seconds, each, number)) for number in range(clients)
    ]
    return _figures(asyncio.run(together(port, paces)))


def posting(
    port: int, token: str, clients: int, seconds: float, lines: int, name: str
) -> Figures:
    """Commands, so many `lines` a request, as fast as they are answered.

    `name` keeps their ids and vouchers apart from those of another run.
    """

    def asking(number: int) -> Request:
        rows = _rows(f"{name}-{number}", seed=number)

        def request() -> bytes:
            body = b"\n".join(next(rows) for _ in range(lines))
            return post("/v1/entries", token, _ONE if lines == 1 else _MANY, body)

        return request

    started = time.perf_counter()
    waiting = [(asking(number), unceasing(seconds)) for number in range(clients)]
    seen = asyncio.run(together(port, waiting))
    taken = time.perf_counter() - started
    return _figures(seen) | {
        "rate": seen.statuses.get("201", 0) * lines / taken,
        "requests": len(seen.seconds),
    }


def _rows(name: str, seed: int) -> Iterator[bytes]:
    """Commands without end, each with an id and a voucher of its own."""
    for turn in count():
        plain = data.plain(1_000, seed=seed * 100_000 + turn)
        for number, row in enumerate(plain):
            own = f"{name}-{turn}-{number}"
            yield json.dumps({**row, "document": own, "id": own}).encode()


def _figures(seen: Seen) -> Figures:
    ordered = sorted(seen.seconds)
    refused = {status: n for status, n in seen.statuses.items() if status >= "4"}
    if refused:
        raise SystemExit(f"refused: {refused}: {seen.body}")
    return {
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[int(len(ordered) * 0.99)],
        "statuses": seen.statuses,
    }


JOBS: dict[str, Callable[..., Figures]] = {
    "read": read,
    "unchanged": unchanged,
    "posting": posting,
}


if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](**json.loads(sys.argv[2]))))
