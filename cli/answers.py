"""An answer in all its forms, and the commands that give one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import click

from cli.damage import damage_told
from cli.output import as_csv, as_json, write
from cli.settings import FORMATS, Settings, settings_of, shared_options
from domain.values.errors import Refusal, UsageError
from domain.values.messages import Quoted
from ledger.reading import LedgerReader, open_reader
from ledger.storage.store import Store
from ledger.transparency.log import LogReader
from projections.queries.arguments import iso_date
from projections.snapshot import View


@dataclass(frozen=True)
class Answer:
    """What a query found: data for programs, tables for people."""

    data: object
    """The JSON of the contract."""
    text: Callable[[], str]
    rows: Sequence[Mapping[str, Any]] = ()
    """The rows of the CSV."""
    columns: Sequence[str] | None = None
    """The CSV's columns, needed where there may be no row."""
    plain: bool = False
    """The text is for programs too: no heading, no footer."""
    exit_code: int = 0


@dataclass(frozen=True)
class Asked:
    """What a query may look at."""

    settings: Settings
    ledger: LedgerReader
    view: View
    until: date | None
    """The date that --at named; lists of entries are cut only where it did."""

    @property
    def store(self) -> Store:
        """The store behind the ledger, for what replays events."""
        return self.ledger.store


Query = Callable[..., Answer]
COMMANDS: dict[str, click.Command] = {}
"""Query commands by name."""

AT = click.Option(["--at"], metavar="DATE", help="Effective date, inclusive (today).")
KNOWN_AT = click.Option(
    ["--known-at"],
    metavar="WHEN",
    help="As known after entry #N, or at a moment such as 2012-01-31T17:00.",
)
FROM = click.Option(["--from", "start"], metavar="DATE", help="First date.")
TO = click.Option(["--to", "end"], metavar="DATE", help="Last date (that of --at).")


def query(
    name: str,
    *parameters: click.Parameter,
    examples: str,
    formats: Sequence[str] = FORMATS,
) -> Callable[[Query], Query]:
    """Make a query command of a function of `Asked` and its parameters.

    Its docstring is the help; `examples` are runnable lines.
    """

    def register(function: Query) -> Query:
        COMMANDS[name] = click.Command(
            name,
            params=[*parameters, AT, KNOWN_AT, *shared_options(formats=formats)],
            callback=lambda **values: _run(function, values),
            help=function.__doc__,
            epilog=epilog(examples),
        )
        return function

    return register


def epilog(examples: str) -> str:
    """Examples at the end of a help page, one a line."""
    lines = [line.strip() for line in examples.strip().splitlines()]
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _run(function: Query, values: dict[str, Any]) -> int:
    settings = settings_of(click.get_current_context(), values)
    check_texts(values)
    at, known_at = values.pop("at", None), values.pop("known_at", None)
    with open_reader(settings.location) as ledger:
        until = typed_day(at)
        view = ledger.view(until, known_at)
        with damage_told():
            answer = function(Asked(settings, ledger, view, until), **values)
            shaped = _shaped(answer, settings, view)
    write(settings, shaped)
    return answer.exit_code


def check_range(start: date | None, end: date | None) -> None:
    """A range runs forward; raises `Refusal` (`BAD_DATE`)."""
    if start is not None and end is not None and start > end:
        raise Refusal(
            "BAD_DATE",
            "the range from {start} to {end} runs backward.",
            start=start,
            end=end,
        )


def check_texts(values: Mapping[str, Any]) -> None:
    """What was typed is text; raises `UsageError` (`BAD_COMMAND`)."""
    for value in values.values():
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and not _is_utf8(text):
                raise UsageError(
                    "BAD_COMMAND", "{text} is not UTF-8.", text=Quoted(text)
                )


def _is_utf8(text: str) -> bool:
    """Bytes of the command line that are no UTF-8 reach us as lone surrogates."""
    return text.encode("utf-8", "replace").decode() == text


def _shaped(answer: Answer, settings: Settings, view: View) -> str:
    if settings.shape == "json":
        return as_json(_anchored(answer.data, view))
    if settings.shape == "csv":
        return as_csv(answer.rows, answer.columns)
    if answer.plain:
        return answer.text()
    return f"{answer.text()}\n\n{footer(view)}"


def _anchored(data: object, view: View) -> object:
    """A report carries the root of the log that it was made from."""
    if isinstance(data, dict) and view.entry:
        return data | {"root": LogReader(view.reader).root(view.entry).hex()}
    return data


def footer(view: View) -> str:
    """What makes a printed page an anchor: entry, tree size and root."""
    known = "" if view.is_latest else f" of {view.last_entry}"
    root = LogReader(view.reader).root(view.entry).hex()
    if view.entry == 0:
        return "Nothing was known then: entry 1 came later."
    return (
        f"At {view.at.isoformat()}, as known after entry {view.entry}{known}; times of"
        f" {view.framework.time_zone}.\nLog size {view.entry}, root {root}."
    )


def typed_day(value: str | None) -> date | None:
    """A date as it was typed; None where none was."""
    return None if value is None else iso_date(value)
