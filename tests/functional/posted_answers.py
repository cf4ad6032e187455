"""What posting answers: once and again, tried, approved, several together."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from domain.entries.event import Actor
from ledger.posting.receipt_report import (
    Summary,
    notes_of,
    posted_view,
    receipt_report,
)
from tests.unit.domain.approving import binding, policy, submit
from tests.unit.domain.posting import LedgerInTest, Row, built, contribution, payment


def posted(awarded: Path, path: Path) -> Iterator[tuple[str, Any]]:
    """What posting answers: once and again, tried, approved, several together."""
    path.write_bytes(awarded.read_bytes())
    ledger = LedgerInTest(path)
    pay = payment("5000.00", "2011-11-20")
    over: Row = contribution("emmen", "50000.00") | {"id": "over"}
    commands = [("pay_grant", pay), ("receive_contribution", over)]
    for who, dry_run in (("bo", True), ("bo", False)):
        yield from posting(ledger, who, commands, dry_run=dry_run)
    yield from posting(ledger, "bo", [("receive_contribution", over)])
    yield from posting(ledger, "bo", [("receive_contribution", over)], dry_run=True)
    yield from posting(ledger, "bo", [])
    ledger.post("set_approval_policy", **policy(pay_grant="0.00"))
    number = submit(ledger, "bo", "pay_grant", **payment("6000.00", "2011-11-21"))
    approval = [("approve", binding(ledger, number))]
    yield from posting(ledger, "cy", approval, dry_run=True)
    yield from posting(ledger, "cy", approval)
    ledger.close()


def posting(
    ledger: LedgerInTest,
    who: str,
    commands: Iterable[tuple[str, Row]],
    *,
    dry_run: bool = False,
) -> Iterator[tuple[str, Any]]:
    """What posting each of some commands answers, and all of them as a file."""
    actor = Actor(name=who, source="option", login=who)
    summary = Summary()
    with ledger.ledger.posting(actor, dry_run=dry_run) as post:
        for line, (name, fields) in enumerate(commands, start=1):
            receipt = post(built(name, fields))
            summary.add(receipt, line)
            view = posted_view(receipt, ledger.ledger)
            notes = notes_of(receipt, ledger.ledger.notes)
            report = receipt_report(receipt, view, notes, dry_run=dry_run)
            yield "dry_run" if dry_run else "receipt", as_json(report.data)
        report = summary.report(ledger.ledger.notes, dry_run=dry_run)
    yield "posted_file", as_json(report.data)


def as_json(data: object) -> Any:
    return json.loads(json.dumps(data))
