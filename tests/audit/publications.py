"""What the tests of publishing share: a ledger that grows, and a folder looked at."""

import json
from pathlib import Path
from typing import Any

from tests.audit.independent_verifier import verify_folder
from tests.functional.program import InProcess

PUBLISH = ("audit", "publish", "public", "--key", "log.key")
Snapshot = dict[str, tuple[bytes, int]]


def post(cli: InProcess, count: int, db: str = "zuidas.db") -> None:
    """Post so many more entries."""
    given = {
        "command": "receive_other",
        "category": "interest",
        "amount": "1.05",
        "date": "2012-06-30",
        "counterparty": "Bank",
        "description": "Interest",
    }
    lines = (json.dumps(given | {"document": f"B-{n}"}) for n in range(count))
    Path("more.jsonl").write_text("".join(f"{line}\n" for line in lines))
    assert cli("--db", db, "post", "more.jsonl").code == 0


def snapshot(folder: Path = Path("public")) -> Snapshot:
    """Every file with its content and its inode, which a rewritten file changes."""
    return {
        str(file.relative_to(folder)): (file.read_bytes(), file.stat().st_ino)
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def read_back(*witnesses: str, vkey: str = "log.vkey") -> dict[str, Any]:
    """What a reader finds who has none of our code."""
    key = Path(vkey).read_text(encoding="utf-8").strip()
    return verify_folder("public", key, *witnesses)
