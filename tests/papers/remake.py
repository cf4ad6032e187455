"""Writes the golden JSON of documents anew: `python -m tests.papers.remake`."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.papers.conftest import asked_of
from tests.papers.demo import demo
from tests.papers.kinds import KINDS, TOLD
from tests.papers.told import told

GOLDEN = Path(__file__).parent / "golden"


def remake() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, full = Path(folder, "demo.db"), Path(folder, "told.db")
        demo(path)
        told(full)
        GOLDEN.mkdir(exist_ok=True)
        _write(path, KINDS, "")
        _write(full, TOLD, "-told")


def _write(ledger: Path, kinds: Mapping[str, Mapping[str, str]], ending: str) -> None:
    ask = asked_of(ledger)
    for kind, given in kinds.items():
        data = json.dumps(ask(kind, **given), indent=2, ensure_ascii=False)
        (GOLDEN / f"{kind}{ending}.json").write_text(f"{data}\n", "utf-8")


if __name__ == "__main__":
    remake()
