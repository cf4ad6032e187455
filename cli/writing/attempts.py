"""The log of attempts: what was handed in from here, accepted or refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.places import check_apart, unwritable
from domain.values.errors import Refusal
from domain.values.messages import message

if TYPE_CHECKING:
    from cli.settings import Settings
    from domain.entries.command import Command
    from domain.values.errors import LedgerError


class AttemptsLog:
    """A file of the organisation's own: one JSON line per attempt."""

    def __init__(self, settings: Settings) -> None:
        self._path = None if settings.log_file is None else Path(settings.log_file)
        self._settings = settings
        self._accepted: list[dict[str, object]] = []
        self.doing = ""
        """Name of the command that is being posted."""

    @property
    def is_kept(self) -> bool:
        """Somebody wants it."""
        return self._path is not None

    def accepted(self, command: Command, entry: int, *, duplicate: bool) -> None:
        """Note an accepted command; written when its transaction has committed."""
        if self.is_kept:
            self._accepted.append(
                self._line(
                    command.name,
                    "duplicate" if duplicate else "accepted",
                    entry=entry,
                    given=command.logged(),
                )
            )

    def refused(self, error: LedgerError) -> None:
        """Write a refused attempt; what was accepted with it is undone."""
        self._accepted = []
        if self._path is not None:
            self._append(
                [
                    self._line(
                        self.doing,
                        "refused",
                        code=error.code,
                        message=error.message,
                        line=error.line,
                    )
                ]
            )

    def committed(self) -> None:
        """Write the accepted attempts of a committed transaction.

        They are recorded by now: a log that can't be written is told, no refusal.
        """
        try:
            self._append(self._accepted)
        except Refusal as refusal:
            said = message("Done, but {why}", why=refusal.said)
            click.echo(self._settings.voice.tell(said), err=True)
        self._accepted = []

    def check(self) -> None:
        """The log can be written; asked before anything is recorded.

        Raises `Refusal` (`BAD_COMMAND`).
        """
        if self._path is not None:
            settings = self._settings
            try:
                check_apart(str(self._path), settings.location.path, settings.inputs)
            except (OSError, ValueError) as error:
                raise unwritable(str(self._path), error) from None
        self._write("")

    def _line(self, name: str, outcome: str, **more: object) -> dict[str, object]:
        actor, source, login = self._settings.who()
        return {
            "at": datetime.now(UTC).isoformat(),
            "actor": actor,
            "actor_source": source,
            "login": login,
            "command": name,
            "outcome": outcome,
            **more,
        }

    def _append(self, lines: list[dict[str, object]]) -> None:
        texts = [json.dumps(line, ensure_ascii=False, default=str) for line in lines]
        if texts:
            self._write("".join(f"{text}\n" for text in texts))

    def _write(self, text: str) -> None:
        if self._path is None:
            return
        try:
            with self._path.open("ab") as file:
                file.write(text.encode("utf-8", "backslashreplace"))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise Refusal(
                "BAD_COMMAND",
                "the log of attempts {path} can't be written: {reason}.",
                path=self._path,
                reason=reason,
            ) from None
