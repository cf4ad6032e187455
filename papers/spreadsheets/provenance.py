"""Where a spreadsheet comes from: enough to make it again, and to check it."""

import shlex
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from domain.values.messages import Recorded, Value
from projections.query import Parameter, Query
from projections.report import Facts, Footer

NAME = "Herkomst"
"""What its sheet is called, in every language."""
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""When a file was made that knows of no entry."""


class Provenance(NamedTuple):
    """The command that makes the file, and what its figures are anchored to."""

    command: str
    footer: Footer | None = None

    @property
    def made(self) -> datetime:
        """When the file says that it was made: as its last entry was recorded."""
        if self.footer is None or not self.footer.recorded:
            return _NEVER
        return datetime.fromisoformat(self.footer.recorded)

    @property
    def facts(self) -> Facts:
        """What the sheet says."""
        return Facts([*self._of_ledger(), ("command", self.command)])

    def _of_ledger(self) -> Iterator[tuple[str, Value]]:
        foot = self.footer
        if foot is None:
            return
        yield "ledger", foot.ledger
        yield "entry", foot.entry
        yield "root", foot.root
        yield "at", date.fromisoformat(foot.at)
        yield "known at", f"#{foot.entry}"
        yield "recorded at", Recorded(foot.recorded) if foot.recorded else None
        yield "time zone", foot.zone


def command_of(
    query: Query, given: Mapping[str, Any], footer: Footer | None, shape: str
) -> str:
    """The command line that gives this report again, whatever comes after it.

    `given` are its parameters as they were typed, by keyword.
    """
    words = ["zuidas", *query.name.split()]
    for parameter in query.parameters:
        words += _words(parameter, given.get(parameter.keyword))
    return line(words, footer, shape)


def line(words: list[str], footer: Footer | None, shape: str) -> str:
    """Words of a command line with both clocks and the format."""
    clocks: list[str] = []
    if footer is not None:
        clocks = ["--at", footer.at]
        clocks += ["--known-at", f"#{footer.entry}"] if footer.entry else []
    return shlex.join([*words, *clocks, "-O", shape])


def _words(parameter: Parameter, value: Any) -> Iterator[str]:  # noqa: ANN401  # a text, or several
    if value is None or value is False:
        return
    if parameter.kind in ("file", "framework"):  # what is given is its content
        value = parameter.metavar or "FILE"
    for each in value if isinstance(value, tuple | list) else (value,):
        if parameter.place == "option":
            yield f"--{parameter.name.replace('_', '-')}"
        if each is not True:
            yield str(each)
