"""Adds golden files for event versions that have none; never changes one that is there.

    python tests/golden/make.py
    python tests/golden/make.py layout      when a layout of the tables is released
    python tests/golden/make.py outcomes    when the version of the rules was raised

Events are forever: a file here is what some ledger out there holds. It is made once,
when a version of an event is released, and only ever read after that.
"""

import json
import os
import pwd
import sqlite3
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from domain.catalogue import KINDS
from ledger.posting.recording import read_event
from ledger.storage import layouts, schema
from projections.journal import dated, earmarked, lines
from tests.golden.fixed_commands import COMMANDS, golden, outcomes, text
from tests.unit.domain.approving import approve, policy, post, submit
from tests.unit.domain.posting import LedgerInTest, other

LEDGERS = HERE / "ledgers"
LEDGER = LEDGERS / "v1.ledger"
AT = "2014-12-31"


def run(*arguments: str) -> str:
    """Run the program; its standard output."""
    command = [sys.executable, "-m", "cli.main", *arguments]
    result = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return result.stdout


def make_ledger(path: Path) -> None:
    """A ledger of every command: the first term's examples, and what they leave out."""
    run("--db", str(path), "init", "--actor", "golden")
    for file in [
        *sorted((ROOT / "examples").glob("0[1-6]*.jsonl")),
        HERE / "more.jsonl",
    ]:
        run("--db", str(path), "--actor", "golden", "post", str(file))
    # The first role is that of whoever makes this; last, since it is in force then.
    me = pwd.getpwuid(os.getuid()).pw_name
    for command, person, role in (
        ("grant-role", me, "administrator"),
        ("grant-role", "golden", "officer"),
        ("revoke-role", "golden", "officer"),
    ):
        told = ["--person", person, "--role", role, "--date", "2014-12-01"]
        run("--db", str(path), command, *told, "--reason", "golden")
    second_person(path, me)


def second_person(path: Path, me: str) -> None:
    """What is submitted, and what becomes of it."""
    ledger = LedgerInTest(path)
    ledger.now = datetime.now(UTC)
    for person, role in ((me, "officer"), ("golden", "approver")):
        given = {"person": person, "role": role, "date": "2014-12-01"}
        post(ledger, me, "grant_role", **given)
    post(ledger, me, "erase_sealed", before="2012-01-01", reason="golden")
    rest = {"decision": "SG-2013-03", "reason": "golden"}
    post(
        ledger,
        me,
        "set_approval_policy",
        **policy("2014-12-01", pay_other="1.00", lock_period="0.00"),
        **rest,
    )
    pay = other("10.00", "2014-01-20", "bank-charges")
    numbers = [submit(ledger, me, "pay_other", **pay) for _ in range(3)]
    approve(ledger, "golden", numbers[0])
    post(ledger, "golden", "decline", submission=numbers[1], reason="golden")
    post(ledger, me, "retract_submission", submission=numbers[2], reason="golden")
    ledger.close()


def add_events(path: Path) -> None:
    """The first stored event of each topic that has no golden file yet."""
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT topic, originator_id, originator_version, state FROM stored_events"
        " ORDER BY entry DESC"
    )
    found = {row[0]: row for row in rows}
    for topic in sorted(kind.topic for kind in KINDS):
        file = HERE / "events" / f"{topic}.json"
        if file.exists():
            continue
        if topic not in found:
            print(f"no event of {topic} in the examples")
            continue
        _, stream, version, state = found[topic]
        event = read_event(stream, version, topic, bytes(state))
        golden = {
            "topic": topic,
            "originator_id": stream,
            "originator_version": version,
            "state": bytes(state).decode(),
            "lines": [list(line) for line in lines(event)],
            "earmarked": earmarked(event),
            "dated": [list(line) for line in dated(event)],
        }
        file.write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n")


def layout_made(number: int) -> dict[str, list[Any]]:
    """The statements that make a ledger of a layout, in either database."""
    present = layouts.upto(number)
    guards = schema.postgres_guards(present, '"zuidas"')
    bodies = schema.postgres_guard_bodies(present, '"zuidas"')
    return {
        "sqlite": sorted(schema.sqlite_statements(present)),
        "postgres": sorted([*schema.postgres_tables(present), *guards]),
        "postgres_guard_bodies": sorted(map(list, bodies)),
    }


def add_layout() -> None:
    """The newest layout, once: from then on it never changes."""
    file = HERE / "layouts" / f"layout-{layouts.CURRENT}.json"
    if not file.exists():
        file.write_text(json.dumps(layout_made(layouts.CURRENT), indent=1) + "\n")


def add_outcomes() -> None:
    """What becomes of the fixed commands under the present rules, once."""
    for commands in COMMANDS:
        file = golden(commands)
        if file.exists():
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = text(outcomes(commands, Path(folder) / "zuidas.db"))
        file.write_text(found, encoding="utf-8")


def main() -> None:
    """Make what is missing."""
    if sys.argv[1:] == ["outcomes"]:
        add_outcomes()
        return
    if sys.argv[1:] == ["layout"]:
        add_layout()
        return
    LEDGERS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "golden.db"
        make_ledger(path)
        add_events(path)
        if not LEDGER.exists():
            connection = sqlite3.connect(path)
            connection.execute("VACUUM INTO ?", (str(LEDGER),))
            for report in ("balance", "trial-balance", "history"):
                text = run("--db", str(LEDGER), report, "--at", AT, "-O", "json")
                (LEDGERS / f"v1.{report}.json").write_text(text)


if __name__ == "__main__":
    main()
