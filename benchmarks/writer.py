"""One of several writers to a ledger, or of raw commits.

    python -m benchmarks.writer OPTIONS

It says when it is ready, waits for a line, and prints when it began and ended.
"""

import json
import sys
import time
from collections.abc import Callable
from contextlib import closing

from benchmarks import data, raw


def write(what: str, place: str, count: int, number: int) -> dict[str, float]:
    """Commit so many rows, `ours` or `raw`."""
    rows = [json.dumps(row) for row in data.plain(count, seed=number)]
    if what == "raw":
        with raw.commits(place) as commit:
            return _together(commit, rows)
    # Raw writers need none of these, which take a while to load.
    from benchmarks.accepting import accepting
    from ledger.posting.application import Ledger
    from ledger.reading import open_store
    from ledger.storage.location import Location

    store = open_store(Location.parse(place), writing=True)
    with closing(Ledger(store)) as ledger:
        return _together(accepting(ledger), rows)


def _together(do: Callable[[str], object], rows: list[str]) -> dict[str, float]:
    print("ready", flush=True)
    sys.stdin.readline()
    started = time.monotonic()  # the same clock in all processes
    for row in rows:
        do(row)
    return {"started": started, "ended": time.monotonic()}


if __name__ == "__main__":
    print(json.dumps(write(**json.loads(sys.argv[1]))))
