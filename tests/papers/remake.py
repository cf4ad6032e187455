"""Writes the golden JSON of documents anew: `python -m tests.papers.remake`."""

import json
import tempfile
from pathlib import Path

from tests.papers.conftest import asked_of
from tests.papers.demo import demo
from tests.papers.kinds import KINDS

GOLDEN = Path(__file__).parent / "golden"


def remake() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        demo(path)
        GOLDEN.mkdir(exist_ok=True)
        for kind, given in KINDS.items():
            data = json.dumps(
                asked_of(path)(kind, **given), indent=2, ensure_ascii=False
            )
            (GOLDEN / f"{kind}.json").write_text(f"{data}\n", "utf-8")


if __name__ == "__main__":
    remake()
