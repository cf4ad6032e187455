"""Posting and verifying under roles and a policy, beside where there are none."""

import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.accepting import ACTOR
from benchmarks.measuring import Effort, inside
from benchmarks.report import Report
from benchmarks.tables import rate, size, times
from benchmarks.workshop import Workshop
from domain.entries.parsing import command_from_json, command_from_mapping
from ledger.frameworks import load
from ledger.posting.application import Ledger
from ledger.storage.sqlite import SQLiteStore
from ledger.verifying.verify import verify

_SIZE = 10_000
_DAY = "2012-01-01"
_ROLES = ("administrator", "officer", "approver", "reader", "auditor")
_POLICY = {"pay_grant": "500000.00", "post_process_cost": "500000.00"}
KINDS = ("with", "without")


def measure(report: Report, shop: Workshop, sizes: list[int], effort: Effort) -> None:
    """At one size, in turns."""
    at = min(_SIZE, max(sizes))
    with TemporaryDirectory(dir=shop.folder) as folder:
        found = inside(
            "people",
            commands=str(shop.commands(at)),
            folder=folder,
            rounds=min(effort.rounds, 5),
        )
    rows = []
    for name in KINDS:
        row = [f"{name} roles and a policy"]
        for job in ("post", "verify"):
            value = found[f"{job} {name}"]
            report.note(f"people {job} {name}", at, value)
            row += [rate(value), times(value / found[f"{job} without"])]
        rows.append(row)
    heads = [f"{size(at)} postings in process", "posted a second", "ratio"]
    heads += ["verified a second", "ratio"]
    report.table("Posting and verifying under roles and a policy", heads, rows)


def in_turns(commands: str, folder: str, rounds: int) -> dict[str, float]:
    """Entries a second posted and verified `with` and `without`, the best of turns."""
    lines = Path(commands).read_text(encoding="utf-8").splitlines()
    taken: dict[str, list[float]] = {}
    for number in range(rounds):
        for name in KINDS:
            place = Path(folder) / f"{name}-{number}.db"
            for job, seconds in _once(lines, place, governed=name == "with").items():
                taken.setdefault(f"{job} {name}", []).append(seconds)
    return {name: len(lines) / min(found) for name, found in taken.items()}


def _once(lines: list[str], place: Path, *, governed: bool) -> dict[str, float]:
    with closing(Ledger(SQLiteStore.create(place))) as ledger:
        ledger.initialise(load("drentse-zuidas"), None, ACTOR)
        for given in _people() if governed else ():
            ledger.accept(command_from_mapping(given), ACTOR)
        started = time.perf_counter()
        with ledger.posting(ACTOR) as post:
            for line in lines:
                post(command_from_json(line))
        posted = time.perf_counter() - started
    with closing(SQLiteStore.open(place)) as store, store.reading():
        started = time.perf_counter()
        result = verify(store)
        verified = time.perf_counter() - started
    if not result.is_clean:
        raise SystemExit(str(result.findings[0]))
    return {"post": posted, "verify": verified}


def _people() -> list[dict[str, Any]]:
    """Whoever posts has every role; of ten others each has one."""
    persons = [(ACTOR.login, role) for role in _ROLES]
    persons += [(f"person-{n}", _ROLES[n % len(_ROLES)]) for n in range(10)]
    granted = [
        {"command": "grant_role", "person": person, "role": role, "date": _DAY}
        for person, role in persons
    ]
    policy = {"command": "set_approval_policy", "commands": _POLICY, "date": _DAY}
    return [*granted, policy]
