"""The first term of the examples as a ledger, made once and copied."""

import shutil
from pathlib import Path

from tests.functional.examples import done, whole_story
from tests.functional.program import InProcess


def demo_ledger(cli: InProcess, templates: Path, place: Path) -> Path:
    """A copy of it at `place`, where the program finds it without being told."""
    made = templates / "story.db"
    if not made.exists():
        done(cli("--db", str(made), "init", "-o", str(place / "made.txt")))
        done(cli("--db", str(made), "post", "-", "-O", "json", stdin=whole_story()))
    return Path(shutil.copyfile(made, place / "zuidas.db"))
