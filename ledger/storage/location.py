"""Where a ledger is: a file path, `sqlite:///PATH` or `postgresql://...`."""

from dataclasses import dataclass
from pathlib import Path

from domain.errors import UsageError
from domain.money import shown

DEFAULT = "zuidas.db"


@dataclass(frozen=True)
class Location:
    """A parsed location; `path` for SQLite, `url` for PostgreSQL."""

    url: str
    path: Path | None

    @staticmethod
    def parse(text: str) -> "Location":
        """Read a location; raises `UsageError` (`BAD_COMMAND`) for another scheme."""
        if not text or "\0" in text:
            raise UsageError(
                "BAD_COMMAND", f"{shown(text)} is not a place of a ledger."
            )
        if text.startswith(("postgresql://", "postgres://")):
            return Location(text, None)
        if text.startswith("sqlite:///"):
            return Location(text, Path(text.removeprefix("sqlite:///")))
        if "://" in text:
            raise UsageError(
                "BAD_COMMAND",
                f"{shown(text)} is not a place of a ledger: give a file path,"
                " sqlite:///PATH or postgresql://...",
            )
        return Location(text, Path(text))

    def __str__(self) -> str:
        return self.url if self.path is None else str(self.path)
