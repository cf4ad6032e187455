"""What is counted and logged of requests: nothing of what they say, nobody's name.

A line of the log has the path's template instead of the path, and the entry that it
recorded; who that was, the entry says. It is written before the answer is sent: whoever
has the answer finds its line in the log.
"""

import logging
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, MutableMapping
from itertools import accumulate
from threading import Lock
from time import perf_counter
from typing import Any, NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger("zuidas.requests")
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds: upper bounds of the buckets of durations."""


_PROBLEM = "zuidas.problem"
"""Where a page's problem is kept in its request's scope, for the log."""


def tell_problem(scope: MutableMapping[str, Any], code: str) -> None:
    """The answer to this request is a page that tells a problem."""
    scope[_PROBLEM] = code


def problem_of(scope: Mapping[str, Any]) -> str | None:
    """The code of the problem that the answer told."""
    return scope.get(_PROBLEM)


class Observed(NamedTuple):
    """One request that was answered."""

    method: str
    template: str
    """Such as `/v1/projects/{project}`; empty where nothing was found."""
    status: int
    seconds: float
    code: str | None
    """Of its problem."""
    entries: tuple[int, int] | None
    """First and last entry that it recorded."""


class Observations:
    """Counts for a monitor, in the text form of Prometheus."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: dict[tuple[str, str, int], int] = {}
        self._buckets: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}
        self._recorded = 0

    def add(self, seen: Observed) -> None:
        """Count one request, and log it as a line of JSON."""
        method = seen.method if seen.method in _METHODS else "other"
        with self._lock:
            key = (method, seen.template, seen.status)
            self._requests[key] = self._requests.get(key, 0) + 1
            counts = self._buckets.setdefault(seen.template, [0] * (len(BOUNDS) + 1))
            counts[bisect_left(BOUNDS, seen.seconds)] += 1
            spent = self._seconds.get(seen.template, 0.0)
            self._seconds[seen.template] = spent + seen.seconds
            if seen.entries is not None:
                self._recorded += seen.entries[1] - seen.entries[0] + 1
        if _LOG.isEnabledFor(logging.INFO):
            _LOG.info("request", extra={"told": _line(method, seen)})

    def lines(self) -> Iterator[str]:
        """The counts so far."""
        with self._lock:
            requests = sorted(self._requests.items())
            # Each bucket of what is told has those below it too.
            buckets = {n: list(accumulate(each)) for n, each in self._buckets.items()}
            seconds, recorded = dict(self._seconds), self._recorded
        yield "# HELP zuidas_requests_total Requests answered."
        yield "# TYPE zuidas_requests_total counter"
        for (method, path, status), count in requests:
            labels = f'method="{method}",path="{path}",status="{status}"'
            yield f"zuidas_requests_total{{{labels}}} {count}"
        yield "# HELP zuidas_request_seconds Time until the answer is made."
        yield "# TYPE zuidas_request_seconds histogram"
        for path, counts in sorted(buckets.items()):
            for bound, count in zip((*map(str, BOUNDS), "+Inf"), counts, strict=True):
                labels = f'path="{path}",le="{bound}"'
                yield f"zuidas_request_seconds_bucket{{{labels}}} {count}"
            yield f'zuidas_request_seconds_sum{{path="{path}"}} {seconds[path]:.6f}'
            yield f'zuidas_request_seconds_count{{path="{path}"}} {counts[-1]}'
        yield "# HELP zuidas_entries_recorded_total Entries recorded by this process."
        yield "# TYPE zuidas_entries_recorded_total counter"
        yield f"zuidas_entries_recorded_total {recorded}"


class Counted:
    """Counts the requests of an application that does not do so itself."""

    def __init__(
        self, app: ASGIApp, names: Collection[str], observed: Callable[[Observed], None]
    ) -> None:
        self._app = app
        self._names = names
        """Paths by which it is counted; of others the first part, where it ends so."""
        self._observed = observed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        started = perf_counter()
        method, name = scope["method"], self._name(scope["path"])

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                spent = perf_counter() - started
                status, code = message["status"], problem_of(scope)
                self._observed(Observed(method, name, status, spent, code, None))
            await send(message)

        await self._app(scope, receive, noted)

    def _name(self, path: str) -> str:
        """One of those that there are, so that no request makes a count of its own."""
        folder = path[: path.find("/", 1) + 1]
        return next((each for each in (path, folder) if each in self._names), "")


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def _line(method: str, seen: Observed) -> dict[str, object]:
    line: dict[str, object] = {
        "method": method,
        "path": seen.template,
        "status": seen.status,
        "ms": round(seen.seconds * 1000, 1),
    }
    if seen.code is not None:
        line["code"] = seen.code
    if seen.entries is not None:
        line["entries"] = list(seen.entries)
    return line
