"""How much is read, so that a hostile file costs bounded time and memory.

A real statement stays far below each of these. What is above one is refused
(`STATEMENT_UNSAFE`), never cut.
"""

from dataclasses import dataclass

from domain.values.errors import Refusal
from domain.values.messages import Quoted, message

MAX_BYTES = 100 * 1024 * 1024
"""Of a file, and of all that a ZIP unpacks to."""
MAX_TEXT_BYTES = 32 * 1024 * 1024
"""Of an MT940 file or a ledger extract, which are read into memory as a whole."""
MAX_MEMBERS = 500
"""Of a ZIP, folders included."""
MAX_STATEMENTS = 5_000
"""Of a file, or of all the members of a ZIP."""
MAX_LINES = 10_000
"""Of a statement: as many as the ledger registers."""
MAX_KEPT = 250_000
"""Lines and their details together, of a file or of all the members of a ZIP."""
MAX_DETAILS = 500
"""Of a line; the rest of a larger batch is counted and left out."""


def unsafe(file: str, limit: str, allowed: int) -> Refusal:
    """The refusal of a file that is above a limit."""
    return Refusal(
        "STATEMENT_UNSAFE",
        "{file} has more than {allowed:,} {limit}: it is not read. Ask for statements"
        " of shorter periods, or give the files one by one.",
        file=Quoted(file),
        allowed=allowed,
        limit=message(limit),
    )


@dataclass(slots=True)
class Allowance:
    """What may still be kept of one file, shared by all the members of a ZIP."""

    statements: int = MAX_STATEMENTS
    kept: int = MAX_KEPT

    def statement(self, file: str) -> None:
        """Count a statement; raises `Refusal` (`STATEMENT_UNSAFE`)."""
        self.statements -= 1
        if self.statements < 0:
            raise unsafe(file, "statements", MAX_STATEMENTS)

    def line(self, file: str, details: int = 0) -> None:
        """Count a line and its details; raises `Refusal` (`STATEMENT_UNSAFE`)."""
        self.kept -= 1 + details
        if self.kept < 0:
            raise unsafe(file, "lines and details", MAX_KEPT)
